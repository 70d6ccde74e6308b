"""What people read is plain: no jargon, whole sentences, one word for one thing (AC-4)."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.support.source import ROOT, Module, modules

LOADERS = {
    "server/adapters/spreadsheets.py",
    "server/domains/activities/rules.py",
    "server/domains/consents/rules/texts.py",
    "server/domains/consents/service/texts.py",
    "server/domains/messages/rules/templates.py",
    "server/domains/organisations/rules/divisions.py",
    "server/domains/points/rules/catalogue.py",
    "server/kernel/documents.py",
    "server/domains/points/service/catalogue.py",
    "server/domains/standards/rules.py",
    "server/domains/standards/service.py",
}
"""They tell whoever writes reference data, or a roster, what is wrong with a file."""
READ = "server/domains/households/rules/roster/words.py"
"""What people write in their own rosters; nobody is told it."""
FOR_OPERATORS = "server/cli/"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
STOPS = ("。", "！")
SAID_BY = {"ValidationError", "InvalidInput", "fault", "_fault"}
SAID_IN = {"body", "detail", "description", "default_message", "words"}
SAID_IN |= {"message_all", "message_max", "message_min"}
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
SPACED = re.compile(r"[\u4e00-\u9fff，。；：（“] \d|\d [\u4e00-\u9fff]|\{\} [分条个天位样年月日]")

LATIN = re.compile(r"[A-Za-z]{2,}")
PLACE = re.compile(r"\{+\w*\}+")

Text = tuple[str, str]


def flat(node: ast.expr) -> Iterator[str]:
    """Yield the Chinese texts an expression may be; `{}` stands for what is put in."""
    if isinstance(node, ast.IfExp):
        yield from flat(node.body)
        yield from flat(node.orelse)
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        for item in node.elts:
            yield from flat(item)
    elif isinstance(node, ast.Constant | ast.JoinedStr):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        text = "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in parts)
        if CHINESE.search(text):
            yield text


def docstrings(tree: ast.Module) -> set[ast.expr]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def texts(module: Module) -> Iterator[Text]:
    """Yield every Chinese text of a module with its place; docstrings are for engineers."""
    skipped = docstrings(module.tree) | {
        part
        for node in ast.walk(module.tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and node not in skipped:
            yield from ((module.at(node), text) for text in flat(node))


def callee(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def said(node: ast.AST, refusals: set[str]) -> Iterator[ast.expr]:
    """Yield the expressions of a node that become a detail, a message or its body."""
    if isinstance(node, ast.Call) and callee(node) in refusals | SAID_BY | {"__init__"}:
        yield from node.args
    elif isinstance(node, ast.keyword) and node.arg in {*SAID_IN, "error"}:
        yield node.value
    elif isinstance(node, ast.Yield):
        yield from [node.value] if node.value else []
    elif isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        yield from (value for key, value in pairs if is_detail(key))
    elif isinstance(node, ast.Assign | ast.AugAssign) and SAID_IN & names(node):
        yield node.value


def is_detail(key: ast.expr | None) -> bool:
    return isinstance(key, ast.Constant) and key.value == "detail"


def names(item: ast.stmt) -> set[str]:
    """Return the last names of what a statement assigns to; none when it is no assignment."""
    targets = item.targets if isinstance(item, ast.Assign) else []
    targets = [item.target] if isinstance(item, ast.AugAssign) else targets
    return {ast.unparse(target).rpartition(".")[2] for target in targets}


def sentences(module: Module, refusals: set[str]) -> Iterator[Text]:
    for node in ast.walk(module.tree):
        for expression in said(node, refusals):
            yield from ((module.at(expression), text) for text in flat(expression))


def refusal_names() -> set[str]:
    """Return the class names of all modules that say what is refused."""
    return {
        node.name
        for module in modules("server")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and any("title" in names(item) for item in node.body)
    }


def shown() -> list[Text]:
    return [text for module in speaking() for text in texts(module)]


def speaking() -> list[Module]:
    """Return what speaks to people: not the commands, the names of API groups and what is read."""
    return [
        module
        for module in modules("server")
        if not module.name.startswith((FOR_OPERATORS, READ))
        and not module.name.endswith("/routes.py")
    ]


def unsaid() -> set[str]:
    """Return the words the glossary gives up for a plainer one."""
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    table = glossary.partition("## 说给住户听的词")[2]
    cells = re.findall(r"^\|[^|]+\|[^|]+\|([^|]+)\|[^|]*\|$", table, re.MULTILINE)
    return {word for cell in cells for word in cell.strip().split("、")} - {"不说", "---"}


def ends(text: str) -> bool:
    """Tell whether a text is a whole sentence; what is put in behind it is one by itself."""
    return PLACE.sub("", text).endswith(STOPS)


def test_nothing_is_said_in_words_the_glossary_gave_up() -> None:
    words = unsaid()
    found = [(at, text, word) for at, text in shown() for word in words if word in text]

    assert {"幂等", "驳回", "审批", "核销", "订单", "权限"} <= words
    assert found == []


def test_every_sentence_ends_with_a_full_stop() -> None:
    refusals = refusal_names()
    all_said = [said_here for m in speaking() for said_here in sentences(m, refusals)]
    asking = [text for text in shown() if "，请" in text[1]]

    assert len(all_said) > 150
    assert [text for text in all_said + asking if not ends(text[1])] == []


def test_titles_have_no_full_stop() -> None:
    titles = [
        (module.at(node), text)
        for module in modules("server")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Assign) and names(node) == {"title"}
        for text in flat(node.value)
    ]

    assert len(titles) > 50
    assert [title for title in titles if ends(title[1])] == []


def test_sentences_for_people_hold_no_latin_words_and_no_half_width_signs() -> None:
    found = [
        (at, text)
        for at, text in shown()
        if ends(text) and at.partition(":")[0] not in LOADERS
        if LATIN.search(PLACE.sub("", text)) or HALF_WIDTH.search(text)
    ]

    assert found == []


def test_numbers_stand_without_spaces() -> None:
    assert [text for text in shown() if SPACED.search(text[1])] == []


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ('raise Gone("没有了")', ["没有了"]),
        ('raise Gone(f"还差 {n} 条。", n=1)', ["还差 {} 条。"]),
        ('detail = "好" if x else "不好"', ["好", "不好"]),
        ('fault = {"detail": "请改。"}', ["请改。"]),
        ('yield "code", "错"', ["错"]),
        ('show("标题")', []),
    ],
)
def test_the_detector_sees_what_is_said(source: str, seen: list[str]) -> None:
    tree = ast.parse(f"def do():\n    {source}\n")
    module = Module(ROOT / "server/example.py", source, tree)

    assert [text for _, text in sentences(module, {"Gone"})] == seen

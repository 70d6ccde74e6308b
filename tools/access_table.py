"""`python -m tools.access_table`: write docs/access.md: who may call what."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask

from config import ROOT
from config.settings import Settings
from models.vocabulary import Role
from server.app import create_app
from server.kernel.permissions import BY_ROLE, RESIDENT
from server.web.access import Access, access_of
from server.web.requests import API_PREFIX

PAGE = ROOT / "docs" / "access.md"
STRANGER, SIGNED_IN, RESIDENT_OF_A_HOUSEHOLD = "stranger", "signed in", "resident"
CALLERS = (STRANGER, SIGNED_IN, RESIDENT_OF_A_HOUSEHOLD, *(role.value for role in Role))
_NO_ROUTE_METHODS = {"HEAD", "OPTIONS"}

_HEAD = """# Who may what

Written by `python -m tools.access_table` from the routes and the roles, never by hand: a test
compares this page with the code, and another sends every call as every caller, about her own
village, a foreign one and a missing one. A new route or a changed role shows here and is decided
in review.

| cell | meaning | otherwise |
|---|---|---|
| all | everybody, signed in or not | |
| self | whoever is signed in, for what is her own | 401 |
| home | a member, for her own household | 403; another household is 404, as if missing |
| area | the office, within its subtree of the federation | 403; outside of it 404, as if missing |
| · | nobody | 401 for strangers, else 403 |

An office adds to what its holder may do as a member. Within these cells the services decide by
state and person: nobody confirms her own or a relative's household, an office opens nobody's inbox,
whoever acts for somebody says for whom.
"""


class Reach(StrEnum):
    """How far a caller gets with a call."""

    ALL = "all"
    SELF = "self"
    HOME = "home"
    AREA = "area"
    NOBODY = "·"


@dataclass(frozen=True, slots=True)
class Call:
    """One method of one route, and what its view demands."""

    method: str
    path: str
    name: str
    domain: str
    access: Access

    def reach(self, caller: str) -> Reach:
        """Return how far a caller gets."""
        wanted = self.access.permission
        if self.access.is_public:
            return Reach.ALL
        if caller == STRANGER:
            return Reach.NOBODY
        if wanted is None:
            return Reach.SELF
        if caller == RESIDENT_OF_A_HOUSEHOLD:
            return Reach.HOME if wanted in RESIDENT else Reach.NOBODY
        is_office = caller != SIGNED_IN and wanted in BY_ROLE[Role(caller)]
        return Reach.AREA if is_office else Reach.NOBODY


def calls_of(app: Flask) -> list[Call]:
    """Return every call of the API, in the order of the page."""
    return sorted(_calls(app), key=lambda call: (call.domain, call.path, call.method))


def _calls(app: Flask) -> Iterator[Call]:
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(API_PREFIX):
            view = app.view_functions[rule.endpoint]
            domain = rule.endpoint.partition(".")[0]
            for method in (rule.methods or set()) - _NO_ROUTE_METHODS:
                yield Call(method, rule.rule, view.__name__, domain, access_of(view))


def page(app: Flask) -> str:
    """Return the whole page."""
    calls = calls_of(app)
    domains = sorted({call.domain for call in calls})
    return "\n".join([_HEAD, *(_table(domain, calls) for domain in domains), _bare(app)])


def _table(domain: str, calls: list[Call]) -> str:
    titles = ["call", "permission", *(caller.replace("_", " ") for caller in CALLERS)]
    rows = [titles, ["---"] * len(titles)]
    rows += [_row(call) for call in calls if call.domain == domain]
    return f"## {domain}\n\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(call: Call) -> list[str]:
    path = call.path.removeprefix("/api/v1")
    permission = f"`{call.access.permission.value}`" if call.access.permission else ""
    return [f"{call.method} `{path}`", permission, *(call.reach(caller) for caller in CALLERS)]


def _bare(app: Flask) -> str:
    paths = {r.rule for r in app.url_map.iter_rules() if not r.rule.startswith(API_PREFIX)}
    rows = "".join(f"- `{path}`\n" for path in sorted(paths))
    return f"## Outside of the API, open to everybody who reaches the port\n\n{rows}"


def any_app(folder: Path) -> Flask:
    """Return the service without a database: its routes are all that is asked for."""
    settings = {"VAR_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/none.sqlite3"}
    return create_app(Settings.from_env(settings))


def main() -> None:
    """Write the page."""
    with TemporaryDirectory() as folder:
        PAGE.write_text(page(any_app(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Commands that import and export a village's roster (花名册) as a spreadsheet."""

import hashlib
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from server.adapters.spreadsheets import Sheet, Unreadable, read_table, write_sheets
from server.cli.base import read, serving, settings_or_exit, write
from server.domains.households import service as households
from server.domains.households.service import Outcome, Plan, Roster, RowResult, Told
from server.domains.organisations import service as organisations
from server.kernel.clock import local_date
from server.kernel.errors import DomainError, InvalidInput
from server.kernel.work import Work
from server.web.requests import ServiceFlask

FORM_WIDTHS = (10, 12, 20, 14, 16, 8, 8, 14, 24)
EXPLANATION_WIDTHS = (14, 80)
REPORT_TITLES = ("行号", "户号", "姓名", "结果", "原因")
REPORT_WIDTHS = (8, 10, 20, 14, 110)
_TOLD_ONE_BY_ONE = (Outcome.DOUBTFUL, Outcome.DIFFERENT)

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)
village_option = click.option(
    "--village", required=True, help="The village: its division code (12 digits) or its id."
)


@click.command("import-roster")
@village_option
@click.option("--apply", "applies", is_flag=True, help="Import; without it nothing is written.")
@click.option("--skip-faulty", is_flag=True, help="Leave out households with a faulty row.")
@click.option("--accept-duplicates", is_flag=True, help="Import possible duplicates as well.")
@click.option("--guardians-agreed", is_flag=True, help="Each child under 14 has a signed paper.")
@click.option("--sheet", help="Which sheet of the workbook; the first one that is not empty.")
@click.option("--report", type=NEW_FILE, help="Where the report goes; beside the file.")
@click.argument("file", type=FILE)
def import_roster(  # noqa: PLR0913 - one argument for each option of the command
    village: str,
    file: Path,
    *,
    applies: bool,
    skip_faulty: bool,
    accept_duplicates: bool,
    guardians_agreed: bool,
    sheet: str | None,
    report: Path | None,
) -> None:
    """Compare FILE (.xlsx or .csv) with a village's register, and import it with --apply."""
    told = Told(skip_faulty, accept_duplicates, guardians_agreed)
    goes_to = report or file.with_name(f"{file.stem}-导入报告.xlsx")
    with serving(settings_or_exit()) as app, _in_plain_words():
        village_id = read(app, lambda work: organisations.find_village(work.session, village).id)
        roster = households.read_roster(read_table(file, sheet))
        _write_report(goes_to, [])  # where it cannot go, nothing is imported
        do = partial(_import, file=file) if applies else _preview
        plan = do(app, village_id, roster, told)
        _write_report(goes_to, plan.results)
    _show(roster, plan)
    click.echo(_say_what_was_done(plan, told, applies=applies))
    click.echo(f"逐行的报告：{goes_to}")
    sys.exit(told.refuses(plan))


@click.command("export-roster")
@village_option
@click.option("--with-phones", is_flag=True, help="Phone numbers whole; masked without it.")
@click.argument("file", type=NEW_FILE)
def export_roster(village: str, file: Path, *, with_phones: bool) -> None:
    """Write a village's register into a new FILE (.xlsx or .csv) that its owner alone reads."""

    def export(work: Work) -> tuple[str, list[list[str]]]:
        found = organisations.find_village(work.session, village)
        rows = households.export_roster(work, found.id, with_phones=with_phones)
        phones = "手机号完整" if with_phones else "手机号已隐去几位"
        return f"{found.name} {local_date(work.now)} 导出，{phones}", rows

    with serving(settings_or_exit()) as app, _in_plain_words():
        if file.exists():
            raise click.ClickException(f"已经有这个文件，不覆盖：{file}")
        footer, rows = read(app, export)
        write_sheets(file, _form(rows, footer))
    click.echo(f"导出{len(rows)}行：{file}")


@click.command("roster-form")
@click.argument("file", type=NEW_FILE)
def roster_form(file: Path) -> None:
    """Write an empty roster into a new FILE, with a sheet that explains its columns."""
    with _in_plain_words():
        if file.exists():
            raise click.ClickException(f"已经有这个文件，不覆盖：{file}")
        write_sheets(file, _form([], households.FORM.name))
    click.echo(f"空表：{file}")


def _form(rows: list[list[str]], footer: str) -> list[Sheet]:
    form = households.FORM
    return [
        Sheet(form.name, [form.titles, *rows], FORM_WIDTHS, form.choices, footer),
        Sheet(form.explanation, [("列", "怎么填"), *form.explained.items()], EXPLANATION_WIDTHS),
    ]


def _show(roster: Roster, plan: Plan) -> None:
    """Say what is known of the file, then of every row that needs a person, then the counts."""
    for note in roster.notes:
        click.echo(f"注意：{note}")
    for fault in plan.faults:
        click.echo(str(fault))
    for result in plan.results:
        if result.outcome in _TOLD_ONE_BY_ONE:
            click.echo(f"第{result.row}行 {result.outcome}：{result.reason}")
    counts = plan.counts()
    said = "，".join(f"{outcome}{counts[outcome]}" for outcome in Outcome)
    click.echo(f"共{len(plan.results)}行：{said}。")


def _say_what_was_done(plan: Plan, told: Told, *, applies: bool) -> str:
    if told.refuses(plan):
        return "有错，没有写入任何内容。请改正，或者加 --skip-faulty 跳过有错的户。"
    done = "导入完成。" if applies else "只是预览，没有写入任何内容。要导入请加 --apply。"
    if plan.counts()[Outcome.DOUBTFUL]:
        done += "可能重复的不导入；看过确实不是同一个人，请加 --accept-duplicates。"
    return done


def _preview(app: ServiceFlask, village_id: int, roster: Roster, told: Told) -> Plan:
    return read(app, lambda work: households.preview_roster(work, village_id, roster, told))


def _import(app: ServiceFlask, village_id: int, roster: Roster, told: Told, file: Path) -> Plan:
    with _progress(len(roster.rows)) as progress:
        do = partial(
            households.import_roster,
            village_id=village_id,
            roster=roster,
            told=told,
            digest=_digest(file),
            progress=progress,
        )
        return write(app, do)


def _digest(file: Path) -> str:
    """Return the first half of a file's SHA-256 in fours, which no telephone number is like."""
    return "-".join(textwrap.wrap(hashlib.sha256(file.read_bytes()).hexdigest()[:32], 4))


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], object]]:
    """Yield who is told how many rows more are done: a bar on a terminal, lines elsewhere."""
    if sys.stderr.isatty():
        with click.progressbar(length=total, label="导入", file=sys.stderr) as bar:
            yield bar.update
        return
    done = 0

    def say(rows: int) -> None:
        nonlocal done
        done += rows
        click.echo(f"{done}/{total}", err=True)

    yield say


def _write_report(path: Path, results: Sequence[RowResult]) -> None:
    rows = [
        [result.row, result.number, result.name, result.outcome.value, result.reason]
        for result in results
    ]
    write_sheets(path, [Sheet("报告", [REPORT_TITLES, *rows], REPORT_WIDTHS)])


@contextmanager
def _in_plain_words() -> Iterator[None]:
    """Say what is refused in lines without a traceback."""
    try:
        yield
    except InvalidInput as refused:
        raise click.ClickException(
            "\n".join(fault["detail"] for fault in refused.facts["errors"])
        ) from None
    except (DomainError, Unreadable, OSError) as refused:
        raise click.ClickException(str(refused)) from None

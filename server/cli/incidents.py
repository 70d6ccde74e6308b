"""The command for an incident: whom did an account, or a span of time, touch."""

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial

import click

from server.cli.base import read, serving, settings_or_exit
from server.domains.audit import service as audit
from server.domains.organisations import service as organisations
from server.kernel.work import Work

_DAY = click.DateTime(["%Y-%m-%d"])
_ACTION = re.compile(r"[a-z0-9_]{1,64}")
_COLUMNS = ("kind", "id", "village_id", "number", "entries", "first_at", "last_at")
_SILENT = (
    "只看不改的（列表、详情）不留痕，这里数不到 / "
    "looking at lists and pages leaves no entry: see docs/operations.md, When data got out"
)


@click.command("who-was-touched")
@click.option("--village", type=int, help="What was done in this village (its federation's id).")
@click.option("--person", type=int, help="What this account did (`person_id`).")
@click.option("--since", type=_DAY, help="The first day, in Chongqing: 2026-11-27.")
@click.option("--until", type=_DAY, help="The last day.")
@click.option("--action", help="One action only, as the audit calls it: export_roster.")
@click.option("--csv", "as_csv", is_flag=True, help="One line for each household, member, person.")
def who_was_touched(
    village: int | None,
    person: int | None,
    since: datetime | None,
    until: datetime | None,
    action: str | None,
    *,
    as_csv: bool,
) -> None:
    """Say from the audit whom an account or a span of time touched: ids and numbers, no names."""
    if (village, person, since, until, action) == (None,) * 5:
        raise click.UsageError("说出至少一个条件 / name at least one condition")
    if action is not None and not _ACTION.fullmatch(action):
        raise click.BadParameter("no such action", param_hint="--action")
    wanted = audit.EntryFilter(
        village_id=village,
        person_id=person,
        action=action,
        since_on=_day(since),
        until_on=_day(until),
    )
    if since and until and until < since:
        raise click.BadParameter("the last day is before the first", param_hint="--until")
    with serving(settings_or_exit()) as app:
        account = read(app, lambda work: audit.who_was_touched(work, wanted))
        if not account.done and not account.refused:
            raise click.ClickException(_nothing_fits(read(app, audit.extent)))
        federations = read(app, partial(_federations, account=account))
    click.echo("\n".join(_lines(account, federations)), err=as_csv)
    if as_csv:
        _write_csv(account)


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _write_csv(account: audit.Account) -> None:
    rows = csv.writer(sys.stdout)
    rows.writerow(_COLUMNS)
    rows.writerows([getattr(each, name) for name in _COLUMNS] for each in account.touched)


def _federations(work: Work, account: audit.Account) -> dict[int, str]:
    """Return what the federations are called whose villages were touched."""
    ids = {each.village_id for each in account.touched if each.village_id is not None}
    ids |= {each.id for each in account.touched if each.kind == "village"}
    found = organisations.organisations_by_id(work.session, ids)
    return {one: node.name for one, node in found.items()}


def _nothing_fits(extent: audit.Extent) -> str:
    """Tell who mistyped a number, a day or an action from whom there is nothing to tell of."""
    return (
        "没有符合的留痕，请核对编号、日期和动作名；这不等于没有人受影响"
        " / no entry fits; check number, days and action before you say that nobody was touched\n"
        f"{_SILENT}\n"
        f"entries from {extent.first_at} until {extent.last_at} of: {', '.join(extent.actions)}"
    )


def _lines(account: audit.Account, federations: Mapping[int, str]) -> Iterator[str]:
    yield f"done: {_counts(account.done)}"
    yield f"refused: {_counts(account.refused)}"
    by_kind: dict[str, list[audit.Touched]] = defaultdict(list)
    for each in account.touched:
        by_kind[each.kind].append(each)
    homes = by_kind.pop("household", [])
    yield f"households: {len(homes)}"
    for village_id in sorted({each.village_id or 0 for each in homes}):
        numbers = sorted(f"{each.number}" for each in homes if each.village_id == village_id)
        yield f"  village {village_id} {federations.get(village_id, '')}: {' '.join(numbers)}"
    for each in by_kind.pop("village", []):
        yield f"  village {each.id} {federations.get(each.id, '')}: everybody in it"
    for kind, found in by_kind.items():
        yield f"{kind}: {len(found)}: {' '.join(map(_with_home, found))}"
    yield f"entries about nobody, or about what is gone: {_counts(account.others)}"
    yield _SILENT


def _with_home(each: audit.Touched) -> str:
    """Say a member or person with the household where she is found: 155(4/041)."""
    return f"{each.id}({each.village_id}/{each.number})" if each.number else str(each.id)


def _counts(numbers: Mapping[str, int]) -> str:
    each = ", ".join(f"{action} {number}" for action, number in numbers.items())
    return f"{sum(numbers.values())}" + (f" ({each})" if each else "")

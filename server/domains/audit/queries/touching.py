"""Whom the entries of the audit concern: the households and people behind what they name.

An entry names a row by the name of its table; here alone the tables of all domains are read for
it, and of them nothing but who a row is about. That is for the operator, never for a request.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    Table,
    case,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from models.activities import SignUp
from models.audit import AuditEntry
from models.base import Base
from models.codes import Code
from models.households import Household, Member
from models.points import PointsClaim
from models.vocabulary import AuditOutcome, CodeKind
from server.domains.audit.queries.reading import EntryFilter

HOUSEHOLD, MEMBER, PERSON, VILLAGE = "household", "member", "person", "village"
_OWNERS = {"household_id": HOUSEHOLD, "member_id": MEMBER, "person_id": PERSON}
_CALLED = {"people": PERSON, "sign_in_sessions": "session"}
"""What the audit calls the rows of a table, where it is not the table's name without its last s."""
_OF_A_WHOLE_VILLAGE = (VILLAGE, "export")
"""What is read or written of everybody in a village at once."""
_OF_SEVERAL: tuple[tuple[str, str, Select[Any]], ...] = (
    ("activity_session", HOUSEHOLD, select(SignUp.session_id, SignUp.household_id)),
    ("activity_session", MEMBER, select(SignUp.session_id, SignUp.member_id)),
    ("notice", HOUSEHOLD, select(PointsClaim.notice_id, PointsClaim.household_id)),
    (
        "code",
        HOUSEHOLD,
        select(Code.id, Code.target_id).where(Code.kind.in_((CodeKind.DOOR_PLATE, CodeKind.CARD))),
    ),
)
"""Rows that name nobody themselves: what each is called, and whom it is about, by its id."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A household, member or person, or a whole village, that entries are about.

    `village_id` and `number` are those of the household, or of the one a member or person lives in.
    """

    kind: str
    id: int
    village_id: int | None
    number: str | None
    entries: int
    first_at: datetime
    last_at: datetime


def count_entries(
    session: Session, wanted: EntryFilter
) -> Sequence[Row[tuple[str, AuditOutcome, int]]]:
    """Return how many entries of each action and outcome there are."""
    return session.execute(
        select(AuditEntry.action, AuditEntry.outcome, func.count())
        .where(*wanted.conditions())
        .group_by(AuditEntry.action, AuditEntry.outcome)
        .order_by(AuditEntry.action, AuditEntry.outcome)
    ).all()


def list_touched(session: Session, wanted: EntryFilter) -> Sequence[Touched]:
    """Return whom the wanted entries touched; what was refused touched nobody."""
    found = union_all(*_ways(wanted)).subquery()
    kind, owner, entry, at = found.c
    who = (kind, owner, Household.village_id, Household.number)
    rows = session.execute(
        select(*who, func.count(entry.distinct()), func.min(at), func.max(at))
        .outerjoin_from(found, Household, Household.id == _home_of(found))
        .group_by(*who)
        .order_by(*who)
    )
    return [Touched(*row) for row in rows]


def count_about_somebody(session: Session, wanted: EntryFilter) -> Sequence[Row[tuple[str, int]]]:
    """Return how many of the wanted entries of each action were done and are about somebody."""
    found = union_all(*_ways(wanted)).subquery()
    return session.execute(
        select(AuditEntry.action, func.count(AuditEntry.id.distinct()))
        .join(found, found.c.entry == AuditEntry.id)
        .group_by(AuditEntry.action)
    ).all()


def read_extent(session: Session) -> tuple[datetime | None, datetime | None, Sequence[str]]:
    """Return from when until when there are entries, and of which actions."""
    first, last = session.execute(select(func.min(AuditEntry.at), func.max(AuditEntry.at))).one()
    actions = select(AuditEntry.action).distinct().order_by(AuditEntry.action)
    return first, last, session.scalars(actions).all()


def _home_of(found: Subquery) -> ColumnElement[Any]:
    """Return the household meant, or the one where a member or a person lives, or lived last."""
    kind, owner, *_ = found.c
    of_member = select(Member.household_id).where(Member.id == owner)
    hers = select(Member.household_id).where(Member.person_id == owner)
    of_person = hers.order_by(Member.left_at.is_not(None), Member.id.desc()).limit(1)
    return case(
        (kind == HOUSEHOLD, owner),
        (kind == MEMBER, of_member.correlate(found).scalar_subquery()),
        (kind == PERSON, of_person.correlate(found).scalar_subquery()),
    )


def _ways(wanted: EntryFilter) -> Iterator[Select[Any]]:
    """Yield one query for each way from an entry to somebody: `kind`, `owner`, `entry`, `at`."""
    done = (AuditEntry.outcome == AuditOutcome.DONE, *wanted.conditions())
    facts = (AuditEntry.id.label("entry"), AuditEntry.at.label("at"))
    for table in Base.metadata.sorted_tables:
        thing, is_meant = table.alias("thing"), AuditEntry.object_type == called(table)
        for kind, column in _owners(table):
            yield (
                select(literal(kind).label("kind"), thing.c[column].label("owner"), *facts)
                .join(thing, thing.c.id == AuditEntry.object_id)
                .where(is_meant, thing.c[column].is_not(None), *done)
            )
    for name, kind, about in _OF_SEVERAL:
        row, owner = about.subquery().c
        of_each = select(literal(kind).label("kind"), owner.label("owner"), *facts)
        yield of_each.join(row.table, row == AuditEntry.object_id).where(
            AuditEntry.object_type == name, *done
        )
    village, is_whole = AuditEntry.village_id, AuditEntry.object_type.in_(_OF_A_WHOLE_VILLAGE)
    everybody = select(literal(VILLAGE).label("kind"), village.label("owner"), *facts)
    yield everybody.where(is_whole, village.is_not(None), *done)


def _owners(table: Table) -> Iterator[tuple[str, str]]:
    """Yield the kinds of those a row is about, with the columns that say who."""
    if "id" not in table.c:
        return
    if called(table) in _OWNERS.values():
        yield called(table), "id"
    yield from ((kind, name) for name, kind in _OWNERS.items() if name in table.c)


def called(table: Table) -> str:
    """Return what the audit calls a row of a table."""
    return _CALLED.get(table.name, table.name.removesuffix("s"))

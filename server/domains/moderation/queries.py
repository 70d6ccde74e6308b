"""Look up checks: how far they are, what waits for people, what waits too long."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.base import UtcDateTime
from models.evidence import Photo
from models.moderation import PhotoCheck, Report, TextCheck
from models.vocabulary import CheckedText, CheckState, ReportedKind
from server.domains.organisations.service import count_up_to_limit, within
from server.kernel.actors import Actor
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope

LOT_MAX = 100

Check = TextCheck | PhotoCheck
"""Both wait in the same states, and since an instant."""

_BEGIN_PHOTO_CHECK = text(
    """
    INSERT INTO photo_checks (photo_id, village_id, household_id, person_id, state, submitted_at,
                              attempts, asked)
    VALUES (:photo_id, :village_id, :household_id, :person_id, 'pending', :now, 0, 0)
    ON CONFLICT (photo_id) DO NOTHING
    """
).bindparams(bindparam("now", type_=UtcDateTime()))

_KEEP_REPORT = text(
    """
    INSERT INTO reports (kind, object_id, village_id, household_id, person_id, author_id, reason,
                         reported_at)
    VALUES (:kind, :object_id, :village_id, :household_id, :person_id, :author_id, :reason, :now)
    ON CONFLICT (person_id, kind, object_id) DO NOTHING
    """
).bindparams(bindparam("now", type_=UtcDateTime()))


def is_shown(
    kind: CheckedText, object_id: InstrumentedAttribute[int], person_id: int | None
) -> ColumnElement[bool]:
    """Return the condition that a person may see a text: it has passed, or she wrote it."""
    of_it = TextCheck.kind == kind, TextCheck.object_id == object_id
    is_hers = TextCheck.person_id == person_id
    return exists().where(*of_it, or_(TextCheck.state == CheckState.PASSED, is_hers))


def has_passed(kind: CheckedText, object_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Return the condition that a text may be shown to others; without a check it may not."""
    return exists().where(
        TextCheck.kind == kind,
        TextCheck.object_id == object_id,
        TextCheck.state == CheckState.PASSED,
    )


def checks_of(
    session: Session, kind: CheckedText, object_ids: Collection[int]
) -> dict[int, tuple[CheckState, int | None]]:
    """Return how far the checks of texts are and who wrote them, by the ids of their objects."""
    columns = TextCheck.object_id, TextCheck.state, TextCheck.person_id
    wanted = TextCheck.kind == kind, TextCheck.object_id.in_(object_ids)
    rows = session.execute(select(*columns).where(*wanted))
    return {object_id: (state, author_id) for object_id, state, author_id in rows}


def list_for_people(
    scope: Scope, session: Session, page: PageRequest, *, but_of: int
) -> Page[TextCheck]:
    """Return the texts that people of a scope must look at, oldest first, without one's own."""
    rows = session.scalars(
        select(TextCheck)
        .where(*_for_people(scope, but_of), TextCheck.id > (page.after or 0))
        .order_by(TextCheck.id)
        .limit(page.size + 1)
    ).all()
    return Page[TextCheck].cut(rows, page.size, lambda row: row.id)


def count_for_people(scope: Scope, session: Session, *, but_of: int) -> int:
    """Count the same, up to the limit of a tile."""
    return count_up_to_limit(session, select(TextCheck.id).where(*_for_people(scope, but_of)))


def list_pending_since(
    session: Session, of: type[Check], since: datetime, after: int
) -> Sequence[int]:
    """Return checks without a verdict that were wanted by an instant, in order, a lot at a time."""
    pending = of.state == CheckState.PENDING, of.submitted_at <= since
    ids = select(of.id).where(*pending, of.id > after)
    return session.scalars(ids.order_by(of.id).limit(LOT_MAX)).all()


def find_backlog(session: Session, of: type[Check]) -> dict[CheckState, tuple[int, datetime]]:
    """Return how many checks wait in each state of waiting, and since when the oldest does."""
    waits = of.state.in_([CheckState.PENDING, CheckState.FOR_PEOPLE])
    figures = select(of.state, func.count(), func.min(of.submitted_at))
    rows = session.execute(figures.where(waits).group_by(of.state))
    return {state: (count, oldest) for state, count, oldest in rows}


def _for_people(scope: Scope, but_of: int) -> tuple[ColumnElement[bool], ...]:
    return (
        TextCheck.state == CheckState.FOR_PEOPLE,
        within(scope, TextCheck.village_id),
        TextCheck.person_id != but_of,
    )


def photo_states_of(session: Session, photo_ids: Collection[int]) -> dict[int, CheckState]:
    """Return how far the checks of photos are; what a report hides is for people again."""
    columns = PhotoCheck.photo_id, PhotoCheck.state, PhotoCheck.reported_at
    rows = session.execute(select(*columns).where(PhotoCheck.photo_id.in_(photo_ids)))
    return {
        photo_id: state if reported_at is None else CheckState.FOR_PEOPLE
        for photo_id, state, reported_at in rows
    }


def check_of_photo(session: Session, photo: Photo, now: datetime) -> PhotoCheck:
    """Return the check of a photo, which is begun when there is none yet."""
    values = {
        "photo_id": photo.id,
        "village_id": photo.village_id,
        "household_id": photo.household_id,
        "person_id": photo.person_id,
        "now": now,
    }
    session.execute(_BEGIN_PHOTO_CHECK, values)
    return session.scalars(select(PhotoCheck).where(PhotoCheck.photo_id == photo.id)).one()


def list_photos_for_people(
    scope: Scope, session: Session, page: PageRequest, *, but_of: Actor
) -> Page[PhotoCheck]:
    """Return the photos that people of a scope must look at, oldest first, without one's own."""
    wanted = *_photos_for_people(scope, but_of), PhotoCheck.id > (page.after or 0)
    ordered = select(PhotoCheck).where(*wanted).order_by(PhotoCheck.id)
    rows = session.scalars(ordered.limit(page.size + 1)).all()
    return Page[PhotoCheck].cut(rows, page.size, lambda row: row.id)


def count_photos_for_people(scope: Scope, session: Session, *, but_of: Actor) -> int:
    """Count the same, up to the limit of a tile."""
    waiting = select(PhotoCheck.id).where(*_photos_for_people(scope, but_of))
    return count_up_to_limit(session, waiting)


def _photos_for_people(scope: Scope, but_of: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        PhotoCheck.state == CheckState.FOR_PEOPLE,
        within(scope, PhotoCheck.village_id),
        PhotoCheck.person_id != but_of.person_id,
        PhotoCheck.household_id != (but_of.household_id or 0),
    )


def find_photo_check(
    scopes: Sequence[Scope], session: Session, photo_id: int, household_id: int | None
) -> PhotoCheck | None:
    """Return the check of a photo of one of the scopes, or of a household."""
    inside = [within(scope, PhotoCheck.village_id) for scope in scopes]
    inside.append(PhotoCheck.household_id == (household_id or 0))
    return session.scalar(select(PhotoCheck).where(PhotoCheck.photo_id == photo_id, or_(*inside)))


def check_id_of_photo(session: Session, photo_id: int) -> int:
    """Return the id of the check that a photo has."""
    return session.scalars(select(PhotoCheck.id).where(PhotoCheck.photo_id == photo_id)).one()


def check_id_of_text(session: Session, kind: CheckedText, object_id: int) -> int:
    """Return the id of the check that a text has."""
    wanted = TextCheck.kind == kind, TextCheck.object_id == object_id
    return session.scalars(select(TextCheck.id).where(*wanted)).one()


def find_report(
    session: Session, person_id: int, kind: ReportedKind, object_id: int
) -> Report | None:
    """Return a person's report of something."""
    return session.scalar(_report_of(person_id, kind, object_id))


def keep_report(session: Session, values: Mapping[str, Any]) -> Report:
    """Keep a person's report of something and return it; there is one at most."""
    session.execute(_KEEP_REPORT, values)
    hers = _report_of(values["person_id"], values["kind"], values["object_id"])
    return session.scalars(hers).one()


def _report_of(person_id: int, kind: ReportedKind, object_id: int) -> Select[tuple[Report]]:
    return select(Report).where(
        Report.person_id == person_id, Report.kind == kind, Report.object_id == object_id
    )


def list_reports(
    scope: Scope, session: Session, page: PageRequest, *, but_of: Actor
) -> Page[Report]:
    """Return the reports that wait in a scope, oldest first, without those of one's own things."""
    wanted = *_open_reports(scope, but_of), Report.id > (page.after or 0)
    ordered = select(Report).where(*wanted).order_by(Report.id)
    rows = session.scalars(ordered.limit(page.size + 1)).all()
    return Page[Report].cut(rows, page.size, lambda row: row.id)


def count_reports(scope: Scope, session: Session, *, but_of: Actor) -> int:
    """Count the same, up to the limit of a tile."""
    return count_up_to_limit(session, select(Report.id).where(*_open_reports(scope, but_of)))


def _open_reports(scope: Scope, but_of: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        Report.decided_at.is_(None),
        within(scope, Report.village_id),
        Report.author_id.is_distinct_from(but_of.person_id),
        or_(Report.household_id.is_(None), Report.household_id != (but_of.household_id or 0)),
    )

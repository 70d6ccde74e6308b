"""The end of an account: nobody signs in as this person any more, and she gets nothing new."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select, update

from models.audit import AuditEntry
from models.identity import Person, PersonPhone
from server.domains.identity.errors import SessionEnded
from server.domains.identity.service.sessions import end_sessions
from server.domains.organisations.errors import PersonNotFound
from server.kernel.work import Work

CLOSE_ACCOUNT = "close_account"
"""What the audit calls it."""


def claim_closing(work: Work) -> int:
    """Begin to close the acting person's account, once, and return her number.

    What she is writing with another phone is waited for. Whatever else would give her an office, a
    household or a session waits until it is done. Raises SessionEnded when another phone of hers
    was faster.
    """
    work.session.execute(select(Person.id).where(Person.id == work.person_id).with_for_update())
    claimed = work.session.scalar(
        update(Person)
        .where(Person.id == work.person_id, Person.closed_at.is_(None))
        .values(closed_at=work.now)
        .returning(Person.id)
        .execution_options(synchronize_session=False)
    )
    if claimed is None:
        raise SessionEnded("您的账号已经注销了。")
    return claimed


def list_closed(work: Work) -> Sequence[tuple[int, datetime]]:
    """Return who closed her account, with the instant it began; not who became one with another."""
    by_herself = exists().where(
        AuditEntry.person_id == Person.id, AuditEntry.action == CLOSE_ACCOUNT
    )
    closed = select(Person.id, Person.created_at).where(Person.closed_at.is_not(None), by_herself)
    return [(row.id, row.created_at) for row in work.session.execute(closed)]


def is_open(work: Work, person_id: int, created_at: datetime) -> bool:
    """Tell whether the account of that number that began then is open."""
    person = work.session.get(Person, person_id)
    return person is not None and person.created_at == created_at and person.closed_at is None


def retire(work: Work, person: Person) -> None:
    """End all sign-ins of a person who is held, for good, and forget her phone number.

    Her unionid is free again.
    """
    work.session.execute(delete(PersonPhone).where(PersonPhone.person_id == person.id))
    person.closed_at, person.unionid = work.now, None
    work.session.flush()
    end_sessions(work, person.id)


def privileges_changed(work: Work, person_id: int) -> None:
    """Let a person sign in anew from her next request on: what she may do has changed.

    Raises PersonNotFound when her account was closed meanwhile.
    """
    changed = work.session.execute(
        update(Person)
        .where(Person.id == person_id, Person.closed_at.is_(None))
        .values(privileges_changed_at=work.now)
        .returning(Person.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if changed is None:
        raise PersonNotFound

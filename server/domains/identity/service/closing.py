"""The end of an account: nobody signs in as this person any more, and she gets nothing new."""

from sqlalchemy import delete, update

from models.identity import Person, PersonPhone
from server.domains.identity.errors import SessionEnded
from server.domains.identity.service.sessions import end_sessions
from server.domains.organisations.errors import PersonNotFound
from server.kernel.work import Work


def claim_closing(work: Work) -> int:
    """Begin to close the acting person's account, once, and return her number.

    Whatever else would give her an office, a household or a session waits until it is done. Raises
    SessionEnded when another phone of hers was faster.
    """
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

"""The end of an account: nobody signs in as this person any more, and she gets nothing new."""

from sqlalchemy import delete, update

from models.identity import Person, PersonPhone, WeChatAccount
from server.domains.identity.errors import OfficeHeld
from server.domains.identity.service.sessions import end_sessions, hold
from server.domains.organisations import service as organisations
from server.domains.organisations.errors import PersonNotFound
from server.kernel.work import Work


def close_person(work: Work) -> None:
    """Close the acting person's account; her WeChat comes in as somebody new from then on.

    What she did stays under her number. Raises OfficeHeld.
    """
    person = hold(work, work.person_id)
    if organisations.holds_office(work.session, person.id, work.now):
        raise OfficeHeld
    work.session.execute(delete(WeChatAccount).where(WeChatAccount.person_id == person.id))
    retire(work, person)
    work.audit("close_account", "person", person.id)


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

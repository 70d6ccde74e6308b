"""Give a consent and take it back: one standing row at most, and every one stays as the proof."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, text, update

from models.base import UtcDateTime
from models.consents import Consent
from models.vocabulary import ConsentChannel, ConsentPurpose
from server.domains.consents import queries
from server.domains.consents.errors import ConsentTextChanged, ConsentTextNotFound
from server.domains.consents.rules import Subject
from server.domains.consents.service.standing import ConsentCard, show_one
from server.kernel.work import Work

_INSERT = """
    INSERT INTO consents (village_id, person_id, member_id, purpose, version, channel,
                          given_at, given_by)
    VALUES (:village, :person, :member, :purpose, :version, :channel, :now, :giver)
    ON CONFLICT ({subject}, purpose) WHERE ended_at IS NULL DO NOTHING
    RETURNING id
"""
_GIVE_OF_PERSON, _GIVE_OF_MEMBER = (
    text(_INSERT.format(subject=subject)).bindparams(bindparam("now", type_=UtcDateTime()))
    for subject in ("person_id", "member_id")
)


def give(work: Work, purpose: ConsentPurpose, version: int) -> ConsentCard:
    """Let the actor agree to the text in force; repeating it changes nothing.

    Raises ConsentTextNotFound, ConsentTextChanged.
    """
    own = Subject(person_id=work.person_id)
    return give_for(work, own, purpose, version, ConsentChannel.SELF)


def give_for(
    work: Work, subject: Subject, purpose: ConsentPurpose, version: int, channel: ConsentChannel
) -> ConsentCard:
    """Keep what is agreed to for a subject: by a guardian, or on paper; who may was checked.

    Raises ConsentTextNotFound, ConsentTextChanged.
    """
    in_force = queries.version_in_force(work.session, purpose)
    if in_force is None:
        raise ConsentTextNotFound
    if version != in_force:
        raise ConsentTextChanged(in_force)
    _replace_older(work, subject, purpose, version)
    _insert(work, subject, purpose, version, channel)
    return show_one(work, subject, purpose)


def withdraw(work: Work, purpose: ConsentPurpose) -> ConsentCard:
    """Take the actor's consent back, from her next call on; repeating it changes nothing.

    What only rested upon it goes with it.
    """
    own = Subject(person_id=work.person_id)
    if end := work.ports.consent_ends.get(purpose):
        end(work)
    return withdraw_for(work, own, purpose)


def withdraw_for(work: Work, subject: Subject, purpose: ConsentPurpose) -> ConsentCard:
    """Take a subject's consent back; who may was checked. Raises ConsentTextNotFound."""
    _end(work, subject, [purpose])
    return show_one(work, subject, purpose)


def withdraw_all(work: Work, subjects: Collection[Subject]) -> None:
    """Take back everything these have agreed to: an account is closed."""
    for subject in subjects:
        _end(work, subject, list(ConsentPurpose))


def _insert(
    work: Work, subject: Subject, purpose: ConsentPurpose, version: int, channel: ConsentChannel
) -> None:
    values = {
        "village": subject.village_id,
        "person": subject.person_id,
        "member": subject.member_id,
        "purpose": purpose.value,
        "version": version,
        "channel": channel.value,
        "now": work.now,
        "giver": work.actor.person_id,
    }
    statement = _GIVE_OF_MEMBER if subject.person_id is None else _GIVE_OF_PERSON
    consent_id = work.session.execute(statement, values).scalar_one_or_none()
    if consent_id is not None:
        _audit(work, "give_consent", consent_id, subject, purpose, version, channel)


def _replace_older(work: Work, subject: Subject, purpose: ConsentPurpose, version: int) -> None:
    """End a consent to another version: the new one takes its place, nothing is withdrawn."""
    work.session.execute(
        update(Consent)
        .where(
            queries.is_theirs(subject),
            Consent.purpose == purpose,
            Consent.version != version,
            Consent.ended_at.is_(None),
        )
        .values(ended_at=work.now, ended_by=work.actor.person_id)
        .execution_options(synchronize_session=False)
    )


def _end(work: Work, subject: Subject, purposes: Collection[ConsentPurpose]) -> None:
    ended = work.session.execute(
        update(Consent)
        .where(
            queries.is_theirs(subject), Consent.purpose.in_(purposes), Consent.ended_at.is_(None)
        )
        .values(ended_at=work.now, ended_by=work.actor.person_id)
        .returning(Consent.id, Consent.purpose, Consent.version, Consent.channel)
        .execution_options(synchronize_session=False)
    ).all()
    for consent_id, purpose, version, channel in ended:
        _audit(work, "withdraw_consent", consent_id, subject, purpose, version, channel)


def _audit(work: Work, action: str, consent_id: int, subject: Subject, *what: Any) -> None:
    """Leave an entry: which consent of whom, never its text."""
    purpose, version, channel = what
    facts = {"purpose": purpose.value, "version": version, "channel": channel.value}
    if subject.member_id is not None:
        facts["member"] = subject.member_id
    work.audit(action, "consent", consent_id, village_id=subject.village_id, **facts)

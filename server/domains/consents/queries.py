"""Read texts, which are public, and consents, which are asked for by whose they are."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, exists, func, select, tuple_
from sqlalchemy.orm import Session

from models.consents import Consent, ConsentText
from models.vocabulary import ConsentPurpose
from server.domains.consents.rules import Subject

_NEWEST = select(ConsentText.purpose, func.max(ConsentText.version)).group_by(ConsentText.purpose)


def list_in_force(session: Session) -> dict[ConsentPurpose, ConsentText]:
    """Return the text in force of each purpose, in the order of the closed list."""
    pair = tuple_(ConsentText.purpose, ConsentText.version)
    rows = session.scalars(select(ConsentText).where(pair.in_(_NEWEST)))
    found = {row.purpose: row for row in rows}
    return {purpose: found[purpose] for purpose in ConsentPurpose if purpose in found}


def find_text(session: Session, purpose: ConsentPurpose, version: int) -> ConsentText | None:
    """Return the wording of a version."""
    return session.scalar(
        select(ConsentText).where(ConsentText.purpose == purpose, ConsentText.version == version)
    )


def get_text(session: Session, purpose: ConsentPurpose, version: int) -> ConsentText:
    """Return the wording that somebody has agreed to."""
    known = ConsentText.purpose == purpose, ConsentText.version == version
    return session.scalars(select(ConsentText).where(*known)).one()


def version_in_force(session: Session, purpose: ConsentPurpose) -> int | None:
    """Return the version of a purpose that holds now."""
    return session.scalar(
        select(func.max(ConsentText.version)).where(ConsentText.purpose == purpose)
    )


def is_theirs(subject: Subject) -> ColumnElement[bool]:
    """Return the condition for the consents of a subject."""
    if subject.person_id is not None:
        return Consent.person_id == subject.person_id
    return Consent.member_id == subject.member_id


def stands(session: Session, subject: Subject, purpose: ConsentPurpose, version: int) -> bool:
    """Tell whether a subject's consent to this version stands."""
    standing = exists().where(
        is_theirs(subject),
        Consent.purpose == purpose,
        Consent.version == version,
        Consent.ended_at.is_(None),
    )
    return bool(session.scalar(select(standing)))


def last_of(session: Session, subject: Subject) -> dict[ConsentPurpose, Consent]:
    """Return the last consent of a subject for each purpose."""
    rows = session.scalars(select(Consent).where(is_theirs(subject)).order_by(Consent.id))
    return {row.purpose: row for row in rows}


def list_given(session: Session, subject: Subject, purpose: ConsentPurpose) -> Sequence[Consent]:
    """Return every consent of a subject to a purpose, newest first."""
    mine = and_(is_theirs(subject), Consent.purpose == purpose)
    return session.scalars(select(Consent).where(mine).order_by(Consent.id.desc())).all()


def standing_among(
    session: Session, subjects: Iterable[Subject], purpose: ConsentPurpose, version: int
) -> Sequence[Consent]:
    """Return the standing consents of these people and members to a version, in two looks."""
    asked = list(subjects)
    columns = (
        (Consent.person_id, [one.person_id for one in asked if one.person_id is not None]),
        (Consent.member_id, [one.member_id for one in asked if one.member_id is not None]),
    )
    stands_for = Consent.purpose == purpose, Consent.version == version, Consent.ended_at.is_(None)
    return [
        row
        for column, ids in columns
        if ids
        for row in session.scalars(select(Consent).where(column.in_(ids), *stands_for))
    ]

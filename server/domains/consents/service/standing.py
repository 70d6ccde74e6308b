"""How consents stand: what must be given before an act, and what each reads of her own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.consents import Consent, ConsentText
from models.households import Member
from models.vocabulary import ConsentPurpose, ConsentState
from server.domains.consents import queries, rules
from server.domains.consents.errors import ConsentRequired, ConsentTextNotFound
from server.domains.consents.rules import Subject
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class ConsentCard:
    """One purpose as somebody finds it: the text in force, and her last consent to any version."""

    text: ConsentText
    given: Consent | None

    @property
    def state(self) -> ConsentState:
        """How her consent stands."""
        is_ended = self.given is not None and self.given.ended_at is not None
        return rules.state_of(self.text.version, self.given_version, is_ended=is_ended)

    @property
    def given_version(self) -> int | None:
        """The version she agreed to last."""
        return self.given.version if self.given else None

    @property
    def given_at(self) -> datetime | None:
        """When she agreed last."""
        return self.given.given_at if self.given else None


@dataclass(frozen=True, slots=True)
class GivenConsent:
    """A consent as it was given, with its wording."""

    consent: Consent
    text: ConsentText


def subject_of(member: Member) -> Subject:
    """Return who consents where a member is meant: herself, where she has a phone of her own."""
    return Subject.of(person_id=member.person_id, member_id=member.id, village_id=member.village_id)


def require(work: Work, *purposes: ConsentPurpose) -> None:
    """Refuse the actor who has not agreed to the texts in force: no data of hers is written.

    Raises ConsentRequired, for the first that is missing, and ConsentTextNotFound.
    """
    own = Subject(person_id=work.person_id)
    for purpose in purposes:
        version = queries.version_in_force(work.session, purpose)
        if version is None:
            raise ConsentTextNotFound
        if not queries.stands(work.session, own, purpose, version):
            raise ConsentRequired(purpose, version)


def in_force(
    session: Session, subjects: Collection[Subject], purpose: ConsentPurpose
) -> frozenset[Subject]:
    """Return which of these have agreed to the text in force, and have not taken it back."""
    version = queries.version_in_force(session, purpose)
    if version is None:
        return frozenset()
    rows = queries.standing_among(session, subjects, purpose, version)
    people = {row.person_id for row in rows} - {None}
    members = {row.member_id for row in rows} - {None}
    return frozenset(one for one in subjects if one.person_id in people or one.member_id in members)


def purpose_of(word: str) -> ConsentPurpose:
    """Return the purpose that a word of a path names. Raises ConsentTextNotFound."""
    if word not in set(ConsentPurpose):
        raise ConsentTextNotFound
    return ConsentPurpose(word)


def show_own(work: Work) -> Sequence[ConsentCard]:
    """Return how the actor's own consents stand, purpose by purpose."""
    return show_of(work, Subject(person_id=work.person_id))


def show_one(work: Work, subject: Subject, purpose: ConsentPurpose) -> ConsentCard:
    """Return how a subject's consent to one purpose stands. Raises ConsentTextNotFound."""
    found = (card for card in show_of(work, subject) if card.text.purpose is purpose)
    if card := next(found, None):
        return card
    raise ConsentTextNotFound


def show_of(work: Work, subject: Subject) -> Sequence[ConsentCard]:
    """Return how a subject's consents stand; the caller has checked who may read them."""
    given = queries.last_of(work.session, subject)
    texts = queries.list_in_force(work.session)
    return [ConsentCard(text, given.get(purpose)) for purpose, text in texts.items()]


def list_own_given(work: Work, purpose: ConsentPurpose) -> Sequence[GivenConsent]:
    """Return every consent of the actor to a purpose with its wording, newest first."""
    own = Subject(person_id=work.person_id)
    return [
        GivenConsent(row, queries.get_text(work.session, purpose, row.version))
        for row in queries.list_given(work.session, own, purpose)
    ]

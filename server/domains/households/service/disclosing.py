"""Tell an officer a minor's name (看未成年人的名字): for a reason, on record, so often a day."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Date, bindparam, text

from models.households import Member
from models.vocabulary import DisclosureReason
from server.domains.households.errors import DisclosedTooOften, MemberNotFound
from server.domains.organisations import service as organisations
from server.kernel.permissions import Permission
from server.kernel.work import Work, refusal

DISCLOSURES_MAX = 30

_TAKE = text(
    """
    INSERT INTO disclosure_allowances (person_id, day, taken) VALUES (:person, :today, 1)
    ON CONFLICT (person_id) DO UPDATE SET
        taken = CASE WHEN disclosure_allowances.day = excluded.day
                     THEN disclosure_allowances.taken + 1 ELSE 1 END,
        day = excluded.day
    WHERE disclosure_allowances.day <> excluded.day OR disclosure_allowances.taken < :most
    RETURNING taken
    """
).bindparams(bindparam("today", type_=Date()))


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What is kept of an answer: whose name was asked for, and why; never the name."""

    member_id: int
    reason: DisclosureReason


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A minor's name, and from when on she is none."""

    name: str = field(repr=False)
    adult_on: date | None


def ask_for_name(work: Work, member_id: int, reason: DisclosureReason) -> Disclosure:
    """Claim one of the day's looks at a minor's name, in a village of the actor's office.

    `tell_name` tells it. Raises MemberNotFound, DisclosedTooOften.
    """
    member = _member(work, member_id)
    values = {"person": work.person_id, "today": work.today, "most": DISCLOSURES_MAX}
    if work.session.execute(_TAKE, values).scalar_one_or_none() is None:
        record = refusal("disclose_minor", "member", member.id, village_id=member.village_id)
        raise DisclosedTooOften(records=(record,))
    return Disclosure(member.id, reason)


def tell_name(work: Work, asked: Disclosure) -> Disclosed:
    """Tell the name that was asked for; each time is on record. Raises MemberNotFound."""
    member = _member(work, asked.member_id)
    work.audit(
        "disclose_minor",
        "member",
        member.id,
        village_id=member.village_id,
        reason=asked.reason.value,
    )
    return Disclosed(member.name, member.adult_on)


def _member(work: Work, member_id: int) -> Member:
    scope = work.actor.office_scope(Permission.MINOR_DISCLOSE)
    member = organisations.get_within(scope, work.session, Member, member_id, MemberNotFound())
    if member.left_at is not None:
        raise MemberNotFound
    return member

"""What follows from an age that somebody tells: of a minor the day she comes of age is kept."""

from datetime import date

from models.households import Member
from models.vocabulary import ConsentChannel, ConsentPurpose
from server.domains.consents import service as consents
from server.domains.consents.errors import ConsentRequired
from server.domains.households import queries, rules
from server.domains.households.errors import GuardianAsked, GuardianNeeded
from server.domains.households.service.naming import is_minor
from server.kernel.errors import InvalidInput
from server.kernel.work import Work, refusal


def adult_on_of(work: Work, born_on: date | None) -> date | None:
    """Return the day a minor comes of age; None of an adult, or when no day of birth is told.

    The day of birth itself goes nowhere. Raises InvalidInput.
    """
    fault = rules.birthday_fault(born_on, work.today) if born_on else None
    if fault:
        raise InvalidInput([{"pointer": "#/born_on", "detail": fault}])
    return rules.adult_on_to_keep(born_on, work.today)


def check_may_join_alone(
    work: Work, adult_on: date | None, action: str, village_id: int | None = None
) -> None:
    """Refuse who is under 14 and comes without a guardian (PR-3). Raises GuardianNeeded."""
    if rules.is_under_14(adult_on, work.today):
        record = refusal(action, "member", None, village_id=village_id)
        raise GuardianNeeded(records=(record,))


def is_adult_of(work: Work, household_id: int, member_id: int | None) -> bool:
    """Tell whether somebody is an adult of a household: only such a one speaks for its children."""
    member = queries.find_member(work.session, household_id, member_id or 0)
    return member is not None and not is_minor(work, member)


def check_guardian_agreed(work: Work, member: Member) -> None:
    """Refuse something new for a child under 14 before a guardian agreed to the text in force.

    A guardian who does it herself is asked to agree. Raises ConsentRequired, GuardianAsked.
    """
    child = consents.subject_of(member)
    if not rules.is_under_14(member.adult_on, work.today):
        return
    if consents.in_force(work.session, [child], ConsentPurpose.SERVICE):
        return
    is_home = work.actor.household_id == member.household_id
    if not (is_home and is_adult_of(work, member.household_id, work.actor.member_id)):
        raise GuardianAsked
    version = consents.show_one(work, child, ConsentPurpose.SERVICE).text.version
    raise ConsentRequired(ConsentPurpose.SERVICE, version, member_id=member.id)


def adult_on_of_applicant(work: Work, born_on: date | None) -> date | None:
    """Return when somebody who asks to join comes of age. Raises InvalidInput, GuardianNeeded."""
    adult_on = adult_on_of(work, born_on)
    check_may_join_alone(work, adult_on, "ask_to_join")
    return adult_on


def keep_consent(
    work: Work, child: consents.Subject, channel: ConsentChannel, version: int | None = None
) -> None:
    """Keep the guardian's consent for a child; on paper it is to the text in force.

    Raises ConsentTextChanged, ConsentTextNotFound.
    """
    if version is None:
        version = consents.show_one(work, child, ConsentPurpose.SERVICE).text.version
    consents.give_for(work, child, ConsentPurpose.SERVICE, version, channel)

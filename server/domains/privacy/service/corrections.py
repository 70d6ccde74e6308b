"""Ask for a correction (更正) of what the registry says, and see what became of it.

What is wanted lies sealed. A village reads it once its words have passed the check (CS-1); numbers
and closed words are no text and are not sent to WeChat.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.corrections import Correction
from models.households import Member
from models.organisations import Organisation
from models.vocabulary import CheckedText, CheckState, CorrectionField, CorrectionState
from server.domains.households import service as households
from server.domains.identity import service as identity
from server.domains.moderation import service as moderation
from server.domains.organisations import service as organisations
from server.domains.privacy import policy, queries, rules
from server.domains.privacy.errors import TooManyCorrections
from server.domains.privacy.service.correction_texts import WISHES, readable
from server.kernel import walls
from server.kernel.errors import InvalidInput
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.scopes import Scope
from server.kernel.work import OnBehalf, Work

_NO_HOUSEHOLD = {"pointer": "#/household_id", "detail": "请先选是哪一户的。"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What should stand in the registry about whom; the household is her own unless named."""

    field: CorrectionField
    wanted: str
    member_id: int | None = None
    household_id: int | None = None
    behalf: OnBehalf | None = None


@dataclass(frozen=True, slots=True)
class CorrectionCard:
    """A correction as the actor sees it: `wanted` and `says_now` are None to who only watches."""

    row: Correction
    wanted: str | None
    says_now: str | None
    member_name: str
    household_label: str
    text_state: CheckState | None
    answer: moderation.ShownText
    is_overdue: bool
    actions: Sequence[str]


def ask_for_correction(work: Work, wish: Wish) -> CorrectionCard:
    """Keep what should be corrected; it is decided within fifteen working days.

    A member asks for anybody of her household, a leader for whom she acts. Raises InvalidInput,
    MemberNotFound, TooManyCorrections, and what acting for a household raises.
    """
    household_id = wish.household_id or work.actor.household_id
    if household_id is None:
        raise InvalidInput([_NO_HOUSEHOLD])
    acting = households.acting_for(
        work, household_id, Permission.CORRECTION_ASK, wish.behalf, needs_consent=False
    )
    member = households.find_member(work, household_id, wish.member_id or acting.member_id)
    wanted = households.read_correction(member, wish.field, wish.wanted)
    identity.take_turn(work)
    if queries.count_open(work.session, work.person_id) >= rules.OPEN_MAX:
        raise TooManyCorrections(rules.OPEN_MAX)
    row = _keep(work, member, wish.field, wanted)
    households.record_proxy(work, acting, "ask_for_correction", "correction", row.id)
    return _card(work, row)


def list_asked(work: Work, page: PageRequest) -> Page[CorrectionCard]:
    """Return what the actor asked for, newest first, and what became of it, wherever she lived."""
    asked = queries.list_asked(work.session, work.person_id, page)
    walls.enter(work.session, {row.village_id for row in asked.items})
    return show(work, asked)


def list_waiting(work: Work, organisation_id: int, page: PageRequest) -> Page[CorrectionCard]:
    """Return what waits for a decision under a federation, oldest first.

    Who may decide there sees all of it, the levels above see what is overdue. Raises
    OrganisationNotFound.
    """
    scope = work.actor.office_scope(Permission.CORRECTION_READ)
    node = organisations.get_organisation(scope, work.session, organisation_id)
    decides, oversees = _scopes(work, node.path)
    found = queries.list_waiting(decides, oversees, work.session, work.today, page)
    return show(work, found)


def count_waiting(work: Work, path: str) -> int:
    """Count what the actor should look at under a node, but of her own and relatives' homes."""
    decides, oversees = _scopes(work, path)
    blocked = households.own_and_relative_ids(work.session, work.person_id)
    return queries.count_waiting(decides, oversees, work.session, work.today, blocked=blocked)


def show(work: Work, page: Page[Correction]) -> Page[CorrectionCard]:
    """Return corrections as the actor sees them."""
    ids = [row.id for row in page.items]
    states = moderation.states_of(work, CheckedText.CORRECTION, ids)
    answers = moderation.show_texts(
        work, CheckedText.CORRECTION_ANSWER, {row.id: row.answer for row in page.items}
    )
    labels = households.labels(work, {row.household_id for row in page.items})
    villages = organisations.organisations_by_id(
        work.session, {row.village_id for row in page.items}
    )
    blocked = households.own_and_relative_ids(work.session, work.person_id)
    cards = [
        _shown(
            work,
            row,
            village=villages[row.village_id],
            label=labels[row.household_id],
            text_state=None if row.field in queries.UNWRITTEN else states[row.id],
            answer=answers[row.id],
            is_from_outside=policy.may_decide(work.actor, row.person_id, row.household_id, blocked),
        )
        for row in page.items
    ]
    return Page(cards, page.next_after)


def _shown(  # noqa: PLR0913 - what was looked up for a whole page, row by row
    work: Work,
    row: Correction,
    *,
    village: Organisation,
    label: str,
    text_state: CheckState | None,
    answer: moderation.ShownText,
    is_from_outside: bool,
) -> CorrectionCard:
    member = work.session.get_one(Member, row.member_id)
    is_read = row.person_id == work.person_id or work.actor.office_scope(
        Permission.CORRECTION_DECIDE
    ).covers_path(village.path)
    return CorrectionCard(
        row=row,
        wanted=readable(work, row) if is_read else None,
        says_now=households.what_it_says(work, member, row.field) if is_read else None,
        member_name=households.name_to(work, member, full=is_read),
        household_label=label,
        text_state=text_state,
        answer=answer,
        is_overdue=rules.is_overdue(row.state, row.due_on, work.today),
        actions=policy.actions(
            work.actor, village.path, row.state, is_from_outside=is_from_outside
        ),
    )


def _keep(work: Work, member: Member, field: CorrectionField, wanted: str) -> Correction:
    row = Correction(
        village_id=member.village_id,
        household_id=member.household_id,
        member_id=member.id,
        person_id=work.person_id,
        field=field,
        state=CorrectionState.OPEN,
        asked_at=work.now,
        due_on=work.ports.working_days.add(work.today, rules.ANSWER_WORKING_DAYS),
    )
    work.session.add(row)
    work.session.flush()
    WISHES.seal(work, row, wanted)
    if field not in queries.UNWRITTEN:
        WISHES.submit(work, row, work.person_id)
    work.audit(
        "ask_for_correction", "correction", row.id, village_id=row.village_id, field=field.value
    )
    return row


def _scopes(work: Work, path: str) -> tuple[Scope, Scope]:
    """Return the node as one she decides for, or as one she watches over."""
    node, nowhere = Scope(paths=frozenset({path})), Scope()
    if work.actor.office_scope(Permission.CORRECTION_DECIDE).covers_path(path):
        return node, nowhere
    return nowhere, node


def _card(work: Work, row: Correction) -> CorrectionCard:
    (card,) = show(work, Page([row], None)).items
    return card

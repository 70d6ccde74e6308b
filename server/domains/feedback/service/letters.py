"""Take feedback (投诉建议) with a number and a day, and answer it once (GOV-3).

A letter is read by the federation once its content check has passed (CS-1); its author always sees
it, and how far the check is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import update

from models.feedback import Feedback
from models.vocabulary import (
    AnomalyKind,
    CheckedText,
    CheckState,
    ConsentPurpose,
    FeedbackKind,
    FeedbackState,
    MessageKind,
)
from server.domains.consents import service as consents
from server.domains.feedback import policy, queries, rules
from server.domains.feedback.errors import FeedbackAlreadyAnswered, FeedbackNotFound, OwnFeedback
from server.domains.households import service as households
from server.domains.messages import service as messages
from server.domains.moderation import service as moderation
from server.domains.organisations import service as organisations
from server.kernel import walls
from server.kernel.clock import local_date
from server.kernel.errors import InvalidInput
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.ports import Shown
from server.kernel.scopes import Scope
from server.kernel.work import OnBehalf, Work, refusal


@dataclass(frozen=True, slots=True)
class FeedbackCard:
    """Feedback with its number, where it went, and what the actor may do with it."""

    row: Feedback
    number: str
    village_name: str
    household_label: str | None
    text_state: CheckState
    answer: moderation.ShownText
    is_overdue: bool
    actions: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """For whom something is sent: her household, another one's, or the village she names."""

    household_id: int | None = None
    village_id: int | None = None
    behalf: OnBehalf | None = None


class Answers(households.WrittenText):
    """Answers to letters: who asked is told once the text has passed, else the letter is open."""

    def settled(
        self, work: Work, object_id: int, state: CheckState, *, author_id: int | None
    ) -> None:
        """Tell the answer, or let the letter wait for another one; the refused one is kept."""
        households.WrittenText.settled(self, work, object_id, state, author_id=author_id)
        if state is CheckState.PASSED:
            _tell(work, work.session.get_one(Feedback, object_id))
            return
        work.session.execute(
            update(Feedback)
            .where(Feedback.id == object_id, Feedback.state == FeedbackState.ANSWERED)
            .values(state=FeedbackState.OPEN)
            .execution_options(synchronize_session=False)
        )


LETTERS = households.WrittenText(
    CheckedText.FEEDBACK,
    (Feedback.text,),
    refused="您写的投诉建议还没有交到村（社区）妇联，请改一改再写一次。",
)
ANSWERS = Answers(
    CheckedText.FEEDBACK_ANSWER,
    (Feedback.answer,),
    refused="您写的答复没有给人看，那件投诉建议又等着答复了，请改一改再答。",
)


class ShownAnswers:
    """Answers can be reported by whom they were given to (the port of moderation)."""

    def find_shown(self, work: Work, object_id: int) -> Shown:
        """Return a letter of the actor's whose answer has passed. Raises FeedbackNotFound."""
        row = work.session.get(Feedback, object_id)
        if row is None or row.person_id != work.person_id:
            raise FeedbackNotFound
        walls.enter(work.session, [row.village_id])
        states = moderation.states_of(work, CheckedText.FEEDBACK_ANSWER, [object_id])
        if states[object_id] is not CheckState.PASSED:
            raise FeedbackNotFound
        return Shown(row.village_id, row.answered_by)


def send_feedback(work: Work, sender: Sender, kind: FeedbackKind, text: str) -> FeedbackCard:
    """Keep what somebody tells the federation; it is answered within five working days.

    The federation reads it once its text has passed the check.

    A member sends it for her household unless she names a village, a leader may write for a
    household. Raises InvalidInput (no addressee), OrganisationNotFound, HouseholdNotFound,
    BehalfRequired, BehalfNotNeeded, ConsentRequired.
    """
    village_id, acting = _addressee(work, sender)
    row = Feedback(
        village_id=village_id,
        household_id=acting.household.id if acting else None,
        person_id=work.person_id,
        kind=kind,
        text=text,
        state=FeedbackState.OPEN,
        sent_at=work.now,
        due_on=work.ports.working_days.add(work.today, rules.ANSWER_WORKING_DAYS),
    )
    work.session.add(row)
    work.session.flush()
    LETTERS.submit(work, row, row.person_id)
    work.audit("send_feedback", "feedback", row.id, village_id=village_id, kind=kind.value)
    if acting:
        households.record_proxy(work, acting, "send_feedback", "feedback", row.id)
    return _card(work, row)


def list_mine(work: Work, page: PageRequest) -> Page[FeedbackCard]:
    """Return what the actor wrote, newest first, with the answers."""
    letters = queries.list_written(work.session, work.person_id, page)
    walls.enter(work.session, {letter.village_id for letter in letters.items})
    return _cards(work, letters)


def list_waiting(work: Work, organisation_id: int, page: PageRequest) -> Page[FeedbackCard]:
    """Return what waits for an answer under a federation, oldest due first.

    Who may answer there sees all of it, the levels above see what is overdue. Raises
    OrganisationNotFound.
    """
    path = organisations.get_organisation(
        work.actor.office_scope(Permission.FEEDBACK_READ), work.session, organisation_id
    ).path
    answers, oversees = _waiting_scopes(work, path)
    found = queries.list_waiting(answers, oversees, work.session, work.today, page)
    return _cards(work, found)


def count_waiting(work: Work, path: str) -> int:
    """Count what the actor should look at under a node; what she wrote herself is not hers."""
    answers, oversees = _waiting_scopes(work, path)
    return queries.count_waiting(answers, oversees, work.session, work.today, but_of=work.person_id)


def answer_feedback(work: Work, feedback_id: int, text: str) -> FeedbackCard:
    """Answer feedback, once; the household it was sent for is told when the text has passed.

    Raises FeedbackNotFound, OwnFeedback, FeedbackAlreadyAnswered, TextRefused.
    """
    scope = work.actor.office_scope(Permission.FEEDBACK_ANSWER)
    row = organisations.get_within(scope, work.session, Feedback, feedback_id, FeedbackNotFound())
    if _text_states(work, [row])[row.id] is not CheckState.PASSED:
        raise FeedbackNotFound
    if not policy.may_answer(work.actor, row.person_id):
        record = refusal(
            "answer_own_feedback",
            "feedback",
            row.id,
            village_id=row.village_id,
            anomaly=AnomalyKind.OWN_OR_RELATIVE,
        )
        raise OwnFeedback(records=(record,))
    answered = work.session.execute(
        update(Feedback)
        .where(Feedback.id == row.id, Feedback.state == FeedbackState.OPEN)
        .values(
            state=FeedbackState.ANSWERED,
            answer=text,
            answered_by=work.person_id,
            answered_at=work.now,
        )
        .returning(Feedback.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if answered is None:
        raise FeedbackAlreadyAnswered
    work.session.refresh(row)
    ANSWERS.submit(work, row, work.person_id)
    work.audit("answer_feedback", "feedback", row.id, village_id=row.village_id)
    return _card(work, row)


def _text_states(work: Work, rows: Sequence[Feedback]) -> dict[int, CheckState]:
    return moderation.states_of(work, CheckedText.FEEDBACK, [row.id for row in rows])


def _addressee(work: Work, sender: Sender) -> tuple[int, households.ActingFor | None]:
    """Return the village, and the household when there is one."""
    if sender.village_id is not None and sender.household_id is not None:
        raise InvalidInput([{"pointer": "#/village_id", "detail": "选了哪一户，村就不用再选。"}])
    if sender.village_id is not None and sender.behalf is None:
        consents.require(work, ConsentPurpose.SERVICE)
        village = organisations.get_any_village(work.session, sender.village_id)
        walls.enter(work.session, [village.id])
        return village.id, None
    household_id = sender.household_id
    if household_id is None and sender.behalf is None:
        household_id = work.actor.household_id
    if household_id is None:
        raise InvalidInput([_missing_addressee(sender)])
    acting = households.acting_for(work, household_id, Permission.FEEDBACK_SEND, sender.behalf)
    return acting.household.village_id, acting


def _missing_addressee(sender: Sender) -> dict[str, str]:
    if sender.behalf is not None:
        return {"pointer": "#/household_id", "detail": "请选是替哪一户写的。"}
    return {"pointer": "#/village_id", "detail": "请选是告诉哪个村（社区）的。"}


def _waiting_scopes(work: Work, path: str) -> tuple[Scope, Scope]:
    """Return the node as the one she answers for, or as one she watches over."""
    node, nowhere = Scope(paths=frozenset({path})), Scope()
    if work.actor.office_scope(Permission.FEEDBACK_ANSWER).covers_path(path):
        return node, nowhere
    return nowhere, node


def _tell(work: Work, row: Feedback) -> None:
    if row.household_id is None:
        return
    messages.tell(
        work,
        household_id=row.household_id,
        village_id=row.village_id,
        kind=MessageKind.FEEDBACK_ANSWERED,
        title="投诉建议有答复了",
        body=f"您家的投诉建议（编号{_number(row)}），村（社区）妇联答复“{row.answer}”。",
    )


def _number(row: Feedback) -> str:
    return rules.number(row.id, local_date(row.sent_at))


def _card(work: Work, row: Feedback) -> FeedbackCard:
    (card,) = _cards(work, Page([row], None)).items
    return card


def _cards(work: Work, page: Page[Feedback]) -> Page[FeedbackCard]:
    labels = households.masked_labels(
        work, [row.household_id for row in page.items if row.household_id is not None]
    )
    villages = organisations.organisations_by_id(
        work.session, {row.village_id for row in page.items}
    )
    states = _text_states(work, page.items)
    written = {row.id: row.answer for row in page.items}
    answers = moderation.show_texts(work, CheckedText.FEEDBACK_ANSWER, written)
    cards = [
        FeedbackCard(
            row=row,
            number=_number(row),
            village_name=villages[row.village_id].name,
            household_label=labels.get(row.household_id) if row.household_id else None,
            text_state=states[row.id],
            answer=answers[row.id],
            is_overdue=rules.is_overdue(row.state, row.due_on, work.today),
            actions=policy.actions(
                work.actor, row.person_id, villages[row.village_id].path, row.state
            ),
        )
        for row in page.items
    ]
    return Page(cards, page.next_after)

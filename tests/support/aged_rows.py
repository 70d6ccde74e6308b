"""One row of everything that time lets go of, each of which ended at the same instant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from models.corrections import Correction
from models.feedback import Feedback
from models.households import JoinCode, JoinRequest, Member, ProxyAct
from models.identity import PhoneTry, SignInSession
from models.messages import Message
from models.moderation import PhotoTrace, TextCheck
from models.outbox import OutboxRow
from models.vocabulary import (
    CheckedText,
    CheckState,
    CorrectionField,
    CorrectionState,
    FeedbackKind,
    FeedbackState,
    JoinState,
    MessageKind,
    OutboxTopic,
    ProxyChannel,
    Relation,
)
from server.domains.identity import service as identity
from server.kernel.clock import local_date
from server.kernel.work import Work
from tests.support.builders import BuiltHousehold

BIRTHDAY = date(2031, 3, 1)


@dataclass(frozen=True)
class Aged:
    """What ended at `at` for a household; `words` stand in every text, to be looked for."""

    household: BuiltHousehold
    at: datetime
    words: str

    def add(self, work: Work) -> None:
        """Add it all: what ends at one instant has one `words`."""
        person_id = identity.create_person(work)
        kinds = (
            self._of_joining,
            self._of_the_household,
            self._of_corrections,
            self._of_the_service,
        )
        for row in chain.from_iterable(rows(work, person_id) for rows in kinds):
            work.session.add(row)
            work.session.flush()
            for kind in _CHECKED.get(type(row), ()):
                work.session.add(self._check(kind, row.id, person_id))
        work.session.flush()

    @property
    def _here(self) -> dict[str, int]:
        return {"village_id": self.household.village_id, "household_id": self.household.id}

    def _of_the_service(self, work: Work, person_id: int) -> Iterator[Any]:
        del work
        at, words = self.at, self.words
        yield SignInSession(
            person_id=person_id,
            token_hash=f"session {words}",
            created_at=at - timedelta(days=30),
            seen_at=at,
            expires_at=at,
        )
        yield PhoneTry(person_id=person_id, tried_on=local_date(at), taken=1, code_hash=words)
        yield OutboxRow(
            topic=OutboxTopic.FILES_DISCARDED,
            payload={"names": [words]},
            created_at=at,
            due_at=at,
            done_at=at,
        )
        yield PhotoTrace(trace_id=words, outcome=CheckState.PASSED, seen_at=at)

    def _of_joining(self, work: Work, person_id: int) -> Iterator[Any]:
        here, at, words = self._here, self.at, self.words
        yield Member(
            **here,
            name=words,
            relation=Relation.OTHER,
            phone_sealed=work.ports.cipher.encrypt("13800138000", place=words),
            phone_index=words,
            joined_at=at,
            left_at=at,
        )
        yield JoinCode(**here, code_hash=words, created_by=person_id, created_at=at, expires_at=at)
        yield JoinCode(
            **here,
            code_hash=f"used {words}",
            created_by=person_id,
            created_at=at,
            expires_at=at,
            used_by=person_id,
            used_at=at,
        )
        yield JoinRequest(
            **here,
            person_id=person_id,
            name=words,
            relation=Relation.OTHER,
            adult_on=BIRTHDAY,
            phone_sealed=words,
            state=JoinState.REFUSED,
            requested_at=at,
            decided_by=person_id,
            decided_at=at,
        )

    def _of_the_household(self, work: Work, person_id: int) -> Iterator[Any]:
        here, at, words = self._here, self.at, self.words
        yield ProxyAct(
            **here,
            member_id=self.household.member_ids[0],
            action="act",
            object_type="thing",
            object_id=1,
            reason=words,
            channel=ProxyChannel.TELEPHONE,
            acted_by=person_id,
            acted_at=at,
        )
        yield Message(
            **here,
            kind=MessageKind.JOIN_APPROVED,
            title=words,
            body=words,
            created_at=at,
            read_at=at,
        )
        yield Feedback(
            **here,
            person_id=person_id,
            kind=FeedbackKind.QUESTION,
            text=words,
            state=FeedbackState.ANSWERED,
            sent_at=at,
            due_on=local_date(at),
            answer=words,
            answered_by=identity.create_person(work),
            answered_at=at,
        )

    def _of_corrections(self, work: Work, person_id: int) -> Iterator[Any]:
        yield Correction(
            **self._here,
            member_id=self.household.member_ids[0],
            person_id=person_id,
            field=CorrectionField.OTHER,
            wanted_sealed=self.words,
            state=CorrectionState.DECLINED,
            asked_at=self.at,
            due_on=local_date(self.at),
            answer=self.words,
            decided_by=identity.create_person(work),
            decided_at=self.at,
        )

    def _check(self, kind: CheckedText, object_id: int, person_id: int) -> TextCheck:
        return TextCheck(
            kind=kind,
            object_id=object_id,
            village_id=self.household.village_id,
            person_id=person_id,
            scene=2,
            text_hash=self.words,
            state=CheckState.PASSED,
            submitted_at=self.at,
            decided_at=self.at,
        )


_CHECKED: dict[type, tuple[CheckedText, ...]] = {
    JoinRequest: (CheckedText.JOIN_NAME,),
    Feedback: (CheckedText.FEEDBACK, CheckedText.FEEDBACK_ANSWER),
    Correction: (CheckedText.CORRECTION, CheckedText.CORRECTION_ANSWER),
}

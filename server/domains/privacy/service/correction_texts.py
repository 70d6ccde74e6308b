"""The words of corrections: sealed where they lie, checked before somebody else reads them."""

from collections.abc import Collection, Mapping

from sqlalchemy import select, update

from models.corrections import Correction
from models.households import Member
from models.vocabulary import CheckedText, CheckState, CorrectionField, CorrectionState
from server.domains.households import service as households
from server.domains.moderation import service as moderation
from server.kernel.sealed_columns import SealedColumn
from server.kernel.wechat import TextScene
from server.kernel.work import Work

WANTED = SealedColumn("corrections", "wanted_sealed", "corrections.wanted")
SEALED_COLUMNS = (WANTED,)
HIDDEN = "孩子的名字，只给家里人看"
"""What others read where a name is wanted for a child."""


class Wishes(households.WrittenText):
    """What people want to stand there; a refused text ends the request."""

    def texts_of(self, work: Work, object_ids: Collection[int]) -> Mapping[int, str]:
        """Return what is wanted, by the ids of the corrections."""
        rows = work.session.scalars(select(Correction).where(Correction.id.in_(object_ids)))
        return {row.id: opened(work, row) or "" for row in rows}

    def readable_texts(self, work: Work, object_ids: Collection[int]) -> Mapping[int, str]:
        """Return what is read by those who decide about the words."""
        rows = work.session.scalars(select(Correction).where(Correction.id.in_(object_ids)))
        return {row.id: readable(work, row) or "" for row in rows}

    def seal(self, work: Work, row: Correction, wanted: str) -> None:
        """Keep what is wanted."""
        row.wanted_sealed = work.ports.cipher.encrypt(wanted, place=WANTED.place(row.id))
        work.session.flush()

    def submit(self, work: Work, row: Correction, author_id: int | None) -> None:
        """Hand in what is wanted. Raises TextRefused."""
        one = moderation.Submission(
            kind=self.kind,
            object_id=row.id,
            village_id=row.village_id,
            author_id=author_id,
            text=opened(work, row) or "",
            scene=self.scene,
        )
        moderation.submit_text(work, one)

    def settled(
        self, work: Work, object_id: int, state: CheckState, *, author_id: int | None
    ) -> None:
        """Tell who asked that nobody reads it; she may ask for another thing."""
        households.WrittenText.settled(self, work, object_id, state, author_id=author_id)
        if state is CheckState.REFUSED:
            work.session.execute(
                update(Correction)
                .where(Correction.id == object_id, Correction.state == CorrectionState.OPEN)
                .values(state=CorrectionState.DECLINED, decided_at=work.now)
                .execution_options(synchronize_session=False)
            )


WISHES = Wishes(
    CheckedText.CORRECTION,
    (Correction.wanted_sealed,),
    refused="您申请的更正没有交到村（社区）妇联，请改一改再申请。",
    scene=TextScene.PROFILE,
)
ANSWERS = households.WrittenText(
    CheckedText.CORRECTION_ANSWER,
    (Correction.answer,),
    refused="更正已经定了，只是您写的话没有给人看，请当面跟这户人家说。",
)


def readable(work: Work, row: Correction) -> str | None:
    """Return what is wanted as the actor may read it: a child's name is for home, and its writer.

    Nobody outside reads it afterwards, so nobody has to judge it.
    """
    is_named = row.field is CorrectionField.NAME and row.person_id != work.actor.person_id
    if is_named and households.is_hidden(work, work.session.get_one(Member, row.member_id)):
        return HIDDEN
    return opened(work, row)


def opened(work: Work, row: Correction) -> str | None:
    """Return what is wanted; None once it was forgotten."""
    sealed = row.wanted_sealed
    return work.ports.cipher.decrypt(sealed, place=WANTED.place(row.id)) if sealed else None

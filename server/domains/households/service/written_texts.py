"""What people write for others: its text is checked, and its author is told when it is refused."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from models.households import Member
from models.vocabulary import CheckedText, CheckState, MessageKind
from server.domains.messages import service as messages
from server.domains.moderation import service as moderation
from server.kernel.wechat import TextScene
from server.kernel.work import Work

Column = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


@dataclass(frozen=True, slots=True)
class WrittenText:
    """The columns of a table whose texts are checked as one (a port of moderation).

    `refused` says to the author what was refused and what she can do now.
    """

    kind: CheckedText
    columns: tuple[Column, ...]
    refused: str
    scene: TextScene = TextScene.COMMENT

    def texts_of(self, work: Work, object_ids: Collection[int]) -> Mapping[int, str]:
        """Return the texts as they stand now, by the ids of their rows."""
        table = self.columns[0].class_
        rows = work.session.execute(select(table.id, *self.columns).where(table.id.in_(object_ids)))
        return {object_id: _whole(texts) for object_id, *texts in rows}

    def readable_texts(self, work: Work, object_ids: Collection[int]) -> Mapping[int, str]:
        """Return what is read of them by those who decide about the check."""
        return self.texts_of(work, object_ids)

    def submit(self, work: Work, row: Any, author_id: int | None) -> None:  # noqa: ANN401 - a row of the table
        """Hand in the text of a new or changed row; where nothing was written, nothing is checked.

        Raises TextRefused.
        """
        text = _whole([getattr(row, column.key) for column in self.columns])
        if text:
            one = moderation.Submission(
                kind=self.kind,
                object_id=row.id,
                village_id=row.village_id,
                author_id=author_id,
                text=text,
                scene=self.scene,
            )
            moderation.submit_text(work, one)

    def settled(
        self, work: Work, object_id: int, state: CheckState, *, author_id: int | None
    ) -> None:
        """Tell the author's household that others do not see what she wrote."""
        del object_id
        home = _home_of(work, author_id) if state is CheckState.REFUSED else None
        if home is not None:
            messages.tell(
                work,
                household_id=home.household_id,
                village_id=home.village_id,
                kind=MessageKind.CONTENT_REFUSED,
                title="有一段话没有通过检查",
                body=f"里面有不能公开的话，别人看不到。{self.refused}",
            )


def family_of(work: Work) -> frozenset[int]:
    """Return the people of the actor's own household, herself among them."""
    own = Member.household_id == work.actor.household_id, Member.left_at.is_(None)
    return frozenset(
        work.session.scalars(select(Member.person_id).where(*own, Member.person_id.is_not(None)))
    )


def _home_of(work: Work, person_id: int | None) -> Member | None:
    """Return a person as a member of her household."""
    own = Member.person_id == person_id, Member.left_at.is_(None)
    return work.session.scalar(select(Member).where(*own))


def _whole(texts: Collection[str | None]) -> str:
    return "\n".join(text for text in texts if text)

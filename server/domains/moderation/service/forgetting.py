"""What is let go of content checks: those of gone texts, verdicts nobody asked for."""

from collections.abc import Collection

from sqlalchemy import delete, update

from models.moderation import PhotoTrace, TextCheck
from models.retention import Kept
from models.vocabulary import CheckedText
from server.kernel.work import Work


def forget_texts(work: Work, kind: CheckedText, object_ids: Collection[int]) -> None:
    """Forget what texts were like that have gone; that they passed or not still holds."""
    of_them = TextCheck.kind == kind, TextCheck.object_id.in_(object_ids)
    work.session.execute(
        update(TextCheck)
        .where(*of_them)
        .values(text_hash="")
        .execution_options(synchronize_session=False)
    )


def forget_traces(work: Work) -> int:
    """Forget verdicts that answer no question of ours; return how many rows went."""
    old = PhotoTrace.seen_at <= work.now - Kept.TRACES.period
    over = delete(PhotoTrace).where(PhotoTrace.question_id.is_(None), old)
    return len(work.session.scalars(over.returning(PhotoTrace.trace_id)).all())


def forget_checks(work: Work, kind: CheckedText, object_ids: Collection[int]) -> None:
    """Forget that texts were ever checked whose author has gone: nothing is to follow from it."""
    of_them = TextCheck.kind == kind, TextCheck.object_id.in_(object_ids)
    work.session.execute(delete(TextCheck).where(*of_them))

"""What becomes of files in time: uploads that broke off, photos that were kept their time."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, update

from models.evidence import Photo, PhotoAllowance, Upload, UploadChunk
from server.domains.evidence import queries, rules
from server.domains.evidence.service.discarding import discard
from server.kernel.work import Work


def list_expired_uploads(work: Work, after: int = 0) -> Sequence[int]:
    """Return uploads that have expired so long ago that nothing is written to them any more."""
    return queries.list_expired_uploads(work.session, work.now - rules.GRACE, after)


def forget_upload(work: Work, upload_id: int) -> None:
    """Forget an upload and discard what it left in the store; the photo made of it stays."""
    upload = queries.lock_upload(work.session, upload_id)
    if upload is None or upload.expires_at > work.now - rules.GRACE:
        return
    if upload.photo_id is None:
        discard(work, [*rules.chunk_names(upload.token, upload.bytes), upload.name])
    work.session.execute(delete(UploadChunk).where(UploadChunk.upload_id == upload.id))
    work.session.execute(delete(Upload).where(Upload.id == upload.id))


def list_old_photos(work: Work, after: int = 0) -> Sequence[int]:
    """Return photos whose files have been kept their time."""
    until = work.now - work.ports.photos_kept
    return queries.list_kept_since_before(work.session, until, after)


def remove_file(work: Work, photo_id: int) -> None:
    """Remove a photo's file; its hashes, its fingerprint and what was found about it stay."""
    gone = work.session.execute(
        update(Photo)
        .where(
            Photo.id == photo_id,
            Photo.removed_at.is_(None),
            Photo.stored_at <= work.now - work.ports.photos_kept,
        )
        .values(removed_at=work.now)
        .returning(Photo.name, Photo.village_id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if gone is not None:
        discard(work, [gone.name])
        work.audit("remove_photo", "photo", photo_id, village_id=gone.village_id)


def purge_allowances(work: Work) -> int:
    """Forget how many photos came on days that are over; return how many rows went."""
    over = delete(PhotoAllowance).where(PhotoAllowance.day < work.today - timedelta(days=1))
    return len(work.session.scalars(over.returning(PhotoAllowance.household_id)).all())

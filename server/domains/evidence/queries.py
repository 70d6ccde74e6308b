"""Look up uploads, photos, the acts that name them, and photos that look alike."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from models.evidence import NamedPhoto, Photo, PhotoPair, Upload, UploadChunk
from models.vocabulary import EvidencedAct
from server.domains.evidence.rules import Use

LOT_MAX = 100
_IS_OF = and_(Photo.household_id == NamedPhoto.household_id, Photo.sha256 == NamedPhoto.sha256)


def find_upload(session: Session, token: str, *, now: datetime) -> Upload | None:
    """Return an upload that has not expired."""
    wanted = Upload.token == token, Upload.expires_at > now
    return session.scalar(select(Upload).where(*wanted))


def lock_upload(session: Session, upload_id: int) -> Upload | None:
    """Return an upload as it is now; what else changes it waits. None when it was forgotten."""
    wanted = select(Upload).where(Upload.id == upload_id).with_for_update()
    return session.scalar(wanted.execution_options(populate_existing=True))


def count_open_uploads(session: Session, person_id: int, now: datetime) -> int:
    """Count a person's uploads that are on their way."""
    wanted = Upload.person_id == person_id, Upload.photo_id.is_(None), Upload.expires_at > now
    return session.scalars(select(func.count(Upload.id)).where(*wanted)).one()


def stored_chunks(session: Session, upload_id: int) -> list[int]:
    """Return which chunks of an upload have arrived, in order."""
    return list(
        session.scalars(
            select(UploadChunk.position)
            .where(UploadChunk.upload_id == upload_id)
            .order_by(UploadChunk.position)
        )
    )


def list_expired_uploads(session: Session, until: datetime, after: int) -> Sequence[int]:
    """Return uploads that expired by an instant, with ids above `after`, a lot at a time."""
    ids = select(Upload.id).where(Upload.expires_at <= until, Upload.id > after)
    return session.scalars(ids.order_by(Upload.id).limit(LOT_MAX)).all()


def list_kept_since_before(session: Session, until: datetime, after: int) -> Sequence[int]:
    """Return photos stored by an instant whose files are kept, a lot at a time."""
    old = Photo.stored_at <= until, Photo.removed_at.is_(None), Photo.id > after
    return session.scalars(select(Photo.id).where(*old).order_by(Photo.id).limit(LOT_MAX)).all()


def find_kept(session: Session, household_id: int, sha256: str) -> Photo | None:
    """Return a household's photo of a hash while its file is kept."""
    wanted = Photo.household_id == household_id, Photo.sha256 == sha256
    return session.scalar(select(Photo).where(*wanted, Photo.removed_at.is_(None)))


def photos_by_id(session: Session, photo_ids: Collection[int]) -> dict[int, Photo]:
    """Return photos by id."""
    return {row.id: row for row in session.scalars(select(Photo).where(Photo.id.in_(photo_ids)))}


def fingerprints_beside(session: Session, photo: Photo, since: datetime) -> dict[int, str]:
    """Return the fingerprints of a village's other photos that were stored since an instant."""
    beside = Photo.village_id == photo.village_id, Photo.id != photo.id, Photo.stored_at >= since
    rows = session.execute(select(Photo.id, Photo.fingerprint).where(*beside))
    return dict(rows.tuples().all())


def list_named(
    session: Session, act: EvidencedAct, object_ids: Collection[int]
) -> list[tuple[NamedPhoto, Photo | None]]:
    """Return the photos that acts name, in the order in which they name them; None is missing."""
    rows = session.execute(
        select(NamedPhoto, Photo)
        .outerjoin(Photo, _IS_OF)
        .where(NamedPhoto.act == act, NamedPhoto.object_id.in_(object_ids))
        .order_by(NamedPhoto.object_id, NamedPhoto.part, NamedPhoto.position)
    )
    return list(rows.tuples())


def count_missing(
    session: Session, act: EvidencedAct, object_ids: Collection[int]
) -> dict[int, int]:
    """Return how many named photos have not arrived, by act; acts that miss none are left out."""
    rows = session.execute(
        select(NamedPhoto.object_id, func.count())
        .outerjoin(Photo, _IS_OF)
        .where(NamedPhoto.act == act, NamedPhoto.object_id.in_(object_ids), Photo.id.is_(None))
        .group_by(NamedPhoto.object_id)
    )
    return dict(rows.tuples().all())


def photo_ids_of(session: Session, household_id: int, hashes: Collection[str]) -> list[int]:
    """Return a household's photos of some hashes."""
    wanted = Photo.household_id == household_id, Photo.sha256.in_(hashes)
    return list(session.scalars(select(Photo.id).where(*wanted)))


def list_uses(session: Session, photo_ids: Collection[int]) -> list[Use]:
    """Return the acts behind which photos stand, oldest deed first."""
    rows = session.execute(
        select(
            Photo.id,
            Photo.household_id,
            NamedPhoto.act,
            NamedPhoto.object_id,
            NamedPhoto.done_on,
        )
        .join(NamedPhoto, _IS_OF)
        .where(Photo.id.in_(photo_ids))
        .order_by(NamedPhoto.done_on, NamedPhoto.object_id)
        .distinct()
    )
    return [Use(*row) for row in rows]


def list_pairs(session: Session, photo_ids: Collection[int]) -> Sequence[PhotoPair]:
    """Return the pairs to which photos belong."""
    return session.scalars(select(PhotoPair).where(_touches(photo_ids))).all()


def _touches(photo_ids: Collection[int]) -> ColumnElement[bool]:
    return or_(PhotoPair.earlier_id.in_(photo_ids), PhotoPair.later_id.in_(photo_ids))


def get_of_hash(session: Session, household_id: int, sha256: str) -> Photo:
    """Return a household's photo of a hash, as it is now."""
    wanted = Photo.household_id == household_id, Photo.sha256 == sha256
    found = select(Photo).where(*wanted).execution_options(populate_existing=True)
    return session.scalars(found).one()

"""Take in the chunks of an upload and make a photo of them; every step may come again.

The file store is asked while no transaction is open: one finds out what is to be done, the next
notes what was done. What lies in the store is known by name before it is written.
"""

import hashlib
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, text

from models.base import UtcDateTime
from models.evidence import Photo, Upload, UploadChunk
from models.vocabulary import OutboxTopic
from server.domains.evidence import queries, rules
from server.domains.evidence.errors import (
    ChunksMissing,
    FilesUnavailable,
    HashDiffers,
    NotAPicture,
    PicturesBusy,
    PictureTooLarge,
    UploadNotFound,
)
from server.domains.evidence.service.discarding import discard
from server.domains.evidence.service.opening import get_upload_to_go_on
from server.domains.outbox import service as outbox
from server.kernel.errors import DomainError, InvalidInput
from server.kernel.pictures import PictureBusy, PictureRefused
from server.kernel.ports import Ports
from server.kernel.work import Work, refusal

_BUSY = "这会儿传照片的人多，请过几秒再点一次，已经传的不用再传。"
_NO_STORE = "照片暂时存不了，请过一会儿再点一次，已经传的不用再传。"
_NOT_WHOLE = "照片在路上没有收全，请再传一次。"
_TOO_MUCH = {"too-many-bytes", "too-many-pixels", "too-slow"}
_TOO_LARGE = "这张照片太大了，请重新拍一张，或者选小一点的。"
_NO_PICTURE = "这个文件打不开，不是照片，请重新选一张。"

_STORE_CHUNK = text(
    """
    INSERT INTO upload_chunks (upload_id, position, stored_at) VALUES (:upload, :position, :now)
    ON CONFLICT (upload_id, position) DO NOTHING
    """
).bindparams(bindparam("now", type_=UtcDateTime()))

# A photo whose file was kept its time and is sent again is the same photo.
_STORE_PHOTO = text(
    """
    INSERT INTO photos (village_id, household_id, person_id, name, sha256, stored_sha256, bytes,
                        width, height, fingerprint, stored_at)
    VALUES (:village_id, :household_id, :person_id, :name, :sha256, :stored_sha256, :bytes,
            :width, :height, :fingerprint, :now)
    ON CONFLICT (household_id, sha256) DO UPDATE
       SET person_id = excluded.person_id, name = excluded.name,
           stored_sha256 = excluded.stored_sha256, bytes = excluded.bytes,
           width = excluded.width, height = excluded.height,
           fingerprint = excluded.fingerprint, stored_at = excluded.stored_at, removed_at = NULL
     WHERE photos.removed_at IS NOT NULL
    RETURNING id
    """
).bindparams(bindparam("now", type_=UtcDateTime()))


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk that is expected: of which upload, where it lies, and how long it is."""

    upload_id: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """An upload whose chunks have all arrived, and where its photo will lie."""

    chunks: tuple[str, ...]
    sha256: str
    name: str


@dataclass(frozen=True, slots=True)
class MadePhoto:
    """The facts of a photo that lies in the store."""

    stored_sha256: str
    bytes: int
    width: int
    height: int
    fingerprint: str


def expect_chunk(work: Work, token: str, position: int) -> Chunk | None:
    """Return what a chunk must be; None when the photo is stored and needs no more.

    Raises UploadNotFound, also for a position that the upload does not have.
    """
    upload = get_upload_to_go_on(work, token)
    if position >= rules.count_chunks(upload.bytes):
        raise UploadNotFound(_NOT_WHOLE)
    if upload.photo_id is not None:
        return None
    name = rules.chunk_name(upload.token, position)
    return Chunk(upload.id, name, rules.chunk_size(upload.bytes, position))


def keep_chunk(ports: Ports, chunk: Chunk, content: bytes) -> None:
    """Put a chunk into the store; again, it replaces itself. Raises InvalidInput (its length)."""
    if len(content) != chunk.size:
        raise InvalidInput([{"pointer": "#", "detail": _NOT_WHOLE}])
    try:
        ports.files.put(chunk.name, content)
    except OSError as error:
        raise FilesUnavailable(_NO_STORE) from error


def note_chunk(work: Work, token: str, position: int) -> None:
    """Note that a chunk has arrived; a photo that is stored notes none. Raises UploadNotFound."""
    upload = _locked(work, token)
    work.audit("store_chunk", "upload", upload.id, village_id=upload.village_id)
    if upload.photo_id is None:
        values = {"upload": upload.id, "position": position, "now": work.now}
        work.session.execute(_STORE_CHUNK, values)


def expect_photo(work: Work, token: str) -> Arrived | None:
    """Return what a photo is made of; None when it is stored. Raises ChunksMissing."""
    upload = get_upload_to_go_on(work, token)
    if upload.photo_id is not None:
        return None
    stored = queries.stored_chunks(work.session, upload.id)
    missing = rules.missing_chunks(upload.bytes, stored)
    if missing:
        raise _chunks_missing(missing)
    upload.expires_at = work.now + rules.UPLOAD_KEPT
    names = rules.chunk_names(upload.token, upload.bytes)
    return Arrived(tuple(names), upload.sha256, upload.name)


def make_photo(ports: Ports, arrived: Arrived) -> MadePhoto | DomainError:
    """Make the photo anew and put it into the store; return why it cannot come in.

    Raises FilesUnavailable, PicturesBusy: nothing is lost, it may be tried again.
    """
    try:
        chunks = [ports.files.get(name) for name in arrived.chunks]
        missing = [position for position, chunk in enumerate(chunks) if chunk is None]
        if missing:
            return _chunks_missing(missing)
        return _made(ports, arrived, b"".join(chunk for chunk in chunks if chunk is not None))
    except PictureBusy as error:
        raise PicturesBusy(_BUSY) from error
    except OSError as error:
        raise FilesUnavailable(_NO_STORE) from error


def _made(ports: Ports, arrived: Arrived, sent: bytes) -> MadePhoto | DomainError:
    if hashlib.sha256(sent).hexdigest() != arrived.sha256:
        return HashDiffers(_NOT_WHOLE)
    try:
        picture = ports.pictures.read(sent)
    except PictureRefused as refused:
        if refused.reason in _TOO_MUCH:
            return PictureTooLarge(_TOO_LARGE)
        return NotAPicture(_NO_PICTURE)
    ports.files.put(arrived.name, picture.content)
    return MadePhoto(
        hashlib.sha256(picture.content).hexdigest(),
        len(picture.content),
        picture.width,
        picture.height,
        picture.fingerprint,
    )


def complete_upload(work: Work, token: str, made: MadePhoto | DomainError | None) -> Photo:
    """Note the photo and return it: of two phones at once both get the same one.

    Raises what `make_photo` found, with a record; UploadNotFound.
    """
    upload = _locked(work, token)
    if upload.photo_id is not None:
        return work.session.get_one(Photo, upload.photo_id)
    if not isinstance(made, MadePhoto):
        raise _refused(upload, made)
    photo_id = _store(work, upload, made)
    if photo_id is not None:
        for topic in (OutboxTopic.PHOTO_STORED, OutboxTopic.PHOTO_SUBMITTED):
            outbox.put(work, topic, {"file_id": photo_id}, village_id=upload.village_id)
        work.audit("store_photo", "photo", photo_id, village_id=upload.village_id)
    else:
        discard(work, [upload.name], due_at=work.now + rules.GRACE)
    photo = queries.get_of_hash(work.session, upload.household_id, upload.sha256)
    _end(work, upload, photo.id)
    return photo


def _refused(upload: Upload, made: DomainError | None) -> DomainError:
    """Return why there is no photo, recorded; without anything made the upload was forgotten."""
    found = made or UploadNotFound(_NOT_WHOLE)
    found.records += (
        refusal("store_photo", "upload", upload.id, village_id=upload.village_id, why=found.slug),
    )
    return found


def _store(work: Work, upload: Upload, made: MadePhoto) -> int | None:
    """Note the photo; None when another phone of the household was faster."""
    values = {
        "village_id": upload.village_id,
        "household_id": upload.household_id,
        "person_id": upload.person_id,
        "name": upload.name,
        "sha256": upload.sha256,
        "stored_sha256": made.stored_sha256,
        "bytes": made.bytes,
        "width": made.width,
        "height": made.height,
        "fingerprint": made.fingerprint,
        "now": work.now,
    }
    stored: int | None = work.session.execute(_STORE_PHOTO, values).scalar_one_or_none()
    return stored


def _end(work: Work, upload: Upload, photo_id: int) -> None:
    """Let go of the chunks: the photo is there, and a late chunk is swept with the others."""
    upload.photo_id = photo_id
    work.session.execute(delete(UploadChunk).where(UploadChunk.upload_id == upload.id))
    names = rules.chunk_names(upload.token, upload.bytes)
    discard(work, names, due_at=work.now + rules.GRACE)


def _locked(work: Work, token: str) -> Upload:
    """Return an upload, locked and as it is now; one that has not expired is not swept away."""
    upload = get_upload_to_go_on(work, token)
    work.session.refresh(upload, with_for_update=True)
    return upload


def _chunks_missing(missing: list[int]) -> ChunksMissing:
    detail = f"照片还差{len(missing)}段没有传到，请接着传。"
    return ChunksMissing(detail, missing=missing)

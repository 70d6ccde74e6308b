"""What evidence keeps of a person: the photos she sent, and those on their way (个人信息)."""

from collections.abc import Iterator

from sqlalchemy import delete, select, update

from models.evidence import Photo, Upload, UploadChunk
from server.domains.evidence import rules
from server.domains.evidence.service.discarding import discard, discard_for_good
from server.kernel.personal_data import Item, PersonalDataSource, Subject, item
from server.kernel.work import Work


def _collect(work: Work, subject: Subject) -> Iterator[Item]:
    photos = select(Photo).where(Photo.person_id == subject.person_id).order_by(Photo.id)
    for photo in work.session.scalars(photos):
        yield item(
            "照片",
            ("stored_at", "收到时间", photo.stored_at),
            ("bytes", "大小（字节）", photo.bytes),
            ("removed_at", "照片删掉的时间", photo.removed_at),
        )
    uploads = Upload.person_id == subject.person_id, Upload.photo_id.is_(None)
    for upload in work.session.scalars(select(Upload).where(*uploads).order_by(Upload.id)):
        yield item(
            "没传完的照片",
            ("opened_at", "开始时间", upload.opened_at),
            ("bytes", "大小（字节）", upload.bytes),
        )


def _erase(work: Work, subject: Subject) -> None:
    """Let the files leave their store; what was compared stays, so that none counts twice."""
    _forget_uploads(work, subject.person_id)
    kept = Photo.person_id == subject.person_id, Photo.removed_at.is_(None)
    gone = update(Photo).where(*kept).values(removed_at=work.now).returning(Photo.name)
    names = work.session.scalars(gone).all()
    if names:
        discard(work, names)


def _forget_uploads(work: Work, person_id: int) -> None:
    for upload in work.session.scalars(select(Upload).where(Upload.person_id == person_id)).all():
        if upload.photo_id is None:
            names = [*rules.chunk_names(upload.token, upload.bytes), upload.name]
            discard_for_good(work, names)
        work.session.execute(delete(UploadChunk).where(UploadChunk.upload_id == upload.id))
        work.session.delete(upload)
    work.session.flush()


PERSONAL_DATA = PersonalDataSource(
    name="evidence",
    title="照片",
    tables=frozenset({"photos", "uploads"}),
    collect=_collect,
    erase=_erase,
    goes=("您传的照片",),
    stays=("一串比对照片用的数字，免得同一张照片领两次积分，看不出照片",),
)

"""Open an upload, or find the one that broke off: nothing that has arrived is sent again."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Date, bindparam, text, update

from models.evidence import Photo, Upload
from models.households import Household
from models.organisations import Organisation
from models.vocabulary import ConsentPurpose, Door
from server.domains.consents import service as consents
from server.domains.evidence import queries, rules
from server.domains.evidence.errors import PictureTooLarge, TooManyPhotos, UploadNotFound
from server.domains.identity import service as identity
from server.domains.organisations import service as organisations
from server.kernel import walls
from server.kernel.clock import start_of
from server.kernel.errors import InvalidInput, NotFound
from server.kernel.files import new_file_name
from server.kernel.permissions import Permission
from server.kernel.pictures import UPLOAD_BYTES_MAX
from server.kernel.work import Work

FOLDER = "photos"
_SOON_SECONDS = 60
_MISSING = "没有找到这户，请返回刷新。"
_NO_HOUSEHOLD = "请先选这张照片是哪一户的。"
_OTHER_SIZE = "这张照片正在传，大小和上次说的不一样，请重新选照片。"

_TAKE = text(
    """
    INSERT INTO photo_allowances (household_id, day, taken) VALUES (:household, :day, 1)
    ON CONFLICT (household_id, day) DO UPDATE SET taken = photo_allowances.taken + 1
     WHERE photo_allowances.taken < :most
    RETURNING taken
    """
).bindparams(bindparam("day", type_=Date()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What a phone says it is going to send; the household is its own unless it names one."""

    sha256: str
    size: int
    household_id: int | None = None


@dataclass(frozen=True, slots=True)
class UploadView:
    """An upload as its phone sees it: which chunks are there, and the receipt when all is done."""

    row: Upload
    stored: Sequence[int]
    receipt: Photo | None

    @property
    def chunks(self) -> int:
        """In how many chunks it comes."""
        return rules.count_chunks(self.row.bytes)


def open_upload(work: Work, announced: Announced) -> UploadView:
    """Return the upload of a photo, begun at the first call; its person's calls take turns.

    Raises PictureTooLarge, TooManyPhotos, InvalidInput (no household, another size),
    ConsentRequired, and NotFound for a household that is not the actor's to show.
    """
    if announced.size > UPLOAD_BYTES_MAX:
        raise PictureTooLarge(_too_large())
    household = _household(work, announced.household_id)
    identity.take_turn(work)
    upload = _go_on(work, household, announced.sha256) or _begin(work, household, announced)
    if upload.bytes != announced.size:
        raise InvalidInput([{"pointer": "#/bytes", "detail": _OTHER_SIZE}])
    return view_of(work, upload)


def show_upload(work: Work, token: str) -> UploadView:
    """Return one of the actor's uploads. Raises UploadNotFound."""
    return view_of(work, get_upload(work, token))


def get_upload(work: Work, token: str) -> Upload:
    """Return an upload the actor began, for a household whose photos she may send.

    Somebody else's is a missing one, and the attempt is recorded. Raises UploadNotFound.
    """
    missing = UploadNotFound("这张照片传得太久了，请重新选照片再传。")
    with walls.look_through(work.session, Door.TRACE):
        upload = queries.find_upload(work.session, token, now=work.now)
    if upload is None:
        raise missing
    if upload.person_id != work.person_id or not _may_send(work, upload):
        where = Upload.__tablename__, upload.id, upload.village_id
        raise organisations.out_of_sight(missing, *where)
    return upload


def get_upload_to_go_on(work: Work, token: str) -> Upload:
    """Return one of the actor's uploads that more of it may come to.

    Raises UploadNotFound, ConsentRequired.
    """
    upload = get_upload(work, token)
    _check_consent(work, upload.household_id)
    return upload


def view_of(work: Work, upload: Upload) -> UploadView:
    """Return an upload as its phone sees it."""
    if upload.photo_id is not None:
        every = range(rules.count_chunks(upload.bytes))
        return UploadView(upload, every, work.session.get_one(Photo, upload.photo_id))
    return UploadView(upload, queries.stored_chunks(work.session, upload.id), None)


def _household(work: Work, household_id: int | None) -> Household:
    wanted = household_id or work.actor.household_id
    if wanted is None:
        raise InvalidInput([{"pointer": "#/household_id", "detail": _NO_HOUSEHOLD}])
    _check_consent(work, wanted)
    if wanted == work.actor.household_id:
        return work.session.get_one(Household, wanted)
    scope = work.actor.office_scope(Permission.PHOTO_SEND)
    return organisations.get_within(scope, work.session, Household, wanted, NotFound(_MISSING))


def _check_consent(work: Work, household_id: int) -> None:
    """Ask for consent to who sends photos of her own household; a leader sends others'."""
    if household_id == work.actor.household_id:
        consents.require(work, ConsentPurpose.SERVICE)


def _may_send(work: Work, upload: Upload) -> bool:
    scope = work.actor.scope(Permission.PHOTO_SEND)
    village = work.session.get_one(Organisation, upload.village_id)
    return upload.household_id in scope.household_ids or scope.covers_path(village.path)


def _go_on(work: Work, household: Household, sha256: str) -> Upload | None:
    """Return the upload that was begun before; it is kept for another while."""
    return work.session.scalar(
        update(Upload)
        .where(
            Upload.person_id == work.person_id,
            Upload.household_id == household.id,
            Upload.sha256 == sha256,
        )
        .values(expires_at=work.now + rules.UPLOAD_KEPT)
        .returning(Upload)
    )


def _begin(work: Work, household: Household, announced: Announced) -> Upload:
    """Begin an upload; a photo that another phone of the household has sent is there already."""
    photo = queries.find_kept(work.session, household.id, announced.sha256)
    if photo is None:
        _claim_room(work, household.id)
    upload = Upload(
        token=secrets.token_hex(16),
        village_id=household.village_id,
        household_id=household.id,
        person_id=work.person_id,
        sha256=announced.sha256,
        bytes=announced.size,
        name=new_file_name(FOLDER, "jpg"),
        opened_at=work.now,
        expires_at=work.now + rules.UPLOAD_KEPT,
        photo_id=photo.id if photo else None,
    )
    work.session.add(upload)
    work.session.flush()
    work.audit("open_upload", "upload", upload.id, village_id=upload.village_id)
    return upload


def _claim_room(work: Work, household_id: int) -> None:
    """Claim one of the household's photos of this day. Raises TooManyPhotos."""
    coming = queries.count_open_uploads(work.session, work.person_id, work.now)
    if coming >= rules.OPEN_UPLOADS_MAX:
        detail = f"还有{coming}张照片没有传完，请先把它们传完。"
        raise TooManyPhotos(detail, seconds=_SOON_SECONDS)
    values = {"household": household_id, "day": work.today, "most": rules.PHOTOS_A_DAY}
    if work.session.execute(_TAKE, values).scalar_one_or_none() is None:
        tomorrow = start_of(work.today + timedelta(days=1))
        seconds = int((tomorrow - work.now).total_seconds())
        detail = f"这一户今天已经传了{rules.PHOTOS_A_DAY}张照片，请明天再传。"
        raise TooManyPhotos(detail, seconds=max(1, seconds))


def _too_large() -> str:
    return f"照片不能超过{UPLOAD_BYTES_MAX // 1024 // 1024}兆，请重新选，或者让小程序压缩后再传。"

"""What the evidence store refuses, in words that say what to do with the photo."""

from typing import ClassVar

from server.kernel.errors import Conflict, NotFound, RuleBroken, TooOften, TryLater


class UploadNotFound(NotFound):
    """No such upload, one of somebody else, or one that has expired: the answer is the same."""

    slug = "upload-not-found"
    title = "这张照片要重新传"


class NotAPicture(RuleBroken):
    """What was sent is no picture, or only pretends to be one (AB-15)."""

    slug = "not-a-picture"
    title = "这不是照片"


class PictureTooLarge(RuleBroken):
    """Too many bytes or too many pixels (AB-15)."""

    slug = "picture-too-large"
    title = "照片太大了"


class HashDiffers(RuleBroken):
    """What arrived is not what was announced; every chunk is to be sent again."""

    slug = "hash-differs"
    title = "照片没有收全"


class ChunksMissing(Conflict):
    """Parts have not arrived; `missing` names them."""

    slug = "chunks-missing"
    title = "照片还没有传完"


class TooManyPhotos(TooOften):
    """The household has sent its photos of a day, or the person has too many on their way."""

    slug = "too-many-photos"
    title = "照片太多了"


class PicturesBusy(TryLater):
    """Too many pictures at once; nothing that has arrived is lost."""

    slug = "pictures-busy"
    title = "照片还要等一等"


class FilesUnavailable(TryLater):
    """The file store does not answer; nothing that has arrived is lost."""

    slug = "files-unavailable"
    title = "照片暂时存不了"


class PhotosMissing(Conflict):
    """An act names photos that have not arrived yet; `missing` says how many."""

    slug = "photos-missing"
    title = "照片还没有传完"

    WORDS: ClassVar = "这一条还有{missing}张照片没有传完，等传完才能确认。"

    def __init__(self, missing: int) -> None:
        """Say how many are missing."""
        super().__init__(self.WORDS.format(missing=missing), missing=missing)

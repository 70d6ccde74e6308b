"""Links to photos, good for a few minutes; who may have one is decided where it is asked for."""

from collections.abc import Collection
from datetime import timedelta

from models.evidence import Photo
from server.domains.evidence import queries, rules
from server.kernel.files import LinkedFile
from server.kernel.work import Work


def link_to(
    work: Work,
    photo: Photo,
    *,
    lasts: timedelta = rules.LINK_LASTS,
    noted_as: int | None = None,
) -> str | None:
    """Return a link that shows a photo; None when its file has been kept its time.

    Where its fetch is to be proven, `noted_as` is the number under which that is kept.
    """
    if photo.removed_at is not None:
        return None
    file = LinkedFile(photo.name, "image/jpeg", f"photo-{photo.id}.jpg", noted_as)
    return work.ports.links.link(file, until=work.now + lasts)


def find_photos(work: Work, file_ids: Collection[int]) -> dict[int, Photo]:
    """Return photos by id: whose they are, in which village, and whether their files are kept."""
    return queries.photos_by_id(work.session, file_ids)

"""Links to photos, good for a few minutes; who may have one is decided where it is asked for."""

from models.evidence import Photo
from server.domains.evidence import queries, rules
from server.kernel.files import LinkedFile
from server.kernel.work import Work


def link_to(work: Work, photo: Photo) -> str | None:
    """Return a link that shows a photo; None when its file has been kept its time."""
    if photo.removed_at is not None:
        return None
    file = LinkedFile(photo.name, "image/jpeg", f"photo-{photo.id}.jpg")
    return work.ports.links.link(file, until=work.now + rules.LINK_LASTS)


def find_photo(work: Work, file_id: int) -> Photo | None:
    """Return a photo by id: whose it is, in which village, and whether its file is kept."""
    return queries.photos_by_id(work.session, [file_id]).get(file_id)

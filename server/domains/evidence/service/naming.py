"""The photos that acts name by hash: before or after they arrive, the household's own alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete

from models.evidence import NamedPhoto, Photo
from models.vocabulary import EvidencedAct
from server.domains.evidence import queries
from server.domains.evidence.errors import PhotosMissing
from server.domains.evidence.rules import Use
from server.domains.evidence.service.alike import flag_reuse
from server.kernel.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidenced:
    """What photos are shown for: the act, its part (the clause of an answer), whose, and when."""

    act: EvidencedAct
    object_id: int
    village_id: int
    household_id: int
    done_on: date
    part: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A photo that an act names; `photo` and `use` are None until it has arrived."""

    object_id: int
    part: str
    sha256: str
    photo: Photo | None
    use: Use | None


def name_photos(work: Work, evidenced: Evidenced, hashes: Sequence[str]) -> None:
    """Let an act name these photos and no others; the same one twice is one."""
    work.session.execute(
        delete(NamedPhoto).where(
            NamedPhoto.act == evidenced.act,
            NamedPhoto.object_id == evidenced.object_id,
            NamedPhoto.part == evidenced.part,
        )
    )
    named = list(dict.fromkeys(hashes))
    work.session.add_all(
        NamedPhoto(
            act=evidenced.act,
            object_id=evidenced.object_id,
            part=evidenced.part,
            sha256=sha256,
            position=position,
            village_id=evidenced.village_id,
            household_id=evidenced.household_id,
            done_on=evidenced.done_on,
        )
        for position, sha256 in enumerate(named)
    )
    work.session.flush()
    flag_reuse(work, queries.photo_ids_of(work.session, evidenced.household_id, named))


def named_photos(work: Work, act: EvidencedAct, object_ids: Collection[int]) -> list[Named]:
    """Return the photos that acts name, in their order."""
    rows = queries.list_named(work.session, act, object_ids)
    return [
        Named(row.object_id, row.part, row.sha256, photo, _use(row, photo) if photo else None)
        for row, photo in rows
    ]


def count_missing(work: Work, act: EvidencedAct, object_ids: Collection[int]) -> dict[int, int]:
    """Return how many photos of acts have not arrived; acts that miss none are left out."""
    return queries.count_missing(work.session, act, object_ids)


def require_photos(work: Work, act: EvidencedAct, object_id: int) -> None:
    """Refuse to confirm an act before its photos have arrived. Raises PhotosMissing."""
    missing = count_missing(work, act, [object_id]).get(object_id, 0)
    if missing:
        raise PhotosMissing(missing)


def _use(row: NamedPhoto, photo: Photo) -> Use:
    return Use(photo.id, row.household_id, row.act, row.object_id, row.done_on)

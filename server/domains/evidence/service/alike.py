"""Photos that show the same: found by the worker, shown to who confirms, never a refusal (AB-6)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, text, update

from models.base import UtcDateTime
from models.evidence import Photo, PhotoPair
from models.vocabulary import AnomalyKind
from server.domains.evidence import queries, rules
from server.domains.evidence.rules import Use
from server.domains.outbox import service as outbox
from server.kernel.clock import start_of
from server.kernel.ports import Ports
from server.kernel.records import Record
from server.kernel.work import Work

_PAIR = text(
    """
    INSERT INTO photo_pairs (earlier_id, later_id, village_id, found_at)
    VALUES (:earlier, :later, :village, :now)
    ON CONFLICT (earlier_id, later_id) DO NOTHING
    """
).bindparams(bindparam("now", type_=UtcDateTime()))


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A photo that shows the same as another; `use` is the act behind which it stands, if any."""

    photo: Photo
    use: Use | None


def _compare(work: Work, payload: outbox.Payload) -> outbox.Payload | None:
    """Look up with what a photo is compared: its village's, of this points year and the last."""
    photo = work.session.get_one(Photo, payload["file_id"])
    since = start_of(rules.compared_since(work.today))
    others = queries.fingerprints_beside(work.session, photo, since)
    return {"file_id": photo.id, "fingerprint": photo.fingerprint, "others": others}


def _look(ports: Ports, asked: outbox.Payload, _key: str) -> list[int]:
    """Compare, while no transaction is open: a large village takes its time."""
    return ports.pictures.look_alike(asked["fingerprint"], asked["others"])


def _keep(work: Work, asked: outbox.Payload, alike: list[int]) -> None:
    photo = work.session.get_one(Photo, asked["file_id"])
    for other_id in alike:
        _pair(work, photo.village_id, photo.id, other_id)
    flag_reuse(work, [photo.id])


COMPARE = outbox.Outside(send=_look, prepare=_compare, record=_keep)
"""How a stored photo is compared with others (outbox topic PHOTO_STORED); twice does no harm."""


def flag_reuse(work: Work, photo_ids: Collection[int]) -> None:
    """Tell the level above once of each pair of photos on which two households or days rest."""
    own = _by_photo(queries.list_uses(work.session, photo_ids))
    for photo_id, uses in own.items():
        if any(rules.reuses(uses, uses)):
            _pair_with_itself(work, photo_id)
    pairs = [pair for pair in queries.list_pairs(work.session, photo_ids) if not pair.flagged_at]
    both = {photo_id for pair in pairs for photo_id in (pair.earlier_id, pair.later_id)}
    photos = queries.photos_by_id(work.session, both)
    uses_of = _by_photo(queries.list_uses(work.session, both))
    for pair in pairs:
        one, other = photos[pair.earlier_id], photos[pair.later_id]
        of_one, of_other = uses_of[one.id], uses_of[other.id]
        if one.household_id != other.household_id or any(rules.reuses(of_one, of_other)):
            _flag(work, pair)


def look_alikes(work: Work, photo_ids: Collection[int]) -> dict[int, list[LookAlike]]:
    """Return what re-uses the picture of each photo, itself included, whoever's it is.

    A photo that stands behind no act is named when it is another household's.
    """
    near: dict[int, set[int]] = {photo_id: {photo_id} for photo_id in photo_ids}
    for pair in queries.list_pairs(work.session, photo_ids):
        for one, other in (
            (pair.earlier_id, pair.later_id),
            (pair.later_id, pair.earlier_id),
        ):
            near.get(one, set()).add(other)
    everything = set().union(*near.values())
    photos = queries.photos_by_id(work.session, everything)
    uses = _by_photo(queries.list_uses(work.session, everything))
    return {
        photo_id: list(_alike(photos, uses, photo_id, sorted(others)))
        for photo_id, others in near.items()
    }


def _alike(
    photos: dict[int, Photo], uses: dict[int, list[Use]], photo_id: int, others: list[int]
) -> Iterable[LookAlike]:
    for other_id in others:
        other = photos[other_id]
        yield from (LookAlike(other, use) for use in rules.reuses(uses[photo_id], uses[other_id]))
        if not uses[other_id] and other.household_id != photos[photo_id].household_id:
            yield LookAlike(other, None)


def _by_photo(uses: Iterable[Use]) -> dict[int, list[Use]]:
    grouped: dict[int, list[Use]] = defaultdict(list)
    for use in uses:
        grouped[use.photo_id].append(use)
    return grouped


def _pair_with_itself(work: Work, photo_id: int) -> None:
    village_id = work.session.get_one(Photo, photo_id).village_id
    _pair(work, village_id, photo_id, photo_id)


def _pair(work: Work, village_id: int, one_id: int, other_id: int) -> None:
    earlier, later = sorted((one_id, other_id))
    values = {"earlier": earlier, "later": later, "village": village_id, "now": work.now}
    work.session.execute(_PAIR, values)


def _flag(work: Work, pair: PhotoPair) -> None:
    flagged = work.session.execute(
        update(PhotoPair)
        .where(
            PhotoPair.earlier_id == pair.earlier_id,
            PhotoPair.later_id == pair.later_id,
            PhotoPair.flagged_at.is_(None),
        )
        .values(flagged_at=work.now)
        .returning(PhotoPair.later_id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if flagged is not None:
        work.records.append(
            Record(
                action="flag_photo",
                object_type="photo",
                object_id=pair.later_id,
                village_id=pair.village_id,
                anomaly=AnomalyKind.REUSED_PHOTO,
                detail={"like": pair.earlier_id},
            )
        )

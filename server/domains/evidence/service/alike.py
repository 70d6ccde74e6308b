"""Photos that show the same: found by the worker, shown to who confirms, never a refusal (AB-6)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
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
        if rules.rest_twice(uses, uses):
            _pair_with_itself(work, photo_id)
    pairs = [pair for pair in queries.list_pairs(work.session, photo_ids) if not pair.flagged_at]
    both = {photo_id for pair in pairs for photo_id in (pair.earlier_id, pair.later_id)}
    photos = queries.photos_by_id(work.session, both)
    uses_of = _by_photo(queries.list_uses(work.session, both))
    for pair in pairs:
        one, other = photos[pair.earlier_id], photos[pair.later_id]
        is_others = one.household_id != other.household_id
        if is_others or rules.rest_twice(uses_of[one.id], uses_of[other.id]):
            _flag(work, pair)


def look_alikes(work: Work, uses: Collection[Use]) -> dict[Use, list[LookAlike]]:
    """Return what re-uses the picture behind each act, the act itself left out, whoever's it is.

    A photo that stands behind no act is named when it is another household's.
    """
    near = _near(work, {use.photo_id for use in uses})
    everything = set().union(*near.values())
    photos = queries.photos_by_id(work.session, everything)
    uses_of = _by_photo(queries.list_uses(work.session, everything))
    return {
        use: [
            found
            for other_id in sorted(near[use.photo_id])
            for found in _alike(use, photos[other_id], uses_of[other_id])
        ]
        for use in uses
    }


def _near(work: Work, photo_ids: Collection[int]) -> dict[int, set[int]]:
    """Return with each photo those that look like it, itself included."""
    near = {photo_id: {photo_id} for photo_id in photo_ids}
    for pair in queries.list_pairs(work.session, photo_ids):
        near.get(pair.earlier_id, set()).add(pair.later_id)
        near.get(pair.later_id, set()).add(pair.earlier_id)
    return near


def _alike(use: Use, other: Photo, uses: list[Use]) -> Iterator[LookAlike]:
    yield from (LookAlike(other, each) for each in uses if rules.is_reuse(use, each))
    if not uses and other.household_id != use.household_id:
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
    ).scalars()
    work.records.extend(
        Record(
            action="flag_photo",
            object_type="photo",
            object_id=photo_id,
            village_id=pair.village_id,
            anomaly=AnomalyKind.REUSED_PHOTO,
            detail={"like": pair.earlier_id},
        )
        for photo_id in flagged
    )

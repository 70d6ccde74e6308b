"""What stands on the pieces of a print-out, looked up when it is drawn: only what all may read."""

from collections.abc import Callable, Mapping, Sequence

from models.organisations import Organisation
from models.prints import Print
from models.vocabulary import CheckState, PrintKind
from server.domains.households import service as households
from server.domains.organisations import service as organisations
from server.domains.prints import rules
from server.domains.prints.service.ordering import find_printable
from server.domains.rewards import service as rewards
from server.kernel.pages import PageRequest
from server.kernel.sheets import ActivityPoster, Card, DoorPlate, Mark, Piece, ShopPoster
from server.kernel.work import Work

Marks = Mapping[int, Mark]
"""The codes to be printed, by what they open."""


def pieces_of(work: Work, row: Print, marks: Marks) -> list[Piece]:
    """Return the pieces of a print-out in order; what has no mark any more is left out."""
    (village,) = organisations.organisations_by_id(work.session, {row.village_id}).values()
    targets = [one for one in row.target_ids if one in marks]
    return list(_PIECES[row.kind](work, village, targets, marks)) if targets else []


def _plates(work: Work, village: Organisation, ids: Sequence[int], marks: Marks) -> Sequence[Piece]:
    found, place = _addresses(work, village), rules.place_of(village.name)
    return [DoorPlate(place, found[one].group_name, found[one].number, marks[one]) for one in ids]


def _cards(work: Work, village: Organisation, ids: Sequence[int], marks: Marks) -> Sequence[Piece]:
    found, place = _addresses(work, village), rules.place_of(village.name)
    labels = households.masked_labels(work, ids)
    return [Card(place, found[one].number, labels[one], marks[one]) for one in ids]


def _activity(
    work: Work, village: Organisation, ids: Sequence[int], marks: Marks
) -> Sequence[Piece]:
    """Return the poster, or nothing when its words changed and wait for their check again."""
    view = find_printable(work, ids[0])
    if view is None:
        return []
    activity = view.activity
    poster = ActivityPoster(
        organiser=village.name,
        title=activity.title,
        times=[rules.say_span(one.starts_at, one.ends_at, work.today) for one in view.shifts],
        place=activity.place,
        content=activity.content,
        contact=activity.contact,
        risk_notes=activity.risk_notes,
        mark=marks[activity.id],
    )
    return [poster]


def _shop(work: Work, village: Organisation, ids: Sequence[int], marks: Marks) -> Sequence[Piece]:
    shelf = rewards.show_shelf(work, ids[0], None, PageRequest(size=rules.GOODS_MAX))
    shown = [one for one in shelf.items if one.name_state is CheckState.PASSED]
    goods = [(f"{one.name} 1{one.unit}", f"{one.price_points}分") for one in shown]
    return [ShopPoster(rules.place_of(village.name), goods, marks[ids[0]])]


def _addresses(work: Work, village: Organisation) -> dict[int, households.Address]:
    return {one.household_id: one for one in households.list_addresses(work, village.id)}


_PIECES: dict[str, Callable[[Work, Organisation, Sequence[int], Marks], Sequence[Piece]]] = {
    PrintKind.DOOR_PLATES: _plates,
    PrintKind.CARDS: _cards,
    PrintKind.ACTIVITY_POSTER: _activity,
    PrintKind.SHOP_POSTER: _shop,
}

"""The shelf of a village's shop as it is seen, with what the caller may do there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from models.organisations import Organisation
from models.rewards import Goods
from models.vocabulary import CheckedText, CheckState
from server.domains.households import service as households
from server.domains.moderation import service as moderation
from server.domains.organisations import service as organisations
from server.domains.rewards import policy, queries
from server.domains.rewards.policy import Action, ShelfAction
from server.kernel import walls
from server.kernel.pages import PageRequest
from server.kernel.permissions import Permission
from server.kernel.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsView:
    """Goods as everybody sees them on the shelf, with what the caller may do."""

    id: int
    village_id: int
    code: str
    name: str
    unit: str
    price_points: int
    stock: int
    name_state: CheckState
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of a shop's goods, and what the caller may do with the whole."""

    items: Sequence[GoodsView]
    next_after: int | None
    actions: tuple[ShelfAction, ...]


def show_shelf(work: Work, village_id: int, household_id: int | None, page: PageRequest) -> Shelf:
    """Return a village's shelf for everybody to see.

    `household_id` is the one that would order, without it the caller's own. Raises
    HouseholdNotFound when she may not order for it.
    """
    walls.enter(work.session, [village_id])
    found = queries.list_goods(work.session, village_id, page, person_id=work.actor.person_id)
    actions = policy.shelf_actions(
        may_order=lives_in(work, village_id, household_id or work.actor.household_id),
        may_shelve=village_id in _shops_kept(work, [village_id]),
    )
    return Shelf(show_goods(work, found.items), found.next_after, actions)


def show_goods(work: Work, goods: Sequence[Goods]) -> list[GoodsView]:
    """Return goods with what the caller may do: take a delivery of her village's shop."""
    kept = _shops_kept(work, [one.village_id for one in goods])
    states = moderation.states_of(work, CheckedText.GOODS, [one.id for one in goods])
    added = {"actions", "name_state"}
    words = [field.name for field in fields(GoodsView) if field.name not in added]
    return [
        GoodsView(
            **{name: getattr(one, name) for name in words},
            name_state=states[one.id],
            actions=(Action.RECEIVE,) if one.village_id in kept else (),
        )
        for one in goods
    ]


def lives_in(work: Work, village_id: int, household_id: int | None) -> bool:
    """Tell whether the caller may order for a household, and it orders in this village's shop."""
    if household_id is None:
        return False
    scope = work.actor.scope(Permission.ORDER_PLACE)
    return households.get_household(scope, work.session, household_id).village_id == village_id


def _shops_kept(work: Work, village_ids: Sequence[int]) -> Mapping[int, Organisation]:
    """Return the villages among these whose shop the caller keeps."""
    keeps = work.actor.office_scope(Permission.STOCK_RECEIVE)
    villages = organisations.organisations_by_id(work.session, village_ids)
    return {id_: village for id_, village in villages.items() if keeps.covers_path(village.path)}

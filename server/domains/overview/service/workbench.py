"""The office-holder's workbench (工作台): one tile for each pile that waits for her, counted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from server.domains.activities import service as activities
from server.domains.assessments import service as assessments
from server.domains.feedback import service as feedback
from server.domains.households import service as households
from server.domains.identity import service as identity
from server.domains.messages import service as messages
from server.domains.moderation import service as moderation
from server.domains.overview import policy
from server.domains.overview.policy import Desk, TileAction, TileKey
from server.domains.points import service as points
from server.domains.privacy import service as privacy
from server.domains.rewards import service as rewards
from server.kernel.scopes import Scope
from server.kernel.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One pile of work; `village_id` is None for an office above the villages."""

    key: TileKey
    title: str
    count: int
    village_id: int | None
    actions: tuple[TileAction, ...]


def show_workbench(work: Work) -> list[Tile]:
    """Return the tiles of all the actor's offices; none for somebody without work to decide."""
    return [tile for desk in policy.desks(work.actor) for tile in _tiles(work, desk)]


class Workbench:
    """What waits for somebody who comes into an office (the port of organisations)."""

    def piles_of(self, work: Work, person_id: int, organisation_id: int) -> dict[str, int]:
        """Return how much waits for a person by her offices on one node, pile by pile."""
        actor = identity.actor_of(work.session, person_id, work.now)
        hers = replace(work, actor=actor)
        return {
            tile.key.value: tile.count
            for desk in policy.desks(actor)
            if desk.organisation_id == organisation_id
            for tile in _tiles(hers, desk)
        }


def _tiles(work: Work, desk: Desk) -> Iterator[Tile]:
    for key in desk.keys:
        count = _COUNTS[key](work, desk)
        yield Tile(
            key=key,
            title=policy.TITLES[key],
            count=count,
            village_id=desk.village_id,
            actions=_actions(work, desk, key, count),
        )


def _actions(work: Work, desk: Desk, key: TileKey, count: int) -> tuple[TileAction, ...]:
    if key is not TileKey.NOTICE_TO_PUBLISH or desk.village_id is None:
        return ()
    is_published = points.is_month_published(work, desk.village_id)
    return policy.notice_actions(count, is_month_published=is_published)


def _scope(desk: Desk) -> Scope:
    return Scope(paths=frozenset({desk.path}))


_COUNTS: dict[TileKey, Callable[[Work, Desk], int]] = {
    TileKey.CLAIMS_TO_CONFIRM: lambda work, desk: points.count_to_confirm(work, desk.path),
    TileKey.ASSESSMENTS_TO_REVIEW: lambda work, desk: assessments.count_to_review(
        work, _scope(desk)
    ),
    TileKey.JOIN_REQUESTS: lambda work, desk: households.count_waiting_requests(work, _scope(desk)),
    TileKey.ROLLS_TO_CALL: lambda work, desk: activities.count_rolls_to_call(work, _scope(desk)),
    TileKey.IN_PERSON_MESSAGES: lambda work, desk: messages.count_untold(work, _scope(desk)),
    TileKey.ORDERS_WAITING: lambda work, desk: rewards.count_waiting(work, _scope(desk)),
    TileKey.NOTICE_TO_PUBLISH: lambda work, desk: points.count_to_publish(work, _scope(desk)),
    TileKey.FEEDBACK_TO_ANSWER: lambda work, desk: feedback.count_waiting(work, desk.path),
    TileKey.CORRECTIONS_TO_DECIDE: lambda work, desk: privacy.count_waiting(work, desk.path),
    TileKey.TEXTS_TO_DECIDE: lambda work, desk: moderation.count_for_people(work, _scope(desk)),
    TileKey.REPORTS_TO_DECIDE: lambda work, desk: moderation.count_reports(work, _scope(desk)),
    TileKey.PHOTOS_TO_DECIDE: lambda work, desk: moderation.count_photos_for_people(
        work, _scope(desk)
    ),
}

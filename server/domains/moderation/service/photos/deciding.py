"""What WeChat does not decide, people do: nobody of the photo's own household, and once.

Only here an unchecked photo is seen by somebody else: whoever decides must look at it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.moderation import PhotoCheck
from models.vocabulary import AnomalyKind, CheckState
from server.domains.evidence import service as evidence
from server.domains.moderation import policy, queries
from server.domains.moderation.errors import OwnPhoto, PhotoAlreadyDecided, PhotoCheckNotFound
from server.domains.moderation.service.photos.standing import settle
from server.domains.organisations import service as organisations
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.scopes import Scope
from server.kernel.work import Work, refusal


@dataclass(frozen=True, slots=True)
class PhotoCard:
    """A check with a link to its photo, and what the actor may do; whose it is is not told."""

    row: PhotoCheck
    link: str | None
    actions: Sequence[str]


def list_photos_for_people(work: Work, page: PageRequest) -> Page[PhotoCard]:
    """Return the photos of the actor's villages that wait for people, oldest first, not her own."""
    scope = work.actor.office_scope(Permission.CONTENT_DECIDE)
    found = queries.list_photos_for_people(scope, work.session, page, but_of=work.actor)
    return Page(_cards(work, found.items), found.next_after)


def count_photos_for_people(work: Work, scope: Scope) -> int:
    """Count what waits for the actor's decision within a scope of her offices."""
    return queries.count_photos_for_people(scope, work.session, but_of=work.actor)


def decide_photo(work: Work, check_id: int, *, passes: bool) -> PhotoCard:
    """Decide whether a photo is shown to others, once.

    Raises PhotoCheckNotFound, OwnPhoto, PhotoAlreadyDecided.
    """
    scope = work.actor.office_scope(Permission.CONTENT_DECIDE)
    missing = PhotoCheckNotFound()
    row = organisations.get_within(scope, work.session, PhotoCheck, check_id, missing)
    if not policy.may_decide(work.actor, row.person_id, row.household_id):
        record = refusal(
            "decide_own_photo",
            "photo_check",
            row.id,
            village_id=row.village_id,
            anomaly=AnomalyKind.OWN_OR_RELATIVE,
        )
        raise OwnPhoto(records=(record,))
    after = CheckState.PASSED if passes else CheckState.REFUSED
    if not settle(work, row.id, CheckState.FOR_PEOPLE, after, decided_by=work.person_id):
        raise PhotoAlreadyDecided
    work.session.refresh(row)
    (card,) = _cards(work, [row])
    return card


def _cards(work: Work, rows: Sequence[PhotoCheck]) -> list[PhotoCard]:
    photos = evidence.find_photos(work, [row.photo_id for row in rows])
    return [
        PhotoCard(
            row,
            evidence.link_to(work, photos[row.photo_id])
            if row.state is CheckState.FOR_PEOPLE
            else None,
            policy.actions(work.actor, row.person_id, row.state, row.household_id),
        )
        for row in rows
    ]

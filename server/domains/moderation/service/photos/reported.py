"""Photos that somebody reports: hidden at once, until somebody else has decided."""

from collections.abc import Collection

from sqlalchemy import update

from models.moderation import PhotoCheck
from models.vocabulary import CheckState, Door
from server.domains.evidence import service as evidence
from server.domains.moderation import queries
from server.domains.moderation.errors import PhotoCheckNotFound
from server.domains.moderation.service.photos.standing import settle
from server.domains.organisations import service as organisations
from server.kernel import walls
from server.kernel.permissions import Permission
from server.kernel.ports import Shown
from server.kernel.work import Work

_SEEN_BY = (Permission.CLAIM_CONFIRM, Permission.ASSESSMENT_REVIEW)
_PASSED = CheckState.PASSED


class ShownPhotos:
    """Photos as they are shown: to their household, and to whoever confirms or reviews there."""

    def find_shown(self, work: Work, object_id: int) -> Shown:
        """Return a photo that has passed and is shown to the actor. Raises PhotoCheckNotFound."""
        scopes = [work.actor.office_scope(permission) for permission in _SEEN_BY]
        row = queries.find_photo_check(scopes, work.session, object_id, work.actor.household_id)
        if row is None:
            with walls.look_through(work.session, Door.TRACE):
                photo = evidence.find_photos(work, [object_id]).get(object_id)
            village_id = None if photo is None else photo.village_id
            raise organisations.out_of_sight(PhotoCheckNotFound(), "photos", object_id, village_id)
        if row.state is not _PASSED or row.reported_at is not None:
            raise PhotoCheckNotFound
        return Shown(row.village_id, row.person_id, row.household_id)


def hide_until_decided(work: Work, photo_id: int) -> None:
    """Hide a photo that is shown."""
    _change(work, photo_id, reported_at=work.now)


def follow_report(work: Work, photo_id: int, *, hides: bool) -> None:
    """Refuse a photo that was reported, or show it again."""
    if not hides:
        _change(work, photo_id, reported_at=None)
        return
    check_id = queries.check_id_of_photo(work.session, photo_id)
    settle(work, check_id, _PASSED, CheckState.REFUSED, decided_by=work.person_id)


def links_of(work: Work, photo_ids: Collection[int]) -> dict[int, str | None]:
    """Return links to photos that were reported, for whoever decides."""
    photos = evidence.find_photos(work, photo_ids)
    return {photo.id: evidence.link_to(work, photo) for photo in photos.values()}


def _change(work: Work, photo_id: int, **values: object) -> None:
    work.session.execute(
        update(PhotoCheck)
        .where(PhotoCheck.photo_id == photo_id, PhotoCheck.state == _PASSED)
        .values(values)
        .execution_options(synchronize_session=False)
    )

"""What an act shows: the household sees its own photos, who decides about it those that passed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.evidence import Photo
from models.vocabulary import CheckState, EvidencedAct, PhotoState
from server.domains.evidence import service as evidence
from server.domains.evidence.service import LookAlike, Named
from server.domains.households.service.naming import masked_labels
from server.domains.moderation import service as moderation
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class LookAlikeCard:
    """Another photo that shows the same, and whose it is, masked."""

    file_id: int
    claim_id: int | None
    household_label: str
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoCard:
    """A named photo as the actor may see it; all but its hash is empty until it has arrived."""

    sha256: str
    state: PhotoState
    file_id: int | None = None
    width: int | None = None
    height: int | None = None
    removed_at: datetime | None = None
    link: str | None = None
    looks_like: Sequence[LookAlikeCard] = ()


PhotosOfParts = dict[tuple[int, str], list[PhotoCard]]


def show_photos(
    work: Work, act: EvidencedAct, owners: Mapping[int, int], judged: Collection[int]
) -> PhotosOfParts:
    """Return the photos of acts by (object, part), in their order; parts without any are left out.

    `owners` are the households of the acts, `judged` the acts about which the actor decides: only
    there she is told what looks like them, and only what passed its check is shown to her.
    """
    named = evidence.named_photos(work, act, owners)
    if not named:
        return {}
    judged_uses = {one.use for one in named if one.use and one.object_id in judged}
    alike = evidence.look_alikes(work, judged_uses)
    near = [found for each in alike.values() for found in each]
    stored = [one.photo for one in named if one.photo]
    seen = _Seen(
        work,
        states=moderation.photo_states_of(
            work, {photo.id for photo in (*stored, *(it.photo for it in near))}
        ),
        labels=masked_labels(work, sorted({it.photo.household_id for it in near})),
    )
    shown: PhotosOfParts = {}
    for one in named:
        is_own = owners[one.object_id] == work.actor.household_id
        likes = alike.get(one.use, []) if one.use else []
        card = seen.card(one, likes, is_own=is_own, is_judged=one.object_id in judged)
        shown.setdefault((one.object_id, one.part), []).append(card)
    return shown


def is_complete(photos: Sequence[PhotoCard]) -> bool:
    """Tell whether all photos have arrived; without any there is nothing to wait for."""
    return all(photo.state is not PhotoState.MISSING for photo in photos)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was read for a page of acts."""

    work: Work
    states: Mapping[int, CheckState]
    labels: Mapping[int, str]

    def card(
        self, one: Named, likes: Sequence[LookAlike], *, is_own: bool, is_judged: bool
    ) -> PhotoCard:
        """Return a photo as the actor may see it."""
        photo = one.photo
        if photo is None:
            return PhotoCard(sha256=one.sha256, state=PhotoState.MISSING)
        may_see = is_own or (is_judged and self._has_passed(photo))
        return PhotoCard(
            sha256=one.sha256,
            state=PhotoState(self.states[photo.id].value),
            file_id=photo.id,
            width=photo.width,
            height=photo.height,
            removed_at=photo.removed_at,
            link=evidence.link_to(self.work, photo) if may_see else None,
            looks_like=[self._like(found) for found in likes],
        )

    def _like(self, found: LookAlike) -> LookAlikeCard:
        photo, use = found.photo, found.use
        is_claim = use is not None and use.act is EvidencedAct.CLAIM
        return LookAlikeCard(
            file_id=photo.id,
            claim_id=use.object_id if use and is_claim else None,
            household_label=self.labels[photo.household_id],
            link=evidence.link_to(self.work, photo) if self._has_passed(photo) else None,
        )

    def _has_passed(self, photo: Photo) -> bool:
        return self.states[photo.id] is CheckState.PASSED

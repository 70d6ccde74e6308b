"""Whose a consent is, and how it stands."""

from dataclasses import dataclass
from typing import Self

from models.vocabulary import ConsentState


@dataclass(frozen=True, slots=True)
class Subject:
    """Who consents: a person with a phone of her own, else a member of a household.

    Whoever has a phone decides by herself: what was signed for her as a member counts no more.
    """

    person_id: int | None = None
    member_id: int | None = None
    village_id: int | None = None

    @classmethod
    def of(cls, *, person_id: int | None, member_id: int, village_id: int) -> Self:
        """Return the subject that a member of a household is."""
        if person_id is not None:
            return cls(person_id=person_id)
        return cls(member_id=member_id, village_id=village_id)


def state_of(in_force: int, given: int | None, *, is_ended: bool) -> ConsentState:
    """Return how somebody's last consent stands against the version in force."""
    if given is None:
        return ConsentState.NONE
    if is_ended:
        return ConsentState.WITHDRAWN
    return ConsentState.GIVEN if given == in_force else ConsentState.OUTDATED

"""Who acts: a signed-in person with her offices and her household, or the system itself."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from models.vocabulary import Role
from server.kernel.permissions import BY_ROLE, RESIDENT, Permission
from server.kernel.scopes import Scope


@dataclass(frozen=True, slots=True)
class Grant:
    """An office in force: a role on a node of the federation tree."""

    role: Role
    organisation_id: int
    path: str


@dataclass(frozen=True)
class Actor:
    """The person of this request. `person_id` is None for the system and for strangers.

    `seen_at` is when her session was last noted to be in use, `signed_in_at` when it was opened;
    `village_id` is her household's. A system that `is_walled` sees no village before it enters it.
    """

    person_id: int | None = None
    session_id: int | None = None
    seen_at: datetime | None = None
    signed_in_at: datetime | None = None
    household_id: int | None = None
    member_id: int | None = None
    village_id: int | None = None
    grants: tuple[Grant, ...] = ()
    is_system: bool = False
    is_walled: bool = False

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        """Every permission she holds anywhere."""
        own = RESIDENT if self.household_id is not None else frozenset[Permission]()
        return own.union(*(BY_ROLE[grant.role] for grant in self.grants))

    def scope(self, permission: Permission) -> Scope:
        """Return where she holds a permission: offices by subtree, membership by household."""
        paths = frozenset(g.path for g in self.grants if permission in BY_ROLE[g.role])
        own = self.household_id is not None and permission in RESIDENT
        households = frozenset({self.household_id} if own and self.household_id else ())
        return Scope(paths=paths, household_ids=households, is_everything=self.is_system)

    def office_scope(self, permission: Permission) -> Scope:
        """Return where she holds a permission by office, leaving out her own household."""
        scope = self.scope(permission)
        return Scope(paths=scope.paths, is_everything=scope.is_everything)


SYSTEM = Actor(is_system=True)
WORKER = Actor(is_system=True, is_walled=True)
STRANGER = Actor()

"""Who may have a file of a village, and by which office; her own needs none."""

from server.kernel.actors import Actor, Grant
from server.kernel.permissions import BY_ROLE, Permission


def permission_for(*, is_masked: bool) -> Permission:
    """Return what it takes to have a file of a village."""
    return Permission.DATA_EXPORT if is_masked else Permission.EXPORT_UNMASKED


def may_have(actor: Actor, village_path: str, *, is_masked: bool) -> bool:
    """Tell whether an actor may have a file of a village."""
    return actor.office_scope(permission_for(is_masked=is_masked)).covers_path(village_path)


def office_in(actor: Actor, village_path: str, *, is_masked: bool) -> Grant:
    """Return the office by which an actor has a file of a village, which she may have."""
    wanted = permission_for(is_masked=is_masked)
    return next(
        grant
        for grant in actor.grants
        if wanted in BY_ROLE[grant.role] and village_path.startswith(grant.path)
    )

"""Who makes federations and officers, decided from the actor alone (GOV-5)."""

from server.kernel.actors import Actor
from server.kernel.permissions import Permission


def stands_above(actor: Actor, permission: Permission, path: str) -> bool:
    """Tell whether the actor holds a permission above a node: never on her own, never beside it.

    The operator stands above the top.
    """
    scope = actor.office_scope(permission)
    return scope.is_everything or any(
        path != above and path.startswith(above) for above in scope.paths
    )

"""What the organisations domain refuses."""

from server.kernel.errors import Conflict, NotFound


class OrganisationNotFound(NotFound):
    """No such federation, or none in sight."""

    slug = "organisation-not-found"
    title = "没有找到这个妇联"


class DivisionNotFound(NotFound):
    """No such administrative division."""

    slug = "division-not-found"
    title = "没有找到这个地方"


class AlreadyInOffice(Conflict):
    """The person holds this office already."""

    slug = "already-in-office"
    title = "已经在任"


def already_in_office() -> AlreadyInOffice:
    """Return the refusal of a second grant of one office."""
    return AlreadyInOffice("这个人已经担任这个职务了，不用再登记。")


CONSTRAINTS = {"uq_role_grants_in_force": already_in_office}

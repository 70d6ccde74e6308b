"""The federation tree: its nodes are made and named by district and city alone (GOV-5)."""

from sqlalchemy import select

from models.organisations import Division, Organisation
from models.vocabulary import OrganisationLevel, Zone
from server.domains.organisations import policy, queries
from server.domains.organisations.errors import DecidedAbove, OrganisationExists
from server.domains.organisations.rules.divisions import zone_of_code
from server.domains.organisations.rules.offices import BELOW, DIVISIONS
from server.domains.organisations.service.divisions import get_division
from server.domains.organisations.service.wall import get_organisation
from server.kernel import walls
from server.kernel.errors import InvalidInput
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.work import Work, refusal


def list_organisations(work: Work, parent_id: int | None, page: PageRequest) -> Page[Organisation]:
    """Return the federations directly under a node (the top: None)."""
    return queries.list_organisations(work.session, parent_id, page)


def found_organisation(
    work: Work, *, parent_id: int, name: str, division_code: str | None, zone: Zone | None
) -> Organisation:
    """Create a federation one level below a parent of the actor's.

    A village without a zone gets that of its division code. Raises OrganisationNotFound,
    DivisionNotFound, OrganisationExists (one name under one parent), InvalidInput.
    """
    scope = work.actor.office_scope(Permission.ORGANISATION_CREATE)
    parent = get_organisation(scope, work.session, parent_id)
    level = _level_below(parent.level)
    work.session.refresh(parent, with_for_update={"key_share": True})
    if queries.has_child_named(work.session, parent.id, name):
        raise OrganisationExists
    if division_code is not None:
        _check_level(get_division(work, division_code), level)
    node_id = create_organisation(
        work,
        level=level,
        name=name,
        parent_id=parent.id,
        division_code=division_code,
        zone=_zone(level, division_code, zone),
    )
    return work.session.get_one(Organisation, node_id)


def rename_organisation(work: Work, organisation_id: int, name: str) -> Organisation:
    """Give a federation below the actor's another name; its number and its history stay.

    Raises OrganisationNotFound, DecidedAbove, OrganisationExists.
    """
    scope = work.actor.office_scope(Permission.ORGANISATION_CREATE)
    node = get_organisation(scope, work.session, organisation_id)
    if not policy.stands_above(work.actor, Permission.ORGANISATION_CREATE, node.path):
        record = refusal("rename_organisation", "organisation", node.id, village_id=node.id)
        raise DecidedAbove(records=(record,))
    if node.name == name:
        return node
    if node.parent_id is not None:
        work.session.get_one(Organisation, node.parent_id, with_for_update={"key_share": True})
        if queries.has_child_named(work.session, node.parent_id, name):
            raise OrganisationExists
    node.name = name
    work.session.flush()
    work.audit("rename_organisation", "organisation", node.id, village_id=node.id)
    return node


def create_organisation(
    work: Work,
    *,
    level: OrganisationLevel,
    name: str,
    parent_id: int | None,
    division_code: str | None = None,
    zone: Zone | None = None,
) -> int:
    """Create a federation under a parent and return its id; a village needs its zone."""
    parent = work.session.get_one(Organisation, parent_id) if parent_id is not None else None
    node = Organisation(
        level=level,
        name=name,
        parent_id=parent_id,
        path="",
        division_code=division_code,
        zone=zone,
        created_at=work.now,
    )
    node.path = f"new:{division_code or name}"
    work.session.add(node)
    work.session.flush()
    node.path = f"{parent.path if parent else '/'}{node.id}/"
    work.session.flush()
    walls.enter(work.session, [node.id])
    work.audit(
        "create_organisation", "organisation", node.id, village_id=node.id, level=level.value
    )
    return node.id


def get_top(work: Work) -> Organisation:
    """Return the top of the tree; the reference data make it."""
    return work.session.scalars(select(Organisation).where(Organisation.parent_id.is_(None))).one()


def ensure_top(work: Work, *, level: OrganisationLevel, name: str) -> int:
    """Return the top of the tree, created at first use."""
    top = work.session.scalar(select(Organisation.id).where(Organisation.parent_id.is_(None)))
    return top or create_organisation(work, level=level, name=name, parent_id=None)


def _level_below(level: OrganisationLevel) -> OrganisationLevel:
    below = BELOW.get(level)
    if below is None:
        fault = {"pointer": "#/parent_id", "detail": "村（社区）妇联下面不再设妇联，请选上面的。"}
        raise InvalidInput([fault])
    return below


def _check_level(division: Division, level: OrganisationLevel) -> None:
    if division.level is not DIVISIONS[level]:
        fault = {"pointer": "#/division_code", "detail": "这个区划不是这一级的，请重新选。"}
        raise InvalidInput([fault])


def _zone(level: OrganisationLevel, division_code: str | None, zone: Zone | None) -> Zone | None:
    if level is not OrganisationLevel.VILLAGE:
        return None
    if zone is None and division_code is None:
        fault = {"pointer": "#/zone", "detail": "请选农村或城市，这决定住户答哪一套标准。"}
        raise InvalidInput([fault])
    return zone or zone_of_code(str(division_code))

"""Federations, offices and divisions over HTTP."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.organisations import schemas, service
from server.kernel.permissions import Permission
from server.web.access import allows, current_work, public
from server.web.schemas import page_request

blueprint = Blueprint(
    "organisations",
    __name__,
    url_prefix="/api/v1",
    description="Federations and divisions (妇联组织与行政区划)",
)


@blueprint.get("/organisations")
@blueprint.arguments(schemas.OrganisationQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.OrganisationPage)
@public
def list_organisations(query: dict[str, Any]) -> Any:
    """List the federations directly under one (without `parent_id`: the top)."""
    return service.list_organisations(current_work(), query["parent_id"], page_request(query))


@blueprint.get("/role-grants")
@blueprint.response(HTTPStatus.OK, schemas.GrantList)
@allows(Permission.GRANT_READ)
def list_grants() -> Any:
    """List the offices in force in the caller's jurisdiction."""
    rows = service.find_grants(current_work())
    return {"items": [_grant(grant, organisation) for grant, organisation in rows]}


@blueprint.get("/divisions")
@blueprint.arguments(schemas.ChildrenQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.DivisionList)
@public
def list_divisions(query: dict[str, Any]) -> Any:
    """List the divisions under one, at most 200 (without `parent`: the city)."""
    return {"items": service.list_children(current_work(), query["parent"], query["on"])}


@blueprint.get("/divisions/search")
@blueprint.arguments(schemas.SearchQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.DivisionList)
@public
def search_divisions(query: dict[str, Any]) -> Any:
    """Find divisions by name, each with its full path, at most 50."""
    return {"items": service.search_divisions(current_work(), query["name"], query["on"])}


@blueprint.get("/divisions/<string:code>")
@blueprint.response(HTTPStatus.OK, schemas.DivisionOut)
@public
def get_division(code: str) -> Any:
    """Show one division; an abolished one names its successor."""
    return service.get_division(current_work(), code)


def _grant(grant: Any, organisation: Any) -> dict[str, Any]:
    return {
        "id": grant.id,
        "person_id": grant.person_id,
        "role": grant.role,
        "organisation_id": organisation.id,
        "organisation_name": organisation.name,
        "since_at": grant.since_at,
    }

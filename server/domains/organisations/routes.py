"""Federations, offices and divisions over HTTP."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.organisations import schemas, service
from server.kernel.permissions import Permission
from server.web.access import allows, current_work, public
from server.web.schemas import PageQuery, page_request

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


@blueprint.post("/organisations")
@blueprint.arguments(schemas.OrganisationIn)
@blueprint.response(HTTPStatus.CREATED, schemas.OrganisationOut)
@allows(Permission.ORGANISATION_CREATE)
def found_organisation(payload: dict[str, Any]) -> Any:
    """Make a federation below one of the caller's; district and city only (GOV-5)."""
    return service.found_organisation(current_work(), **payload)


@blueprint.post("/organisations/<int:organisation_id>/renaming")
@blueprint.arguments(schemas.RenamingIn)
@blueprint.response(HTTPStatus.OK, schemas.OrganisationOut)
@allows(Permission.ORGANISATION_CREATE)
def rename_organisation(payload: dict[str, Any], organisation_id: int) -> Any:
    """Give a federation below the caller's another name."""
    return service.rename_organisation(current_work(), organisation_id, payload["name"])


@blueprint.get("/role-grants")
@blueprint.arguments(schemas.GrantQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.GrantPage)
@allows(Permission.GRANT_READ)
def list_grants(query: dict[str, Any]) -> Any:
    """List the offices in the caller's jurisdiction: those in force, or with ended ones."""
    wanted = service.OfficeFilter(query["organisation_id"], has_history=query["history"])
    return service.list_offices(current_work(), wanted, page_request(query))


@blueprint.post("/role-grants")
@blueprint.arguments(schemas.AppointmentIn)
@blueprint.response(HTTPStatus.CREATED, schemas.GrantOut)
@allows(Permission.OFFICE_GRANT)
def appoint(payload: dict[str, Any]) -> Any:
    """Put a person into an office below the caller's own (GOV-5)."""
    return service.appoint(current_work(), **payload)


@blueprint.post("/role-grants/<int:grant_id>/end")
@blueprint.arguments(schemas.EndIn)
@blueprint.response(HTTPStatus.OK, schemas.HandoverOut)
@allows(Permission.OFFICE_GRANT)
def end_office(payload: dict[str, Any], grant_id: int) -> Any:
    """End an office below the caller's own and hand it over in one step (ID-5)."""
    return service.end_office(current_work(), grant_id, payload["successor_person_id"])


@blueprint.get("/vacancies")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.VacancyPage)
@allows(Permission.GRANT_READ)
def list_vacancies(query: dict[str, Any]) -> Any:
    """List the federations in the caller's jurisdiction that have nobody at their head."""
    return service.list_vacancies(current_work(), page_request(query))


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

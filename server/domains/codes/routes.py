"""Printed codes over HTTP."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.codes import schemas, service
from server.kernel.permissions import Permission
from server.kernel.work import Work
from server.web.access import allows, current_work, public, reveals
from server.web.limits import SCANS, limited
from server.web.schemas import page_request

blueprint = Blueprint("codes", __name__, url_prefix="/api/v1", description="Printed codes (二维码)")


def _draw(work: Work, body: dict[str, Any]) -> dict[str, Any]:
    """Add the picture, which is drawn or linked anew for a repeat instead of being stored."""
    return {**body, "picture": service.picture_of(work, body["id"])}


@blueprint.post("/codes")
@blueprint.arguments(schemas.CodeIn)
@blueprint.response(HTTPStatus.CREATED, schemas.CodeOut)
@reveals(_draw)
@allows(Permission.CODE_ISSUE)
def issue_code(payload: dict[str, Any]) -> Any:
    """Issue the code of a door, a card, a shop or an activity; twice gives the same one."""
    return service.issue_code(current_work(), payload["kind"], payload["target_id"])


@blueprint.get("/codes")
@blueprint.arguments(schemas.CodesQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.CodePage)
@allows(Permission.CODE_ISSUE)
def list_codes(query: dict[str, Any]) -> Any:
    """List the codes that a door, a card, a shop or an activity has had, newest first."""
    return service.list_codes(
        current_work(), query["kind"], query["target_id"], page_request(query)
    )


@blueprint.get("/codes/<string:scene>")
@blueprint.response(HTTPStatus.OK, schemas.OpenedCodeOut)
@blueprint.alt_response(HTTPStatus.GONE)
@limited(SCANS)
@public
def open_code(scene: str) -> Any:
    """Show what a scanned code offers to the caller."""
    return service.open_code(current_work(), scene)


@blueprint.post("/codes/<int:code_id>/revocation")
@blueprint.arguments(schemas.RevocationIn)
@blueprint.response(HTTPStatus.OK, schemas.CodeOut)
@reveals(_draw)
@allows(Permission.CODE_ISSUE)
def revoke_code(payload: dict[str, Any], code_id: int) -> Any:
    """Revoke a code at once; a new one may be issued."""
    return service.revoke_code(current_work(), code_id, payload["reason"])


@blueprint.post("/codes/<int:code_id>/reissue")
@blueprint.arguments(schemas.RevocationIn)
@blueprint.response(HTTPStatus.CREATED, schemas.CodeOut)
@reveals(_draw)
@allows(Permission.CODE_ISSUE)
def reissue_code(payload: dict[str, Any], code_id: int) -> Any:
    """Revoke a code and issue the one in its place, in one step."""
    return service.reissue_code(current_work(), code_id, payload["reason"])

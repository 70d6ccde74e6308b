"""Printed codes over HTTP."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.codes import schemas, service
from server.kernel.permissions import Permission
from server.kernel.work import Work
from server.web.access import allows, current_work, public, reveals
from server.web.limits import SCANS, limited

blueprint = Blueprint("codes", __name__, url_prefix="/api/v1", description="Printed codes (二维码)")


def _draw(work: Work, body: dict[str, Any]) -> dict[str, Any]:
    """Add the picture, which is drawn again for a repeat instead of being stored."""
    return {**body, "picture": work.ports.code_pictures.draw(body["scene"])}


@blueprint.post("/codes")
@blueprint.arguments(schemas.CodeIn)
@blueprint.response(HTTPStatus.CREATED, schemas.CodeOut)
@reveals(_draw)
@allows(Permission.CODE_ISSUE)
def issue_code(payload: dict[str, Any]) -> Any:
    """Issue the code of a door, a card, a shop or an activity; twice gives the same one."""
    return service.issue_code(current_work(), payload["kind"], payload["target_id"])


@blueprint.get("/codes/<string:scene>")
@blueprint.response(HTTPStatus.OK, schemas.OpenedCodeOut)
@limited(SCANS)
@public
def open_code(scene: str) -> Any:
    """Show what a scanned code offers to the caller."""
    return service.open_code(current_work(), scene)


@blueprint.post("/codes/<int:code_id>/revocation")
@blueprint.response(HTTPStatus.OK, schemas.CodeOut)
@reveals(_draw)
@allows(Permission.CODE_ISSUE)
def revoke_code(code_id: int) -> Any:
    """Revoke a code at once; a new one may be issued."""
    return service.revoke_code(current_work(), code_id)

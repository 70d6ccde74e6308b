"""Exports over HTTP; the file itself is fetched by its link (`server/web/files.py`)."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.exports import schemas, service
from server.web.access import allows_signed_in, current_work, reveals
from server.web.schemas import PageQuery, page_request

blueprint = Blueprint(
    "exports", __name__, url_prefix="/api/v1", description="Files that leave the house (导出)"
)


@blueprint.post("/exports")
@blueprint.arguments(schemas.ExportIn)
@blueprint.response(HTTPStatus.CREATED, schemas.ExportOut)
@allows_signed_in
def order_export(payload: dict[str, Any]) -> Any:
    """Order a file: a village's takes `data:export`, with whole names `export:unmasked`."""
    return service.order_export(current_work(), service.Wanted(**payload))


@blueprint.get("/exports")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.ExportPage)
@allows_signed_in
def list_exports(query: dict[str, Any]) -> Any:
    """List what the caller ordered, newest first."""
    return service.list_exports(current_work(), page_request(query))


@blueprint.get("/exports/<int:export_id>")
@blueprint.response(HTTPStatus.OK, schemas.ExportOut)
@allows_signed_in
def get_export(export_id: int) -> Any:
    """Show how far a file is that the caller ordered."""
    return service.get_export(current_work(), export_id)


@blueprint.post("/exports/<int:export_id>/links")
@blueprint.response(HTTPStatus.CREATED, schemas.LinkOut)
@reveals(service.spell_link)
@allows_signed_in
def link_export(export_id: int) -> Any:
    """Make a link that hands the file out once within ten minutes; the one before dies."""
    return service.link_export(current_work(), export_id)

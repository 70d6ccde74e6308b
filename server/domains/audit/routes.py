"""What was done, and what to look at, over HTTP."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.audit import schemas, service
from server.kernel.permissions import Permission
from server.web.access import allows, current_work
from server.web.schemas import PageQuery, page_request

blueprint = Blueprint(
    "audit",
    __name__,
    url_prefix="/api/v1",
    description="What was done, what to look at (留痕)",
)


@blueprint.get("/anomalies")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.AnomalyPage)
@allows(Permission.ANOMALY_READ)
def list_anomalies(query: dict[str, Any]) -> Any:
    """List what the level above should look at, newest first."""
    return service.list_anomalies(current_work(), page_request(query))


@blueprint.get("/audit-entries")
@blueprint.arguments(schemas.EntryQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.EntryPage)
@allows(Permission.AUDIT_READ)
def list_entries(query: dict[str, Any]) -> Any:
    """List what was done and refused, newest first; that it was read is kept as well."""
    page = page_request(query)
    wanted = {name: value for name, value in query.items() if name not in {"after", "size"}}
    return service.list_entries(current_work(), service.EntryFilter(**wanted), page)

"""The anomaly list over HTTP."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.audit import schemas, service
from server.kernel.permissions import Permission
from server.web.access import allows, current_work
from server.web.schemas import PageQuery, page_request

blueprint = Blueprint(
    "audit", __name__, url_prefix="/api/v1", description="What to look at (异常提示)"
)


@blueprint.get("/anomalies")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.AnomalyPage)
@allows(Permission.ANOMALY_READ)
def list_anomalies(query: dict[str, Any]) -> Any:
    """List what the level above should look at, newest first."""
    return service.list_anomalies(current_work(), page_request(query))

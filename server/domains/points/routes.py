"""The points books over HTTP."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.points import schemas, service
from server.domains.points.schemas import rule_book
from server.domains.points.service import ClaimFilter, ReportedDeed
from server.kernel.permissions import Permission
from server.web.access import allows, current_work, public
from server.web.limits import moves_points
from server.web.schemas import PageQuery, on_behalf, page_request

blueprint = Blueprint(
    "points", __name__, url_prefix="/api/v1", description="Rules, claims and points (积分)"
)


@blueprint.get("/rules")
@blueprint.arguments(rule_book.RulesQuery, location="query")
@blueprint.response(HTTPStatus.OK, rule_book.VillageRulesOut)
@public
def read_rules(query: dict[str, Any]) -> Any:
    """Read the rules in force in a village today."""
    work = current_work()
    found = service.read_rules(work, query["village_id"])
    return {
        "village_id": found.village_id,
        "newest": found.newest,
        "rule_set": found.rule_set,
        "effective_on": found.effective_on,
        "items": service.offer_rules(work, found.village_id, found.rules),
    }


@blueprint.post("/villages/<int:village_id>/rule-adoptions")
@blueprint.arguments(rule_book.AdoptionIn)
@blueprint.response(HTTPStatus.CREATED, rule_book.AdoptionOut)
@allows(Permission.RULE_ADOPT)
def adopt_rules(payload: dict[str, Any], village_id: int) -> Any:
    """Record a village's resolution; the rules hold from the first of next month."""
    return service.adopt_rules(current_work(), village_id=village_id, **payload)


@blueprint.post("/claims")
@blueprint.arguments(schemas.ClaimIn)
@blueprint.response(HTTPStatus.CREATED, schemas.ClaimOut)
@allows(Permission.CLAIM_SUBMIT)
def submit_claim(payload: dict[str, Any]) -> Any:
    """Submit a claim for one's own household, or as a leader on a household's behalf."""
    work = current_work()
    words = ("rule_code", "deed_on", "quantity", "note", "photos")
    deed = ReportedDeed(**{word: payload[word] for word in words})
    claim = service.submit_claim(work, payload["household_id"], deed, on_behalf(payload))
    return service.show_claim(work, claim)


@blueprint.get("/claims")
@blueprint.arguments(schemas.ClaimsQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.ClaimPage)
@allows(Permission.CLAIM_READ)
def list_claims(query: dict[str, Any]) -> Any:
    """List claims, oldest first: of one's own household, or of one's office."""
    wanted = ClaimFilter(query["village_id"], query["household_id"], query["state"])
    return service.list_claims(current_work(), wanted, page_request(query))


@blueprint.get("/claims/<int:claim_id>")
@blueprint.response(HTTPStatus.OK, schemas.ClaimExplainedOut)
@allows(Permission.CLAIM_READ)
def explain_claim(claim_id: int) -> Any:
    """Tell why a point exists: rule, confirmations, evidence, notice, transfers."""
    return service.explain_claim(current_work(), claim_id)


@blueprint.post("/claims/confirmations")
@blueprint.arguments(schemas.ConfirmIn)
@blueprint.response(HTTPStatus.OK, schemas.ConfirmOut)
@moves_points
@allows(Permission.CLAIM_CONFIRM)
def confirm_claims(payload: dict[str, Any]) -> Any:
    """Confirm 1 to 100 claims; each gets its own result."""
    return {"items": service.confirm_claims(current_work(), payload["claim_ids"])}


@blueprint.post("/claims/<int:claim_id>/return")
@blueprint.arguments(schemas.ReasonIn)
@blueprint.response(HTTPStatus.OK, schemas.ClaimOut)
@allows(Permission.CLAIM_CONFIRM)
def return_claim(payload: dict[str, Any], claim_id: int) -> Any:
    """Give a claim back with a reason; it may be submitted again."""
    work = current_work()
    return service.show_claim(work, service.return_claim(work, claim_id, payload["reason"]))


@blueprint.post("/claims/<int:claim_id>/revocation")
@blueprint.arguments(schemas.ReasonIn)
@blueprint.response(HTTPStatus.OK, schemas.RevocationOut)
@moves_points
@allows(Permission.CLAIM_REVOKE)
def revoke_claim(payload: dict[str, Any], claim_id: int) -> Any:
    """Take an award back, once; what was spent already stays owed."""
    return service.revoke_claim(current_work(), claim_id, payload["reason"])


@blueprint.get("/households/<int:household_id>/points")
@blueprint.response(HTTPStatus.OK, schemas.FiguresOut)
@allows(Permission.STATEMENT_READ)
def read_figures(household_id: int) -> Any:
    """Read a household's figures: earned this year, redeemable, and what is on its way."""
    return service.read_figures(current_work(), household_id)


@blueprint.get("/households/<int:household_id>/statement")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.StatementPage)
@allows(Permission.STATEMENT_READ)
def read_statement(query: dict[str, Any], household_id: int) -> Any:
    """Read a household's transfers, newest first."""
    return service.read_statement(current_work(), household_id, page_request(query))


@blueprint.post("/villages/<int:village_id>/points-notices")
@blueprint.response(HTTPStatus.CREATED, schemas.PublishedOut)
@allows(Permission.NOTICE_PUBLISH)
def publish_notice(village_id: int) -> Any:
    """Publish this month's notice of all confirmed points of a village."""
    return service.publish_monthly_notice(current_work(), village_id)

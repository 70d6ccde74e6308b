"""Consents over HTTP: the texts for everybody, one's own for whoever is signed in."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.consents import schemas, service
from server.web.access import allows_signed_in, current_work, public
from server.web.consent_schemas import ConsentIn, ConsentList, ConsentOut

blueprint = Blueprint(
    "consents", __name__, url_prefix="/api/v1", description="What people agree to (同意)"
)


@blueprint.get("/consent-texts")
@blueprint.response(HTTPStatus.OK, schemas.ConsentTextList)
@public
def list_consent_texts() -> Any:
    """Read what people are asked to agree to, each purpose by itself."""
    return {"items": service.list_texts(current_work())}


@blueprint.get("/me/consents")
@blueprint.response(HTTPStatus.OK, ConsentList)
@allows_signed_in
def list_own_consents() -> Any:
    """Show how the caller's own consents stand; whoever was not asked yet has given none."""
    return {"items": service.show_own(current_work())}


@blueprint.get("/me/consents/<string:purpose>")
@blueprint.response(HTTPStatus.OK, schemas.GivenConsentList)
@allows_signed_in
def list_given_consents(purpose: str) -> Any:
    """Show every consent the caller gave for a purpose, in the wording of that day."""
    return {"items": service.list_own_given(current_work(), service.purpose_of(purpose))}


@blueprint.put("/me/consents/<string:purpose>")
@blueprint.arguments(ConsentIn)
@blueprint.response(HTTPStatus.OK, ConsentOut)
@allows_signed_in
def give_consent(payload: dict[str, Any], purpose: str) -> Any:
    """Agree to the text in force, by the version that was shown; repeating it changes nothing."""
    return service.give(current_work(), service.purpose_of(purpose), payload["version"])


@blueprint.delete("/me/consents/<string:purpose>")
@blueprint.response(HTTPStatus.OK, ConsentOut)
@allows_signed_in
def withdraw_consent(purpose: str) -> Any:
    """Take a consent back, from the next call on; repeating it changes nothing."""
    return service.withdraw(current_work(), service.purpose_of(purpose))

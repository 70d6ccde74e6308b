"""A few routes that do nearly nothing, to watch the web glue at work on a real database.

Each "effect" is a new person: easy to count, in a table that every installation has.
"""
# flask-smorest's decorators have no types
# mypy: disable-error-code="untyped-decorator"

from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import current_app
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate
from sqlalchemy import text

from models.vocabulary import AnomalyKind, Relation
from server.domains.identity import service as identity
from server.kernel.errors import Conflict, NotFound
from server.kernel.permissions import Permission
from server.kernel.ports import Ports
from server.kernel.records import Record
from server.kernel.work import Work, refusal
from server.web.access import (
    allows,
    allows_signed_in,
    asks_outside,
    current_work,
    prepared,
    public,
    request_id,
    reveals,
    signs_in,
)
from server.web.database import db
from server.web.schemas import InSchema, OnBehalfIn, PageQuery, on_behalf, page_request, text_field
from tests.support.service import Service, settings_for, start

SECRET = "open-sesame"
NOTHING_TO_ASK = "nothing"


class PersonIn(InSchema):
    """Everything a schema of ours may ask for."""

    name = text_field(1, 20)
    note = text_field(0, 40, load_default="")
    number = fields.Integer(strict=True, load_default=None, validate=validate.Range(1, 10))
    relation = fields.Enum(Relation, by_value=True, load_default=Relation.HEAD)
    on_behalf = fields.Nested(OnBehalfIn, load_default=None, allow_none=True)


class PersonOut(Schema):
    """What came of it."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)


class RefusalIn(InSchema):
    """Whether to refuse."""

    is_refused = fields.Boolean(required=True)


def with_tiny_routes(service: Service, folder: Path) -> Service:
    """Return a second app on the database of a service, with these routes added."""
    url = service.app.config["SQLALCHEMY_DATABASE_URI"]
    added = start(settings_for(url, folder), service.database)
    added.app.register_blueprint(blueprint)
    return added


blueprint = Blueprint("tiny", __name__, url_prefix="/api/v1/tiny")


def _nothing(ports: Ports, payload: dict[str, Any]) -> str:
    del ports
    return f"prepared {payload.get('name')}"


def _make(name: str) -> dict[str, Any]:
    return {"id": identity.create_person(current_work()), "name": name}


@blueprint.post("/people")
@blueprint.arguments(PersonIn)
@blueprint.response(HTTPStatus.CREATED, PersonOut)
@allows_signed_in
def make_person(payload: dict[str, Any]) -> dict[str, Any]:
    """Make a person, once for each key."""
    return _make(payload["name"])


@blueprint.post("/people-without-keys")
@blueprint.arguments(PersonIn)
@blueprint.response(HTTPStatus.CREATED, PersonOut)
@signs_in(_nothing)
def make_person_without_key(payload: dict[str, Any]) -> dict[str, Any]:
    """Make a person at every call: what a write is without its key."""
    return _make(payload["name"])


@blueprint.post("/prepared")
@blueprint.arguments(PersonIn)
@blueprint.response(HTTPStatus.OK)
@signs_in(_nothing)
def show_prepared(payload: dict[str, Any]) -> dict[str, Any]:
    """Show what the prepare step brought, and who asks."""
    behalf = on_behalf(payload)
    return {
        "prepared": prepared(),
        "person_id": current_work().actor.person_id,
        "request_id": request_id(),
        "member_id": behalf.member_id if behalf else None,
    }


def _question(work: Work, payload: dict[str, Any]) -> dict[str, Any] | None:
    if payload.get("name") == NOTHING_TO_ASK:
        return None
    return {"person_id": work.person_id, "claim": identity.create_person(work)}


def _call(ports: Ports, asked: dict[str, Any]) -> dict[str, Any]:
    del ports
    with current_app.app_context():
        in_use = db.engine.pool.checkedout()  # type: ignore[attr-defined]
    return asked | {"connections": in_use}


@blueprint.post("/asked")
@blueprint.arguments(PersonIn)
@blueprint.response(HTTPStatus.CREATED)
@asks_outside(_question, _call)
@allows_signed_in
def show_asked(payload: dict[str, Any]) -> dict[str, Any]:
    """Show what was asked and how many connections were held meanwhile."""
    return {"asked": prepared(), **_make(payload["name"])}


def _reveal(work: Work, body: dict[str, Any]) -> dict[str, Any]:
    return body | {"secret": f"{SECRET}-{work.person_id}-{body['id']}"}


@blueprint.post("/secrets")
@blueprint.arguments(PersonIn)
@blueprint.response(HTTPStatus.CREATED, PersonOut)
@reveals(_reveal)
@allows_signed_in
def make_secret(payload: dict[str, Any]) -> dict[str, Any]:
    """Make a person and tell a secret about her."""
    return _make(payload["name"])


@blueprint.delete("/people/<int:person_id>")
@blueprint.response(HTTPStatus.NO_CONTENT)
@allows_signed_in
def remove_person(person_id: int) -> None:
    """Make a person and answer without a body."""
    _make(str(person_id))


@blueprint.post("/refusals")
@blueprint.arguments(RefusalIn)
@blueprint.response(HTTPStatus.CREATED, PersonOut)
@allows_signed_in
def make_or_refuse(payload: dict[str, Any]) -> dict[str, Any]:
    """Make a person, then perhaps refuse."""
    made = _make("somebody")
    current_work().audit("make_or_refuse", "person", made["id"])
    if payload["is_refused"]:
        raise Conflict("已经有人办了。", records=(_record(),), winner=3)
    return made


@blueprint.get("/refusals")
@blueprint.response(HTTPStatus.OK)
@public
def refuse_reading() -> None:
    """Refuse to show anything."""
    raise NotFound("没有找到这个人。", records=(_record(),))


def _record() -> Record:
    return refusal("tiny_refused", "person", 7, anomaly=AnomalyKind.FOREIGN_ID)


@blueprint.get("/everything")
@blueprint.response(HTTPStatus.OK)
@public
def read_everything() -> dict[str, Any]:
    """Read across scopes."""
    return {"is_everything": current_work().everything(reason="tiny").is_everything}


@blueprint.get("/pages")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(HTTPStatus.OK)
@public
def show_page(query: dict[str, Any]) -> dict[str, Any]:
    """Show which page was asked for."""
    page = page_request(query)
    return {"after": page.after, "size": page.size}


@blueprint.get("/words/<word>")
@blueprint.response(HTTPStatus.OK)
@public
def show_word(word: str) -> dict[str, Any]:
    """Look a word up in the database."""
    found = current_work().session.execute(text("SELECT CAST(:word AS TEXT)"), {"word": word})
    return {"word": found.scalar_one()}


@blueprint.get("/writes")
@blueprint.response(HTTPStatus.OK)
@public
def write_while_reading() -> dict[str, Any]:
    """Try to write on GET."""
    return _make("nobody")


@blueprint.get("/crashes")
@blueprint.response(HTTPStatus.OK)
@public
def crash() -> None:
    """Fail as a bug does."""
    raise RuntimeError(SECRET)


@blueprint.get("/undeclared")
@blueprint.response(HTTPStatus.OK)
def forgotten() -> dict[str, Any]:
    """Forget to say who may call this."""
    return {"told": SECRET}


@blueprint.post("/confirmations")
@blueprint.response(HTTPStatus.OK)
@allows(Permission.CLAIM_CONFIRM)
def confirm() -> dict[str, Any]:
    """Do what only offices may."""
    return {"done": True}


@blueprint.get("/slashed/")
@blueprint.response(HTTPStatus.OK)
@public
def slashed() -> dict[str, Any]:
    """Answer at an address that ends in a slash."""
    return {"done": True}

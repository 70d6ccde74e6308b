"""What everybody may know of this installation: who runs it, its filing numbers, its version."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from server.kernel.work import Work
from server.web.access import current_work, public

NAME = "巴渝绿家"
ROOM = "About this service (关于)"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The facts about an installation; what its operator did not state is None."""

    organiser: str | None
    icp_number: str | None
    government_app_number: str | None
    contact_phone: str | None
    version: str
    phone_button: bool
    name: str = NAME


class AboutOut(Schema):
    """Who runs this; `standards_notice` says that the standards are not the official text.

    `phone_button` tells whether to offer WeChat's phone button: each number has a price.
    """

    name = fields.String(required=True)
    organiser = fields.String(required=True, allow_none=True)
    icp_number = fields.String(required=True, allow_none=True)
    government_app_number = fields.String(required=True, allow_none=True)
    contact_phone = fields.String(required=True, allow_none=True)
    version = fields.String(required=True)
    phone_button = fields.Boolean(required=True)
    standards_notice = fields.String(required=True, allow_none=True)


def about_blueprint(about: About, standards_notice: Callable[[Work], str | None]) -> Blueprint:
    """Return the one route that tells these facts, and what marks standards not official."""
    blueprint = Blueprint("about", __name__, url_prefix="/api/v1", description=ROOM)

    @blueprint.get("/about")
    @blueprint.response(HTTPStatus.OK, AboutOut)
    @public
    def show_about() -> dict[str, Any]:
        """Show who runs this service, its filing numbers and its version."""
        return {**asdict(about), "standards_notice": standards_notice(current_work())}

    return blueprint

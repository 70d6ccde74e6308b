"""How an order is read: JSON that a schema understands, or every fault of it by name."""

from typing import Any

from flask import request
from marshmallow import Schema, ValidationError, validate

from tools.wechat_standin.shapes import NAME

PREFIX = "/__ctl"
is_a_name = validate.Regexp(rf"{NAME.pattern}\Z")


def posted(schema: Schema) -> dict[str, Any]:
    """Return the posted object. Only the JSON type counts: a web page cannot send it from afar."""
    found = request.get_json(silent=True)
    if found is None:
        raise ValidationError(["post a JSON object"])
    loaded: dict[str, Any] = schema.load(found)
    return loaded


def refuse(error: ValidationError) -> tuple[dict[str, Any], int]:
    """Name every fault of the order."""
    return {"errors": error.messages}, 400

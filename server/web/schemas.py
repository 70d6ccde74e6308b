"""What every schema shares: unknown fields are refused, texts are trimmed, messages are Chinese."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import (
    EXCLUDE,
    INCLUDE,
    RAISE,
    Schema,
    ValidationError,
    fields,
    pre_load,
    validate,
    validates_schema,
)

from models.vocabulary import CheckState, ProxyChannel
from server.kernel.pages import PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX, PageRequest
from server.kernel.work import OnBehalf

MESSAGES = {
    "required": "这一项要填。",
    "null": "这一项不能空着。",
    "invalid": "这一项没看懂，请再填一次。",
    "type": "这一项没看懂，请再填一次。",
    "validator_failed": "这一项没看懂，请再填一次。",
    "invalid_utf8": "这一项里有存不下的字，请换个写法。",
    "too_large": "这个数太大了，请改小。",
    "invalid_awareness": "这个时间没看懂，请再选一次。",
    "unknown": "请从给出的几项里选。",
}
for field in (
    fields.Field,
    fields.String,
    fields.Integer,
    fields.Number,
    fields.Boolean,
    fields.Date,
    fields.DateTime,
    fields.AwareDateTime,
    fields.Enum,
    fields.List,
    fields.Nested,
):
    field.default_error_messages = {**field.default_error_messages, **MESSAGES}
validate.Length.message_min = "至少要{min}个。"
validate.Length.message_max = "最多{max}个。"
validate.Length.message_all = "要{min}到{max}个。"
validate.Range.message_min = "不能小于{{min}}。"
validate.Range.message_max = "不能大于{{max}}。"
validate.Range.message_all = "要在{{min}}到{{max}}之间。"
validate.Regexp.default_message = "这一项没看懂，请再填一次。"
validate.OneOf.default_message = "请从给出的几项里选。"

NUMBER_MAX = 2**63 - 1
ID_MAX = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly."""
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class InSchema(Schema):
    """The base of everything that comes in."""

    class Meta:
        """Refuse what is not asked for (AB-2)."""

        unknown = RAISE

    error_messages = {"unknown": "这一项不用填。", "type": "没看懂，请再填一次。"}  # noqa: RUF012

    @pre_load
    def trim(self, data: Any, **_: Any) -> Any:  # noqa: ANN401 - anything may come in
        """Trim texts once, for all schemas; the rest of a text is kept whole (AB-14)."""
        if not isinstance(data, Mapping):  # a query string is a mapping, but no dict
            return data
        return {k: v.strip() if isinstance(v, str) else v for k, v in data.items()}

    @validates_schema(skip_on_field_errors=False)
    def refuse_huge_numbers(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse numbers that no column holds, before a database has to."""
        faults = {
            name: ["这个数太大了，请改小。"]
            for name, value in data.items()
            if any(_is_huge(item) for item in (value if isinstance(value, list) else [value]))
        }
        if faults:
            raise ValidationError(faults)


def _is_huge(value: object) -> bool:
    return isinstance(value, int) and abs(value) > NUMBER_MAX


class QuerySchema(InSchema):
    """The base of query strings."""

    class Meta:
        """Ignore what a proxy may add."""

        unknown = EXCLUDE


class PageQuery(QuerySchema):
    """Which page of a list."""

    after = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=0))
    size = fields.Integer(
        load_default=PAGE_SIZE_DEFAULT, validate=validate.Range(min=1, max=PAGE_SIZE_MAX)
    )


def plain_text(value: str) -> None:
    """Refuse what no database keeps: NUL and halves of characters."""
    if _UNSTORABLE.search(value):
        raise ValidationError("这一项里有存不下的字，请换个写法。")


def text_field(least: int, most: int, **options: Any) -> fields.String:
    """Return a required text of `least` to `most` characters."""
    options.setdefault("required", "load_default" not in options)
    words = f"请写{least}到{most}个字。" if least else f"最多写{most}个字。"
    return fields.String(
        validate=[validate.Length(least, most, error=words), plain_text], **options
    )


def id_field(**options: Any) -> fields.Integer:
    """Return an id."""
    return fields.Integer(strict=True, validate=validate.Range(1, ID_MAX), **options)


def state_field(attribute: str) -> fields.Enum[CheckState]:
    """Return how far the check of the text beside it is; null when there is no text."""
    return fields.Enum(
        CheckState, by_value=True, required=True, allow_none=True, attribute=attribute
    )


class OnBehalfIn(InSchema):
    """A leader acts for a member (代办)."""

    member_id = fields.Integer(required=True, strict=True)
    reason = text_field(2, 200)
    channel = fields.Enum(ProxyChannel, by_value=True, required=True)


class FaultOut(Schema):
    """One fault of the input; `pointer` is a JSON pointer, behind `#query` for the address."""

    pointer = fields.String(required=True)
    detail = fields.String(required=True)


class ProblemOut(Schema):
    """RFC 9457 problem details; the facts of a refusal stand beside them (docs/problems.md)."""

    class Meta:
        """Which facts come depends on `type`."""

        unknown = INCLUDE

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String(required=True)
    errors = fields.List(fields.Nested(FaultOut))


def page_request(query: dict[str, Any]) -> PageRequest:
    """Return the page a query asks for."""
    return PageRequest(after=query["after"], size=query["size"])


def on_behalf(payload: dict[str, Any]) -> OnBehalf | None:
    """Return for whom the caller says she acts, or None for herself."""
    behalf = payload.get("on_behalf")
    return OnBehalf(**behalf) if behalf else None

"""What the fields of a subscription message may hold, by the type their name begins with."""

import re

from tools.wechat_standin.errcodes import Refused
from tools.wechat_standin.known import Template

_DAY = r"\d{4}年\d{1,2}月\d{1,2}日"
_HOUR = r"\d{1,2}:\d{2}"
_MOMENT = rf"({_DAY} )?{_HOUR}"
_RULES = {
    "thing": r".{1,20}",
    "number": r"(?=.{1,33}\Z)-?\d{1,32}(\.\d+)?",
    "letter": r"[A-Za-z]{1,32}",
    "symbol": r"[^\w\s]{1,5}",
    "character_string": r"[!-~]{1,32}",
    "time": rf"{_MOMENT}( ?~ ?{_MOMENT})?",
    "date": rf"{_DAY}( {_HOUR})?( ?~ ?{_DAY}( {_HOUR})?)?",
    "amount": r"[^\w\s]?\d{1,10}(\.\d+)?元?",
    "phone_number": r"[\d\-+*() ]{1,17}",
    "car_number": r"\w{1,8}",
    "name": r"[\u4e00-\u9fff·]{1,10}|[A-Za-z .·]{1,20}",
    "phrase": r"[\u4e00-\u9fff]{1,5}",
    "enum": r".{1,20}",
}
_KEY = re.compile(r"([a-z_]+?)\d+")


def checked_fields(data: object, template: Template | None = None) -> dict[str, str]:
    """Return what each field says; 47003 with the name of the first that breaks its rule.

    Of a known template, each field must be there, and no other.
    """
    if not isinstance(data, dict) or not data:
        raise _refusal("data")
    for name in sorted(template.fields ^ data.keys()) if template else ():
        raise _refusal(f"data.{name}.value")
    fields = {}
    for name, field in data.items():
        value = field.get("value") if isinstance(field, dict) else None
        if not _is_good(name, value):
            raise _refusal(f"data.{name}.value")
        fields[name] = str(value)
    return fields


def _refusal(place: str) -> Refused:
    return Refused(47003, f"argument invalid! {place} invalid")


def _is_good(name: str, value: object) -> bool:
    key = _KEY.fullmatch(name)
    rule = _RULES.get(key.group(1)) if key else None
    if rule is None or not isinstance(value, str) or not value.strip():
        return False
    return re.fullmatch(rule, value) is not None

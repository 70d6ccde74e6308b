"""Names shown to others, household numbers, phone numbers and join codes as people type them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from models.vocabulary import Relation
from server.domains.households.rules.ages import birthday_fault

NAME_MAX = 60
NUMBER_MAX = 20
GROUP_NAME_MAX = 30
MEMBERS_MAX = 30
MASK = "**"
PROGRAM = "巴渝绿家"
JOIN_CODE_LENGTH = 6
JOIN_CODE_LIFETIME = timedelta(hours=72)
WRONG_TRIES_MAX = 6
WRONG_TRIES_WITHIN = timedelta(minutes=15)
_NUMBER_DIGITS = 3
_JOIN_CODE = re.compile(rf"[2-9A-HJ-NP-Z]{{{JOIN_CODE_LENGTH}}}")
_PHONE = re.compile(r"1[0-9]{10}|0[0-9]{9,11}")
_PHONE_PADDING = re.compile(r"[\s()（）-]|^\+86|^0086")


@dataclass(frozen=True, slots=True)
class NewMember:
    """A member to be registered; `phone` as people write it; `born_on` is never kept."""

    name: str
    relation: Relation
    phone: str | None = field(default=None, repr=False)
    born_on: date | None = field(default=None, repr=False)


def mask_name(name: str) -> str:
    """Return what others see of a name: its first visible character and two asterisks (PR-2).

    The number of asterisks tells nothing about the length. Marks and invisible characters that
    a name may begin with are passed over; private and unknown characters are not, for rare
    surnames are among them (AB-14).
    """
    return f"{next(filter(_is_visible, name), '')}{MASK}"


def label(name: str | None, group_name: str) -> str:
    """Return how a household is named in public: "王** · 三组"."""
    return f"{mask_name(name or '')} · {group_name}"


def label_by_number(number: str, group_name: str) -> str:
    """Return how a household is named in public when all of it are minors: "户号012 · 三组"."""
    return f"户号{number} · {group_name}"


def own_label(name: str | None, group_name: str) -> str:
    """Return how a household is named to its own members: "王淑芬家 · 三组"."""
    return f"{name or '我'}家 · {group_name}"


def next_number(taken: Iterable[str]) -> str:
    """Return the number after the highest one in digits; "001" in an empty village."""
    highest = max((int(number) for number in taken if _is_plain(number)), default=0)
    return str(highest + 1).zfill(_NUMBER_DIGITS)


def natural_key(number: str) -> tuple[tuple[int, str], ...]:
    """Return how household numbers are put in order: 2 before 10, 1-2 before 1-10."""
    parts = re.split(r"([0-9]+)", number)
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in parts)


def normalise_phone(phone: str) -> str | None:
    """Return a mobile or landline number in digits only, or None when it is neither."""
    digits = _PHONE_PADDING.sub("", phone.strip())
    return digits if _PHONE.fullmatch(digits) else None


def normalise_join_code(code: str) -> str:
    """Return a join code as it was minted, however it was typed."""
    return "".join(code.split()).upper()


def could_be_join_code(text: str) -> bool:
    """Tell whether a text has the shape of a join code."""
    return _JOIN_CODE.fullmatch(normalise_join_code(text)) is not None


def slip(code: str, *, label: str, village: str, until: str) -> str:
    """Return the slip that goes with a join code: what it is, until when, how to use it."""
    half = JOIN_CODE_LENGTH // 2
    return "\n".join(
        (
            f"入户码  {code[:half]} {code[half:]}",
            f"{village}  {label}",
            f"{until}前有效，一人用一次。",
            f"用法：微信里打开“{PROGRAM}”，点“加入我家”，填上面的入户码和您的姓名，等同意就好。",
            "不给手机号也能用。不会用手机，请找村（社区）妇联代办。",
        )
    )


def member_faults(members: Sequence[NewMember], today: date) -> list[dict[str, str]]:
    """Name every fault of the members of a new household: one head, phones and days that can be."""
    return list(_member_faults(members, today))


def _member_faults(members: Sequence[NewMember], today: date) -> Iterator[dict[str, str]]:
    heads = sum(member.relation is Relation.HEAD for member in members)
    if heads != 1:
        yield {"pointer": "#/members", "detail": f"一户要有一位户主，现在写了{heads}位。"}
    for position, member in enumerate(members):
        if member.phone and normalise_phone(member.phone) is None:
            yield {"pointer": f"#/members/{position}/phone", "detail": PHONE_FAULT}
        if member.born_on and (fault := birthday_fault(member.born_on, today)):
            yield {"pointer": f"#/members/{position}/born_on", "detail": fault}


PHONE_FAULT = "请再看看电话号码：手机是11位，座机要带区号。"


def _is_plain(number: str) -> bool:
    return number.isascii() and number.isdigit()


def _is_visible(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category[0] not in "MZ" and category not in {"Cc", "Cf", "Cs"}

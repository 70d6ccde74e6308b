"""Phone codes as the phone button hands them out: five minutes, once, for one person."""

import hashlib
import secrets
from dataclasses import dataclass

from tools.wechat_standin.errcodes import Refused

CHINA = "86"
_LIFETIME_SECONDS = 300


def made_up_number(openid: str) -> str:
    """Return the mobile number of somebody who named none: always the same for an openid."""
    digest = hashlib.sha256(openid.encode()).digest()
    return f"1999{int.from_bytes(digest[:8]) % 10_000_000:07}"


@dataclass(slots=True)
class PhoneCode:
    """Whose number a code opens."""

    openid: str
    number: str
    country: str
    expires_at: float


class PhoneCodes:
    """The codes not used yet, and the number each person gave last."""

    def __init__(self) -> None:
        self._codes: dict[str, PhoneCode] = {}
        self._numbers: dict[str, tuple[str, str]] = {}

    def number_of(self, openid: str) -> str:
        """Return a person's number."""
        return self._numbers.get(openid, (made_up_number(openid), CHINA))[0]

    def hand_out(
        self, now: float, *, openid: str, number: str | None, country: str = CHINA
    ) -> tuple[str, str]:
        """Return a fresh code and its number; a number that is named becomes hers."""
        if number is not None:
            self._numbers[openid] = number, country
        number, country = self._numbers.get(openid, (made_up_number(openid), CHINA))
        code = secrets.token_hex(32)
        self._codes[code] = PhoneCode(openid, number, country, now + _LIFETIME_SECONDS)
        return code, number

    def redeem(self, code: object, openid: object, now: float) -> tuple[str, str]:
        """Use up a code and return number and country code; 40029 unless it is hers and good.

        The openid may be left out, as the platform allows.
        """
        found = self._codes.get(code) if isinstance(code, str) else None
        if found is None or now >= found.expires_at or openid not in (None, found.openid):
            raise Refused(40029)
        self._codes = {each: held for each, held in self._codes.items() if held is not found}
        return found.number, found.country

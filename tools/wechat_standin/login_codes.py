"""Login codes as `wx.login` hands them out: five minutes, once, for one person."""

import secrets
from dataclasses import dataclass

from tools.wechat_standin.errcodes import Refused

_LIFETIME_SECONDS = 300


@dataclass(slots=True)
class LoginCode:
    """Who gets in with a code; `risky` people are blocked (40226)."""

    openid: str
    unionid: str | None
    risky: bool
    expires_at: float
    used: bool = False


class LoginCodes:
    """Every code handed out."""

    def __init__(self) -> None:
        self._codes: dict[str, LoginCode] = {}

    def hand_out(
        self, now: float, *, openid: str | None, unionid: str | None, risky: bool
    ) -> tuple[str, str]:
        """Return a fresh code and its openid, a new person's when none is named."""
        openid = openid or f"o{secrets.token_urlsafe(20)}"
        code = secrets.token_urlsafe(24)
        self._codes[code] = LoginCode(openid, unionid, risky, now + _LIFETIME_SECONDS)
        return code, openid

    def people(self) -> set[str]:
        """Return everybody a code was handed out for."""
        return {code.openid for code in self._codes.values()}

    def redeem(self, code: str, now: float) -> LoginCode:
        """Use up a code; 40029 unknown or expired, 40163 used before, 40226 blocked person."""
        found = self._codes.get(code)
        if found is None or (now >= found.expires_at and not found.used):
            raise Refused(40029)
        if found.used:
            raise Refused(40163)
        found.used = True
        if found.risky:
            raise Refused(40226)
        return found

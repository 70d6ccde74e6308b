"""The stand-in's state and what may be done with it, one at a time."""

from threading import RLock
from typing import cast

from flask import current_app

from tools.wechat_standin.clock import DatabaseClock, MemoryClock, StandinClock
from tools.wechat_standin.faults import Fault, Faults
from tools.wechat_standin.journal import Journal, JournalEntry
from tools.wechat_standin.login_codes import LoginCode, LoginCodes
from tools.wechat_standin.tokens import Quota, Tokens

EXTENSION = "wechat_standin"


class Standin:
    """One platform, in the memory of one process, behind one lock."""

    def __init__(self, database_url: str | None = None) -> None:
        """Keep the clock in the given database, or in memory."""
        self.clock: StandinClock = DatabaseClock(database_url) if database_url else MemoryClock()
        self._lock = RLock()
        self.reset()

    def reset(self) -> None:
        """Forget tokens, codes, faults and journal. The clock stays: it only moves forward."""
        with self._lock:
            self._tokens = Tokens(Quota(per_minute=10_000, per_day=500_000))
            self._codes = LoginCodes()
            self._faults = Faults()
            self._journal = Journal()

    def stable_token(self, *, force: bool) -> tuple[str, int]:
        """Give out the stable token and its remaining seconds."""
        now = self.clock.now()
        with self._lock:
            return self._tokens.forced(now) if force else self._tokens.stable(now)

    def classic_token(self) -> tuple[str, int]:
        """Give out a token of the older interface, superseding the one before."""
        now = self.clock.now()
        with self._lock:
            return self._tokens.classic(now)

    def check_token(self, token: str) -> None:
        """Refuse a token that is not good now."""
        now = self.clock.now()
        with self._lock:
            self._tokens.check(token, now)

    def stable_token_quota(self) -> tuple[int, int]:
        """Return the day's quota of token fetches and how many are used."""
        now = self.clock.now()
        with self._lock:
            return self._tokens.quota.per_day, self._tokens.quota.used_on_day(now)

    def hand_out_code(
        self, *, openid: str | None = None, unionid: str | None = None, risk: bool = False
    ) -> tuple[str, str]:
        """Return a login code and whose openid it stands for."""
        now = self.clock.now()
        with self._lock:
            return self._codes.hand_out(now, openid=openid, unionid=unionid, risky=risk)

    def redeem_code(self, code: str) -> LoginCode:
        """Use up a login code."""
        now = self.clock.now()
        with self._lock:
            return self._codes.redeem(code, now)

    def add_fault(self, fault: Fault) -> None:
        """Order a fault."""
        with self._lock:
            self._faults.add(fault)

    def take_fault(self, path: str) -> Fault | None:
        """Return the fault that hits this call."""
        with self._lock:
            return self._faults.take(path)

    def note(self, entry: JournalEntry) -> None:
        """Write a call down."""
        with self._lock:
            self._journal.note(entry)

    def journal(self) -> list[JournalEntry]:
        """Return the calls since the last reset."""
        with self._lock:
            return self._journal.entries()


def the_standin() -> Standin:
    """Return the stand-in of the app that serves this request."""
    return cast("Standin", current_app.extensions[EXTENSION])

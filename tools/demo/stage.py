"""The stage of the demo: phones that call the running service, and the one clock they share."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

import requests

from server.kernel.clock import local_date

TIMEOUT = (3, 20)
PATIENCE_SECONDS = 60
RETRY_SECONDS = 0.3


class DemoFailed(AssertionError):
    """Something is off; the text says what was expected and what came."""


@dataclass
class Phone:
    """One person's phone: a fresh repeat key for every write, and a silent new sign-in."""

    name: str
    web: str
    http: requests.Session = field(repr=False)
    sign_in: Callable[[], str] = field(repr=False)
    token: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Sign in at once."""
        self.token = self.sign_in()

    def get(self, path: str, **query: Any) -> Any:  # noqa: ANN401 - JSON
        """Read; anything but 200 fails the demo."""
        return self._call("GET", path, {200}, params=query)

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - JSON
        """Write; anything but success fails the demo."""
        return self._call("POST", path, {200, 201}, json=body or {})

    def put(self, path: str, body: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
        """Replace; anything but 200 fails the demo."""
        return self._call("PUT", path, {200}, json=body)

    def refused(self, path: str, body: dict[str, Any], *, status: int, problem: str) -> Any:  # noqa: ANN401
        """Write something that must be refused, and return the problem."""
        answer = self._call("POST", path, {status}, json=body)
        expect(f"{path} 的拒绝理由", answer["type"], f"/problems/{problem}")
        return answer

    def _call(self, method: str, path: str, statuses: set[int], **options: Any) -> Any:  # noqa: ANN401
        key = uuid.uuid4().hex
        answer = self._send(method, path, key, **options)
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            self.token = self.sign_in()
            answer = self._send(method, path, key, **options)
        if answer.status_code not in statuses:
            message = f"{self.name} {method} {path}: {answer.status_code} {answer.text}"
            raise DemoFailed(message)
        return answer.json() if answer.content else None

    def _send(self, method: str, path: str, key: str, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        url = f"{self.web}/api/v1{path}"
        return self.http.request(method, url, headers=headers, timeout=TIMEOUT, **options)


@dataclass(frozen=True)
class Stage:
    """Where the demo plays: the service and the WeChat stand-in, both over HTTP."""

    web: str
    standin: str
    http: requests.Session = field(default_factory=requests.Session, repr=False)

    def sign_in(self, name: str, openid: str) -> Phone:
        """Let somebody open the mini-program."""
        return Phone(name, self.web, self.http, lambda: self.token_for(name, openid))

    def token_for(self, name: str, openid: str) -> str:
        """Exchange a fresh code of somebody's for a session."""
        answer = self.http.post(
            f"{self.standin}/__ctl/login-code", json={"openid": openid}, timeout=TIMEOUT
        )
        code = answer.json()["code"]
        session = self.http.post(
            f"{self.web}/api/v1/sessions", json={"code": code}, timeout=TIMEOUT
        )
        expect(f"{name}登录", session.status_code, 201)
        return str(session.json()["token"])

    def now(self) -> datetime:
        """Return the instant of the whole system, to the second."""
        answer = self.http.get(f"{self.standin}/__ctl/clock", timeout=TIMEOUT).json()
        return datetime.fromisoformat(answer["now"])

    def today(self) -> date:
        """Return the system's civil date in Chongqing."""
        return local_date(self.now())

    def move_to(self, instant: datetime) -> None:
        """Move the shared clock forward to an instant; time never goes back."""
        seconds = int((instant - self.now()).total_seconds()) + 1
        if seconds > 0:
            self.http.post(
                f"{self.standin}/__ctl/clock", json={"advance_seconds": seconds}, timeout=TIMEOUT
            ).raise_for_status()

    def wait_for(self, what: str, is_done: Callable[[], bool]) -> None:
        """Wait until the worker has done its part."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_done():
            if time.monotonic() > deadline:
                message = f"等了 {PATIENCE_SECONDS} 秒还没有：{what}"
                raise DemoFailed(message)
            time.sleep(RETRY_SECONDS)


def expect(what: str, found: object, wanted: object) -> None:
    """Fail the demo loudly unless two values are equal."""
    if found != wanted:
        message = f"{what}：应当是 {wanted!r}，却是 {found!r}"
        raise DemoFailed(message)

"""The request path: prepare, one transaction, authorise, answer once (see docs/architecture.md)."""

import re
import time
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

from server.kernel.actors import STRANGER, Actor
from server.kernel.errors import DomainError
from server.kernel.work import Work
from server.web.access import Access, access_of, authorise, bearer_token
from server.web.idempotency import answer_once, was_answered
from server.web.problems import refused
from server.web.transactions import ActorLoader, Transactions

SAFE_METHODS = frozenset({"GET", "HEAD"})
API_PREFIX = "/api/"
ENDED_HEADER = "Session-Ended"
_ID_DIGITS = 18
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")

Answer = TypeVar("Answer")
TokenLoader = Callable[[Session, str, datetime], Actor]
KeepAlive = Callable[[Work], None]
TakeTurn = Callable[[Work], None]


class IdConverter(IntegerConverter):
    """An id in a path; one that no column holds is not found.

    The pattern says so, not `to_python`: werkzeug answers 405 when a converter refuses what another
    method's route has matched.
    """

    regex = f"[0-9]{{1,{_ID_DIGITS}}}"

    def __init__(self, url_map: Map) -> None:
        """Tell the document what the pattern admits; it fits into 63 bits."""
        super().__init__(url_map, max=10**_ID_DIGITS - 1)


class WordConverter(UnicodeConverter):
    """A word in a path; one with a NUL, which no column holds, is not found."""

    def __init__(self, url_map: Map) -> None:
        """Admit no NUL."""
        super().__init__(url_map)
        self.regex = self.regex.replace("[^/]", "[^/\\x00]")


class ServiceFlask(Flask):
    """Runs every API view inside exactly one transaction; other routes (docs, health) run bare."""

    transactions: Transactions
    load_token: TokenLoader
    load_reader: TokenLoader
    keep_alive: KeepAlive
    take_turn: TakeTurn
    limiter: Limiter

    def __init__(self, name: str) -> None:
        """Serve no files of our own; paths hold only what columns can, and nothing redirects.

        A redirect would name the host that the caller named.
        """
        super().__init__(name, static_folder=None)
        self.url_map.merge_slashes = False
        self.url_map.converters.update(int=IdConverter, string=WordConverter, default=WordConverter)

    def dispatch_request(self) -> ResponseReturnValue:
        """Open the transaction around the view; returning commits, raising rolls back."""
        is_ours = request.path.startswith(API_PREFIX) and request.method != "OPTIONS"
        if request.routing_exception is not None or not is_ours:
            return super().dispatch_request()
        access = access_of(self.view_functions[str(request.endpoint)])
        payload = None if access.reads_raw else read_json()
        if access.prepare is not None:
            asked = self._asked(access, payload if isinstance(payload, dict) else {})
            g.prepared = None if asked is None else access.prepare(self.transactions.ports, asked)
        return self._in_transaction(access, lambda work: self._answer(work, access))

    def _asked(self, access: Access, payload: dict[str, Any]) -> Any:  # noqa: ANN401
        """Return what the outside is asked; a transaction that finds it out is over before."""
        question = access.question
        if question is None:
            return payload

        def find_out(work: Work) -> Any:  # noqa: ANN401
            authorise(access, work)
            is_repeat = access.needs_key and was_answered(work)
            return None if is_repeat else question(work, payload)

        return self._in_transaction(access, find_out)

    def _in_transaction(self, access: Access, do: Callable[[Work], Answer]) -> Answer:
        return self.transactions.run(
            do,
            writes=request.method not in SAFE_METHODS,
            load_actor=_nobody if access.ignores_token else self._loader(access),
            request_id=g.request_id,
        )

    def _answer(self, work: Work, access: Access) -> Response:
        g.work = work
        authorise(access, work)
        if request.method in SAFE_METHODS:
            return self._read(work)
        if not access.needs_key:
            return self._act(work)
        self.keep_alive(work)
        if access.takes_turns:
            return self._guess(work, access)
        return answer_once(work, access, lambda: self._act(work))

    def _read(self, work: Work) -> Response:
        """Call a view that reads; a phone that reads as nobody is told that its session ended."""
        answer = self._call()
        if work.actor.person_id is None and bearer_token() is not None:
            answer.headers[ENDED_HEADER] = "true"
        return answer

    def _guess(self, work: Work, access: Access) -> Response:
        """Answer one guess of a person after the other.

        A refusal takes back all but its records, which are kept before the next one may look.
        """
        self.take_turn(work)
        before = len(work.records)
        try:
            with work.session.begin_nested():
                return answer_once(work, access, lambda: self._act(work))
        except DomainError as refusal:
            work.records[before:] = refusal.records
            return refused(refusal)

    def _act(self, work: Work) -> Response:
        """Call a view that writes; where it left no record, keep at least that it was called."""
        answer = self._call()
        if not work.records:
            domain, _, view = str(request.endpoint).partition(".")
            ids = [value for value in (request.view_args or {}).values() if isinstance(value, int)]
            work.audit("request_done", domain, next(iter(ids), None), call=view)
        return answer

    def _call(self) -> Response:
        return self.make_response(super().dispatch_request())

    def _loader(self, access: Access) -> ActorLoader:
        load, token = self.load_reader if access.is_public else self.load_token, bearer_token()
        return _nobody if token is None else lambda session, now: load(session, token, now)


def _nobody(session: Session, now: datetime) -> Actor:
    """Return a stranger: no token came, or whoever signs in still sends one that has ended."""
    del session, now
    return STRANGER


def read_json() -> object:
    """Return the JSON body, or None without one. Raises BadRequest (400) when it is unreadable."""
    if not request.is_json or not request.get_data():
        return None
    try:
        return request.get_json()
    except RecursionError as error:
        raise BadRequest from error


def name_request() -> None:
    """Give the request an id and note when it came; a proxy's id is kept when it is well formed."""
    given = request.headers.get("X-Request-Id", "")
    g.started = time.perf_counter()
    g.request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def harden(response: Response) -> Response:
    """Add the request id and the security headers (ASVS 3.4); answers are never cached."""
    headers = response.headers
    headers["X-Request-Id"] = g.get("request_id", "")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault(
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
        " script-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'"
        if request.path.startswith("/docs")
        else "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    if request.path.startswith(API_PREFIX):
        headers["Cache-Control"] = "no-store"
    return response

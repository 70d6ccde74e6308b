"""Who may call a route: every view says so, and one that says nothing cannot be called."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from flask import g, request

from server.kernel.actors import Actor
from server.kernel.errors import Forbidden, Unauthenticated
from server.kernel.permissions import RESIDENT, Permission
from server.kernel.ports import Ports
from server.kernel.work import Work, refusal

View = TypeVar("View", bound=Callable[..., Any])
Prepare = Callable[[Ports, Any], Any]
Question = Callable[[Work, dict[str, Any]], Any]
Reveal = Callable[[Work, dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Access:
    """What a view demands.

    `prepare` runs once before the transaction (a WeChat call) and gets the body, or what `question`
    found out for it in a short transaction of its own; `ignores_token` is for who signs in anew.
    `reveal` adds the secret parts to a stored answer, which never holds them; `needs_key` is false
    only where a repeat is harmless; `takes_turns` lets one person try a secret only after her last
    try was counted.
    """

    permission: Permission | None = None
    is_public: bool = False
    needs_key: bool = True
    ignores_token: bool = False
    question: Question | None = None
    prepare: Prepare | None = None
    reveal: Reveal | None = None
    takes_turns: bool = False
    reads_raw: bool = False


def allows(permission: Permission) -> Callable[[View], View]:
    """Admit people who hold the permission somewhere; where exactly is the scope's business."""
    return _declare(Access(permission=permission))


def allows_signed_in(view: View) -> View:
    """Admit everybody who is signed in."""
    return _declare(Access())(view)


def public(view: View) -> View:
    """Admit everybody, signed in or not (ID-2)."""
    return _declare(Access(is_public=True))(view)


def signs_in(prepare: Prepare) -> Callable[[View], View]:
    """Admit everybody and call `prepare` before the transaction; for sign-in only."""
    access = Access(is_public=True, needs_key=False, ignores_token=True, prepare=prepare)
    return _declare(access)


def asks_outside(question: Question, prepare: Prepare) -> Callable[[View], View]:
    """Ask the outside between two transactions: the first finds the question, the view is the last.

    The first knows who asks and may claim what the call costs. Where it returns None, or the key
    was answered before, there is nothing to ask: `prepare` is not called, `prepared()` is None.
    """

    def declare(view: View) -> View:
        return _declare(replace(access_of(view), question=question, prepare=prepare))(view)

    return declare


def receives(view: View) -> View:
    """Admit a machine that proves by what it sends who it is, and repeats itself."""
    return _declare(Access(is_public=True, needs_key=False, reads_raw=True))(view)


def takes_bytes(view: View) -> View:
    """Take the body as it is, from who is signed in; a repeat is harmless, so it has no key."""
    return _declare(replace(access_of(view), needs_key=False, reads_raw=True))(view)


def reveals(reveal: Reveal) -> Callable[[View], View]:
    """Keep secrets out of the stored answer; `reveal` puts them in, on repeats as well."""

    def declare(view: View) -> View:
        return _declare(replace(access_of(view), reveal=reveal))(view)

    return declare


def takes_turns(view: View) -> View:
    """Let a person's guesses wait for each other, so that a lock-out counts every one (AB-12)."""
    return _declare(replace(access_of(view), takes_turns=True))(view)


def access_of(view: Callable[..., Any]) -> Access:
    """Return what a view demands; a view without a declaration is a bug."""
    access = getattr(view, "access", None)
    if not isinstance(access, Access):
        message = f"{view.__module__}.{view.__name__} declares no access"
        raise TypeError(message)
    return access


def authorise(access: Access, work: Work) -> None:
    """Refuse strangers and people without the permission; a refused look leaves a trace."""
    if access.is_public:
        return
    if work.actor.person_id is None:
        raise Unauthenticated("请先登录再办。")
    if access.permission and access.permission not in work.actor.permissions:
        record = refusal("permission_refused", "route", None, permission=access.permission.value)
        raise Forbidden(_advice(work.actor, access.permission), records=(record,))


def _advice(actor: Actor, wanted: Permission) -> str:
    if wanted in RESIDENT and actor.household_id is None and not actor.grants:
        return "您还没有入户，请先向家里人或村（社区）妇联要一个入户码。"
    return "这件事您这里办不了，请找村（社区）妇联。"


def current_work() -> Work:
    """Return the piece of work of this request."""
    work: Work = g.work
    return work


def prepared() -> Any:  # noqa: ANN401 - whatever the view's own prepare step returned
    """Return what the view's prepare step brought."""
    return g.prepared


def request_id() -> str:
    """Return the id of this request, as shown to people who ask for help."""
    identifier: str = g.request_id
    return identifier


def bearer_token() -> str | None:
    """Return the session token sent with this request."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def _declare(access: Access) -> Callable[[View], View]:
    def declare(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return declare

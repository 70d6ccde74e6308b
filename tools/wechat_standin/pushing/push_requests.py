"""How an event becomes an HTTP request: sealed as it must be, or wrong in a way on order."""

import json
import secrets
from dataclasses import dataclass
from enum import StrEnum

from tools.wechat_standin.credentials import APP_ID, PUSH_KEY, PUSH_TOKEN
from tools.wechat_standin.pushing.envelope import seal, signature_of
from tools.wechat_standin.pushing.events import Event


class Mode(StrEnum):
    """What the operator chose in WeChat's console; the service must accept the first only."""

    SAFE = "safe"  # sealed
    COMPAT = "compat"  # the plain text beside the sealed
    PLAIN = "plain"  # no seal, and a signature that does not cover the body


class Tampering(StrEnum):
    """What somebody on the way does to a push."""

    BODY = "body"  # another ciphertext under the same signature
    SIGNATURE = "signature"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a push is made; as it stands here, it is right."""

    mode: Mode = Mode.SAFE
    age_seconds: int = 0
    app_id: str = APP_ID
    key: str = PUSH_KEY
    token: str = PUSH_TOKEN
    tampering: Tampering | None = None


@dataclass(frozen=True, slots=True)
class PushRequest:
    """A push as it goes over the line."""

    query: dict[str, str]
    body: bytes


def request_for(event: Event, now: float, manner: Manner | None = None) -> PushRequest:
    """Return the request of a whole event at a time; each call makes another one of the same."""
    manner = manner or Manner()
    timestamp, nonce = str(int(now) - manner.age_seconds), str(secrets.randbelow(10**10))
    query = {
        "signature": signature_of(manner.token, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "openid": str(event.get("FromUserName", "")),
    }
    if manner.mode is Mode.PLAIN:
        return PushRequest(query, _json(event))
    sealed = seal(_json(event), key=manner.key, app_id=manner.app_id)
    query |= {
        "encrypt_type": "aes",
        "msg_signature": signature_of(manner.token, timestamp, nonce, sealed),
    }
    whole = event if manner.mode is Mode.COMPAT else {"ToUserName": event.get("ToUserName")}
    return _tampered(query, whole | {"Encrypt": sealed}, manner.tampering)


def _tampered(query: dict[str, str], body: Event, tampering: Tampering | None) -> PushRequest:
    match tampering:
        case Tampering.BODY:
            body = body | {"Encrypt": _flipped(body["Encrypt"])}
        case Tampering.SIGNATURE:
            query = query | {"msg_signature": _flipped(query["msg_signature"])}
        case Tampering.UNSIGNED:
            query = {name: value for name, value in query.items() if name != "msg_signature"}
        case None:
            pass
    return PushRequest(query, _json(body))


def _flipped(text: str) -> str:
    """Return a text with its first sign changed."""
    return ("0" if text[0] != "0" else "1") + text[1:]


def _json(event: Event) -> bytes:
    return json.dumps(event, ensure_ascii=False).encode()

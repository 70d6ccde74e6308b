"""What a push must look like; pure, and before anything of it is believed."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

BODY_BYTES_MAX = 64 * 1024
APART_MAX = timedelta(seconds=300)
"""So far may the sender's clock be from ours."""
UNNAMED = "unnamed"

_SIGNATURE = re.compile(r"[0-9a-f]{40}")
_TIMESTAMP = re.compile(r"[0-9]{1,10}")
_NONCE = re.compile(r"[!-~]{1,64}")
_ECHO = re.compile(r"[!-~]{1,128}")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_EVENT = re.compile(r"[A-Za-z_]{1,64}")


@dataclass(frozen=True, slots=True)
class Greeting:
    """How WeChat asks once whether this address is ours: to be answered with its echo."""

    signature: str
    timestamp: str
    nonce: str
    echo: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """A push as it came: what is signed, and what is sealed."""

    signature: str
    timestamp: str
    nonce: str
    sealed: str
    addressee: str

    @property
    def digest(self) -> str:
        """By what an envelope is known again."""
        return digest_of(f"{self.nonce}\x1f{self.signature}")


def read_greeting(query: Mapping[str, str]) -> Greeting | None:
    """Return a greeting that has the shape of one."""
    names = ("signature", "timestamp", "nonce", "echostr")
    found = Greeting(*(query.get(name, "") for name in names))
    return found if _has_shape(found) and _ECHO.fullmatch(found.echo) else None


def read_envelope(query: Mapping[str, str], body: bytes) -> Envelope | None:
    """Return an envelope of the safe mode that has the shape of one.

    What stands beside the sealed part in the open (compatible mode) is not looked at.
    """
    outer = _json_object(body)
    sealed, addressee = (outer.get(name) for name in ("Encrypt", "ToUserName"))
    if query.get("encrypt_type") != "aes" or not isinstance(sealed, str):
        return None
    names = ("msg_signature", "timestamp", "nonce")
    signature, timestamp, nonce = (query.get(name, "") for name in names)
    found = Envelope(signature, timestamp, nonce, sealed, str(addressee))
    return found if _has_shape(found) and _BASE64.fullmatch(sealed) else None


def is_fresh(timestamp: str, now: datetime) -> bool:
    """Tell whether it was sent just now, by our clock."""
    return abs(datetime.fromtimestamp(int(timestamp), UTC) - now) <= APART_MAX


def read_event(message: str, original_id: str) -> dict[str, Any] | None:
    """Return what an opened envelope says, `List` always of objects; None when it is not for us.

    WeChat writes a `List` of one as the thing itself.
    """
    event = _json_object(message.encode())
    if event.get("ToUserName") != original_id:
        return None
    if "List" in event:
        entries = event["List"] if isinstance(event["List"], list) else [event["List"]]
        event["List"] = [entry for entry in entries if isinstance(entry, dict)]
    return event


def name_of(event: Mapping[str, Any]) -> str:
    """Return what an event is called, as far as it is called anything."""
    name = event.get("Event")
    return name if isinstance(name, str) and _EVENT.fullmatch(name) else UNNAMED


def digest_of(text: str) -> str:
    """Return by what a text is known again."""
    return hashlib.sha256(text.encode()).hexdigest()


def _has_shape(found: Greeting | Envelope) -> bool:
    return bool(
        _SIGNATURE.fullmatch(found.signature)
        and _TIMESTAMP.fullmatch(found.timestamp)
        and _NONCE.fullmatch(found.nonce)
    )


def _json_object(body: bytes) -> dict[str, Any]:
    """Return a JSON object; an empty one for whatever is none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}

"""Pushes as WeChat sends them in its safe mode, made by hand from its documentation."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from config.production import (
    DEVELOPMENT_APP_ID,
    DEVELOPMENT_ORIGINAL_ID,
    DEVELOPMENT_PUSH_KEY,
    DEVELOPMENT_PUSH_TOKEN,
)
from tests.support.service import BEGINNING, Answer, Service

PATH = "/api/v1/wechat/push"
_BLOCK = 32


@dataclass(frozen=True)
class Sender:
    """Whoever pushes: WeChat, unless something about it differs."""

    key: str = DEVELOPMENT_PUSH_KEY
    token: str = DEVELOPMENT_PUSH_TOKEN
    app_id: str = DEVELOPMENT_APP_ID
    to: str = DEVELOPMENT_ORIGINAL_ID


@dataclass(frozen=True)
class SealedPush:
    """What is sent: the query and the body."""

    query: dict[str, str]
    body: Any

    def but(self, **query: str) -> "SealedPush":
        """Return the same with another query."""
        return replace(self, query={**self.query, **query})


def an_event(name: str = "subscribe_msg_popup_event", **facts: Any) -> dict[str, Any]:
    """Return an event as WeChat writes one about one person."""
    entry = {"TemplateId": "T1", "SubscribeStatusString": "accept", "PopupScene": "0"}
    return {
        "ToUserName": DEVELOPMENT_ORIGINAL_ID,
        "FromUserName": "openid-of-somebody",
        "CreateTime": int(BEGINNING.timestamp()),
        "MsgType": "event",
        "Event": name,
        "List": entry,
        **facts,
    }


def sealed_push(
    event: object, at: datetime = BEGINNING, *, sender: Sender = Sender(), nonce: str = ""
) -> SealedPush:
    """Seal and sign an event."""
    message = event if isinstance(event, str) else json.dumps(event, ensure_ascii=False)
    sealed = _sealed(message.encode(), sender)
    stamp = {"timestamp": str(int(at.timestamp())), "nonce": nonce or secrets.token_hex(5)}
    query = {
        **stamp,
        "signature": signature(sender.token, *stamp.values()),
        "openid": "openid-of-somebody",
        "encrypt_type": "aes",
        "msg_signature": signature(sender.token, *stamp.values(), sealed),
    }
    return SealedPush(query, {"ToUserName": sender.to, "Encrypt": sealed})


def greeting(at: datetime = BEGINNING, *, token: str = DEVELOPMENT_PUSH_TOKEN) -> dict[str, str]:
    """Return the query with which WeChat asks whether an address is ours."""
    stamp = {"timestamp": str(int(at.timestamp())), "nonce": secrets.token_hex(5)}
    return {**stamp, "signature": signature(token, *stamp.values()), "echostr": "4375120948345356"}


def push(service: Service, pushed: SealedPush) -> Answer:
    """Send it as WeChat does: no session, no key; answers in words are the body."""
    body = pushed.body if isinstance(pushed.body, str) else json.dumps(pushed.body)
    response = service.app.test_client().post(
        PATH, query_string=pushed.query, data=body, content_type="application/json"
    )
    told = response.get_json(silent=True) or response.get_data(as_text=True)
    return Answer(response.status_code, told, dict(response.headers))


def signature(*texts: str) -> str:
    """Return WeChat's signature over texts, the token among them."""
    return hashlib.sha1("".join(sorted(texts)).encode(), usedforsecurity=False).hexdigest()


def _sealed(message: bytes, sender: Sender) -> str:
    key = base64.b64decode(f"{sender.key}=")
    length = len(message).to_bytes(4, "big")
    plain = secrets.token_bytes(16) + length + message + sender.app_id.encode()
    padding = _BLOCK - len(plain) % _BLOCK
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    sealed = encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()
    return base64.b64encode(sealed).decode()


def plausible(name: str) -> tuple[Mapping[str, str], dict[str, Any] | None]:
    """Return query and body of a call that WeChat makes, never the same twice."""
    if name == "greet_wechat":
        return greeting(), None
    pushed = sealed_push(an_event(FromUserName=secrets.token_hex(8)))
    return pushed.query, pushed.body

"""How pushes stand in the API document; what comes is read by the rules, and refused as a whole."""

from typing import Any

_ADDRESSED = {"description": "the mini-program's original id", "type": "string"}


def _query(name: str, meaning: str, pattern: str) -> dict[str, Any]:
    return {
        "in": "query",
        "name": name,
        "required": True,
        "description": meaning,
        "schema": {"type": "string", "pattern": pattern},
    }


_STAMP = [
    _query("timestamp", "seconds since 1970, at most 300 from our clock", "^[0-9]{1,10}$"),
    _query("nonce", "never used before", "^[!-~]{1,64}$"),
]
GREETING = [
    _query("signature", "SHA-1 of token, timestamp and nonce", "^[0-9a-f]{40}$"),
    *_STAMP,
    _query("echostr", "to be answered", "^[!-~]{1,128}$"),
]
SIGNED = [
    _query("msg_signature", "SHA-1 of token, timestamp, nonce and Encrypt", "^[0-9a-f]{40}$"),
    *_STAMP,
    _query("encrypt_type", "the safe mode only", "^aes$"),
]
SEALED: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["ToUserName", "Encrypt"],
                "properties": {
                    "ToUserName": _ADDRESSED,
                    "Encrypt": {
                        "description": "the event, sealed under the EncodingAESKey",
                        "type": "string",
                        "pattern": "^[A-Za-z0-9+/]+={0,2}$",
                    },
                },
            }
        }
    },
}


def text(meaning: str) -> dict[str, Any]:
    """Describe an answer in plain text."""
    return {
        "200": {"description": meaning, "content": {"text/plain": {"schema": {"type": "string"}}}}
    }

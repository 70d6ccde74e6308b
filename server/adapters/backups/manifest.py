"""The manifest: what an archive holds, signed with the index key; no key ever lies in it."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Self

from server.adapters.backups.contents import Contents
from server.adapters.backups.refusals import BackupRefused
from server.adapters.field_cipher import AesFieldCipher

FORMAT = 1


@dataclass(frozen=True)
class Part:
    """A file of the archive."""

    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What was backed up, when, from what. `made_with` names the program that wrote the copy."""

    version: str
    made_at: str
    database: str
    made_with: str
    contents: Contents
    parts: dict[str, Part]

    @classmethod
    def read(cls, body: bytes, signature: str, cipher: AesFieldCipher) -> Self:
        """Return a manifest that is ours and unchanged; anything else is refused."""
        try:
            kept: dict[str, Any] = json.loads(body)
            kept_format, key = kept.pop("format"), kept.pop("field_key")
            sealed_under = frozenset(kept.pop("sealed_under", ()))
        except (ValueError, KeyError, AttributeError, TypeError):
            raise BackupRefused("清单读不懂 / the manifest cannot be read") from None
        if kept_format != FORMAT:
            raise BackupRefused(f"没见过这种备份 / unknown backup format: {kept_format}")
        if key != _fingerprint(cipher) or not sealed_under <= cipher.key_ids:
            raise BackupRefused(
                "FIELD_KEY 或 INDEX_KEY 不是做备份时的 / "
                "this backup was made under another FIELD_KEY or INDEX_KEY"
            )
        if signature != _signature(body, cipher):
            raise BackupRefused("清单被改过 / the manifest was changed")
        contents = Contents(**kept.pop("contents"))
        parts = {name: Part(**part) for name, part in kept.pop("parts").items()}
        return cls(contents=contents, parts=parts, **kept)

    def sealed(self, cipher: AesFieldCipher) -> tuple[bytes, str]:
        """Return the text of the manifest and its signature."""
        keys = {"field_key": _fingerprint(cipher), "sealed_under": sorted(cipher.key_ids)}
        facts = asdict(self) | {"format": FORMAT} | keys
        body = json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True).encode()
        return body, _signature(body, cipher)


def _fingerprint(cipher: AesFieldCipher) -> str:
    return cipher.index("", field="backup key")


def _signature(body: bytes, cipher: AesFieldCipher) -> str:
    return cipher.index(body.decode(), field="backup manifest")

"""The texts that people are asked to agree to: loaded by version, never edited."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from models.consents import ConsentText
from server.domains.consents import queries, rules
from server.domains.consents.errors import ConsentTextEdited
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text as everybody may read it; `notice` marks one that is not official."""

    text: ConsentText
    notice: str | None


def load_texts(work: Work, document: object) -> list[int]:
    """Load a document and return the ids of the texts that were new; a new version holds at once.

    The same content again does nothing. Raises InvalidInput with every fault, ConsentTextEdited
    when a loaded version comes with another wording; then nothing is loaded.
    """
    loaded = [_load(work, wording) for wording in rules.parse(document)]
    return [text_id for text_id in loaded if text_id is not None]


def list_texts(work: Work) -> Sequence[ShownText]:
    """Return the texts in force, for everybody."""
    return [shown(row) for row in queries.list_in_force(work.session).values()]


def shown(row: ConsentText) -> ShownText:
    """Return a text with the words that must stand beside it."""
    return ShownText(row, rules.notice_of(row.status))


def _load(work: Work, wording: rules.Wording) -> int | None:
    known = queries.find_text(work.session, wording.purpose, wording.version)
    if known is None:
        return _insert(work, wording)
    if known.content_hash != wording.content_hash:
        detail = (
            f"{wording.title}：版本{wording.version}已经录入过，内容不一样。请换一个新的版本号。"
        )
        raise ConsentTextEdited(detail, purpose=wording.purpose.value, version=wording.version)
    return None


def _insert(work: Work, wording: rules.Wording) -> int:
    content = asdict(wording) | {"needed_for": list(wording.needed_for)}
    row = ConsentText(**content, content_hash=wording.content_hash, loaded_at=work.now)
    work.session.add(row)
    work.session.flush()
    purpose = row.purpose.value
    work.audit("load_consent_text", "consent_text", row.id, purpose=purpose, version=row.version)
    return row.id

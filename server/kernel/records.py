"""What is written about an act: audit entries (留痕) and anomalies (异常提示)."""

from dataclasses import dataclass, field
from typing import Any

from models.vocabulary import AnomalyKind, AuditOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One audit entry to be written; with `anomaly`, the level above sees it as well.

    `detail` holds ids, words and numbers; never names, phone numbers or secrets.
    """

    action: str
    object_type: str
    object_id: int | None = None
    village_id: int | None = None
    outcome: AuditOutcome = AuditOutcome.DONE
    anomaly: AnomalyKind | None = None
    detail: dict[str, Any] = field(default_factory=dict)

"""One piece of work (一次办理): the open transaction, who acts, when, and what is left behind."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from models.vocabulary import AnomalyKind, AuditOutcome, ProxyChannel
from server.kernel.actors import Actor
from server.kernel.clock import local_date
from server.kernel.ports import Ports
from server.kernel.records import Record
from server.kernel.scopes import Scope


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """A leader acts for somebody (代办): for whom, why, and how she heard it (GOV-2)."""

    member_id: int
    reason: str
    channel: ProxyChannel


@dataclass(frozen=True, slots=True)
class Work:
    """What a service needs beside its own arguments. `now` is one instant for the whole work."""

    session: Session
    actor: Actor
    now: datetime
    ports: Ports
    request_id: str = ""
    records: list[Record] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The civil date in Chongqing."""
        return local_date(self.now)

    @property
    def person_id(self) -> int:
        """The acting person; only work of a signed-in person may ask."""
        if self.actor.person_id is None:
            message = "this work has no person"
            raise RuntimeError(message)
        return self.actor.person_id

    def audit(
        self,
        action: str,
        object_type: str,
        object_id: int | None,
        *,
        village_id: int | None = None,
        **detail: Any,
    ) -> None:
        """Leave an audit entry, written with the effect it describes."""
        self.records.append(
            Record(
                action=action,
                object_type=object_type,
                object_id=object_id,
                village_id=village_id,
                detail=detail,
            )
        )

    def everything(self, *, reason: str) -> Scope:
        """Return the scope of everything; the reason is audited."""
        self.audit("read_everything", "scope", None, reason=reason)
        return Scope.everything(reason=reason)


def refusal(
    action: str,
    object_type: str,
    object_id: int | None,
    *,
    village_id: int | None = None,
    anomaly: AnomalyKind | None = None,
    **detail: Any,
) -> Record:
    """Return the record that a refusal leaves behind."""
    return Record(
        action=action,
        object_type=object_type,
        object_id=object_id,
        village_id=village_id,
        outcome=AuditOutcome.REFUSED,
        anomaly=anomaly,
        detail=detail,
    )

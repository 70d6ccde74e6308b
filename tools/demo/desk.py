"""The desk at which the demo is written: pieces of work as the system or as a person, at a time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.moderation import TextCheck
from models.vocabulary import CheckState, ConsentPurpose
from server.domains.consents import service as consents
from server.domains.identity import service as identity
from server.domains.moderation import service as moderation
from server.kernel.actors import SYSTEM, Actor
from server.kernel.wechat import TextCheck as Checked
from server.kernel.wechat import Verdict, WeChatIdentity
from server.kernel.work import Work
from server.web.transactions import Transactions
from tools.demo.people import Place

Answer = TypeVar("Answer")
BASIC = ConsentPurpose.SERVICE


@dataclass(frozen=True, slots=True)
class At:
    """A clock that stands at one instant, to write history through the services."""

    instant: datetime

    def now(self, session: Session) -> datetime:
        """Return that instant."""
        del session
        return self.instant


@dataclass(frozen=True, slots=True)
class Desk:
    """Runs pieces of work as the system or as a person, now or at another instant."""

    transactions: Transactions
    app_id: str

    def run(
        self,
        do: Callable[[Work], Answer],
        *,
        person_id: int | None = None,
        at: datetime | None = None,
    ) -> Answer:
        """Run one piece of work in its own transaction."""
        clock = self.transactions.clock if at is None else At(at)

        def load(session: Session, now: datetime) -> Actor:
            return SYSTEM if person_id is None else identity.actor_of(session, person_id, now)

        return replace(self.transactions, clock=clock).run(do, writes=True, load_actor=load)

    def let_texts_pass(self) -> None:
        """Record that the demo's own words may be shown, as WeChat would."""
        waiting = select(TextCheck.id, TextCheck.text_hash).where(
            TextCheck.state == CheckState.PENDING
        )

        def record(work: Work) -> None:
            for check_id, text_hash in work.session.execute(waiting).all():
                asked = {"check_id": check_id, "text_hash": text_hash}
                moderation.ASK.record(work, asked, Checked(Verdict.PASS))

        self.run(record)

    def person(self, work: Work, name: str) -> int:
        """Return the person who signs in with an openid."""
        return identity.recognise(work, WeChatIdentity(self.app_id, name, None))


def agree(work: Work, person_id: int) -> None:
    """Let somebody agree to the basic text, as she does on her phone before her first act."""
    hers = replace(work, actor=Actor(person_id=person_id))
    basic = next(t.text for t in consents.list_texts(work) if t.text.purpose is BASIC)
    consents.give(hers, basic.purpose, basic.version)


@dataclass(frozen=True, slots=True)
class Village:
    """A built place: its federation, officers by office, households with a proxy-able member."""

    place: Place
    id: int
    officers: dict[str, int]
    households: list[tuple[int, int]]

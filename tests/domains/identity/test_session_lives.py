"""Sessions over whole lives: whatever is done in whatever order, only the right tokens open."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from models.vocabulary import Role
from server.domains.identity import service as identity
from server.domains.identity.errors import SessionEnded
from server.domains.organisations import service as organisations
from server.domains.privacy import service as privacy
from server.kernel.actors import Actor
from server.kernel.errors import TooOften
from server.kernel.wechat import WeChatIdentity
from server.kernel.work import Work
from tests.support.builders import a_village
from tests.support.service import Service

NUMBERS = count(1)
PAUSES = st.sampled_from(
    [timedelta(seconds=1), timedelta(minutes=2), timedelta(days=3, hours=13), timedelta(days=7)]
)
SOME = st.integers(min_value=0, max_value=99)


@dataclass
class Token:
    """What the model knows of a token."""

    text: str
    opened_at: datetime
    seen_at: datetime
    is_revoked: bool = False


@dataclass
class Woman:
    """One person in the model: every token she was ever given, and when she was changed."""

    openid: str
    tokens: list[Token] = field(default_factory=list)
    office: int | None = None
    changed_at: datetime | None = None

    def alive(self, now: datetime) -> list[Token]:
        """Return the tokens that open now."""
        return [token for token in self.tokens if self._opens(token, now)]

    def _opens(self, token: Token, now: datetime) -> bool:
        is_old = now >= token.opened_at + timedelta(days=30)
        is_idle = now >= token.seen_at + timedelta(days=7)
        is_changed = self.changed_at is not None and self.changed_at > token.opened_at
        return not (token.is_revoked or is_old or is_idle or is_changed)


class Lives(RuleBasedStateMachine):
    """Women who sign in and out, take office, wait and close their accounts, in any order."""

    def __init__(self, service: Service, village: int, *, is_forgetful: bool) -> None:
        super().__init__()
        self.service, self.village, self.is_forgetful = service, village, is_forgetful

    @initialize()
    def meet(self) -> None:
        self.woman = Woman(f"o{next(NUMBERS)}")

    @property
    def now(self) -> datetime:
        return self.service.clock.instant

    def _some(self, which: int) -> Token | None:
        alive = self.woman.alive(self.now)
        return alive[which % len(alive)] if alive else None

    def _changed(self) -> None:
        if not self.is_forgetful:
            self.woman.changed_at = self.now

    def _appoint(self, work: Work) -> int:
        about = {"person_id": self.person, "organisation_id": self.village}
        return organisations.grant_role(work, **about, role=Role.ASSESSOR)

    @rule()
    def sign_in(self) -> None:
        recent = [t for t in self.woman.tokens if t.opened_at > self.now - timedelta(minutes=1)]
        identified = WeChatIdentity("wx1", self.woman.openid, None)
        try:
            found = self.service.run(lambda work: identity.sign_in(work, identified))
        except TooOften:
            assert len(recent) >= 10
            return
        assert len(recent) < 10
        self.person = found.person_id
        self.woman.tokens.append(Token(found.token, self.now, self.now))
        unrevoked = [token for token in self.woman.tokens if not token.is_revoked]
        for token in unrevoked[:-5]:
            token.is_revoked = True

    @rule(which=SOME)
    def use(self, which: int) -> None:
        if token := self._some(which):
            self.service.run(identity.keep_alive, loaded(self.service, token.text))
            if self.now >= token.seen_at + timedelta(hours=1):
                token.seen_at = self.now

    @rule(which=SOME)
    def sign_out(self, which: int) -> None:
        if token := self._some(which):
            self.service.run(identity.sign_out, loaded(self.service, token.text))
            token.is_revoked = True

    @rule(which=SOME, keeps=st.booleans())
    def sign_out_everywhere(self, which: int, keeps: bool) -> None:  # noqa: FBT001 - drawn
        if token := self._some(which):
            actor = loaded(self.service, token.text)
            self.service.run(lambda w: identity.sign_out_everywhere(w, keeps_this=keeps), actor)
            for other in self.woman.tokens:
                other.is_revoked |= not (keeps and other is token)

    @precondition(lambda self: self.woman.tokens)
    @rule()
    def change_office(self) -> None:
        if self.woman.office is None:
            self.woman.office = self.service.run(self._appoint)
        else:
            grant, self.woman.office = self.woman.office, None
            self.service.run(lambda work: organisations.end_role(work, grant))
        self._changed()

    @rule(which=SOME)
    def close(self, which: int) -> None:
        token = self._some(which)
        if token is not None and self.woman.office is None:
            self.service.run(privacy.close_account, loaded(self.service, token.text))
            for other in self.woman.tokens:
                other.is_revoked = True
            assert all(not opens(self.service, other.text) for other in self.woman.tokens)
            self.woman = Woman(self.woman.openid)

    @rule(pause=PAUSES)
    def wait(self, pause: timedelta) -> None:
        self.service.clock.instant += pause

    @invariant()
    def only_the_right_tokens_open(self) -> None:
        self.service.clock.instant += timedelta(milliseconds=1)
        alive = {token.text for token in self.woman.alive(self.now)}
        told = {token.text for token in self.woman.tokens if opens(self.service, token.text)}
        assert told == alive
        assert len(alive) <= 5


def loaded(service: Service, token: str) -> Actor:
    """Return who a token stands for."""
    return service.run(
        lambda work: identity.load_actor(work.session, token, work.now), writes=False
    )


def opens(service: Service, token: str) -> bool:
    """Tell whether a token is somebody's now."""
    try:
        loaded(service, token)
    except SessionEnded:
        return False
    return True


def live(service: Service, *, is_forgetful: bool = False) -> None:
    """Live some lives; a forgetful model lets a change of office end nothing."""
    village = a_village(service)
    born = partial(Lives, service, village, is_forgetful=is_forgetful)
    run_state_machine_as_test(
        born,  # type: ignore[arg-type]  # any factory will do, as its own documentation says
        settings=settings(
            max_examples=6,
            stateful_step_count=20,
            phases=[Phase.generate],
            derandomize=is_forgetful,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_only_the_right_tokens_open_whatever_was_done_before(service: Service) -> None:
    live(service)


def test_control_a_model_that_forgets_offices_is_contradicted(service: Service) -> None:
    with pytest.raises(AssertionError):
        live(service, is_forgetful=True)

"""A login code of WeChat's opens once, for its person and its mini-program; by the real adapter."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import Settings
from server.app import create_app
from tests.support.service import Answer, Service
from tools.wechat_standin import StandinServer

TAPS = 8


@pytest.fixture
def standin() -> Iterator[StandinServer]:
    with StandinServer() as server:
        yield server


@pytest.fixture
def real(service: Service, standin: StandinServer, tmp_path: Path) -> Iterator[Service]:
    """Return the service as it talks to WeChat in earnest."""
    environ = {
        "DATABASE_URL": service.app.config["SQLALCHEMY_DATABASE_URI"],
        "VAR_DIR": str(tmp_path),
        "WECHAT_API_BASE": standin.base_url,
    }
    app = create_app(Settings.from_env(environ), clock=service.clock)
    yield Service(app, service.database, service.clock, service.wechat)
    app.transactions.engine.dispose()


def sign_in(service: Service, code: str) -> Answer:
    return service.stranger().post("/sessions", {"code": code})


def counts(service: Service) -> tuple[int, int]:
    return (
        service.scalar("SELECT count(*) FROM people"),
        service.scalar("SELECT count(*) FROM sign_in_sessions"),
    )


def test_requirement_03_a_login_code_has_one_effect_however_often_it_comes(
    real: Service, standin: StandinServer
) -> None:
    code = standin.login_code("o-li")
    answers = [a for a in real.race(TAPS, lambda _: sign_in(real, code)) if isinstance(a, Answer)]
    told = Counter(answer.status for answer in answers)
    assert (told[201], told[201] + told[401] + told[503]) == (1, TAPS)
    late = sign_in(real, code)
    assert (late.status, late.body["type"]) == (401, "/problems/wechat-code-invalid")
    assert counts(real) == (1, 1)


def test_requirement_03_a_code_of_another_mini_program_opens_nothing(real: Service) -> None:
    with StandinServer() as another:
        foreign = sign_in(real, another.login_code("o-li"))
    assert (foreign.status, foreign.body["type"]) == (401, "/problems/wechat-code-invalid")
    assert counts(real) == (0, 0)

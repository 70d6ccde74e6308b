"""`make run`: one clear line when it cannot start, and no child left when it stops."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from config.settings import Settings
from tools.run.crew import Crew
from tools.run.plan import PREVIEW, make_plan, read_env_file
from tools.run.ports import answers, require_free
from tools.run.refusals import StartRefused
from tools.run.stopping import Stopped, StopRequest

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60
MARK = "BAYU_TEST_RUN"


@pytest.fixture
def listener() -> Iterator[int]:
    """Yield a port that somebody listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server.getsockname()[1]


@pytest.fixture
def handlers() -> Iterator[None]:
    """Put the signal handlers back."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [(number, signal.getsignal(number)) for number in numbers]
    yield
    for number, handler in before:
        signal.signal(number, handler)


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port: int = server.getsockname()[1]
        return port


def environment(folder: Path, **settings: object) -> dict[str, str]:
    """Return the environment of a start of its own; its children carry the mark."""
    names = {spec.metadata["env"] for spec in Settings.__dataclass_fields__.values()}
    clean = {name: value for name, value in os.environ.items() if name not in names}
    own: dict[str, object] = {
        "VAR_DIR": folder / "var",
        "DATABASE_URL": f"sqlite:///{folder}/var/bayu.sqlite3",
        "PORT": free_port(),
        "STANDIN_PORT": free_port(),
        "PREVIEW_PORT": free_port(),
        MARK: folder,
    }
    return clean | {name: str(value) for name, value in (own | settings).items()}


def has_node() -> bool:
    """Tell whether this machine can show the preview; elsewhere the start goes without it."""
    return PREVIEW in make_plan(ROOT, {}).commands


def marked(folder: Path) -> list[psutil.Process]:
    """Return the processes that descend from the start in this folder, adopted ones too."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == str(folder):
                found.append(process)
        except psutil.Error:
            continue
    return found


def start(environ: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tools.run"],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def read_until(run: subprocess.Popen[str], words: str) -> str:
    """Read the output up to the line with the words."""
    assert run.stdout is not None
    seen = ""
    for line in run.stdout:
        seen += line
        if words in line:
            return seen
    pytest.fail(f"the start ended without {words!r}:\n{seen}")


def stop(run: subprocess.Popen[str], number: signal.Signals) -> None:
    run.send_signal(number)
    run.communicate(timeout=PATIENCE_SECONDS)


def test_it_starts_stops_and_starts_again_with_everything_kept(tmp_path: Path) -> None:
    environ = environment(tmp_path)
    web, standin, preview = (
        int(environ[name]) for name in ("PORT", "STANDIN_PORT", "PREVIEW_PORT")
    )
    database = tmp_path / "var" / "bayu.sqlite3"

    for number in (signal.SIGTERM, signal.SIGINT):
        run = start(environ)
        try:
            read_until(run, "Ctrl-C")

            assert answers("127.0.0.1", web, "/readyz")
            assert answers("127.0.0.1", standin, "/")
            assert answers("127.0.0.1", preview, "/preview/") == has_node()
            assert len(marked(tmp_path)) >= len(["run", "web", "web worker", "worker", "wechat"])
        finally:
            stop(run, number)

        assert run.returncode == 0
        assert not marked(tmp_path)
        assert database.stat().st_size > 0


def test_a_taken_port_is_one_line(tmp_path: Path, listener: int) -> None:
    run = start(environment(tmp_path, PORT=listener))

    output, _ = run.communicate(timeout=PATIENCE_SECONDS)

    assert run.returncode == 1
    assert len(output.splitlines()) == 1
    assert f"Port {listener} is taken; choose another with PORT=" in output


@pytest.mark.parametrize(
    "address",
    ["sqlite:////proc/none/bayu.sqlite3", "postgresql+psycopg://nobody@127.0.0.1:1/none"],
)
def test_a_database_that_cannot_be_opened_is_one_line(tmp_path: Path, address: str) -> None:
    run = start(environment(tmp_path, DATABASE_URL=address))

    output, _ = run.communicate(timeout=PATIENCE_SECONDS)

    assert run.returncode == 1
    assert len(output.splitlines()) == 1
    assert "cannot open the database" in output
    assert not marked(tmp_path)


def test_wrong_settings_are_named_together() -> None:
    with pytest.raises(StartRefused) as refusal:
        make_plan(ROOT, {"PORT": "none", "APP_ENV": "holiday"})

    assert "PORT" in str(refusal.value)
    assert "APP_ENV" in str(refusal.value)


def test_production_has_neither_stand_in_nor_preview() -> None:
    environ = {"APP_ENV": "production", "WECHAT_API_BASE": "https://api.weixin.qq.com"}
    secrets = {"SECRET_KEY": "s" * 40, "FIELD_KEY": "f" * 40, "INDEX_KEY": "i" * 40}
    wechat = {"WECHAT_APP_ID": "wx0123456789abcdef", "WECHAT_APP_SECRET": "real"}
    push = {"WECHAT_PUSH_TOKEN": "t" * 32, "WECHAT_PUSH_KEY": "k" * 43}
    original = {"WECHAT_ORIGINAL_ID": "gh_0123456789ab"}
    other = {"TRUSTED_PROXIES": "1", "WECHAT_TEMPLATES": os.devnull}
    other["PUBLIC_URL"] = "https://bayu.example.cn"

    plan = make_plan(ROOT, {**environ, **secrets, **wechat, **push, **original, **other})

    assert not plan.has_standin
    assert set(plan.commands) == {"web", "worker"}
    assert [setting for setting, _, _ in plan.ports] == ["PORT"]


def test_without_node_all_starts_but_the_preview(tmp_path: Path) -> None:
    (tmp_path / "Procfile").write_text("web: true\nwechat: true\npreview: true\n")

    plan = make_plan(tmp_path, {})

    assert set(plan.commands) == {"web", "wechat"}
    assert [setting for setting, _, _ in plan.ports] == ["PORT", "STANDIN_PORT"]


def test_the_preview_is_pointed_at_what_runs() -> None:
    plan = make_plan(ROOT, {"PORT": "9100", "HOST": "0.0.0.0", "VAR_DIR": "/data"})  # noqa: S104

    assert plan.environ["PREVIEW_SERVICE"] == "http://127.0.0.1:9100"
    assert plan.environ["PREVIEW_STANDIN"] == "http://127.0.0.1:8081"
    assert plan.environ["PREVIEW_CATALOGUE"] == "/data/preview/catalogue.json"


def test_the_service_is_pointed_at_its_stand_in() -> None:
    plan = make_plan(ROOT, {"STANDIN_PORT": "9123"})

    assert plan.environ["WECHAT_API_BASE"] == "http://127.0.0.1:9123"


def test_a_relative_database_is_the_same_file_for_every_process() -> None:
    plan = make_plan(ROOT, {"DATABASE_URL": "sqlite:///var/other.sqlite3"})

    assert plan.environ["DATABASE_URL"] == f"sqlite:///{ROOT}/var/other.sqlite3"


def test_settings_may_stand_in_a_file_but_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "Procfile").write_text("web: true\nwechat: true\n")
    (tmp_path / ".env").write_text("# ports\nPORT=9001\nHOST='127.0.0.2' # ours\n")

    plan = make_plan(tmp_path, {"PORT": "9002"})

    assert (plan.settings.port, plan.settings.host) == (9002, "127.0.0.2")
    assert read_env_file(tmp_path / "missing") == {}


def test_a_port_that_was_just_left_is_free(listener: int) -> None:
    with pytest.raises(StartRefused, match="STANDIN_PORT"):
        require_free("STANDIN_PORT", "127.0.0.1", listener)

    require_free("PORT", "127.0.0.1", free_port())


def test_an_address_that_is_not_ours_is_refused() -> None:
    with pytest.raises(StartRefused, match=r"192\.0\.2\.1:8080"):
        require_free("PORT", "192.0.2.1", 8080)


def test_one_that_ends_ends_all(tmp_path: Path) -> None:
    crew = Crew({"web": "sleep 600", "worker": "exit 3"}, {MARK: str(tmp_path)}, tmp_path)
    try:
        crew.start()
        with pytest.raises(StartRefused, match=r"worker ended \(3\)"):
            crew.watch()
    finally:
        crew.stop()

    assert not marked(tmp_path)


def test_a_stubborn_child_and_its_children_are_ended(tmp_path: Path) -> None:
    stubborn = "trap '' TERM; sleep 600 & sleep 600 & echo ready >ready; wait; wait"
    crew = Crew({"web": stubborn}, {MARK: str(tmp_path)}, tmp_path, stop_seconds=0.2)
    crew.start()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (tmp_path / "ready").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)

    crew.stop()

    # a killed grandchild is gone when the kernel has come round to it
    while [process for process in marked(tmp_path) if process.status() != "zombie"]:
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.usefixtures("handlers")
def test_a_request_to_stop_waits_until_the_children_are_noted() -> None:
    request = StopRequest()
    request.listen()
    noted = []

    def start_a_child() -> None:
        with request.held():
            signal.raise_signal(signal.SIGTERM)
            noted.append("child")

    with pytest.raises(Stopped):
        start_a_child()
    assert noted == ["child"]


@pytest.mark.usefixtures("handlers")
def test_a_second_request_does_not_disturb_the_stopping() -> None:
    request = StopRequest()
    request.listen()

    with pytest.raises(Stopped):
        signal.raise_signal(signal.SIGINT)

    signal.raise_signal(signal.SIGINT)

"""`python -m tools.run`: prepare the database, start everything, say where, stop together.

`prepare` ends with the first. `rehearse` begins with a copy of what that made, which nobody needs
afterwards, and so takes no time to end: many test files can have a system of their own.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tools.run.crew import LOOK_SECONDS, STOP_SECONDS, Crew
from tools.run.plan import Plan, make_plan
from tools.run.ports import answers, local, require_free
from tools.run.refusals import StartRefused, StepFailed
from tools.run.stopping import Stopped, StopRequest

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 30


def main(words: Sequence[str]) -> int:
    """Run until stopped; return 1 when the start failed or a part of it ended by itself."""
    request = StopRequest()
    request.listen()
    try:
        plan = make_plan(ROOT, os.environ)
        if "prepare" in words:
            _prepare(plan)
            return 0
        _run(plan, request, is_rehearsal="rehearse" in words)
    except StartRefused as refusal:
        print(refusal, file=sys.stderr, flush=True)
    except StepFailed:
        pass
    except Stopped:
        print("\n已全部停止 / Everything is stopped.", flush=True)
        return 0
    return 1


def _run(plan: Plan, request: StopRequest, *, is_rehearsal: bool) -> None:
    for setting, host, port in plan.ports:
        require_free(setting, host, port)
    people = "" if is_rehearsal else _prepare(plan)
    seconds = 0 if is_rehearsal else STOP_SECONDS
    crew = Crew(plan.commands, plan.environ, ROOT, stop_seconds=seconds)
    try:
        with request.held():
            crew.start()
        _wait_until_ready(plan, crew)
        _announce(plan, people)
        crew.watch()
    finally:
        with request.held():
            crew.stop()


def _prepare(plan: Plan) -> str:
    """Bring the database up to date and return how to sign in as the demo people.

    Each step is quick when there is nothing to do. Raises StepFailed; the step has said why.
    """
    plan.settings.var_dir.mkdir(parents=True, exist_ok=True)
    program = [sys.executable, "-m", "tools.run.prepare", *plan.preparations]
    steps = subprocess.run(program, cwd=ROOT, env=plan.environ, stdout=subprocess.PIPE, check=False)
    if steps.returncode:
        raise StepFailed
    return steps.stdout.decode() if plan.has_standin else ""


def _wait_until_ready(plan: Plan, crew: Crew) -> None:
    pages = ["/readyz", "/", "/preview/"]
    waiting = [(host, port, page) for (_, host, port), page in zip(plan.ports, pages, strict=False)]
    deadline = time.monotonic() + READY_SECONDS
    while waiting := [place for place in waiting if not answers(*place)]:
        crew.require_all_alive()
        if time.monotonic() > deadline:
            places = ", ".join(f"http://{local(host)}:{port}" for host, port, _ in waiting)
            message = f"等了 {READY_SECONDS} 秒没有回应 / No answer for {READY_SECONDS} s: {places}"
            raise StartRefused(message)
        time.sleep(LOOK_SECONDS)


def _announce(plan: Plan, people: str) -> None:
    web = f"http://{local(plan.settings.host)}:{plan.settings.port}"
    print(f"\n巴渝绿家 已启动 / is ready:  {web}")
    print(f"接口文档 / API reference:    {web}/docs")
    if plan.has_preview:
        print(
            f"预览 / preview:              http://127.0.0.1:{plan.settings.preview_port}/preview/"
        )
    if plan.has_standin:
        print(f"微信替身 / WeChat stand-in:  http://127.0.0.1:{plan.settings.standin_port}")
        print(f"\n{people}")
    print("\n按 Ctrl-C 停止 / Ctrl-C stops everything.", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

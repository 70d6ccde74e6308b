"""How gunicorn serves: threads of one process share its pool; abandoned requests are bounded."""

import os
import sys
from pathlib import Path
from typing import Any

from config.logs import logs_config
from config.settings import Settings

_settings = Settings.from_env(os.environ)
_METRICS = _settings.var_dir / "metrics"

bind = f"{_settings.host}:{_settings.port}"
worker_class = "gthread"
workers = _settings.web_processes
threads = _settings.web_threads
reuse_port = True
keepalive = 30
timeout = 30
graceful_timeout = 10
backlog = 256
max_requests = 50_000
max_requests_jitter = 5_000
limit_request_line = 4094
limit_request_fields = 50
accesslog = None
control_socket_disable = True
logconfig_dict = logs_config(as_json=_settings.logs_json)


def on_starting(server: Any) -> None:  # noqa: ANN401 - gunicorn has no types
    """Refuse another number of processes than the settings know; empty the folder of metrics."""
    if server.cfg.workers != _settings.web_processes:
        sys.exit("WEB_PROCESSES alone says how many web processes there are")
    _METRICS.mkdir(parents=True, exist_ok=True)
    for file in _METRICS.glob("*.db"):
        file.unlink()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_METRICS)


def child_exit(server: Any, worker: Any) -> None:  # noqa: ANN401 - gunicorn has no types
    """Forget what a process that ended had in use; what it counted stays counted."""
    del server
    for file in _of_process(worker.pid):
        file.unlink(missing_ok=True)


def _of_process(pid: int) -> list[Path]:
    return list(_METRICS.glob(f"gauge_live*_{pid}.db"))

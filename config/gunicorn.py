"""How gunicorn serves: threads of one process share its pool; abandoned requests are bounded."""

import os

from config.settings import Settings

_settings = Settings.from_env(os.environ)

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

"""An app on the loopback, served by a thread of the test."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from server.web.requests import ServiceFlask
from tools.wechat_standin.server import bind_server


@contextmanager
def served(app: ServiceFlask, port: int = 0) -> Iterator[str]:
    """Serve an app while the block runs, on a free port unless one is named."""
    server = bind_server(app, port)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()

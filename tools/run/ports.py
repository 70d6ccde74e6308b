"""Whether the ports are free, and whether something answers there."""

import errno
import socket
from http.client import HTTPConnection, HTTPException

from tools.run.refusals import StartRefused

EVERYWHERE = {"", "0.0.0.0", "::"}  # noqa: S104 - compared with, not bound to
ANSWER_SECONDS = 2


def require_free(setting: str, host: str, port: int) -> None:
    """Raise StartRefused, naming the setting, when the port cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # a port that was just left is free; one that somebody listens on is not
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StartRefused(_explanation(setting, host, port, error)) from None


def answers(host: str, port: int, path: str) -> bool:
    """Tell whether a GET is answered with 200."""
    connection = HTTPConnection(local(host), port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200  # noqa: PLR2004
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def local(host: str) -> str:
    """Return the address under which this machine reaches a listening address."""
    return "127.0.0.1" if host in EVERYWHERE else host


def _explanation(setting: str, host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"端口 {port} 已被占用，请用 {setting}=… 换一个 / "
            f"Port {port} is taken; choose another with {setting}=…"
        )
    return (
        f"不能使用 {host}:{port}（设置 {setting}）/ "
        f"Cannot listen on {host}:{port} ({setting}): {error.strerror}"
    )

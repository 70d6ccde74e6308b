"""Connections to Redis that give up soon: whoever asks has something better to do than to wait."""

from typing import Any

from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.retry import Retry

CONNECT_SECONDS = 0.5
ANSWER_SECONDS = 3  # the worker's longest question waits for one second


def redis_pool(url: str) -> ConnectionPool:
    """Return a pool for a URL; a broken connection is opened anew once, then the call fails."""
    return ConnectionPool.from_url(
        url,
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=ANSWER_SECONDS,
        retry=Retry(NoBackoff(), 1),
    )


def limit_storage(url: str) -> dict[str, Any]:
    """Return where the limiter counts: Redis by URL, or the memory of this process."""
    if not url:
        return {"storage_uri": "memory://"}
    return {"storage_uri": "redis://", "storage_options": {"connection_pool": redis_pool(url)}}

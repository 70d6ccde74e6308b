"""Keeps the access token where all processes of the installation find it: Redis or the database."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Protocol, TypeVar

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import bindparam, select, text, update

from models.access_tokens import KeptToken
from models.base import UtcDateTime
from server.adapters.redis_pool import redis_pool
from server.adapters.wechat.failures import NotAsked
from server.adapters.wechat.tokens import LEASE_SECONDS
from server.kernel.work import Work

Answer = TypeVar("Answer")

_CLOCKS_APART_MAX = timedelta(minutes=2)
_CLAIM = text(
    """
    INSERT INTO access_tokens (app_id, lease_token, leased_until)
    VALUES (:app_id, :lease, :until)
    ON CONFLICT (app_id) DO UPDATE SET lease_token = :lease, leased_until = :until
     WHERE access_tokens.leased_until IS NULL OR access_tokens.leased_until <= :now
        OR access_tokens.leased_until > :latest
    RETURNING app_id
    """
).bindparams(
    bindparam("until", type_=UtcDateTime()),
    bindparam("now", type_=UtcDateTime()),
    bindparam("latest", type_=UtcDateTime()),
)
_RELEASE = """
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('del', KEYS[1])
if ARGV[2] then redis.call('set', KEYS[2], ARGV[2], 'EX', ARGV[3]) end
return 1
"""


class Transact(Protocol):
    """Runs a piece of work in one transaction (`Transactions.run`)."""

    def __call__(self, do: Callable[[Work], Answer], *, writes: bool) -> Answer:
        """Return its answer after the commit."""
        ...


class DatabaseTokenStore:
    """A lease row; every step is a short transaction, and none is open while WeChat is asked."""

    def __init__(self, transact: Transact, app_id: str) -> None:
        self._transact = transact
        self._app_id = app_id

    def find(self) -> str | None:
        """Return what is kept while it is valid."""
        is_ours = KeptToken.app_id == self._app_id

        def read(work: Work) -> str | None:
            return work.session.scalar(
                select(KeptToken.sealed).where(is_ours, KeptToken.expires_at > work.now)
            )

        return self._transact(read, writes=False)

    def claim(self) -> str | None:
        """Return a lease when nobody else has one."""
        lease = secrets.token_hex(8)

        def take(work: Work) -> bool:
            until = work.now + timedelta(seconds=LEASE_SECONDS)
            taken = {
                "app_id": self._app_id,
                "lease": lease,
                "until": until,
                "now": work.now,
                "latest": until + _CLOCKS_APART_MAX,  # later stems from a clock that was wrong
            }
            return work.session.execute(_CLAIM, taken).scalar_one_or_none() is not None

        return lease if self._transact(take, writes=True) else None

    def keep(self, lease: str, sealed: str, seconds: int) -> None:
        """Keep a token for a time and give the lease back."""
        self._end(
            lease, lambda work: {"sealed": sealed, "expires_at": work.now + timedelta(0, seconds)}
        )

    def release(self, lease: str) -> None:
        """Give a lease back without a token."""
        self._end(lease, lambda _: {})

    def _end(self, lease: str, values: Callable[[Work], dict[str, object]]) -> None:
        def write(work: Work) -> None:
            work.session.execute(
                update(KeptToken)
                .where(KeptToken.app_id == self._app_id, KeptToken.lease_token == lease)
                .values(lease_token=None, leased_until=None, **values(work))
            )

        self._transact(write, writes=True)


class RedisTokenStore:
    """Two keys of Redis that end by themselves: the token and the lease."""

    def __init__(self, url: str, app_id: str) -> None:
        self._redis = Redis(connection_pool=redis_pool(url))
        self._token, self._lease = (f"bayu:wechat:{app_id}:{key}" for key in ("token", "lease"))

    def find(self) -> str | None:
        """Return what is kept while it is valid."""
        with _outages():
            sealed = self._redis.get(self._token)
        return sealed.decode() if isinstance(sealed, bytes) else None

    def claim(self) -> str | None:
        """Return a lease when nobody else has one."""
        lease = secrets.token_hex(8)
        with _outages():
            return lease if self._redis.set(self._lease, lease, nx=True, ex=LEASE_SECONDS) else None

    def keep(self, lease: str, sealed: str, seconds: int) -> None:
        """Keep a token for a time and give the lease back."""
        with _outages():
            self._redis.eval(_RELEASE, 2, self._lease, self._token, lease, sealed, str(seconds))

    def release(self, lease: str) -> None:
        """Give a lease back without a token."""
        with _outages():
            self._redis.eval(_RELEASE, 2, self._lease, self._token, lease)


@contextmanager
def _outages() -> Iterator[None]:
    try:
        yield
    except RedisError:
        raise NotAsked from None

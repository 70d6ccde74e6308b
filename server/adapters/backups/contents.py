"""What a database holds, counted: a restored one must count the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from sqlalchemy import Connection, inspect, text

from server.adapters.backups.refusals import BackupRefused

_VERSIONS = "alembic_version"
_LIVED_IN = ("people", "households")
_MIGRATION = text(f"SELECT version_num FROM {_VERSIONS}")  # noqa: S608 - a constant of this module
_SUMS = text("SELECT COUNT(*), COALESCE(SUM(amount), 0) FROM points_transfers")
_CHAINS = {"seal_batches": "village_id", "audit_seals": "chain"}
"""Tables of seals, and the column that says whose chain a seal belongs to."""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """Counts and sums of one moment. `seals` holds the newest seal of every chain."""

    migration: str
    rows: dict[str, int]
    transfers: int
    points: int
    seals: dict[str, str]

    @classmethod
    def count(cls, connection: Connection) -> Self:
        """Count a database whose tables may be older than ours."""
        transfers, points = connection.execute(_SUMS).one()
        tables = _tables(connection)
        chains = [table for table in _CHAINS if table in tables]
        return cls(
            migration=connection.execute(_MIGRATION).scalar_one(),
            rows={table: _count(connection, table) for table in tables},
            transfers=transfers,
            points=int(points),
            seals=dict(seal for table in chains for seal in _newest(connection, table)),
        )

    def differences(self, found: Self) -> Iterator[str]:
        """Name what is not in `found` as it is here."""
        for table in sorted(self.rows.keys() | found.rows.keys()):
            kept, counted = self.rows.get(table), found.rows.get(table)
            if kept != counted:
                yield f"{table}: {kept} rows kept, {counted} counted"
        for name in ("migration", "transfers", "points", "seals"):
            if getattr(self, name) != getattr(found, name):
                yield f"{name}: kept {getattr(self, name)}, found {getattr(found, name)}"


def is_lived_in(connection: Connection) -> bool:
    """Tell whether people are in it. Raises BackupRefused when it is no database of ours."""
    tables = set(inspect(connection).get_table_names())
    if tables and _VERSIONS not in tables:
        raise BackupRefused(
            "这个数据库里是别的系统的数据 / this database belongs to something else: "
            + ", ".join(sorted(tables)[:3])
        )
    return any(_count(connection, table) for table in _LIVED_IN if table in tables)


def _newest(connection: Connection, table: str) -> Iterator[tuple[str, str]]:
    """Yield the newest seal of each chain in a table."""
    owner = _CHAINS[table]
    newest = f"""
        SELECT s.{owner}, s.number, s.seal FROM {table} AS s
         WHERE s.number = (SELECT MAX(n.number) FROM {table} AS n WHERE n.{owner} = s.{owner})
         ORDER BY s.{owner}
    """  # noqa: S608 - constants of this module
    for chain, number, seal in connection.execute(text(newest)):
        yield f"{table} {chain}", f"{number}:{seal}"


def _tables(connection: Connection) -> list[str]:
    return sorted(set(inspect(connection).get_table_names()) - {_VERSIONS})


def _count(connection: Connection, table: str) -> int:
    quoted = connection.dialect.identifier_preparer.quote(table)
    counted = connection.execute(text(f"SELECT COUNT(*) FROM {quoted}"))  # noqa: S608 - quoted
    return int(counted.scalar_one())

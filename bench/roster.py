"""Importing a roster: seconds for 10,000 rows, and what a row costs beside a bare insert.

`python -m bench.roster [sqlite|postgresql]` writes a workbook of 10,000 rows and imports it with
the operator's command in a process of its own, round by round into fresh villages: a look, the
import, and the import again. Beside each stands a loop that inserts the same households and
members with the driver alone, one statement a row in one transaction. Only the ratios compare
between machines.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from server.adapters.spreadsheets import Sheet, write_sheets
from server.domains.households import service as households
from tests.support.builders import a_village
from tests.support.postgres import start_server
from tests.support.service import PostgresRoom, Service, SqliteRoom

ROWS = 10_000
MEMBERS = ("户主", "配偶", "子女")
ROUNDS = 3
_HOUSEHOLD = (
    "INSERT INTO households (village_id, number, group_name, zone, status, registered_at)"
    " VALUES (%s, %s, %s, 'rural', 'resident', %s) RETURNING id"
)
_MEMBER = (
    "INSERT INTO members (village_id, household_id, name, relation, joined_at)"
    " VALUES (%s, %s, %s, 'other', %s)"
)


@contextmanager
def opened(database: str) -> Iterator[Service]:
    """Yield an empty service on a database of its own."""
    folder = Path(tempfile.mkdtemp(prefix="bayu-bench-"))
    if database == "sqlite":
        yield SqliteRoom.prepare(folder).open()
        return
    with start_server() as server:
        room = PostgresRoom.prepare(server, "bayu_bench", folder)
        yield room.open()
        room.close()


def rows() -> Iterator[list[str]]:
    """Yield the rows of the form, three members a household."""
    for number in range(ROWS):
        home, place = divmod(number, len(MEMBERS))
        group, phone = f"{home % 20 + 1}组", f"138{number:08}"
        yield [f"{home + 1:04}", group, f"王{number}", MEMBERS[place], phone, "农村", "常住", ""]


def bare_inserts(service: Service, village_id: int) -> None:
    """Insert the same households and members with the driver alone."""
    connection: Any = service.app.transactions.engine.raw_connection()
    mark = "?" if service.database == "sqlite" else "%s"
    household, member = (sql.replace("%s", mark) for sql in (_HOUSEHOLD, _MEMBER))
    cursor, now, home_id = connection.cursor(), "2026-11-27 00:00:00", 0
    if service.database == "postgresql":
        cursor.execute(f"SELECT set_config('app.village_ids', '{{{village_id}}}', true)")
    for number, group, name, relation, *_ in rows():
        if relation == MEMBERS[0]:
            cursor.execute(household, (village_id, number, group, now))
            (home_id,) = cursor.fetchone()
        cursor.execute(member, (village_id, home_id, name, now))
    connection.commit()
    connection.close()


def command(service: Service, *arguments: str) -> None:
    """Run the operator's command in a process of its own."""
    url = service.app.transactions.engine.url.render_as_string(hide_password=False)
    done = subprocess.run(
        [sys.executable, "-m", "server.cli", *arguments],
        env={**os.environ, "DATABASE_URL": url, "DATABASE_OWNER_URL": ""},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(done.stderr)


def seconds(do: Callable[[], None]) -> float:
    """Return how long something took."""
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def measure(service: Service, file: Path) -> dict[str, float]:
    """Return the seconds of each step of a round."""
    village, bare = str(a_village(service, "甲村妇联")), a_village(service, "乙村妇联")
    look = ("import-roster", "--village", village, str(file))
    steps: dict[str, Callable[[], None]] = {
        "bare inserts": lambda: bare_inserts(service, bare),
        "a look": lambda: command(service, *look),
        "the import": lambda: command(service, *look, "--apply"),
        "again": lambda: command(service, *look, "--apply"),
    }
    return {name: seconds(do) for name, do in steps.items()}


def main(database: str) -> None:
    """Run all rounds and print the medians with their range."""
    file = Path(tempfile.mkdtemp(prefix="bayu-bench-")) / "名单.xlsx"
    titles = households.FORM.titles
    write_sheets(file, [Sheet("花名册", [titles, *rows()], (10,) * len(titles))])
    with opened(database) as service:
        found = [measure(service, file) for _ in range(ROUNDS)]
    print(f"{database}: {ROWS} rows, median [min–max] of {ROUNDS}")
    for step in found[0]:
        times = sorted(round_[step] for round_ in found)
        ratios = sorted(round_[step] / round_["bare inserts"] for round_ in found)
        print(
            f"  {step:<13} {statistics.median(times):6.2f} s [{times[0]:.2f}–{times[-1]:.2f}]"
            f"   per row: {statistics.median(ratios):6.1f} × a bare insert"
            f" [{ratios[0]:.1f}–{ratios[-1]:.1f}]"
        )


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["sqlite"]))

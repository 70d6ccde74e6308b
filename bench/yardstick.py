"""What a confirmation costs the database alone: the same rows, written without our code.

The statements are ours in substance: the claim's state by a conditional update that checks the
office, own household and declared relatives; three caps; the balance of the notice; a transfer; an
audit entry for every claim; a message for every household; one outbox row and one idempotency key
for every request. They go into the service's own tables, so indexes, keys, checks and triggers are
the same, and the books balance afterwards. pgbench calls them as one PL/pgSQL function, the raw
loop runs them one by one through `sqlite3`.
"""

import json
import re
import sqlite3
import subprocess
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

_MINE = "c.id IN (SELECT CAST(j.key AS bigint) FROM json_each(:ids) AS j)"

_CONFIRM = """
    UPDATE points_claims SET state = 'confirmed', confirmed_by = :actor, confirmed_at = :now,
           posting_id = :posting
      FROM (SELECT CAST(j.key AS bigint) AS wanted_id FROM json_each(:ids) AS j ORDER BY 1) AS w
     WHERE points_claims.id = w.wanted_id AND state = 'submitted'
       AND (submitted_by IS NULL OR submitted_by <> :actor)
       AND EXISTS (SELECT 1 FROM role_grants AS g
                    WHERE g.person_id = :actor AND g.organisation_id = points_claims.village_id
                      AND g.role IN ('village_chair', 'village_executive')
                      AND g.since_at <= :now AND (g.until_at IS NULL OR g.until_at > :now))
       AND NOT EXISTS (SELECT 1 FROM members AS m
                        WHERE m.person_id = :actor AND m.left_at IS NULL
                          AND m.household_id = points_claims.household_id)
       AND NOT EXISTS (SELECT 1 FROM declared_relatives AS r
                        WHERE r.person_id = :actor AND r.withdrawn_at IS NULL
                          AND r.household_id = points_claims.household_id)
"""
_ONE_CAP = f"""
    SELECT c.household_id, {{subject}} AS subject, {{period}} AS period, c.village_id, c.points,
           {{cap}} AS cap
      FROM points_claims AS c JOIN earning_rules AS r ON r.id = c.rule_id
      JOIN rule_sets AS s ON s.id = r.rule_set_id
     WHERE {_MINE}
"""  # noqa: S608 - constants of this module
_CAPS = f"""
    INSERT INTO cap_usages (household_id, subject, period, village_id, used, cap)
    SELECT d.household_id, d.subject, d.period, d.village_id, SUM(d.points), MIN(d.cap) FROM (
    {_ONE_CAP.format(subject="'rule:' || r.code", period="c.rule_period", cap="r.period_cap")}
    UNION ALL
    {
    _ONE_CAP.format(
        subject="'household'",
        period="SUBSTR(CAST(c.deed_on AS text), 1, 7)",
        cap="s.household_month_cap",
    )
}
    UNION ALL
    {
    _ONE_CAP.format(
        subject="'household'", period="CAST(c.points_year AS text)", cap="s.household_year_cap"
    )
}
    ) AS d WHERE 1 = 1
     GROUP BY d.household_id, d.subject, d.period, d.village_id ORDER BY 1, 2, 3
    ON CONFLICT (household_id, subject, period)
    DO UPDATE SET used = cap_usages.used + excluded.used
     WHERE cap_usages.used + excluded.used <= cap_usages.cap
"""  # noqa: S608 - constants of this module
_BALANCES = f"""
    INSERT INTO points_accounts (kind, village_id, household_id, points_year, balance)
    SELECT 'in_notice', c.village_id, c.household_id, c.points_year, SUM(c.points)
      FROM points_claims AS c WHERE {_MINE}
     GROUP BY c.village_id, c.household_id, c.points_year ORDER BY c.household_id
    ON CONFLICT (household_id, kind, points_year) WHERE household_id IS NOT NULL
    DO UPDATE SET balance = points_accounts.balance + excluded.balance
"""  # noqa: S608
_TRANSFERS = f"""
    INSERT INTO points_transfers (village_id, debit_account_id, credit_account_id, amount, code,
                                  award_id, caused_by, posting_id, posted_by, posted_at)
    SELECT c.village_id, v.id, h.id, c.points, 'award', c.id, 'claim:' || c.id, :posting, :actor,
           :now
      FROM points_claims AS c
      JOIN points_accounts AS v ON v.village_id = c.village_id AND v.kind = 'issued'
       AND v.points_year = c.points_year AND v.household_id IS NULL
      JOIN points_accounts AS h ON h.household_id = c.household_id AND h.kind = 'in_notice'
       AND h.points_year = c.points_year
     WHERE {_MINE} ORDER BY c.id
"""  # noqa: S608
_MESSAGES = f"""
    INSERT INTO messages (village_id, household_id, kind, title, body, created_at)
    SELECT c.village_id, c.household_id, 'claim_confirmed', '积分确认了',
           '“帮扶三留守/孤寡老人”确认了，共' || SUM(c.points) || '分，公示期满就能用。', :now
      FROM points_claims AS c WHERE {_MINE}
     GROUP BY c.village_id, c.household_id ORDER BY c.household_id
"""  # noqa: S608
_OUTBOX = """
    INSERT INTO outbox_rows (topic, payload, created_at, due_at, attempts)
    VALUES ('message_created', :ids, :now, :now, 0)
"""
_AUDIT = f"""
    INSERT INTO audit_entries (at, person_id, action, object_type, object_id, village_id, outcome,
                               detail, request_id)
    SELECT :now, :actor, 'confirm_claim', 'points_claim', c.id, c.village_id, 'done', :detail,
           :posting
      FROM points_claims AS c WHERE {_MINE} ORDER BY c.id
"""  # noqa: S608
_REMEMBER = """
    INSERT INTO idempotency_keys (person_id, route, key, request_hash, status, answer, created_at)
    VALUES (:actor, 'POST /bench', :posting, :posting, 200, :ids, :now)
"""
STATEMENTS = (
    *(_CONFIRM, _CAPS, _BALANCES, _TRANSFERS),
    *(_MESSAGES, _OUTBOX, _AUDIT, _REMEMBER),
)
DETAIL = '{"outcome": "confirmed"}'
PLANS = "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
"""By index always: the planner takes every lot for a hundred claims."""
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON")

_BODY = ";\n".join(re.sub(r"(?<!:):(\w+)", r"p_\1", one) for one in STATEMENTS)
INSTALL = (
    "CREATE SEQUENCE bench_lots MINVALUE 0",
    "GRANT ALL ON SEQUENCE bench_lots TO PUBLIC",
    f"""
    CREATE FUNCTION bench_confirm(p_actor bigint, p_first bigint, p_size bigint)
    RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
        p_begin bigint := p_first + nextval('bench_lots') * p_size;
        p_ids json := (SELECT json_object_agg(n, 1)
                         FROM generate_series(p_begin, p_begin + p_size - 1) AS n);
        p_posting text := gen_random_uuid();
        p_now timestamptz := clock_timestamp();
        p_detail json := '{DETAIL}';
    BEGIN
        PERFORM set_config('app.village_ids',
            (SELECT CAST(array_agg(id) AS text) FROM organisations), true);
        {_BODY};
    END $$
    """,  # noqa: S608
)
"""The function for pgbench; the service's restricted role calls it, behind the wall as well."""


def run_pgbench(
    pgbench: Path, connection: dict[str, str], variables: dict[str, int], clients: int, lots: int
) -> float:
    """Run pgbench until all lots are confirmed; return seconds without its connecting."""
    script = "SELECT bench_confirm(:actor, :first, :size);\n"
    options = [f"--define={name}={value}" for name, value in variables.items()]
    options += [f"--client={clients}", "--jobs=2", f"--transactions={lots // clients}"]
    done = subprocess.run(
        [pgbench, "--no-vacuum", "--protocol=prepared", "--file=-", *options],
        env={**connection, "PGOPTIONS": PLANS},
        input=script.encode(),
        capture_output=True,
        check=True,
    )
    rate = re.search(rb"tps = ([\d.]+)", done.stdout)
    if rate is None or b"number of failed transactions: 0 " not in done.stdout:
        raise RuntimeError(done.stdout.decode() + done.stderr.decode())
    return lots / float(rate[1])


def checkpoint(file: Path) -> None:
    """Bring what was written home into the file of the database, so that a run begins afresh."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def run_raw_loop(file: Path, chair: int, ids: range, size: int) -> float:
    """Confirm through `sqlite3` alone, one transaction a lot; return seconds."""
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    began = time.perf_counter()
    for start in range(0, len(ids), size):
        lot = ids[start : start + size]
        values = {
            "ids": json.dumps(dict.fromkeys(lot, 1)),
            "actor": chair,
            "now": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}",
            "posting": uuid.uuid4().hex,
            "detail": DETAIL,
        }
        connection.execute("BEGIN IMMEDIATE")
        confirmed, *_ = [connection.execute(one, values).rowcount for one in STATEMENTS]
        if confirmed != size:
            message = f"{confirmed} of {size} claims were confirmed"
            raise RuntimeError(message)
        connection.execute("COMMIT")
    seconds = time.perf_counter() - began
    connection.close()
    return seconds

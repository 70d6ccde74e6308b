"""What has been kept its time goes, exactly that, and every term is enforced by what it says."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from config.settings import Settings
from models import Base
from models.identity import SignInSession
from models.retention import Kept
from models.vocabulary import OutboxTopic
from server.background import run_job
from server.cli import cli
from server.domains.audit import rules as audit
from server.domains.evidence import rules as evidence
from server.domains.identity import service as identity
from server.domains.points import service as points
from server.domains.prints import rules as prints
from server.domains.pushes import service as pushes
from server.kernel.forgetting import LOT_IDS
from server.kernel.work import Work
from server.worker import JOBS, KEYS_KEPT
from tests.support.aged_rows import BIRTHDAY, Aged
from tests.support.builders import a_household, a_resident, a_village
from tests.support.households_builders import a_join_code, a_join_request, ask
from tests.support.points_builders import a_family, a_points_village, effective_points
from tests.support.service import REFERENCE_TABLES, Service

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
OLD, YOUNG, NEWEST = "王淑芬的旧话", "李小红的新话", "最新的一行"
JOURNAL = {"audit_entries", "job_leases"}
"""What a job leaves of itself."""
LETS_GO = {
    "forget_sessions": (Kept.SESSIONS, {"sign_in_sessions"}),
    "forget_phones": (Kept.LEFT_PHONES, {"members"}),
    "forget_join_codes": (Kept.JOIN_CODES, {"join_codes"}),
    "forget_applicants": (Kept.JOINING, {"join_requests", "text_checks"}),
    "forget_proxy_reasons": (Kept.PROXY_REASONS, {"proxy_acts"}),
    "forget_letters": (Kept.LETTERS, {"feedback", "text_checks"}),
    "forget_corrections": (Kept.CORRECTIONS, {"corrections", "text_checks"}),
    "forget_messages": (Kept.MESSAGES, {"messages"}),
    "forget_traces": (Kept.TRACES, {"photo_traces"}),
    "forget_done_rows": (Kept.OUTBOX, {"outbox_rows"}),
}
"""Each job of ours, the term it enforces and the tables that it changes."""
TWO_TEXTS = {"forget_letters", "forget_corrections"}
"""What is written and answered: two checks follow each."""
GUARDED_ELSEWHERE = {"forget_uploads", "remove_photos", "purge_allowances", "purge_keys"}
GUARDED_ELSEWHERE |= {"purge_pushes", "forget_exports"}

Rows = dict[str, dict[tuple[Any, ...], str]]


def rows_of(service: Service) -> Rows:
    """Return every row of every table but the journal, by table and key."""
    with service.raw() as connection:
        return {
            table.name: {
                tuple(row[column.name] for column in table.primary_key): str(dict(row))
                for row in connection.execute(select(table)).mappings()
            }
            for table in Base.metadata.sorted_tables
            if table.name not in JOURNAL | REFERENCE_TABLES
        }


def changed(before: Rows, after: Rows) -> dict[str, list[tuple[str, str | None]]]:
    """Return the rows that are others now, or gone, by table."""
    found = {
        table: [
            (was, after[table].get(key))
            for key, was in rows.items()
            if after[table].get(key) != was
        ]
        for table, rows in before.items()
    }
    return {table: rows for table, rows in found.items() if rows}


def keep_books(service: Service) -> None:
    """Earn points until they count, a while after what time lets go of."""
    service.clock.advance(days=2)
    village = a_points_village(service, "东升村妇联")
    effective_points(service, village, a_family(service, village))
    service.run(points.seal_transfers)


def run(service: Service, name: str) -> None:
    job = JOBS[name]
    assert run_job(service.app.transactions, name, replace(job, every=-SECOND))


def test_what_has_been_kept_its_time_goes_and_nothing_else(service: Service) -> None:
    """Job by job, the shortest term first: not too early, the younger stay, twice is once."""
    ended = service.clock.instant
    household = a_household(service, a_village(service))
    for at, words in ((ended, OLD), (ended + SECOND, YOUNG), (ended + DAY, NEWEST)):
        service.run(Aged(household, at, words).add)
    keep_books(service)
    kept = rows_of(service)
    assert all(kept[table] for table in ("points_transfers", "seal_entries", "notice_entries"))
    for name, (term, tables) in sorted(LETS_GO.items(), key=lambda each: each[1][0].period):
        service.clock.instant = ended + term.period - SECOND
        run(service, name)
        service.clock.instant = ended + term.period
        assert changed(kept, rows_of(service)) == {}, name

        run(service, name)
        run(service, name)
        before, kept = kept, rows_of(service)
        gone = changed(before, kept)
        assert set(gone) == tables, name
        assert {len(rows) for rows in gone.values()} <= {1, 2 if name in TWO_TEXTS else 1}
        for was, now in (pair for rows in gone.values() for pair in rows):
            assert OLD in was, name
            assert name != "forget_applicants" or repr(BIRTHDAY) not in str(now)
            assert now is None or now.count(OLD) == (1 if name == "forget_phones" else 0)


def test_lot_by_lot_all_go_but_the_newest_whose_number_is_never_given_anew(
    service: Service,
) -> None:
    ids = [1, LOT_IDS, LOT_IDS + 1, 3 * LOT_IDS, 5 * LOT_IDS + 7]

    def add(work: Work) -> None:
        person_id, at = identity.create_person(work), work.now
        for each in ids:
            ended = {"created_at": at - DAY, "seen_at": at, "expires_at": at}
            row = SignInSession(id=each, person_id=person_id, token_hash=str(each), **ended)
            work.session.add(row)

    service.run(add)
    service.clock.instant += Kept.SESSIONS.period
    run(service, "forget_sessions")
    assert service.rows("SELECT id FROM sign_in_sessions") == [(ids[-1],)]
    lots = "SELECT count(*) FROM audit_entries WHERE action = 'forget'"
    assert service.scalar(lots) == len({-(-each // LOT_IDS) for each in ids[:-1]})


def test_tries_are_forgotten_when_the_next_day_is_over(service: Service) -> None:
    household = a_household(service, a_village(service))
    service.run(Aged(household, service.clock.instant, OLD).add)
    left = []
    for _ in range(3):
        run(service, "forget_tries")
        left.append(service.scalar("SELECT count(*) FROM phone_tries"))
        service.clock.instant += DAY
    assert left == [1, 1, 0]


def test_a_request_that_nobody_decides_is_over_after_its_time(service: Service) -> None:
    household = a_household(service, a_village(service))
    resident = a_resident(service, household)
    request, applicant = a_join_request(service, household, resident)
    told = "SELECT state, name = '（已清除）' FROM join_requests WHERE id = :id"
    seen = []
    for wait in (Kept.JOINING.period - SECOND, SECOND):
        service.clock.instant += wait
        run(service, "forget_applicants")
        seen += service.rows(told, id=request)
    assert seen == [("pending", False), ("withdrawn", True)]
    assert service.sign_in(applicant).get("/me/data").status == 200
    ask(service, applicant, a_join_code(service, household, resident))


def test_the_inbox_and_the_letters_say_so_in_plain_words(service: Service) -> None:
    household = a_household(service, a_village(service))
    service.run(Aged(household, service.clock.instant, OLD).add)
    (letter,) = service.rows("SELECT person_id FROM feedback")
    reader, writer = a_resident(service, household), letter[0]
    service.clock.instant += Kept.LETTERS.period
    for name in ("forget_messages", "forget_letters"):
        run(service, name)

    assert service.sign_in(reader).get("/messages").body["items"] == []
    (card,) = service.sign_in(writer).get("/feedback").body["items"]
    assert (card["text"], card["answer"]) == ("已过保存期，内容已清除。",) * 2


@pytest.mark.parametrize("kept", [kept for kept in Kept if kept.value.days], ids=str)
def test_every_term_is_enforced_by_what_it_says(kept: Kept) -> None:
    kind, _, name = kept.value.enforced_by.replace("`", "").rpartition(" ")
    known: dict[str, set[str]] = {"job": set(JOBS), "outbox": set(OutboxTopic)}
    known[""] = set(cli.commands)

    assert name in known[kind]


def test_every_job_that_forgets_has_its_term_and_its_test() -> None:
    named = {kept.value.enforced_by for kept in Kept}
    forgets = {name for name in JOBS if name.startswith(("forget_", "purge_", "remove_"))}

    assert {f"job `{name}`" for name in forgets} <= named
    assert forgets == {*LETS_GO, "forget_tries"} | GUARDED_ELSEWHERE


def test_a_term_that_is_said_twice_is_the_same() -> None:
    assert Kept.UPLOADS.period == evidence.UPLOAD_KEPT
    assert Kept.PRINTS.period == prints.KEPT
    assert Kept.AUDIT.period == audit.KEPT_AT_LEAST
    assert Kept.PUSHES.period == pushes.KEPT
    assert Kept.ANSWERS.period == KEYS_KEPT
    assert Kept.PHOTOS.value.days == Settings.from_env({}).photos_kept_days


def test_a_term_without_days_has_no_period() -> None:
    with pytest.raises(ValueError, match="BOOKS has no days"):
        _ = Kept.BOOKS.period

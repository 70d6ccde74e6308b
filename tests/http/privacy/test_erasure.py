"""Whoever closes her account is forgotten: in every column of every table, and at once."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from server.domains.audit import service as audit
from server.domains.evidence import service as evidence
from tests.support.consents_builders import agrees
from tests.support.evidence_builders import run_jobs
from tests.support.exports_builders import made
from tests.support.lived_account import (
    NAME,
    OPENID,
    SECRET,
    TRACES,
    UNIONID,
    a_lived_account,
    everywhere,
)
from tests.support.points_builders import assert_books_balance, balances
from tests.support.service import Service, SqliteRoom


def file_of(service: Service) -> Path:
    """Return the file of the database, with all that was committed."""
    path = Path(str(service.app.transactions.engine.url.database))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def rewritten(file: Path, copy: Path) -> bytes:
    """Return the bytes of a copy that was written anew, as a backup holds it."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    return copy.read_bytes()


def test_requirement_20_after_closing_nothing_says_who_she_was(
    service: Service, tmp_path: Path
) -> None:
    lived = a_lived_account(service)
    run_jobs(service)
    found = " ".join(everywhere(service, *TRACES))
    assert all(trace in found for trace in (NAME, OPENID, UNIONID, SECRET))
    before = balances(service, lived.home.household.id)
    transfers = service.rows("SELECT * FROM points_transfers ORDER BY id")
    mine = made(service, lived.phone, {"kind": "my_data", "format": "json", "reason": "own"})
    (name,) = service.rows("SELECT file_name FROM exports WHERE id = :id", id=mine)[0]
    files = service.app.transactions.ports.files
    assert SECRET.encode() in (files.get(name) or b"")
    assert lived.phone.delete("/me").status == 204
    run_jobs(service)
    assert files.get(name) is None
    assert everywhere(service, *TRACES) == []
    if service.database == "sqlite":
        assert SECRET.encode() not in rewritten(file_of(service), tmp_path / "copy")
    service.run(audit.seal_entries)
    assert service.run(lambda work: audit.verify_entries(work, {})).faults == []
    sealed = "SELECT count(*) FROM members WHERE id = :id AND phone_sealed IS NOT NULL"
    assert service.scalar(sealed, id=lived.member_id) == 0
    assert balances(service, lived.home.household.id) == before
    assert service.rows("SELECT * FROM points_transfers ORDER BY id") == transfers
    assert_books_balance(service)


def test_what_sqlite_frees_it_overwrites_at_once(sqlite_room: SqliteRoom) -> None:
    service = sqlite_room.open()
    with service.raw() as connection:
        connection.execute(text("CREATE TABLE said (words TEXT)"))
        connection.execute(text("INSERT INTO said VALUES (:words)"), {"words": SECRET})
    assert SECRET.encode() in file_of(service).read_bytes()
    with service.raw() as connection:
        connection.execute(text("DELETE FROM said"))
    assert SECRET.encode() not in file_of(service).read_bytes()


def test_answers_to_others_that_share_a_word_of_ours_with_her_are_kept(service: Service) -> None:
    """They would be repeated empty; what a check was about, or a file for, is no text of hers."""
    lived = a_lived_account(service)
    lived.phone.post("/exports", {"kind": "my_data", "format": "json", "reason": "own"})
    letter = {"kind": "suggestion", "village_id": lived.village.id}
    key, text = "tap-of-the-chair", "投诉建议箱旁边，本人查看过，没有其他"
    agrees(service, lived.village.chair)
    sent = lived.chair.post("/feedback", {**letter, "text": text}, key=key)
    assert sent.status == 201
    assert lived.phone.delete("/me").status == 204
    again = lived.chair.post("/feedback", {**letter, "text": text}, key=key)
    assert (again.status, again.body["text"]) == (201, text)


def test_what_she_had_under_way_is_decided(service: Service) -> None:
    """Her place goes to who waits, her claim stays the household's, her letters wait no more."""
    lived = a_lived_account(service)
    lived.phone.delete("/me")
    states = "SELECT state, member_id FROM sign_ups WHERE session_id = :id ORDER BY id"
    (hers, moved_up) = service.rows(states, id=lived.shifts["held"])
    assert (hers, moved_up[0]) == (("cancelled", lived.member_id), "registered")
    assert service.rows(states, id=lived.shifts["waited"])[1] == ("cancelled", lived.member_id)
    taken = "SELECT taken FROM activity_sessions ORDER BY id"
    assert service.rows(taken) == [(1,), (1,)]
    claims = "SELECT state, note FROM points_claims WHERE member_id = :id ORDER BY id"
    assert service.rows(claims, id=lived.member_id) == [
        ("returned", ""),
        ("submitted", ""),
        ("submitted", ""),
    ]
    waiting = lived.chair.get("/feedback", village_id=lived.village.id)
    assert waiting.body["items"] == []
    standing = "SELECT count(*) FROM consents WHERE person_id = :id AND ended_at IS NULL"
    assert service.scalar(standing, id=lived.person_id) == 0
    corrections = service.rows("SELECT state, wanted_sealed FROM corrections ORDER BY id")
    assert corrections == [("withdrawn", None), ("declined", None)]
    codes = "SELECT count(*) FROM join_codes WHERE used_at IS NULL AND expires_at > :now"
    assert service.scalar(codes, now=service.clock.now().replace(tzinfo=None)) == 0
    members = lived.chair.get(f"/households/{lived.home.household.id}").body["members"]
    assert [one["name"] for one in members] == ["王淑芬", "李建国"]


def test_her_photos_leave_their_store(service: Service) -> None:
    lived = a_lived_account(service)
    (name,) = service.rows("SELECT name FROM photos")[0]
    files = service.app.transactions.ports.files
    assert files.get(name) is not None
    lived.phone.delete("/me")
    run_jobs(service)
    assert files.get(name) is None
    left = "SELECT count(*) FROM uploads", "SELECT count(*) FROM upload_chunks"
    assert [service.scalar(sql) for sql in left] == [0, 0]


def test_a_photo_that_was_being_made_while_she_closed_does_not_stay(service: Service) -> None:
    """The request that made it ends with 401; what it had written already goes an hour later."""
    lived, ports = a_lived_account(service), service.app.transactions.ports
    token = service.scalar("SELECT token FROM uploads WHERE photo_id IS NULL")
    hers = service.actor(lived.person_id)
    arrived = service.run(lambda work: evidence.expect_photo(work, token), hers)
    assert arrived is not None
    assert lived.phone.delete("/me").status == 204
    evidence.make_photo(ports, arrived)
    assert ports.files.get(arrived.name) is not None
    run_jobs(service)
    service.clock.advance(hours=1)
    run_jobs(service)
    assert [ports.files.get(name) for name in (arrived.name, *arrived.chunks)] == [None, None]


def test_a_place_in_a_shift_that_has_begun_is_history(service: Service) -> None:
    lived = a_lived_account(service)
    service.clock.advance(days=30)
    service.sign_in(lived.person_id).delete("/me")
    state = "SELECT state FROM sign_ups WHERE session_id = :id AND member_id = :member"
    assert service.scalar(state, id=lived.shifts["held"], member=lived.member_id) == "registered"

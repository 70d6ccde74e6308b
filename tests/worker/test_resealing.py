"""A change of FIELD_KEY: every sealed value follows, under load and through kills, none is lost."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text, update

from models import Base
from models.households import JoinRequest, Member
from models.identity import PersonPhone
from models.vocabulary import CorrectionField, Relation
from server.adapters.field_cipher import AesFieldCipher
from server.background import Sweep, run_job
from server.cli import cli
from server.domains.households.service.phones import MEMBER_PHONES
from server.kernel.sealed_columns import LOT_IDS
from server.kernel.work import Work
from server.worker import JOBS, SEALED_COLUMNS
from tests.support.builders import a_household, a_resident, a_village
from tests.support.corrections_builders import a_correction
from tests.support.households_builders import a_join_request
from tests.support.service import PostgresRoom, Service

OLD, NEW, INDEX = ("old key " * 5, "new key " * 5, "index key " * 4)
OLD_RING = AesFieldCipher(OLD, index_key=INDEX)
BOTH = AesFieldCipher(NEW, (OLD,), index_key=INDEX)
NEW_RING = AesFieldCipher(NEW, index_key=INDEX)
PEOPLE = 30
IDS = [LOT_IDS * (1 + index % 3) + index for index in range(1, PEOPLE + 1)]
"""Of members in three lots."""
RESEAL = {name: job for name, job in JOBS.items() if name.startswith("reseal_")}


def under(service: Service, cipher: AesFieldCipher) -> None:
    """Restart the service with other keys."""
    old = service.app.transactions
    service.app.transactions = replace(old, ports=replace(old.ports, cipher=cipher))


@pytest.fixture
def sealed(service: Service) -> Iterator[Service]:
    """Yield the service with numbers sealed under the old key, restarted with both keys."""
    with keeping_its_keys(service):
        yield service


@contextmanager
def keeping_its_keys(service: Service) -> Iterator[None]:
    before = service.app.transactions
    under(service, OLD_RING)
    household = a_household(service, a_village(service))
    service.run(partial(fill, household_id=household.id, village_id=household.village_id))
    resident = a_resident(service, household)
    a_correction(service, resident, CorrectionField.PHONE, number_of(1))
    request_id, person_id = a_join_request(service, household, resident)
    service.run(partial(seal_others, request_id=request_id, person_id=person_id))
    under(service, BOTH)
    try:
        yield
    finally:
        service.app.transactions = before


def fill(work: Work, household_id: int, village_id: int) -> None:
    for row_id in IDS:
        member = Member(
            id=row_id,
            household_id=household_id,
            village_id=village_id,
            name="王淑芬",
            relation=Relation.OTHER,
            joined_at=work.now,
        )
        seal(work, member, number_of(row_id))
        work.session.add(member)


def seal(work: Work, member: Member, number: str) -> None:
    place = MEMBER_PHONES.place(member.id)
    member.phone_sealed = work.ports.cipher.encrypt(number, place=place)


def seal_others(work: Work, request_id: int, person_id: int) -> None:
    cipher, request = work.ports.cipher, work.session.get_one(JoinRequest, request_id)
    place = f"join_requests.phone:{request_id}"
    request.phone_sealed = cipher.encrypt(number_of(1), place=place)
    work.session.add(
        PersonPhone(
            id=9,
            person_id=person_id,
            phone_sealed=cipher.encrypt(number_of(1), place="person_phones.phone:9"),
            code_hash="0" * 64,
            bound_at=work.now,
        )
    )


def number_of(row_id: int, turn: int = 0) -> str:
    return f"138{turn:04}{row_id:04}"


def numbers(service: Service, cipher: AesFieldCipher) -> dict[int, str]:
    found = service.rows("SELECT id, phone_sealed FROM members WHERE phone_sealed IS NOT NULL")
    return {i: cipher.decrypt(value, place=MEMBER_PHONES.place(i)) for i, value in found}


def left(service: Service) -> dict[str, int]:
    counts = service.run(lambda work: [each.count(work) for each in SEALED_COLUMNS], writes=False)
    return {each.table: count[1] for each, count in zip(SEALED_COLUMNS, counts, strict=True)}


def reseal(service: Service, table: str = "") -> None:
    """Let the worker do it, whenever it is due next."""
    service.clock.advance(minutes=11)
    for name in [f"reseal_{table}"] if table else RESEAL:
        assert run_job(service.app.transactions, name, RESEAL[name])


def test_every_sealed_column_follows_a_change_of_the_key() -> None:
    columns = [column for table in Base.metadata.tables.values() for column in table.columns]
    found = {
        f"{column.table}.{column.name}" for column in columns if column.name.endswith("_sealed")
    }
    assert {str(each) for each in SEALED_COLUMNS} == found
    assert {f"reseal_{each.table}" for each in SEALED_COLUMNS} == set(RESEAL)


def test_requirement_10_a_new_key_takes_over_under_load_and_loses_nothing(sealed: Service) -> None:
    wanted = {row_id: number_of(row_id) for row_id in IDS}
    is_over = threading.Event()

    def change(mine: int) -> None:
        turn = 0
        while not is_over.is_set() and (turn := turn + 1) < 500:
            for row_id in IDS[mine::3]:
                sealed.run(partial(renumber, row_id=row_id, turn=turn))
                wanted[row_id] = number_of(row_id, turn)

    def work_on(_: int) -> None:
        try:
            for _ in range(3):
                reseal(sealed)
        finally:
            is_over.set()

    does: list[Callable[[int], None]] = [change, change, change, work_on]
    assert sealed.race(4, lambda index: does[index](index)) == [None] * 4
    assert left(sealed) == dict.fromkeys(left(sealed), 0)
    under(sealed, NEW_RING)
    assert numbers(sealed, NEW_RING) == wanted


def renumber(work: Work, row_id: int, turn: int) -> None:
    seal(work, work.session.get_one(Member, row_id), number_of(row_id, turn))


def test_requirement_10_a_dump_holds_no_number_and_the_old_key_is_needed_no_more(
    sealed: Service,
) -> None:
    reseal(sealed)
    tables = [f"SELECT * FROM {name}" for name in Base.metadata.tables]  # noqa: S608 - our tables
    dump = str([sealed.rows(query) for query in tables])
    assert [row_id for row_id in IDS if number_of(row_id) in dump] == []
    assert numbers(sealed, NEW_RING) == {row_id: number_of(row_id) for row_id in IDS}
    for column in SEALED_COLUMNS:
        kept = f"SELECT id, {column.name} FROM {column.table} WHERE {column.name} IS NOT NULL"  # noqa: S608 - our tables
        (row_id, value) = sealed.rows(kept)[0]
        assert NEW_RING.decrypt(value, place=column.place(row_id)).startswith("138")
        with pytest.raises(ValueError, match="does not belong here"):
            NEW_RING.decrypt(value, place=column.place(row_id + 1))


def test_a_worker_that_is_killed_is_followed_by_another_that_goes_on(sealed: Service) -> None:
    class Killed(BaseException):
        """No `except Exception` holds it up, as nothing does kill -9."""

    def die_in_the_second_lot(work: Work, lot: int) -> None:
        MEMBER_PHONES.reseal(work, lot)
        if lot > 2:
            raise Killed

    mortal = Sweep(MEMBER_PHONES.list_lots, die_in_the_second_lot, RESEAL["reseal_members"].every)
    with pytest.raises(Killed):
        run_job(sealed.app.transactions, "reseal_members", mortal)
    done = PEOPLE - left(sealed)["members"]
    assert 0 < done < PEOPLE
    reseal(sealed, "members")
    assert left(sealed)["members"] == 0
    assert numbers(sealed, NEW_RING) == {row_id: number_of(row_id) for row_id in IDS}


def test_what_cannot_be_opened_holds_up_nothing_and_is_told(
    sealed: Service, caplog: pytest.LogCaptureFixture
) -> None:
    moved = "UPDATE members SET phone_sealed = :value WHERE id = :id"
    value = sealed.scalar("SELECT phone_sealed FROM members WHERE id = :id", id=IDS[1])
    with sealed.raw() as connection:
        connection.execute(text(moved), {"value": value, "id": IDS[0]})
    assert "FIELD_KEY_PREVIOUS: the worker is at it" in keys(sealed)
    reseal(sealed)
    assert left(sealed) == {**dict.fromkeys(left(sealed), 0), "members": 1}
    assert f"members.phone_sealed of row {IDS[0]} cannot be opened" in caplog.text
    sealed.run(partial(renumber, row_id=IDS[0], turn=0))
    told = keys(sealed)
    assert f"members.phone_sealed: {PEOPLE} sealed, 0 under a former key" in told
    assert "may be emptied" in told
    before = sealed.scalar("SELECT count(*) FROM audit_entries WHERE action = 'reseal'")
    reseal(sealed)
    assert sealed.scalar("SELECT count(*) FROM audit_entries WHERE action = 'reseal'") == before


def keys(service: Service) -> str:
    url = service.app.transactions.engine.url.render_as_string(hide_password=False)
    environ = {"DATABASE_URL": url, "FIELD_KEY": NEW, "FIELD_KEY_PREVIOUS": OLD}
    answer = CliRunner(env=environ).invoke(cli, ["keys"])
    assert answer.exit_code == 0, answer.output
    return answer.output


class Slow(AesFieldCipher):
    """Lets somebody change a value between its reading and its replacement, once."""

    meanwhile: Callable[[], None] | None = None

    def decrypt(self, sealed: str, *, place: str) -> str:
        """Let her go first."""
        go, self.meanwhile = self.meanwhile, None
        if go is not None:
            go()
        return super().decrypt(sealed, place=place)


@pytest.mark.race
@pytest.mark.parametrize("is_control", [False, True])
def test_a_change_meanwhile_wins_and_in_the_control_it_is_lost(
    postgresql_room: PostgresRoom, *, is_control: bool
) -> None:
    service, lot = postgresql_room.open(), -(-IDS[0] // LOT_IDS)
    with keeping_its_keys(service):
        slow = Slow(NEW, (OLD,), index_key=INDEX)
        under(service, slow)
        slow.meanwhile = lambda: service.run(partial(renumber, row_id=IDS[0], turn=7))
        service.run(lambda work: (naive if is_control else MEMBER_PHONES.reseal)(work, lot))
        assert numbers(service, BOTH)[IDS[0]] == number_of(IDS[0], 0 if is_control else 7)


def naive(work: Work, lot: int) -> None:
    """Seal a lot anew without asking whether each value is still the one that was read."""
    mine = Member.id.between((lot - 1) * LOT_IDS + 1, lot * LOT_IDS)
    query = select(Member.id, Member.phone_sealed).where(mine, Member.phone_sealed.is_not(None))
    for row_id, value in work.session.execute(query).all():
        place = MEMBER_PHONES.place(row_id)
        plain = work.ports.cipher.decrypt(str(value), place=place)
        again = work.ports.cipher.encrypt(plain, place=place)
        work.session.execute(update(Member).where(Member.id == row_id).values(phone_sealed=again))

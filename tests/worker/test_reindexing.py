"""A change of INDEX_KEY: everybody is found by her number again, under load, and nobody is lost."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from models.households import Member
from models.identity import PersonPhone
from models.vocabulary import Role
from server.adapters.field_cipher import AesFieldCipher
from server.cli import cli
from server.domains.households.service.phones import MEMBER_PHONES, seal_phone
from server.kernel.phones import PHONE_FIELD
from server.kernel.sealed_columns import LOT_IDS
from server.kernel.secrets import digest
from server.kernel.work import Work
from tests.support.builders import a_household, a_person, a_village, an_officer
from tests.support.service import Caller, PostgresRoom, Service

FIELD, OLD, NEW = ("field key " * 4, "old index key " * 3, "new index key " * 3)
BEFORE, NOW = AesFieldCipher(FIELD, index_key=OLD), AesFieldCipher(FIELD, index_key=NEW)
FAMILY, ABROAD = 20, "+85291234567"


def under(service: Service, cipher: AesFieldCipher) -> None:
    """Restart the service with other keys."""
    old = service.app.transactions
    service.app.transactions = replace(old, ports=replace(old.ports, cipher=cipher))


def number_of(index: int, turn: int = 0) -> str:
    return f"139{turn:04}{index:04}"


@pytest.fixture
def chair(service: Service) -> Iterator[Caller]:
    """Yield a chair whose village gave its numbers before the key was changed."""
    before = service.app.transactions
    village_id = a_village(service)
    household = a_household(service, village_id, tuple(f"王{i}" for i in range(FAMILY)))
    under(service, BEFORE)

    def give_numbers(work: Work) -> None:
        for index, member_id in enumerate(household.member_ids):
            row = work.session.get_one(Member, member_id)
            seal_phone(work.ports.cipher, row, number_of(index))

    service.run(give_numbers)
    a_number_of_her_own(service, number_of(0))
    a_number_of_her_own(service, ABROAD)
    under(service, NOW)
    yield service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))
    service.app.transactions = before


def a_number_of_her_own(service: Service, number: str) -> None:
    person_id = a_person(service)

    def give(work: Work) -> None:
        row = PersonPhone(person_id=person_id, phone_sealed="", code_hash=digest(number))
        row.bound_at = work.now
        work.session.add(row)
        work.session.flush()
        cipher = work.ports.cipher
        row.phone_sealed = cipher.encrypt(number, place=f"person_phones.phone:{row.id}")
        row.phone_index = None if number == ABROAD else cipher.index(number, field=PHONE_FIELD)

    service.run(give)


def reindex(service: Service) -> str:
    url = service.app.transactions.engine.url.render_as_string(hide_password=False)
    environ = {"DATABASE_URL": url, "FIELD_KEY": FIELD, "INDEX_KEY": NEW}
    answer = CliRunner(env=environ).invoke(cli, ["reindex-phones"])
    assert answer.exit_code == 0, answer.output
    return answer.output


def households_of(chair: Caller, number: str) -> int:
    answer = chair.get("/households", find=number)
    assert answer.status == 200, answer.body
    return len(answer.body["items"])


def test_requirement_10_another_index_key_finds_everybody_again(
    service: Service, chair: Caller
) -> None:
    assert households_of(chair, number_of(3)) == 0
    told = f"person_phones.phone_index: 1 changed\nmembers.phone_index: {FAMILY} changed\n"
    assert reindex(service) == told
    assert [households_of(chair, number_of(index)) for index in range(FAMILY)] == [1] * FAMILY
    of_people = [index for (index,) in service.rows("SELECT phone_index FROM person_phones")]
    assert sorted(of_people, key=str) == sorted(
        [None, NOW.index(number_of(0), field=PHONE_FIELD)], key=str
    )
    assert (
        reindex(service) == "person_phones.phone_index: 0 changed\nmembers.phone_index: 0 changed\n"
    )
    entries = "SELECT object_type FROM audit_entries WHERE action = 'index_anew' ORDER BY id"
    assert service.rows(entries) == [("person_phones",), ("members",)]


def test_requirement_10_numbers_that_change_meanwhile_are_indexed_as_they_are(
    service: Service, chair: Caller
) -> None:
    members = [row_id for (row_id,) in service.rows("SELECT id FROM members ORDER BY id")]
    lots = sorted({-(-row_id // LOT_IDS) for row_id in members})
    wanted = {row_id: number_of(index) for index, row_id in enumerate(members)}
    is_over = threading.Event()

    def change(mine: int) -> None:
        turn = 0
        while not is_over.is_set() and (turn := turn + 1) < 200:
            for row_id in members[mine::2]:
                number = number_of(members.index(row_id), turn)
                service.run(lambda work: renumber(work, row_id, number))  # noqa: B023 - runs at once
                wanted[row_id] = number

    def index(_: int) -> None:
        try:
            for lot in lots * 3:
                service.run(lambda work: MEMBER_PHONES.index_anew(work, lot))  # noqa: B023 - as above
        finally:
            is_over.set()

    does = [change, change, index]
    assert service.race(3, lambda who: does[who](who)) == [None] * 3
    found = dict(service.rows("SELECT id, phone_index FROM members"))
    assert found == {i: NOW.index(number, field=PHONE_FIELD) for i, number in wanted.items()}


def renumber(work: Work, row_id: int, number: str) -> None:
    seal_phone(work.ports.cipher, work.session.get_one(Member, row_id), number)


class Slow(AesFieldCipher):
    """Lets somebody change a number between its reading and the new digest, once."""

    meanwhile: Callable[[], None] | None = None

    def decrypt(self, sealed: str, *, place: str) -> str:
        """Let her go first."""
        plain = super().decrypt(sealed, place=place)
        go, self.meanwhile = self.meanwhile, None
        if go is not None:
            go()
        return plain


@pytest.mark.race
@pytest.mark.parametrize("is_control", [False, True])
def test_a_number_that_changes_meanwhile_is_found_and_in_the_control_it_is_lost(
    postgresql_room: PostgresRoom, *, is_control: bool
) -> None:
    service = postgresql_room.open()
    before = service.app.transactions
    household = a_household(service, a_village(service), ("王淑芬",))
    (row_id,) = household.member_ids
    under(service, BEFORE)
    service.run(lambda work: renumber(work, row_id, number_of(0)))
    slow = Slow(FIELD, index_key=NEW)
    under(service, slow)
    slow.meanwhile = lambda: service.run(lambda work: renumber(work, row_id, number_of(0, 7)))
    lot = -(-row_id // LOT_IDS)
    service.run(lambda work: (naive if is_control else MEMBER_PHONES.index_anew)(work, lot))
    found = service.scalar("SELECT phone_index FROM members WHERE id = :id", id=row_id)
    service.app.transactions = before
    assert found == NOW.index(number_of(0, 0 if is_control else 7), field=PHONE_FIELD)


def naive(work: Work, lot: int) -> None:
    """Index a lot without asking whether each digest is still the one that was read."""
    mine = Member.id.between((lot - 1) * LOT_IDS + 1, lot * LOT_IDS)
    query = select(Member.id, Member.phone_sealed).where(mine, Member.phone_sealed.is_not(None))
    for row_id, value in work.session.execute(query).all():
        plain = work.ports.cipher.decrypt(str(value), place=MEMBER_PHONES.place(row_id))
        digest_of = work.ports.cipher.index(plain, field=PHONE_FIELD)
        work.session.execute(
            update(Member).where(Member.id == row_id).values(phone_index=digest_of)
        )


def test_what_cannot_be_opened_keeps_its_digest_and_is_told(
    service: Service, chair: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    assert households_of(chair, number_of(0)) == 0
    under(service, AesFieldCipher("another field key " * 2, index_key=NEW))
    assert service.run(lambda work: MEMBER_PHONES.index_anew(work, 1)) == 0
    assert "members.phone_sealed of row" in caplog.text

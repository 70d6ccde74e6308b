"""The short form of the drill: a backup while people shop, restored elsewhere and recounted."""

from collections import Counter

from server.domains.points import service as points
from tests.support.generations import next_generation
from tests.support.installations import Estate, Installation
from tests.support.rewards_builders import a_shop
from tests.support.service import Service


def test_a_backup_under_load_is_restored_and_recounted(
    estate: Estate, village: Installation
) -> None:
    new = next_generation(estate, village, people=2)
    assert new.command("verify-seals").exit_code == 0


def test_tables_read_one_after_the_other_do_not_balance(village: Installation) -> None:
    """The control: what a copy that is not of one moment would hold."""
    with village.serving() as service:
        service.run(points.roll_up_villages)
        balances = balances_of(service)
        assert balances == recounted(service)

        a_shop(service, purse=60)

        assert balances != recounted(service)


def balances_of(service: Service) -> Counter[int]:
    return Counter(dict(service.rows("SELECT id, balance FROM points_accounts")))


def recounted(service: Service) -> Counter[int]:
    """Return the balance of every account by its transfers."""
    sums: Counter[int] = Counter()
    transfers = "SELECT debit_account_id, credit_account_id, amount FROM points_transfers"
    for debit, credit, amount in service.rows(transfers):
        sums[debit] -= amount
        sums[credit] += amount
    return sums

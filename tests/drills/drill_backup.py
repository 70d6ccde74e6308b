"""Ten generations of one village: each is the restored backup of the one before, under load."""

from tests.support.generations import next_generation
from tests.support.installations import Estate, Installation

GENERATIONS = 10
PEOPLE = 4


def test_a_village_outlives_ten_machines(estate: Estate, village: Installation) -> None:
    for number in range(1, GENERATIONS + 1):
        village = next_generation(estate, village, people=PEOPLE)
        rows = village.rows()
        print(
            f"{village.database}: generation {number} holds {len(rows['points_transfers'])} "
            f"transfers, {len(rows['orders'])} orders"
        )

"""How much CPU a print-out of 200 plates takes, one plate = 1: `python -m bench.prints`."""

import resource
import time
from datetime import UTC, datetime

from server.adapters.sheets import PdfSheets
from server.kernel.sheets import DoorPlate, Mark

AT = datetime(2026, 11, 27, tzinfo=UTC)
ROUNDS, PLATES = 5, 200


def _seconds(count: int) -> float:
    plates = [
        DoorPlate("双龙村", f"{number % 9 + 1}组", str(number), Mark(f"BENCH{number:011}"))
        for number in range(count)
    ]
    begun = time.process_time()
    PdfSheets().draw(plates, title="门牌", at=AT)
    return time.process_time() - begun


def _median(count: int) -> float:
    return sorted(_seconds(count) for _ in range(ROUNDS))[ROUNDS // 2]


def main() -> None:
    """Print the median of some rounds, and the most memory the process had."""
    _seconds(1)  # loads the library
    one, many = _median(1), _median(PLATES)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"CPU: one plate {one:.2f} s, {PLATES} plates {many:.2f} s, {many / one:.1f} times as much"
    )
    print(f"memory at most: {peak:.0f} MB")


if __name__ == "__main__":
    main()

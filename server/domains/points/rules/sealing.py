"""What a seal says about a transfer; a leaf holds no names, so a masked export verifies too."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a seal says about one transfer: opaque ids, amounts and times only."""

    transfer_id: int
    debit_account_id: int
    credit_account_id: int
    amount: int
    code: str
    debit_year: int
    credit_year: int
    award_id: int | None
    posted_at: str

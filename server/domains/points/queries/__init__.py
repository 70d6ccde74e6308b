"""Read rules, claims, accounts and transfers."""

from server.domains.points.queries.catalogue import (
    find_adoption,
    find_newest_set,
    find_rule,
    find_rule_set_id,
    list_rules,
    rules_by_id,
)
from server.domains.points.queries.claims import (
    ClaimFilter,
    CountedClaim,
    UndecidedClaim,
    earned_by_year,
    list_claims,
    list_counted,
    list_standing,
    list_undecided,
    lock_confirmed,
    next_usable_on,
    roles_at,
)
from server.domains.points.queries.ledger import (
    Held,
    TransferLine,
    list_balances,
    list_held,
    list_statement,
    list_transfers_of,
)
from server.domains.points.queries.sealing import (
    find_newest_batch,
    list_batches,
    list_leaves,
    list_unsealed,
)

__all__ = [
    "ClaimFilter",
    "CountedClaim",
    "Held",
    "TransferLine",
    "UndecidedClaim",
    "earned_by_year",
    "find_adoption",
    "find_newest_batch",
    "find_newest_set",
    "find_rule",
    "find_rule_set_id",
    "list_balances",
    "list_batches",
    "list_claims",
    "list_counted",
    "list_held",
    "list_leaves",
    "list_rules",
    "list_standing",
    "list_statement",
    "list_transfers_of",
    "list_undecided",
    "list_unsealed",
    "lock_confirmed",
    "next_usable_on",
    "roles_at",
    "rules_by_id",
]

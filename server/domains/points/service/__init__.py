"""The door to the points books: rules, claims, confirmation, notices, spending, reading."""

from server.domains.points.queries import ClaimFilter, find_rule
from server.domains.points.rules.outcomes import ConfirmOutcome, ConfirmResult
from server.domains.points.service.books import (
    reconcile,
    reconcile_villages,
    roll_up_villages,
)
from server.domains.points.service.catalogue import adopt_rules, load_rules, read_rules
from server.domains.points.service.claims import (
    CLAIM_NOTES,
    ReportedDeed,
    return_claim,
    submit_claim,
)
from server.domains.points.service.confirmation import confirm_claims
from server.domains.points.service.deciding import CLAIM_REASONS
from server.domains.points.service.exporting import MonthsTransfers
from server.domains.points.service.notice import (
    close_due_notice,
    list_due_notices,
    publish_monthly_notice,
)
from server.domains.points.service.personal_data import PERSONAL_DATA
from server.domains.points.service.reading import (
    Figures,
    explain_claim,
    list_claims,
    read_figures,
    read_statement,
    show_claim,
)
from server.domains.points.service.recording import SystemClaim, record_system_claims
from server.domains.points.service.reported import ShownNotes
from server.domains.points.service.revocation import Revoked, revoke_claim
from server.domains.points.service.rule_book import RuleBook, points_for_time, read_rule_book
from server.domains.points.service.sealing import BrokenSeal, seal_transfers, verify_seals
from server.domains.points.service.spending import hold, release, settle
from server.domains.points.service.standing import offer_rules
from server.domains.points.service.workload import (
    count_to_confirm,
    count_to_publish,
    is_month_published,
    sum_earned,
)

__all__ = [
    "CLAIM_NOTES",
    "CLAIM_REASONS",
    "PERSONAL_DATA",
    "BrokenSeal",
    "ClaimFilter",
    "ConfirmOutcome",
    "ConfirmResult",
    "Figures",
    "MonthsTransfers",
    "ReportedDeed",
    "Revoked",
    "RuleBook",
    "ShownNotes",
    "SystemClaim",
    "adopt_rules",
    "close_due_notice",
    "confirm_claims",
    "count_to_confirm",
    "count_to_publish",
    "explain_claim",
    "find_rule",
    "hold",
    "is_month_published",
    "list_claims",
    "list_due_notices",
    "load_rules",
    "offer_rules",
    "points_for_time",
    "publish_monthly_notice",
    "read_figures",
    "read_rule_book",
    "read_rules",
    "read_statement",
    "reconcile",
    "reconcile_villages",
    "record_system_claims",
    "release",
    "return_claim",
    "revoke_claim",
    "roll_up_villages",
    "seal_transfers",
    "settle",
    "show_claim",
    "submit_claim",
    "sum_earned",
    "verify_seals",
]

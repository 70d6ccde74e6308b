"""The pure rules of a roster (花名册): its form, its rows, its households, what an import does."""

from server.domains.households.rules.roster.form import FORM
from server.domains.households.rules.roster.homes import (
    Addition,
    KnownHousehold,
    KnownMember,
    Outcome,
)
from server.domains.households.rules.roster.plan import Plan, RowResult, plan_import
from server.domains.households.rules.roster.rows import Fault, Roster, RosterRow, read_roster
from server.domains.households.rules.roster.words import RELATIONS, STATUSES, ZONES, Column

__all__ = [
    "FORM",
    "RELATIONS",
    "STATUSES",
    "ZONES",
    "Addition",
    "Column",
    "Fault",
    "KnownHousehold",
    "KnownMember",
    "Outcome",
    "Plan",
    "Roster",
    "RosterRow",
    "RowResult",
    "plan_import",
    "read_roster",
]

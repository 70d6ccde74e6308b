"""The catalogue of activity types (活动类型), loaded as a whole from reference data."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete

from models.activities import ActivityType
from server.domains.activities import queries
from server.domains.activities.rules import parse_types
from server.kernel.work import Work


def load_types(work: Work, document: Mapping[str, Any]) -> int:
    """Replace the catalogue by a checked document; return the number of types. Repeatable.

    Activities keep what they took from their type. Raises InvalidInput with every fault.
    """
    rows = parse_types(document)
    for row in rows:
        work.session.merge(ActivityType(**asdict(row)))
    codes = [row.code for row in rows]
    work.session.execute(delete(ActivityType).where(ActivityType.code.not_in(codes)))
    work.audit("load_activity_types", "activity_type", None, rows=len(rows))
    return len(rows)


def list_types(work: Work) -> Sequence[ActivityType]:
    """Return every type on offer, by code."""
    return queries.list_types(work.session)

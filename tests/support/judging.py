"""Compare what was acknowledged with what is stored: what was lost, and what was done twice."""

from collections import Counter
from collections.abc import Iterable

from server.domains.activities import service as activities
from server.domains.points import service as points
from server.domains.rewards import service as rewards
from tests.support.load import Journal
from tests.support.service import Service

_STORED = {
    "order": "SELECT id FROM orders",
    "cancelled order": "SELECT id FROM orders WHERE state = 'cancelled'",
    "fulfilled order": "SELECT id FROM orders WHERE state = 'fulfilled'",
    "sign-up": "SELECT id FROM sign_ups",
    "cancelled sign-up": "SELECT id FROM sign_ups WHERE state = 'cancelled'",
    "claim": "SELECT id FROM points_claims",
    "confirmed claim": "SELECT id FROM points_claims WHERE confirmed_at IS NOT NULL",
    "award": "SELECT award_id FROM points_transfers WHERE code = 'award' AND award_id > 0",
}
_AUDITED = {
    "order": "reserve_order",
    "cancelled order": "cancel_order",
    "fulfilled order": "fulfil_order",
    "sign-up": "sign_up",
    "cancelled sign-up": "cancel_sign_up",
    "claim": "submit_claim",
}


def judge(service: Service, journal: Journal) -> list[str]:
    """Name everything acknowledged that is not stored once, and everything stored unasked."""
    told = _acknowledged(journal)
    faults = list(journal.contradictions)
    for what, query in _STORED.items():
        stored = [row[0] for row in service.rows(query)]
        faults += _differences(what, told[what], stored)
    for what, action in _AUDITED.items():
        query = "SELECT object_id FROM audit_entries WHERE action = :action AND outcome = 'done'"
        audited = [row[0] for row in service.rows(query, action=action)]
        faults += _differences(f"audit entry of {what}", told[what], audited)
    keys = [key for (key,) in service.rows("SELECT key FROM idempotency_keys")]
    return faults + _differences("key", [act.key for act in journal.acts], keys)


def recount(service: Service) -> list[str]:
    """Recount every book, the villages' after a roll-up too."""
    service.run(points.roll_up_villages)
    every = (
        points.reconcile,
        points.reconcile_villages,
        rewards.reconcile,
        activities.reconcile,
    )
    found = service.run(lambda work: [f for each in every for f in each(work.session)])
    return [str(fault) for fault in found]


def _acknowledged(journal: Journal) -> dict[str, list[int]]:
    confirmed = [
        item["claim_id"]
        for body in journal.answers("/claims/confirmations")
        for item in body["items"]
        if item["outcome"] == "confirmed"
    ]
    return {
        "order": journal.ids("/orders"),
        "cancelled order": journal.ids("/orders/*/cancellation"),
        "fulfilled order": journal.ids("/orders/fulfilments"),
        "sign-up": journal.ids("/activity-sessions/*/sign-ups"),
        "cancelled sign-up": journal.ids("/sign-ups/*/cancellation"),
        "claim": journal.ids("/claims"),
        "confirmed claim": confirmed,
        "award": confirmed,
    }


def _differences(
    what: str, acknowledged: Iterable[int | str], stored: Iterable[int | str]
) -> list[str]:
    told, kept = Counter(acknowledged), Counter(stored)
    lost = [f"{what} {each} was acknowledged and is lost" for each in told - kept]
    return lost + [f"{what} {each} was done though nobody was told" for each in kept - told]

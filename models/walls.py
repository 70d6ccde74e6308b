"""The second wall (行级隔离): which tables show a transaction its own villages only, on PostgreSQL.

A transaction says which villages it is about (`app.village_ids`, an array), who acts
(`app.person_id`) and, for a look over the wall, through which door (`app.door`); all of it ends
with the transaction. Unset, nothing is seen. Migration 0024 raised the wall; a table that comes
later raises its own with `wall_of` in its migration.
"""

from collections.abc import Sequence

from models.vocabulary import Door

DOORS_OF_ALL = (Door.TRACE, Door.DUE, Door.OPERATOR)
"""Whether what somebody reached for is there at all; what waits for the worker; the operator."""

DOORS: dict[str, tuple[Door, ...]] = {
    "codes": (Door.CODE,),
    "orders": (Door.CODE,),
    "join_codes": (Door.CODE,),
    "notices": (Door.PUBLIC,),
    "activities": (Door.PUBLIC,),
    "activity_sessions": (Door.PUBLIC,),
    "members": (Door.PHONE,),
    "households": (Door.PHONE,),
}

OWN = (
    "members",
    "join_requests",
    "feedback",
    "audit_entries",
    "consents",
    "corrections",
    "declared_relatives",
    "reports",
)
"""Tables in which a person reads what she is named in, wherever it lies."""

OF_NO_VILLAGE_TOO = ("audit_entries", "anomalies", "consents")
"""Tables whose rows may be of no village; those are seen by everybody whose query finds them."""

PARENTS = {
    "upload_chunks": ("upload_id", "uploads"),
    "photo_allowances": ("household_id", "households"),
    "photo_questions": ("check_id", "photo_checks"),
    "message_sends": ("message_id", "messages"),
}
"""Tables without a village of their own: a row is of its parent's."""

OUTSIDE = {
    "organisations": "the federation tree is public",
    "consent_texts": "what everybody may read before she agrees",
    "disclosure_allowances": "as a person",
    "export_allowances": "as a person",
    "exports": "found by who ordered it alone, or by the hash of her link",
    "divisions": "the administrative divisions are public",
    "standard_sets": "the standards are public",
    "standards": "the standards are public",
    "rule_sets": "the rules of points are public",
    "earning_rules": "the rules of points are public",
    "activity_types": "the kinds of activities are public",
    "role_grants": "an office lies on a node of the tree, and is read from above it and below",
    "people": "a person is of no village; her household and her offices are",
    "wechat_accounts": "as a person",
    "sign_in_sessions": "as a person, and read before it is known who asks",
    "person_phones": "as a person",
    "phone_tries": "as a person",
    "clock_offsets": "one row about the installation",
    "access_tokens": "one row about the installation",
    "outbox_rows": "read before it is known which village they are about",
    "job_leases": "about the installation",
    "pushes": "what WeChat told, before it is known whom it is about",
    "push_envelopes": "hashes of what WeChat told",
    "photo_traces": "ids of WeChat, which may come before our own question",
    "idempotency_keys": "a person's own answers, found by her number alone",
    "subscription_credits": "an account of WeChat's is of no village",
    "credit_entries": "as an account of WeChat's",
    "send_allowances": "as a person",
    "audit_seals": "hashes",
    "sealed_audit_entries": "places under a seal",
}
"""Tables that stand outside of the wall, and why."""

_VILLAGES = "SELECT unnest(NULLIF(current_setting('app.village_ids', true), '')::bigint[])"
_PERSON = "SELECT NULLIF(current_setting('app.person_id', true), '')::bigint"
_DOOR = "SELECT current_setting('app.door', true)"


def wall_of(
    table: str,
    doors: Sequence[Door] = (),
    *,
    is_own: bool = False,
    is_of_no_village_too: bool = False,
) -> list[str]:
    """Return the PostgreSQL statements that put a table with `village_id` behind the wall.

    The subqueries are answered once for a statement, not once for a row.
    """
    seen = f"village_id IN ({_VILLAGES})"
    if is_of_no_village_too:
        seen = f"village_id IS NULL OR {seen}"
    statements = _walled(table, seen, doors)
    if is_own:
        statements.append(_policy(table, "own", "SELECT", f"person_id = ({_PERSON})"))
    return statements


def wall_of_child(table: str, reference: str, parent: str) -> list[str]:
    """Return the statements for a table whose rows belong to the village of their parent.

    The parent's village is asked for, not whether the parent is seen: it is, through a door.
    """
    own = f"{parent}.id = {table}.{reference} AND {parent}.village_id IN ({_VILLAGES})"
    return _walled(table, f"EXISTS (SELECT 1 FROM {parent} WHERE {own})")  # noqa: S608 - names of ours


def no_wall(table: str) -> list[str]:
    """Return the statements that take the wall of a table down again."""
    policies = ("wall", "doors", "own")
    return [
        *(f"DROP POLICY IF EXISTS {policy} ON {table}" for policy in policies),
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    ]


def _walled(table: str, seen: str, doors: Sequence[Door] = ()) -> list[str]:
    """Show and admit what is seen, and show the rest through doors.

    FORCE binds the table's owner as well: migrations and the operator see no more than the service.
    """
    names = ", ".join(f"'{door}'" for door in (*DOORS_OF_ALL, *doors))
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        _policy(table, "wall", "ALL", seen),
        _policy(table, "doors", "SELECT", f"({_DOOR}) IN ({names})"),
    ]


def _policy(table: str, name: str, command: str, seen: str) -> str:
    """Permit a command on what is seen; what is written must be seen as well."""
    return f"CREATE POLICY {name} ON {table} FOR {command} USING ({seen})"

"""Join codes (入户码): issued for one person, told to the issuer, used up once."""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import bindparam, select, text

from models.base import UtcDateTime
from models.households import JoinCode
from models.vocabulary import AnomalyKind, Door
from server.domains.audit import service as audit
from server.domains.households import rules
from server.domains.households.errors import JoinCodeNotFound, NoJoinCodeFree, TooManyTries
from server.domains.households.service.naming import masked_labels
from server.domains.households.service.registry import get_household
from server.domains.organisations import service as organisations
from server.kernel import walls
from server.kernel.clock import say_moment
from server.kernel.permissions import Permission
from server.kernel.work import Work, refusal

WRONG_CODE = "wrong_join_code"
SPELLINGS = 8
"""How many codes are tried when another household's code happens to be the same."""

_KEEP_CODE = text(
    """
    INSERT INTO join_codes
        (village_id, household_id, code_hash, created_by, created_at, expires_at)
    VALUES (:village, :household, :hash, :person, :now, :expires)
    ON CONFLICT (code_hash) DO NOTHING RETURNING id
    """
).bindparams(bindparam("now", type_=UtcDateTime()), bindparam("expires", type_=UtcDateTime()))

_CLAIM_CODE = text(
    """
    UPDATE join_codes SET used_by = :person, used_at = :now
     WHERE code_hash = :hash AND used_by IS NULL AND expires_at > :now
    RETURNING id
    """
).bindparams(bindparam("now", type_=UtcDateTime()))


def issue_join_code(work: Work, household_id: int) -> JoinCode:
    """Issue a code with which one person may ask to join within 72 hours.

    A member issues it for her own household, a leader for one of her village. The code itself
    is told by `spell_join_code`. Raises HouseholdNotFound, NoJoinCodeFree.
    """
    scope = work.actor.scope(Permission.HOUSEHOLD_INVITE)
    household = get_household(scope, work.session, household_id)
    for spelling in _spellings(work, household.id, work.person_id, work.now):
        values = {
            "village": household.village_id,
            "household": household.id,
            "hash": _hash(work, spelling),
            "person": work.person_id,
            "now": work.now,
            "expires": work.now + rules.JOIN_CODE_LIFETIME,
        }
        kept = work.session.execute(_KEEP_CODE, values).scalar_one_or_none()
        if kept is not None:
            work.audit("issue_join_code", "join_code", kept, village_id=household.village_id)
            return work.session.get_one(JoinCode, kept)
    raise NoJoinCodeFree


def spell_join_code(work: Work, join_code_id: int) -> str | None:
    """Return the signs of a code to the person who issued it; None when the key was changed.

    Raises JoinCodeNotFound, and HouseholdNotFound once she may no longer invite there.
    """
    with walls.look_through(work.session, Door.TRACE):
        row = work.session.get_one(JoinCode, join_code_id)
    if row.created_by != work.person_id:
        raise JoinCodeNotFound
    scope = work.actor.scope(Permission.HOUSEHOLD_INVITE)
    get_household(scope, work.session, row.household_id)
    spellings = _spellings(work, row.household_id, row.created_by, row.created_at)
    return next((code for code in spellings if _hash(work, code) == row.code_hash), None)


def write_slip(work: Work, join_code_id: int, code: str | None) -> str | None:
    """Return what is printed or shown large for whom a code is; None without its signs."""
    row = work.session.get_one(JoinCode, join_code_id)
    (village,) = organisations.organisations_by_id(work.session, {row.village_id}).values()
    label = masked_labels(work, [row.household_id])[row.household_id]
    until = say_moment(row.expires_at, today=work.today)
    return rules.slip(code, label=label, village=village.name, until=until) if code else None


def use_join_code(work: Work, code: str) -> int:
    """Claim a code once and return its id; wrong tries are counted and lock out for a while."""
    wrong = audit.count_recent(work, WRONG_CODE, within=rules.WRONG_TRIES_WITHIN)
    if wrong >= rules.WRONG_TRIES_MAX:
        record = refusal("join_code_locked", "join_code", None, anomaly=AnomalyKind.CODE_GUESSING)
        minutes = int(rules.WRONG_TRIES_WITHIN.total_seconds()) // 60
        raise TooManyTries(minutes=minutes, records=(record,))
    code_hash = _hash(work, rules.normalise_join_code(code))
    issued = select(JoinCode.village_id).where(JoinCode.code_hash == code_hash)
    walls.enter_through(work.session, Door.CODE, issued)
    values = {"hash": code_hash, "person": work.person_id, "now": work.now}
    used = work.session.execute(_CLAIM_CODE, values).scalar_one_or_none()
    if used is None:
        is_guessing = wrong + 1 >= rules.WRONG_TRIES_MAX
        anomaly = AnomalyKind.CODE_GUESSING if is_guessing else None
        raise JoinCodeNotFound(records=(refusal(WRONG_CODE, "join_code", None, anomaly=anomaly),))
    return int(used)


def _spellings(
    work: Work, household_id: int, person_id: int, created_at: datetime
) -> Iterator[str]:
    issued = created_at.astimezone(UTC).isoformat()
    for attempt in range(SPELLINGS):
        yield work.ports.mint.derive(
            "join_code",
            household_id,
            person_id,
            issued,
            attempt,
            length=rules.JOIN_CODE_LENGTH,
        )


def _hash(work: Work, code: str) -> str:
    """Return the keyed digest of a code: 30 bits would not survive a plain one."""
    return work.ports.cipher.index(code, field="join_codes.code")

"""Join a household: a single-use code, a request, and the approval of a member or a leader."""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import bindparam, text, update

from models.base import UtcDateTime
from models.households import JoinCode, JoinRequest, Member
from models.vocabulary import AnomalyKind, JoinState, MessageKind, Relation
from server.domains.audit import service as audit
from server.domains.households import policy, queries, rules
from server.domains.households.errors import (
    AlreadyDecided,
    AlreadyInHousehold,
    JoinCodeNotFound,
    JoinRequestNotFound,
    NoJoinCodeFree,
    OwnJoinRequest,
    TooManyTries,
)
from server.domains.households.service.registry import bind_member, get_household
from server.domains.messages import service as messages
from server.domains.organisations import service as organisations
from server.kernel.errors import InvalidInput
from server.kernel.pages import Page, PageRequest
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
    row = work.session.get_one(JoinCode, join_code_id)
    if row.created_by != work.person_id:
        raise JoinCodeNotFound
    scope = work.actor.scope(Permission.HOUSEHOLD_INVITE)
    get_household(scope, work.session, row.household_id)
    spellings = _spellings(work, row.household_id, row.created_by, row.created_at)
    return next((code for code in spellings if _hash(work, code) == row.code_hash), None)


def ask_to_join(work: Work, *, code: str, name: str, relation: Relation) -> JoinRequest:
    """Use up a join code and ask the household for admission.

    Raises AlreadyInHousehold, TooManyTries, JoinCodeNotFound (unknown, used, too old: the same),
    and JoinRequestPending by constraint.
    """
    if work.actor.household_id is not None:
        raise AlreadyInHousehold
    used = work.session.get_one(JoinCode, _use_code(work, code))
    request = JoinRequest(
        village_id=used.village_id,
        household_id=used.household_id,
        person_id=work.person_id,
        join_code_id=used.id,
        name=name,
        relation=relation,
        state=JoinState.PENDING,
        requested_at=work.now,
    )
    work.session.add(request)
    work.session.flush()
    work.audit("ask_to_join", "join_request", request.id, village_id=request.village_id)
    _tell(
        work,
        request,
        MessageKind.JOIN_REQUESTED,
        "有人申请加入您家",
        "请看看是谁，再选同意或不同意。",
    )
    return request


def list_join_requests(work: Work, household_id: int, page: PageRequest) -> Page[JoinRequest]:
    """Return the undecided requests to join a household, for those who may decide them."""
    scope = work.actor.scope(Permission.HOUSEHOLD_APPROVE)
    household = get_household(scope, work.session, household_id)
    return queries.list_pending(scope, work.session, household.id, page)


def approve_join_request(work: Work, request_id: int, member_id: int | None) -> JoinRequest:
    """Admit a person: as a registered member without a phone, or as a new member (HH-1).

    Raises JoinRequestNotFound, OwnJoinRequest, AlreadyDecided, InvalidInput (no such member),
    MemberTaken; AlreadyInHousehold and HeadExists by constraint.
    """
    request = _decide(work, request_id, JoinState.APPROVED)
    request.member_id = (
        _new_member(work, request) if member_id is None else _bind_member(work, request, member_id)
    )
    work.session.flush()
    work.audit(
        "approve_join_request",
        "join_request",
        request.id,
        village_id=request.village_id,
        member=request.member_id,
    )
    _tell(
        work,
        request,
        MessageKind.JOIN_APPROVED,
        "新成员已加入",
        "您家有一位新成员可以用手机办事了。",
    )
    return request


def refuse_join_request(work: Work, request_id: int) -> JoinRequest:
    """Turn a person away; she may ask again with another code.

    Raises JoinRequestNotFound, OwnJoinRequest, AlreadyDecided.
    """
    request = _decide(work, request_id, JoinState.REFUSED)
    work.audit("refuse_join_request", "join_request", request.id, village_id=request.village_id)
    return request


def _use_code(work: Work, code: str) -> int:
    """Claim a code once and return its id; wrong tries are counted and lock out for a while."""
    wrong = audit.count_recent(work, WRONG_CODE, within=rules.WRONG_TRIES_WITHIN)
    if wrong >= rules.WRONG_TRIES_MAX:
        record = refusal("join_code_locked", "join_code", None, anomaly=AnomalyKind.CODE_GUESSING)
        minutes = int(rules.WRONG_TRIES_WITHIN.total_seconds()) // 60
        raise TooManyTries(minutes=minutes, records=(record,))
    values = {
        "hash": _hash(work, rules.normalise_join_code(code)),
        "person": work.person_id,
        "now": work.now,
    }
    used = work.session.execute(_CLAIM_CODE, values).scalar_one_or_none()
    if used is None:
        is_guessing = wrong + 1 >= rules.WRONG_TRIES_MAX
        anomaly = AnomalyKind.CODE_GUESSING if is_guessing else None
        raise JoinCodeNotFound(records=(refusal(WRONG_CODE, "join_code", None, anomaly=anomaly),))
    return int(used)


def _decide(work: Work, request_id: int, state: JoinState) -> JoinRequest:
    """Claim the decision, once, for somebody who may decide."""
    scope = work.actor.scope(Permission.HOUSEHOLD_APPROVE)
    request = organisations.get_within(
        scope, work.session, JoinRequest, request_id, JoinRequestNotFound()
    )
    if not policy.may_decide(work.actor, request.person_id):
        record = refusal(
            "decide_own_request",
            "join_request",
            request.id,
            village_id=request.village_id,
            anomaly=AnomalyKind.OWN_OR_RELATIVE,
        )
        raise OwnJoinRequest(records=(record,))
    claimed = work.session.execute(
        update(JoinRequest)
        .where(JoinRequest.id == request.id, JoinRequest.state == JoinState.PENDING)
        .values(state=state, decided_by=work.actor.person_id, decided_at=work.now)
        .returning(JoinRequest.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if claimed is None:
        raise AlreadyDecided
    work.session.refresh(request)
    return request


def _new_member(work: Work, request: JoinRequest) -> int:
    member = Member(
        village_id=request.village_id,
        household_id=request.household_id,
        person_id=request.person_id,
        name=request.name,
        relation=request.relation,
        joined_at=work.now,
    )
    work.session.add(member)
    work.session.flush()
    return member.id


def _bind_member(work: Work, request: JoinRequest, member_id: int) -> int:
    if queries.find_member(work.session, request.household_id, member_id) is None:
        raise InvalidInput([{"pointer": "#/member_id", "detail": "这户没有这位成员，请重新选。"}])
    return bind_member(work, member_id, request.person_id)


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


def _tell(work: Work, request: JoinRequest, kind: MessageKind, title: str, body: str) -> None:
    messages.tell(
        work,
        household_id=request.household_id,
        village_id=request.village_id,
        kind=kind,
        title=title,
        body=body,
    )

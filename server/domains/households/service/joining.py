"""Join a household: a request made with a code, decided by a member or a leader."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import update

from models.households import JoinCode, JoinRequest, Member
from models.vocabulary import AnomalyKind, JoinState, MessageKind, Relation
from server.domains.households import policy, queries, rules
from server.domains.households.errors import (
    AlreadyDecided,
    AlreadyInHousehold,
    JoinRequestNotFound,
    OwnJoinRequest,
)
from server.domains.households.service.join_codes import use_join_code
from server.domains.households.service.naming import masked_labels
from server.domains.households.service.phones import seal_phone
from server.domains.households.service.registry import bind_member, get_household
from server.domains.identity import service as identity
from server.domains.messages import service as messages
from server.domains.organisations import service as organisations
from server.kernel.errors import InvalidInput
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.scopes import Scope
from server.kernel.work import Work, refusal


@dataclass(frozen=True, slots=True)
class JoinRequestCard:
    """A request with the masked label of its household, and what the actor may decide about it."""

    request: JoinRequest
    household_label: str
    village_name: str
    phone: str | None
    actions: Sequence[str]


def ask_to_join(
    work: Work, *, code: str, name: str, relation: Relation, phone: str | None = None
) -> JoinRequest:
    """Use up a join code and ask the household for admission; a phone number is up to her.

    Raises InvalidInput (phone), AlreadyInHousehold, TooManyTries, JoinCodeNotFound (unknown, used,
    too old: the same), and JoinRequestPending by constraint.
    """
    if phone and rules.normalise_phone(phone) is None:
        raise InvalidInput([{"pointer": "#/phone", "detail": rules.PHONE_FAULT}])
    if work.actor.household_id is not None:
        raise AlreadyInHousehold
    used = work.session.get_one(JoinCode, use_join_code(work, code))
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
    _seal_phone(work, request, phone)
    work.audit("ask_to_join", "join_request", request.id, village_id=request.village_id)
    _tell(
        work,
        request,
        MessageKind.JOIN_REQUESTED,
        "有人申请加入您家",
        "请看看是谁，再选同意或不同意。",
    )
    return request


def list_join_requests(work: Work, household_id: int, page: PageRequest) -> Page[JoinRequestCard]:
    """Return the undecided requests to join a household, for those who may decide them.

    Raises HouseholdNotFound.
    """
    scope = work.actor.scope(Permission.HOUSEHOLD_APPROVE)
    household = get_household(scope, work.session, household_id)
    return _list_pending(work, Scope(household_ids=frozenset({household.id})), page)


def list_waiting_requests(
    work: Work, village_id: int | None, page: PageRequest
) -> Page[JoinRequestCard]:
    """Return the undecided requests of a village the actor leads, else of her own household.

    Raises OrganisationNotFound.
    """
    if village_id is None:
        return _list_pending(work, _own(work), page)
    leads = work.actor.office_scope(Permission.HOUSEHOLD_APPROVE)
    village = organisations.get_village(leads, work.session, village_id)
    return _list_pending(work, Scope(paths=frozenset({village.path})), page)


def count_waiting_requests(work: Work, scope: Scope) -> int:
    """Count what waits for the actor's decision within a scope of her offices; never her own."""
    return queries.count_pending(scope, work.session, but_of=work.person_id)


def show_join_request(work: Work, request: JoinRequest) -> JoinRequestCard:
    """Return a request the actor has just made or decided."""
    (card,) = _cards(work, [request])
    return card


def show_latest_request(work: Work) -> JoinRequestCard | None:
    """Return the actor's own last request to join, so that she sees what became of it."""
    request = queries.find_latest_request(work.session, work.person_id)
    return show_join_request(work, request) if request else None


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
    _hand_on_phone(work, request, request.member_id)
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
    identity.privileges_changed(work, request.person_id)
    return member.id


def _bind_member(work: Work, request: JoinRequest, member_id: int) -> int:
    if queries.find_member(work.session, request.household_id, member_id) is None:
        raise InvalidInput([{"pointer": "#/member_id", "detail": "这户没有这位成员，请重新选。"}])
    return bind_member(work, member_id, request.person_id)


def _own(work: Work) -> Scope:
    households = work.actor.scope(Permission.HOUSEHOLD_APPROVE).household_ids
    return Scope(household_ids=households)


def _list_pending(work: Work, scope: Scope, page: PageRequest) -> Page[JoinRequestCard]:
    found = queries.list_pending(scope, work.session, page)
    return Page(_cards(work, found.items), found.next_after)


def _cards(work: Work, requests: Sequence[JoinRequest]) -> list[JoinRequestCard]:
    labels = masked_labels(work.session, [row.household_id for row in requests])
    villages = organisations.organisations_by_id(work.session, {row.village_id for row in requests})
    return [
        JoinRequestCard(
            row,
            labels[row.household_id],
            villages[row.village_id].name,
            _masked_phone(work, row),
            policy.request_actions(
                work.actor,
                row.state,
                row.person_id,
                row.household_id,
                villages[row.village_id].path,
            ),
        )
        for row in requests
    ]


def _seal_phone(work: Work, request: JoinRequest, phone: str | None) -> None:
    number = rules.normalise_phone(phone) if phone else None
    if number is not None:
        request.phone_sealed = work.ports.cipher.encrypt(number, place=_place(request))


def _phone(work: Work, request: JoinRequest) -> str | None:
    sealed = request.phone_sealed
    return work.ports.cipher.decrypt(sealed, place=_place(request)) if sealed else None


def _masked_phone(work: Work, request: JoinRequest) -> str | None:
    phone = _phone(work, request)
    return rules.mask_phone(phone) if phone else None


def _hand_on_phone(work: Work, request: JoinRequest, member_id: int) -> None:
    """Give the number she handed in to the member she became, unless one is known."""
    member = work.session.get_one(Member, member_id)
    if member.phone_sealed is None:
        seal_phone(work.ports.cipher, member, _phone(work, request))


def _place(request: JoinRequest) -> str:
    return f"join_requests.phone:{request.id}"


def _tell(work: Work, request: JoinRequest, kind: MessageKind, title: str, body: str) -> None:
    messages.tell(
        work,
        household_id=request.household_id,
        village_id=request.village_id,
        kind=kind,
        title=title,
        body=body,
    )

"""Join a household: a request made with a code, decided by a member or a leader."""

from datetime import date

from sqlalchemy import update

from models.households import JoinCode, JoinRequest, Member
from models.vocabulary import (
    AnomalyKind,
    CheckedText,
    CheckState,
    ConsentPurpose,
    FoundBy,
    JoinState,
    MessageKind,
    Relation,
)
from server.domains.consents import service as consents
from server.domains.households import policy, queries, rules
from server.domains.households.errors import (
    AlreadyDecided,
    AlreadyInHousehold,
    JoinRequestNotFound,
    NameNotChecked,
    OwnHousehold,
    OwnJoinRequest,
)
from server.domains.households.service.join_cards import handed_in_phone
from server.domains.households.service.join_codes import use_join_code
from server.domains.households.service.join_names import JOIN_NAMES
from server.domains.households.service.minors import adult_on_of_applicant
from server.domains.households.service.phones import JOIN_REQUEST_PHONES, seal_phone
from server.domains.households.service.registry import bind_member
from server.domains.identity import service as identity
from server.domains.messages import service as messages
from server.domains.moderation import service as moderation
from server.domains.organisations import service as organisations
from server.kernel.errors import InvalidInput
from server.kernel.permissions import Permission
from server.kernel.records import Record
from server.kernel.work import Work, refusal


def ask_to_join(
    work: Work,
    *,
    code: str,
    name: str,
    relation: Relation,
    phone: str | None = None,
    born_on: date | None = None,
) -> JoinRequest:
    """Use up a join code and ask the household for admission; phone and age are up to her.

    Raises InvalidInput (phone, day of birth), GuardianNeeded (under 14), AlreadyInHousehold,
    ConsentRequired, TooManyTries, JoinCodeNotFound (unknown, used, too old: the same), and
    JoinRequestPending by constraint.
    """
    if phone and rules.normalise_phone(phone) is None:
        raise InvalidInput([{"pointer": "#/phone", "detail": rules.PHONE_FAULT}])
    adult_on = adult_on_of_applicant(work, born_on)
    if work.actor.household_id is not None:
        raise AlreadyInHousehold
    consents.require(work, *_asked_for(phone))
    used = work.session.get_one(JoinCode, use_join_code(work, code))
    request = JoinRequest(
        village_id=used.village_id,
        household_id=used.household_id,
        join_code_id=used.id,
        name=name,
        relation=relation,
        adult_on=adult_on,
    )
    open_request(work, request)
    _seal_phone(work, request, phone)
    title, body = "有人申请加入您家", "请看看是谁，再选同意或不同意。"
    _tell(work, request, MessageKind.JOIN_REQUESTED, title, body)
    return request


def open_request(work: Work, request: JoinRequest) -> None:
    """Keep a new request of the actor's; JoinRequestPending by constraint."""
    request.person_id = work.person_id
    request.state, request.requested_at = JoinState.PENDING, work.now
    work.session.add(request)
    work.session.flush()
    JOIN_NAMES.submit(work, request, work.person_id)
    work.audit(
        "ask_to_join",
        "join_request",
        request.id,
        village_id=request.village_id,
        found_by=request.found_by.value,
    )


def approve_join_request(work: Work, request_id: int, member_id: int | None) -> JoinRequest:
    """Admit a person: as a registered member without a phone, or as a new member (HH-1).

    As a new member she bears the name she typed, which must have passed its check. Raises
    JoinRequestNotFound, OwnJoinRequest, AlreadyDecided, InvalidInput (no such member),
    NameNotChecked, MemberTaken, GuardianNeeded (a child under 14); AlreadyInHousehold and
    HeadExists by constraint.
    """
    request = _decide(work, request_id, JoinState.APPROVED)
    request.member_id = (
        _new_member(work, request) if member_id is None else _bind_member(work, request, member_id)
    )
    work.session.flush()
    _hand_on(work, request, request.member_id)
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
    request = _request_to_decide(work, request_id)
    if not policy.may_decide(work.actor, request.person_id):
        raise OwnJoinRequest(records=(_own_record(request, "decide_own_request"),))
    if not policy.is_from_outside(work.actor, request.found_by, request.household_id):
        record = _own_record(request, "decide_for_own_household")
        raise OwnHousehold(
            "这是按手机号找到您家的申请，要请另一位妇联干部核对。", records=(record,)
        )
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


def _request_to_decide(work: Work, request_id: int) -> JoinRequest:
    """Return a request the actor may decide about; one found by phone is for leaders only."""
    scope = work.actor.scope(Permission.HOUSEHOLD_APPROVE)
    request = organisations.get_within(
        scope, work.session, JoinRequest, request_id, JoinRequestNotFound()
    )
    if request.found_by is FoundBy.CODE:
        return request
    leads = work.actor.office_scope(Permission.HOUSEHOLD_APPROVE)
    return organisations.get_within(
        leads, work.session, JoinRequest, request_id, JoinRequestNotFound()
    )


def _own_record(request: JoinRequest, action: str) -> Record:
    return refusal(
        action,
        "join_request",
        request.id,
        village_id=request.village_id,
        anomaly=AnomalyKind.OWN_OR_RELATIVE,
    )


def _new_member(work: Work, request: JoinRequest) -> int:
    states = moderation.states_of(work, CheckedText.JOIN_NAME, [request.id])
    if states[request.id] is not CheckState.PASSED:
        raise NameNotChecked
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


def _asked_for(phone: str | None) -> tuple[ConsentPurpose, ...]:
    """Return what she has to agree to first: a number by itself."""
    basic = (ConsentPurpose.SERVICE,)
    return (*basic, ConsentPurpose.PHONE) if phone else basic


def _seal_phone(work: Work, request: JoinRequest, phone: str | None) -> None:
    number = rules.normalise_phone(phone) if phone else None
    if number is not None:
        place = JOIN_REQUEST_PHONES.place(request.id)
        request.phone_sealed = work.ports.cipher.encrypt(number, place=place)


def _hand_on(work: Work, request: JoinRequest, member_id: int) -> None:
    """Give her number and her age to the member she became, unless they are known."""
    member = work.session.get_one(Member, member_id)
    if member.adult_on is None:
        member.adult_on = request.adult_on
    if member.phone_sealed is None:
        seal_phone(work.ports.cipher, member, handed_in_phone(work, request))


def _tell(work: Work, request: JoinRequest, kind: MessageKind, title: str, body: str) -> None:
    messages.tell(
        work,
        household_id=request.household_id,
        village_id=request.village_id,
        kind=kind,
        title=title,
        body=body,
    )

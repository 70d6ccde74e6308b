"""What households keep of a person: as whom she is registered, how she joined (个人信息)."""

from collections.abc import Iterable, Iterator

from sqlalchemy import delete, func, select, update

from models.households import (
    DeclaredRelative,
    DisclosureAllowance,
    Household,
    JoinCode,
    JoinRequest,
    Member,
    ProxyAct,
)
from models.organisations import Organisation
from models.vocabulary import CheckedText, JoinState, ProxyChannel
from server.domains.households import queries
from server.domains.households.rules import CHILD, mask_name
from server.domains.households.rules.roster.words import RELATIONS
from server.domains.households.service.forgetting import GONE
from server.domains.households.service.join_cards import handed_in_phone
from server.domains.households.service.naming import is_minor, masked_labels
from server.domains.households.service.phones import opened_phone
from server.domains.moderation import service as moderation
from server.kernel import walls
from server.kernel.personal_data import (
    FORGOTTEN_NAME,
    FORGOTTEN_TEXT,
    NOBODY,
    Hindrance,
    Item,
    PersonalDataSource,
    Subject,
    item,
)
from server.kernel.work import Work

_STATES = {
    JoinState.PENDING: "等同意",
    JoinState.APPROVED: "同意了",
    JoinState.REFUSED: "没有同意",
    JoinState.WITHDRAWN: "撤回了",
}
_CHANNELS = {ProxyChannel.IN_PERSON: "当面说的", ProxyChannel.TELEPHONE: "打电话说的"}


def subject_of(work: Work, person_id: int) -> Subject:
    """Return whose data a person's is: by every membership and every request of hers."""
    walls.enter(work.session, queries.villages_of(work.session, person_id))
    hers = work.session.execute(
        select(Member.id, Member.household_id, Member.name).where(Member.person_id == person_id)
    ).all()
    asked = select(JoinRequest.name).where(JoinRequest.person_id == person_id)
    return Subject(
        person_id=person_id,
        member_ids=frozenset(row.id for row in hers),
        household_ids=frozenset(row.household_id for row in hers),
        names=_told_apart([*(row.name for row in hers), *work.session.scalars(asked)]),
    )


def hold_homes(work: Work, subject: Subject) -> None:
    """Let nobody else of a person's households leave for good before this work is done."""
    homes = select(Household.id).where(Household.id.in_(subject.household_ids))
    work.session.execute(homes.order_by(Household.id).with_for_update(key_share=True))


def subject_of_member(member: Member) -> Subject:
    """Return whose data a member's is who has no account."""
    return Subject(
        person_id=NOBODY,
        member_ids=frozenset({member.id}),
        household_ids=frozenset({member.household_id}),
        names=_told_apart([member.name]),
    )


def _told_apart(names: Iterable[str]) -> frozenset[str]:
    """Leave names of one sign out: they would be found in every other word."""
    return frozenset(name for name in names if len(name) > 1) - {FORGOTTEN_NAME, GONE}


def masks_of_family(work: Work, subject: Subject) -> dict[str, str]:
    """Return what is shown of the names of those who live or lived with a person, longest first."""
    of_home = Member.household_id.in_(subject.household_ids)
    family = work.session.scalars(
        select(Member).where(of_home, Member.id.not_in(subject.member_ids))
    )
    shown = {one.name: CHILD if is_minor(work, one) else mask_name(one.name) for one in family}
    hidden = _told_apart(shown) - subject.names
    return {name: shown[name] for name in sorted(hidden, key=lambda one: (-len(one), one))}


def _collect(work: Work, subject: Subject) -> Iterator[Item]:
    yield from _memberships(work, subject)
    yield from _requests(work, subject)
    yield from _proxy_acts(work, subject)
    yield from _codes(work, subject)
    yield from _relatives(work, subject)
    yield from _looks(work, subject)


def _memberships(work: Work, subject: Subject) -> Iterator[Item]:
    rows = work.session.execute(
        select(Member, Household, Organisation.name)
        .join(Household, Household.id == Member.household_id)
        .join(Organisation, Organisation.id == Member.village_id)
        .where(Member.id.in_(subject.member_ids))
        .order_by(Member.id)
    )
    for member, household, village in rows:
        sealed = member.phone_sealed
        phone = opened_phone(work.ports.cipher, member.id, sealed) if sealed else None
        yield item(
            "成员",
            ("name", "姓名", member.name),
            ("relation", "与户主关系", RELATIONS.written[member.relation]),
            ("phone", "登记的手机号", phone),
            ("village", "村（社区）妇联", village),
            ("group", "小组", household.group_name),
            ("household_number", "户号", household.number),
            ("joined_at", "登记时间", member.joined_at),
            ("left_at", "离开时间", member.left_at),
            ("adult_on", "哪天满18岁", member.adult_on),
        )


def _requests(work: Work, subject: Subject) -> Iterator[Item]:
    rows = work.session.execute(
        select(JoinRequest, Household.number)
        .join(Household, Household.id == JoinRequest.household_id)
        .where(JoinRequest.person_id == subject.person_id)
        .order_by(JoinRequest.id)
    )
    for request, number in rows:
        yield item(
            "入户申请",
            ("name", "填的姓名", request.name),
            ("relation", "填的与户主关系", RELATIONS.written[request.relation]),
            ("phone", "留的手机号", handed_in_phone(work, request)),
            ("household_number", "户号", number),
            ("state", "结果", _STATES[request.state]),
            ("requested_at", "申请时间", request.requested_at),
            ("decided_at", "办结时间", request.decided_at),
        )


def _proxy_acts(work: Work, subject: Subject) -> Iterator[Item]:
    rows = select(ProxyAct).where(ProxyAct.member_id.in_(subject.member_ids)).order_by(ProxyAct.id)
    for act in work.session.scalars(rows):
        yield item(
            "妇联干部替您办的事",
            ("reason", "为什么替您办", act.reason),
            ("channel", "您怎么说的", _CHANNELS[act.channel]),
            ("acted_at", "时间", act.acted_at),
        )


def _codes(work: Work, subject: Subject) -> Iterator[Item]:
    hers = JoinCode.created_by == subject.person_id
    for code in work.session.scalars(select(JoinCode).where(hers).order_by(JoinCode.id)):
        yield item(
            "您发的入户码",
            ("created_at", "时间", code.created_at),
            ("is_used", "用过没有", code.used_at is not None),
        )


def _relatives(work: Work, subject: Subject) -> Iterator[Item]:
    hers = DeclaredRelative.person_id == subject.person_id
    rows = work.session.scalars(
        select(DeclaredRelative).where(hers).order_by(DeclaredRelative.id)
    ).all()
    labels = masked_labels(work, [row.household_id for row in rows])
    for row in rows:
        yield item(
            "申报的亲戚户",
            ("household", "哪一户", labels[row.household_id]),
            ("declared_at", "申报时间", row.declared_at),
            ("withdrawn_at", "撤回时间", row.withdrawn_at),
        )


def _looks(work: Work, subject: Subject) -> Iterator[Item]:
    taken = work.session.get(DisclosureAllowance, subject.person_id)
    if taken is not None:
        yield item("您看孩子的姓名", ("day", "最近一天", taken.day), ("taken", "次数", taken.taken))


def _erase(work: Work, subject: Subject) -> None:
    """Let the member leave without her name, and take back what she asked for."""
    _forget_requests(work, subject)
    work.session.execute(
        delete(DisclosureAllowance).where(DisclosureAllowance.person_id == subject.person_id)
    )
    unused = JoinCode.created_by == subject.person_id, JoinCode.used_at.is_(None)
    codes = update(JoinCode).where(*unused, JoinCode.expires_at > work.now)
    work.session.execute(codes.values(expires_at=work.now))
    acts = update(ProxyAct).where(ProxyAct.member_id.in_(subject.member_ids))
    work.session.execute(acts.values(reason=FORGOTTEN_TEXT))
    work.session.execute(
        update(Member)
        .where(Member.id.in_(subject.member_ids))
        .values(
            name=FORGOTTEN_NAME,
            phone_sealed=None,
            phone_index=None,
            adult_on=None,
            person_id=None,
            left_at=func.coalesce(Member.left_at, work.now),
        )
    )


def _forget_requests(work: Work, subject: Subject) -> None:
    hers = update(JoinRequest).where(JoinRequest.person_id == subject.person_id)
    withdrawn = {
        "state": JoinState.WITHDRAWN,
        "decided_by": subject.person_id,
        "decided_at": work.now,
    }
    work.session.execute(hers.where(JoinRequest.state == JoinState.PENDING).values(withdrawn))
    nameless = hers.values(name=FORGOTTEN_NAME, phone_sealed=None, adult_on=None)
    ids = work.session.scalars(nameless.returning(JoinRequest.id)).all()
    moderation.forget_checks(work, CheckedText.JOIN_NAME, ids)


def _hindrances(work: Work, subject: Subject) -> Iterable[Hindrance]:
    """Let a child not stay without a grown-up who answers for it."""
    standing = Member.left_at.is_(None)
    own = Member.id.in_(subject.member_ids), standing
    home_id = work.session.scalar(select(Member.household_id).where(*own))
    of_home = select(Member).where(Member.household_id == home_id, standing)
    others = work.session.scalars(of_home.where(Member.id.not_in(subject.member_ids))).all()
    if others and all(is_minor(work, one) for one in others):
        detail = "家里只有您一个大人和孩子，请先请村（社区）妇联登记另一位大人，再来注销。"
        yield Hindrance("only-adult", detail)


PERSONAL_DATA = PersonalDataSource(
    name="households",
    title="我和我家",
    tables=frozenset(
        {
            "members",
            "join_requests",
            "join_codes",
            "proxy_acts",
            "declared_relatives",
            "disclosure_allowances",
        }
    ),
    collect=_collect,
    erase=_erase,
    hindrances=_hindrances,
    goes=(
        "您的姓名和登记的手机号，家里的成员单上不再有您",
        "您的入户申请，没办完的也撤回",
        "您发出去还没用的入户码",
    ),
    stays=("您家的户号、积分和达标结果，家里人照样用",),
)

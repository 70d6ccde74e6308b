"""What activities keep of a person: where she signed up and came, what she organised (个人信息)."""

from collections.abc import Iterator

from sqlalchemy import or_, select, update

from models.activities import Activity, ActivitySession, Attendance, SignUp
from models.vocabulary import SignUpState
from server.domains.activities import queries
from server.domains.activities.rules import may_change_places
from server.domains.activities.service.signing_up import give_up_places
from server.kernel.personal_data import Item, PersonalDataSource, Subject, item
from server.kernel.work import Work

_CONTACT = "村（社区）妇联"
_STATES = {
    SignUpState.REGISTERED: "报上了",
    SignUpState.WAITING: "排着候补",
    SignUpState.CANCELLED: "取消了",
    SignUpState.ATTENDED: "到场了",
    SignUpState.ABSENT: "没有到",
}
_STANDING = (SignUpState.REGISTERED, SignUpState.WAITING)


def _collect(work: Work, subject: Subject) -> Iterator[Item]:
    is_hers = or_(
        SignUp.member_id.in_(subject.member_ids), SignUp.signed_up_by == subject.person_id
    )
    sign_ups = work.session.execute(
        select(SignUp, ActivitySession.starts_at, Activity.title, Activity.place, Attendance)
        .join(ActivitySession, ActivitySession.id == SignUp.session_id)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .outerjoin(Attendance, Attendance.sign_up_id == SignUp.id)
        .where(is_hers)
        .order_by(SignUp.id)
    )
    for sign_up, starts_at, title, place, attendance in sign_ups:
        is_own = sign_up.member_id in subject.member_ids
        yield item(
            "报名" if is_own else "您替家里人报的名",
            ("activity", "活动", title),
            ("starts_at", "什么时候", starts_at),
            ("place", "在哪里", place),
            ("state", "结果", _STATES[sign_up.state]),
            ("signed_up_at", "报名时间", sign_up.signed_up_at),
            ("attended_at", "点名时间", attendance.marked_at if attendance and is_own else None),
        )
    organised = select(Activity).where(Activity.created_by == subject.person_id)
    for activity in work.session.scalars(organised.order_by(Activity.id)):
        yield item(
            "您发起的活动",
            ("activity", "活动", activity.title),
            ("contact", "联系人", activity.contact),
            ("created_at", "时间", activity.created_at),
        )


def _erase(work: Work, subject: Subject) -> None:
    """Give her places to whoever waits, and take her number off what she organised."""
    hers = SignUp.member_id.in_(subject.member_ids), SignUp.state.in_(_STANDING)
    shifts = select(SignUp.session_id).where(*hers).distinct().order_by(SignUp.session_id)
    for shift_id in work.session.scalars(shifts).all():
        shift = queries.lock_shift(work.session, shift_id)
        if may_change_places(shift.span, work.now):
            give_up_places(work, shift, subject)
    organised = update(Activity).where(Activity.created_by == subject.person_id)
    work.session.execute(organised.values(contact=_CONTACT))


PERSONAL_DATA = PersonalDataSource(
    name="activities",
    title="活动和服务",
    tables=frozenset({"sign_ups", "attendances", "activities"}),
    collect=_collect,
    erase=_erase,
    goes=("还没开始的报名和候补，位置让给后面的人",),
    stays=("参加过的活动和点名结果，不带您的名字",),
)

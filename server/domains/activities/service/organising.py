"""Create activities from their type and publish them (组织活动)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from models.activities import Activity, ActivitySession, ActivityType
from models.vocabulary import ActivityState, CheckedText, Door
from server.domains.activities import queries
from server.domains.activities.errors import ActivityNotFound, AlreadyPublished, NotReadyToPublish
from server.domains.activities.queries import ActivityView
from server.domains.activities.rules import Span, missing_for_publication, plan_shift
from server.domains.households import service as households
from server.domains.organisations import service as organisations
from server.kernel import walls
from server.kernel.errors import InvalidInput, NotFound
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.work import Work

ACTIVITY_TEXTS = households.WrittenText(
    CheckedText.ACTIVITY,
    (
        Activity.title,
        Activity.place,
        Activity.content,
        Activity.contact,
        Activity.risk_notes,
        Activity.insurance,
    ),
    refused="您写的活动没有给大家看，请改一改，重新发一个。",
)
_WORDS = {"risk_notes": "风险提示", "insurance": "保险说明"}


@dataclass(frozen=True, slots=True)
class NewShift:
    """A shift to be held; without `ends_at` it lasts as long as its type usually does."""

    starts_at: datetime
    capacity: int
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewActivity:
    """What an organiser writes; without a title the activity is called like its type."""

    village_id: int
    type_code: str
    place: str
    content: str
    contact: str
    shifts: Sequence[NewShift]
    title: str | None = None
    risk_notes: str | None = None
    insurance: str | None = None


def create_activity(work: Work, new: NewActivity) -> ActivityView:
    """Create a draft; risk and earning rule are the type's.

    Who wrote it sees it, the village's other leaders once its texts have passed. Raises
    OrganisationNotFound outside her villages, InvalidInput for an unknown type and for every
    shift that cannot be held.
    """
    scope = work.actor.office_scope(Permission.ACTIVITY_ORGANISE)
    organisations.get_village(scope, work.session, new.village_id)
    kind = _get_type(work, new.type_code)
    spans = _plan(work, new.shifts, kind.minutes)
    activity = _draft(work, new, kind)
    work.session.add_all(
        ActivitySession(
            village_id=new.village_id,
            activity_id=activity.id,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            capacity=shift.capacity,
        )
        for shift, span in zip(new.shifts, spans, strict=True)
    )
    work.session.flush()
    ACTIVITY_TEXTS.submit(work, activity, work.actor.person_id)
    work.audit(
        "create_activity", "activity", activity.id, village_id=new.village_id, type=kind.code
    )
    return get_activity(work, activity.id)


def publish_activity(
    work: Work, activity_id: int, *, risk_notes: str | None = None, insurance: str | None = None
) -> ActivityView:
    """Publish a draft for everybody to join; what is given here replaces the draft's words.

    Others see it once its texts have passed their check; new words are checked anew. Raises
    ActivityNotFound outside her villages, NotReadyToPublish naming all that is missing (VO-5),
    AlreadyPublished when somebody was faster, TextRefused.
    """
    scope = work.actor.office_scope(Permission.ACTIVITY_ORGANISE)
    activity = organisations.get_within(scope, work.session, Activity, activity_id, _not_found())
    get_activity(work, activity_id)
    told = {
        "risk_notes": risk_notes or activity.risk_notes,
        "insurance": insurance or activity.insurance,
    }
    missing = missing_for_publication(activity.risk, **told)
    if missing:
        words = "、".join(_WORDS[name] for name in missing)
        raise NotReadyToPublish(f"这类活动有风险，请先写好{words}再发布。", missing=missing)
    published = work.session.scalar(
        update(Activity)
        .where(Activity.id == activity_id, Activity.state == ActivityState.DRAFT)
        .values(state=ActivityState.PUBLISHED, published_at=work.now, **told)
        .returning(Activity.id)
    )
    if published is None:
        raise AlreadyPublished("这个活动已经发布过了，不用再发。")
    work.session.refresh(activity)
    ACTIVITY_TEXTS.submit(work, activity, work.actor.person_id)
    work.audit("publish_activity", "activity", activity_id, village_id=activity.village_id)
    return get_activity(work, activity_id)


def get_activity(work: Work, activity_id: int) -> ActivityView:
    """Return a published activity, or an organiser's own draft; ActivityNotFound otherwise."""
    scope = work.actor.office_scope(Permission.ACTIVITY_ORGANISE)
    found = queries.find_activity(scope, work.session, activity_id, person_id=work.actor.person_id)
    if found is None and _visit(work, activity_id):
        found = queries.find_activity(
            scope, work.session, activity_id, person_id=work.actor.person_id
        )
    if found is None:
        raise _out_of_sight(work, activity_id)
    return found


def list_activities(work: Work, village_id: int, page: PageRequest) -> Page[ActivityView]:
    """Return a village's activities, newest first; drafts are listed for its organisers only."""
    walls.enter(work.session, [village_id])
    scope = work.actor.office_scope(Permission.ACTIVITY_ORGANISE)
    return queries.list_activities(
        scope, work.session, village_id, page, person_id=work.actor.person_id
    )


def _visit(work: Work, activity_id: int) -> bool:
    """Enter the village of an activity that is on show to everybody, from wherever she comes."""
    on_show = Activity.id == activity_id, Activity.state != ActivityState.DRAFT
    shown = select(Activity.village_id).where(*on_show)
    return walls.enter_through(work.session, Door.PUBLIC, shown) is not None


def _out_of_sight(work: Work, activity_id: int) -> NotFound:
    """Return the refusal of somebody else's draft, recorded, or of an activity that is missing."""
    with walls.look_through(work.session, Door.TRACE):
        village_id = queries.find_village(work.session, activity_id)
    return organisations.out_of_sight(_not_found(), Activity.__tablename__, activity_id, village_id)


def _not_found() -> ActivityNotFound:
    return ActivityNotFound("没有找到这个活动，可能还没有发布。")


def _get_type(work: Work, code: str) -> ActivityType:
    kind = queries.find_type(work.session, code)
    if kind is None:
        raise InvalidInput([{"pointer": "#/type_code", "detail": "没有这种活动，请从目录里选。"}])
    return kind


def _plan(work: Work, shifts: Sequence[NewShift], minutes: int) -> list[Span]:
    planned = [
        plan_shift(shift.starts_at, shift.ends_at, minutes=minutes, now=work.now)
        for shift in shifts
    ]
    faults = [
        {"pointer": f"#/sessions/{position}", "detail": fault}
        for position, fault in enumerate(planned)
        if isinstance(fault, str)
    ]
    if faults:
        raise InvalidInput(faults)
    return [span for span in planned if isinstance(span, Span)]


def _draft(work: Work, new: NewActivity, kind: ActivityType) -> Activity:
    activity = Activity(
        village_id=new.village_id,
        type_code=kind.code,
        title=new.title or kind.name,
        place=new.place,
        content=new.content,
        contact=new.contact,
        risk=kind.risk,
        risk_notes=new.risk_notes,
        insurance=new.insurance,
        rule_code=kind.rule_code,
        state=ActivityState.DRAFT,
        created_by=work.actor.person_id,
        created_at=work.now,
    )
    work.session.add(activity)
    work.session.flush()
    return activity

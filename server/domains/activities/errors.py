"""What the activities domain refuses."""

from server.kernel.errors import Conflict, NotFound, RuleBroken


class ActivityNotFound(NotFound):
    """No such activity, or a draft of somebody else's village."""

    slug = "activity-not-found"
    title = "没有找到这个活动"


class ShiftNotFound(NotFound):
    """No such shift (场次), or not one to be joined or led by the caller."""

    slug = "shift-not-found"
    title = "没有找到这一场"


class SignUpNotFound(NotFound):
    """No such sign-up, or another household's."""

    slug = "sign-up-not-found"
    title = "没有找到这个报名"


class NotReadyToPublish(RuleBroken):
    """Risk notes or insurance are missing (VO-5); `missing` names every one."""

    slug = "not-ready-to-publish"
    title = "还不能发布"


class AlreadyPublished(Conflict):
    """The activity is no draft any more."""

    slug = "already-published"
    title = "已经发布过了"


class ShiftStarted(RuleBroken):
    """Places no longer change once the shift has begun (VO-1)."""

    slug = "shift-started"
    title = "已经开始了"


class OtherVillage(RuleBroken):
    """Places are for the residents of the village that holds the activity."""

    slug = "other-village"
    title = "这是别的村（社区）的活动"


class NotOfHousehold(RuleBroken):
    """The person to be signed up does not belong to the household, or no longer."""

    slug = "not-of-household"
    title = "不是这一户的人"


class AlreadySignedUp(Conflict):
    """A member has one place or number in a shift."""

    slug = "already-signed-up"
    title = "已经报过名了"


class SignUpClosed(Conflict):
    """The sign-up was cancelled before, or the roll was called."""

    slug = "sign-up-closed"
    title = "这个报名已经结束"


class RollCallClosed(RuleBroken):
    """The roll is called from 30 minutes before the start until 7 days after the end."""

    slug = "roll-call-closed"
    title = "现在不能点名"


class AttendedElsewhere(Conflict):
    """The member was present at another shift meanwhile (AB-8)."""

    slug = "attended-elsewhere"
    title = "同一时间在另一场"


def already_signed_up() -> AlreadySignedUp:
    """Return the refusal of a member's second sign-up for one shift."""
    return AlreadySignedUp("这个人已经报过这一场了，请到“我的报名”里看。")


CONSTRAINTS = {"uq_sign_ups_once": already_signed_up}

"""The use cases of activities: the only door for other domains."""

from server.domains.activities.queries import ActivityView, ShiftView, SignUpView
from server.domains.activities.service.activity_code import ActivityCode
from server.domains.activities.service.books import reconcile
from server.domains.activities.service.catalogue import list_types, load_types
from server.domains.activities.service.glance import (
    NextActivity,
    count_published,
    count_rolls_to_call,
    next_activity,
)
from server.domains.activities.service.organising import (
    ACTIVITY_TEXTS,
    NewActivity,
    NewShift,
    create_activity,
    get_activity,
    list_activities,
    publish_activity,
)
from server.domains.activities.service.personal_data import PERSONAL_DATA
from server.domains.activities.service.reported import ShownActivities
from server.domains.activities.service.roll_call import RollItem, call_roll, list_roll
from server.domains.activities.service.showing import show_activities, show_activity, show_sign_up
from server.domains.activities.service.signing_up import cancel_sign_up, list_own_sign_ups, sign_up
from server.domains.activities.service.walk_in import add_walk_in

__all__ = [
    "ACTIVITY_TEXTS",
    "PERSONAL_DATA",
    "ActivityCode",
    "ActivityView",
    "NewActivity",
    "NewShift",
    "NextActivity",
    "RollItem",
    "ShiftView",
    "ShownActivities",
    "SignUpView",
    "add_walk_in",
    "call_roll",
    "cancel_sign_up",
    "count_published",
    "count_rolls_to_call",
    "create_activity",
    "get_activity",
    "list_activities",
    "list_own_sign_ups",
    "list_roll",
    "list_types",
    "load_types",
    "next_activity",
    "publish_activity",
    "reconcile",
    "show_activities",
    "show_activity",
    "show_sign_up",
    "sign_up",
]

"""Look up activities, shifts, sign-ups and attendance."""

from server.domains.activities.queries.overview import (
    NextShift,
    count_published,
    count_rolls,
    find_next_shift,
    home_of,
    members_without_sign_up,
)
from server.domains.activities.queries.plans import (
    ActivityView,
    ShiftView,
    find_activity,
    find_type,
    is_home,
    is_led,
    list_activities,
    list_types,
)
from server.domains.activities.queries.shifts import (
    LockedShift,
    attended_spans,
    find_member,
    find_published_shift,
    lock_members,
    lock_shift,
    member_names,
)
from server.domains.activities.queries.sign_ups import (
    SignUpView,
    find_sign_up_of,
    get_sign_up,
    list_own_sign_ups,
    list_roll,
    sign_ups_of,
)

__all__ = [
    "ActivityView",
    "LockedShift",
    "NextShift",
    "ShiftView",
    "SignUpView",
    "attended_spans",
    "count_published",
    "count_rolls",
    "find_activity",
    "find_member",
    "find_next_shift",
    "find_published_shift",
    "find_sign_up_of",
    "find_type",
    "get_sign_up",
    "home_of",
    "is_home",
    "is_led",
    "list_activities",
    "list_own_sign_ups",
    "list_roll",
    "list_types",
    "lock_members",
    "lock_shift",
    "member_names",
    "members_without_sign_up",
    "sign_ups_of",
]

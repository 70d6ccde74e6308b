"""What those who signed up read of an activity: its own words, or others while they are hidden."""

from sqlalchemy import case

from models.activities import Activity
from models.vocabulary import CheckedText
from server.domains.moderation.service import has_passed

_IS_SHOWN = has_passed(CheckedText.ACTIVITY, Activity.id)
SHOWN_WORDS = (
    case((_IS_SHOWN, Activity.title), else_="报名的活动"),
    case((_IS_SHOWN, Activity.place), else_="地点请问妇联干部"),
)
"""Title and place: somebody with a place keeps it also while a text that was reported is hidden."""

"""What of activities can be reported (举报)."""

from server.domains.activities.service.organising import get_activity
from server.kernel.ports import Shown
from server.kernel.work import Work


class ShownActivities:
    """Activities can be reported by whoever sees them (the port of moderation)."""

    def find_shown(self, work: Work, object_id: int) -> Shown:
        """Return an activity that the actor sees. Raises ActivityNotFound."""
        activity = get_activity(work, object_id).activity
        return Shown(activity.village_id, activity.created_by)

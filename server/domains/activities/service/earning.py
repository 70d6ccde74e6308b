"""What being there earns (活动积分), told before anybody signs up; one reading for a whole page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.activities import Activity
from models.organisations import Organisation
from server.domains.activities.rules import Span, earns_by_itself
from server.domains.organisations import service as organisations
from server.domains.points import service as points
from server.kernel.clock import local_date
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class EarningBook:
    """The rules of the activities' villages, and the villages themselves."""

    rules: points.RuleBook
    villages: Mapping[int, Organisation]

    @classmethod
    def read(cls, work: Work, activities: Sequence[Activity]) -> "EarningBook":
        """Read what some activities need, in three queries however many they are."""
        ids = {activity.village_id for activity in activities}
        codes = {activity.rule_code for activity in activities if activity.rule_code}
        return cls(
            points.read_rule_book(work.session, ids, codes),
            organisations.organisations_by_id(work.session, ids),
        )

    def points_for(self, activity: Activity, span: Span) -> int | None:
        """Return what a shift earns by itself for a household of the village, or None."""
        if activity.rule_code is None:
            return None
        on = local_date(span.starts_at)
        rule = self.rules.find(activity.village_id, activity.rule_code, on)
        zone = self.villages[activity.village_id].zone
        if rule is None or not earns_by_itself(rule.trigger, rule.applicants):
            return None
        return points.points_for_time(rule, span.minutes, zone) or None

"""Answer, hand in, review and read self-assessments; the only door to them."""

from server.domains.assessments.service.answering import (
    save_all_answers,
    save_answer,
    start_assessment,
    submit_assessment,
)
from server.domains.assessments.service.glance import (
    Glance,
    count_passed,
    count_to_review,
    glance_at,
)
from server.domains.assessments.service.personal_data import PERSONAL_DATA
from server.domains.assessments.service.reading import (
    AssessmentLine,
    AssessmentView,
    ClauseView,
    get_assessment,
    list_assessments,
)
from server.domains.assessments.service.review import REMARKS, confirm_assessment, return_assessment

__all__ = [
    "PERSONAL_DATA",
    "REMARKS",
    "AssessmentLine",
    "AssessmentView",
    "ClauseView",
    "Glance",
    "confirm_assessment",
    "count_passed",
    "count_to_review",
    "get_assessment",
    "glance_at",
    "list_assessments",
    "return_assessment",
    "save_all_answers",
    "save_answer",
    "start_assessment",
    "submit_assessment",
]

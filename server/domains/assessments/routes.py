"""Self-assessments over HTTP."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.assessments import schemas, service
from server.kernel.permissions import Permission
from server.web.access import allows, current_work
from server.web.schemas import on_behalf, page_request

blueprint = Blueprint(
    "assessments", __name__, url_prefix="/api/v1", description="Self-assessment, once a year (自评)"
)


@blueprint.post("/households/<int:household_id>/assessments")
@blueprint.arguments(schemas.ActingIn)
@blueprint.response(HTTPStatus.OK, schemas.AssessmentOut)
@allows(Permission.ASSESSMENT_ANSWER)
def start_assessment(payload: dict[str, Any], household_id: int) -> Any:
    """Begin this year's self-assessment; repeated, it is the same one."""
    return service.start_assessment(current_work(), household_id, behalf=on_behalf(payload))


@blueprint.get("/assessments")
@blueprint.arguments(schemas.QueueQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.AssessmentPage)
@allows(Permission.ASSESSMENT_READ)
def list_assessments(query: dict[str, Any]) -> Any:
    """List assessments the caller may read; `state=submitted` is a leader's queue."""
    return service.list_assessments(
        current_work(), page_request(query), village_id=query["village_id"], state=query["state"]
    )


@blueprint.get("/assessments/<int:assessment_id>")
@blueprint.response(HTTPStatus.OK, schemas.AssessmentOut)
@allows(Permission.ASSESSMENT_READ)
def get_assessment(assessment_id: int) -> Any:
    """Show an assessment with its wording, answers, result, remarks and allowed actions."""
    return service.get_assessment(current_work(), assessment_id)


@blueprint.put("/assessments/<int:assessment_id>/answers/<string:code>")
@blueprint.arguments(schemas.AnswerIn)
@blueprint.response(HTTPStatus.OK, schemas.AnswerOut)
@allows(Permission.ASSESSMENT_ANSWER)
def save_answer(payload: dict[str, Any], assessment_id: int, code: str) -> Any:
    """Save one answer of a draft."""
    return service.save_answer(
        current_work(),
        assessment_id,
        code,
        payload["answer"],
        behalf=on_behalf(payload),
        photos=payload["photos"],
    )


@blueprint.put("/assessments/<int:assessment_id>/answers")
@blueprint.arguments(schemas.AllAnswersIn)
@blueprint.response(HTTPStatus.OK, schemas.AssessmentOut)
@allows(Permission.ASSESSMENT_ANSWER)
def save_all_answers(payload: dict[str, Any], assessment_id: int) -> Any:
    """Save all answers of a draft at once, or none."""
    given = [(item["code"], item["answer"]) for item in payload["answers"]]
    photos = {item["code"]: item["photos"] for item in payload["answers"]}
    return service.save_all_answers(
        current_work(), assessment_id, given, behalf=on_behalf(payload), photos=photos
    )


@blueprint.post("/assessments/<int:assessment_id>/submission")
@blueprint.arguments(schemas.ActingIn)
@blueprint.response(HTTPStatus.OK, schemas.AssessmentOut)
@allows(Permission.ASSESSMENT_ANSWER)
def submit_assessment(payload: dict[str, Any], assessment_id: int) -> Any:
    """Hand the answers in; the server computes the result. Repeating changes nothing."""
    return service.submit_assessment(current_work(), assessment_id, behalf=on_behalf(payload))


@blueprint.post("/assessments/<int:assessment_id>/confirmation")
@blueprint.arguments(schemas.ReviewIn)
@blueprint.response(HTTPStatus.OK, schemas.AssessmentOut)
@allows(Permission.ASSESSMENT_REVIEW)
def confirm_assessment(payload: dict[str, Any], assessment_id: int) -> Any:
    """Confirm what was handed in; passed, it is 达标 for twelve months and earns points."""
    return service.confirm_assessment(
        current_work(), assessment_id, submission=payload["submission"]
    )


@blueprint.post("/assessments/<int:assessment_id>/return")
@blueprint.arguments(schemas.ReturnIn)
@blueprint.response(HTTPStatus.OK, schemas.AssessmentOut)
@allows(Permission.ASSESSMENT_REVIEW)
def return_assessment(payload: dict[str, Any], assessment_id: int) -> Any:
    """Send it back with a reason for each clause."""
    remarks = [(item["code"], item["reason"]) for item in payload["remarks"]]
    return service.return_assessment(
        current_work(), assessment_id, remarks, submission=payload["submission"]
    )

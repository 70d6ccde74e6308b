"""Photos over HTTP: an upload is opened, its chunks come in any order, then it is completed."""

from http import HTTPStatus
from typing import Any

from flask import request
from flask_smorest import Blueprint

from server.domains.evidence import schemas, service
from server.kernel.permissions import Permission
from server.kernel.ports import Ports
from server.kernel.work import Work
from server.web.access import allows, asks_outside, current_work, prepared, takes_bytes

blueprint = Blueprint(
    "evidence", __name__, url_prefix="/api/v1", description="Photos as evidence (佐证照片)"
)


def _expected_chunk(work: Work, _payload: dict[str, Any]) -> service.Chunk | None:
    return service.expect_chunk(work, **_in_path())


def _keep_chunk(ports: Ports, chunk: service.Chunk) -> None:
    service.keep_chunk(ports, chunk, request.get_data())


def _expected_photo(work: Work, _payload: dict[str, Any]) -> service.Arrived | None:
    return service.expect_photo(work, **_in_path())


def _in_path() -> dict[str, Any]:
    return dict(request.view_args or {})


@blueprint.post("/uploads")
@blueprint.arguments(schemas.UploadIn)
@blueprint.response(HTTPStatus.CREATED, schemas.UploadOut)
@allows(Permission.PHOTO_SEND)
def open_upload(payload: dict[str, Any]) -> Any:
    """Open the upload of a photo, or find the one of the same photo that broke off."""
    announced = service.Announced(
        sha256=payload["sha256"], size=payload["bytes"], household_id=payload["household_id"]
    )
    return service.open_upload(current_work(), announced)


@blueprint.get("/uploads/<string:token>")
@blueprint.response(HTTPStatus.OK, schemas.UploadOut)
@allows(Permission.PHOTO_SEND)
def show_upload(token: str) -> Any:
    """Show which chunks of the caller's upload have arrived, and its receipt."""
    return service.show_upload(current_work(), token)


@blueprint.put("/uploads/<string:token>/chunks/<int:position>")
@blueprint.doc(requestBody=schemas.BYTES)
@blueprint.response(HTTPStatus.NO_CONTENT)
@takes_bytes
@asks_outside(_expected_chunk, _keep_chunk)
@allows(Permission.PHOTO_SEND)
def store_chunk(token: str, position: int) -> None:
    """Store one chunk; again, it replaces itself. It needs no key."""
    service.note_chunk(current_work(), token, position)


@blueprint.post("/uploads/<string:token>/completion")
@blueprint.response(HTTPStatus.OK, schemas.ReceiptOut)
@asks_outside(_expected_photo, service.make_photo)
@allows(Permission.PHOTO_SEND)
def complete_upload(token: str) -> Any:
    """Make the photo of its chunks and give the receipt; again, it is the same one."""
    return service.complete_upload(current_work(), token, prepared())

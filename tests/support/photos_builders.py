"""Builders for photos and their checks, without the way they came in."""

import hashlib
from typing import Any
from urllib.parse import urlsplit

from config.production import DEVELOPMENT_APP_ID as APP_ID
from models.evidence import Photo
from models.vocabulary import CheckState, OutboxTopic
from server.background import drain_outbox
from server.domains.moderation import service as moderation
from server.domains.outbox import service as outbox
from server.kernel.files import new_file_name
from server.kernel.work import Work
from server.registry import OUTBOX_TOPICS
from tests.support.builders import (
    BuiltHousehold,
    a_household,
    a_resident,
    a_village,
    a_wechat_account,
)
from tests.support.pushes import an_event
from tests.support.service import Service

SHOWN = b"\xff\xd8\xff a photo"


def a_home(service: Service, village_id: int | None = None) -> tuple[BuiltHousehold, int]:
    """Return a household of a village, and its member whom WeChat knows."""
    household = a_household(service, village_id or a_village(service))
    person_id = a_resident(service, household)
    a_wechat_account(service, person_id)
    return household, person_id


def a_stored_photo(service: Service, household: BuiltHousehold, person_id: int) -> int:
    """Return a photo that has just been stored and is to be checked."""
    name = new_file_name("photos", "jpg")
    service.app.transactions.ports.files.put(name, SHOWN)
    digest = hashlib.sha256(name.encode()).hexdigest()

    def store(work: Work) -> int:
        photo = Photo(
            village_id=household.village_id,
            household_id=household.id,
            person_id=person_id,
            name=name,
            sha256=digest,
            stored_sha256=digest,
            bytes=len(SHOWN),
            width=4,
            height=3,
            fingerprint="",
            stored_at=work.now,
        )
        work.session.add(photo)
        work.session.flush()
        outbox.put(work, OutboxTopic.PHOTO_SUBMITTED, {"file_id": photo.id}, village_id=None)
        return photo.id

    return service.run(store)


def work(service: Service) -> int:
    """Let the worker do what is due; return how many rows it did."""
    return drain_outbox(service.app.transactions, OUTBOX_TOPICS)


def fetch(service: Service, url: str | None = None) -> bytes:
    """Fetch a link as WeChat would: the last one it was given."""
    path = urlsplit(url or service.wechat.pictures[-1]).path
    return bytes(service.app.test_client().get(path).data)


def a_verdict(trace_id: str, suggest: str = "pass", **facts: Any) -> dict[str, Any]:
    """Return the event that tells what WeChat found; the label is a text there."""
    label = {"pass": "100", "risky": "20002"}.get(suggest, "21000")
    found = {"suggest": suggest, "label": label}
    detail = [{"strategy": "content_model", "errcode": 0, "prob": 90, **found}]
    told = {"trace_id": trace_id, "version": 2, "result": found, "detail": detail}
    event = an_event("wxa_media_check", **{"appid": APP_ID, **told, **facts})
    return {name: fact for name, fact in event.items() if name != "List"}


def tell(service: Service, event: dict[str, Any]) -> None:
    """Let the worker hand on what WeChat pushed."""
    service.run(lambda work: moderation.note_verdict(work, event))


def state(service: Service, photo_id: int) -> CheckState:
    """Return how far the check of a photo is, as others are told."""
    return service.run(lambda work: moderation.photo_states_of(work, [photo_id]))[photo_id]


def a_checked_photo(service: Service, suggest: str = "pass") -> tuple[int, BuiltHousehold, int]:
    """Return a photo that WeChat has judged, its household, and who took it."""
    household, person_id = a_home(service)
    photo_id = a_stored_photo(service, household, person_id)
    judge(service, suggest)
    return photo_id, household, person_id


def judge(service: Service, suggest: str = "pass") -> None:
    """Ask, fetch and judge what is due."""
    work(service)
    fetch(service)
    tell(service, a_verdict(f"trace-{len(service.wechat.pictures)}", suggest))


def let_judge(service: Service, photo_id: int, suggest: str) -> None:
    """Let WeChat take one photo in, fetch and judge it, without a worker; "pending" stays so."""

    def ask(work: Work) -> Any:  # noqa: ANN401 - the outbox's payload
        return moderation.ASK_PHOTO.prepare(work, {"file_id": photo_id})

    asked, trace = service.run(ask), f"trace-of-{photo_id}"
    service.run(lambda work: moderation.ASK_PHOTO.record(work, asked, trace))
    fetch(service, asked["url"])
    if suggest != "pending":
        tell(service, a_verdict(trace, suggest))

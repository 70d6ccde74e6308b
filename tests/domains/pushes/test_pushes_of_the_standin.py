"""The stand-in seals by code of its own, so each proves that the other keeps to the documents."""

from typing import Any

from tests.support.pushes import PATH
from tests.support.service import BEGINNING, Service
from tools.wechat_standin.pushing import Manner, Mode, PushRequest, Tampering, request_for
from tools.wechat_standin.pushing.events import complete, popup
from tools.wechat_standin.subscriptions import Decision

_NOW = BEGINNING.timestamp()
_EVENT = complete(popup("o-li", {"a-template": Decision.ACCEPT}), int(_NOW))


def _answer(service: Service, request: PushRequest) -> tuple[int, str]:
    answer = service.app.test_client().post(
        PATH, query_string=request.query, data=request.body, content_type="application/json"
    )
    return answer.status_code, answer.get_data(as_text=True)


def test_an_event_sealed_anew_each_time_is_taken_once(service: Service) -> None:
    answers = [_answer(service, request_for(_EVENT, _NOW)) for _ in range(3)]
    assert answers == [(200, "success")] * 3
    assert service.scalar("SELECT COUNT(*) FROM pushes") == 1


def test_a_push_that_is_wrong_in_one_way_changes_nothing(service: Service) -> None:
    wrong: list[dict[str, Any]] = [
        {"mode": Mode.PLAIN},
        {"age_seconds": 301},
        {"age_seconds": -301},
        {"app_id": "wx-foreign"},
        {"key": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"},
        {"token": "another"},
        *({"tampering": tampering} for tampering in Tampering),
    ]
    for manner in wrong:
        status, _ = _answer(service, request_for(_EVENT, _NOW, Manner(**manner)))
        assert (manner, status) == (manner, 403)
    assert service.scalar("SELECT COUNT(*) FROM pushes") == 0


def test_of_both_texts_at_once_only_the_sealed_one_counts(service: Service) -> None:
    request = request_for(_EVENT, _NOW, Manner(mode=Mode.COMPAT))
    lied = PushRequest(request.query, request.body.replace(b"accept", b"reject"))
    assert lied.body != request.body
    assert _answer(service, lied) == (200, "success")
    (payload,) = service.rows("SELECT payload FROM pushes")
    assert "accept" in str(payload)

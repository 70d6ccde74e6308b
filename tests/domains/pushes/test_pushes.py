"""Pushes: only WeChat's are believed, each event counts once, and refusals change nothing."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from config.production import DEVELOPMENT_PUSH_KEY
from server.adapters.wechat import SafeModeSeal
from server.background import drain_outbox
from server.domains.pushes import rules
from server.domains.pushes import service as pushes
from server.kernel.work import Work
from tests.support.pushes import (
    PATH,
    SealedPush,
    Sender,
    an_event,
    greeting,
    push,
    sealed_push,
    signature,
)
from tests.support.service import BEGINNING, Service

FACTS = ("pushes", "push_envelopes", "outbox_rows")
OTHER_KEY = "b" * 43
EVENT = an_event()
NOW = int(BEGINNING.timestamp())
LATE = timedelta(seconds=301)


def kept(service: Service) -> dict[str, int]:
    return {table: service.scalar(f"SELECT count(*) FROM {table}") for table in FACTS}  # noqa: S608 - tables


def reasons(service: Service) -> list[str]:
    found = service.rows("SELECT detail FROM audit_entries WHERE action = 'refuse_push'")
    return [(json.loads(d) if isinstance(d, str) else d)["reason"] for (d,) in found]


def opened(pushed: SealedPush) -> SealedPush:
    """Return it in plaintext mode: the event in the open under the signature of its query."""
    return SealedPush({**pushed.query, "encrypt_type": "raw"}, EVENT)


def tampered(pushed: SealedPush) -> SealedPush:
    raw = bytearray(base64.b64decode(pushed.body["Encrypt"]))
    raw[40] ^= 1
    return replace(pushed, body={**pushed.body, "Encrypt": base64.b64encode(raw).decode()})


def signed_anew(sealed: str) -> SealedPush:
    """Sign whatever is in the envelope, as only somebody with our token could."""
    pushed = sealed_push(EVENT)
    stamp = (pushed.query["timestamp"], pushed.query["nonce"])
    signed = pushed.but(msg_signature=signature(Sender().token, *stamp, sealed))
    return replace(signed, body={**pushed.body, "Encrypt": sealed})


FORGED: dict[str, tuple[str, SealedPush]] = {
    "plaintext": ("shape", opened(sealed_push(EVENT))),
    "plaintext beside a sealed one": (
        "shape",
        sealed_push(EVENT).but(encrypt_type=""),
    ),
    "no signature": ("shape", sealed_push(EVENT).but(msg_signature="")),
    "no nonce": ("shape", sealed_push(EVENT).but(nonce="")),
    "a broken time": ("shape", sealed_push(EVENT).but(timestamp="１７")),
    "no JSON": ("shape", replace(sealed_push(EVENT), body="<xml>")),
    "no object": ("shape", replace(sealed_push(EVENT), body="[" * 20_000)),
    "nothing sealed": ("shape", replace(sealed_push(EVENT), body={"Encrypt": 1})),
    "a lone surrogate": ("shape", replace(sealed_push(EVENT), body={"Encrypt": "\ud800"})),
    "too long": ("shape", replace(sealed_push(EVENT), body="x" * (64 * 1024 + 1))),
    "the signature of the greeting": (
        "signature",
        (greeted := sealed_push(EVENT)).but(msg_signature=greeted.query["signature"]),
    ),
    "another token": ("signature", sealed_push(EVENT, sender=Sender(token="another"))),
    "a changed body": ("signature", tampered(sealed_push(EVENT))),
    "another time": ("signature", sealed_push(EVENT).but(timestamp=str(NOW + 5))),
    "too old": ("stale", sealed_push(EVENT, BEGINNING - LATE)),
    "too young": ("stale", sealed_push(EVENT, BEGINNING + LATE)),
    "another key": ("seal", sealed_push(EVENT, sender=Sender(key=OTHER_KEY))),
    "another app": ("seal", sealed_push(EVENT, sender=Sender(app_id="wxsomebodyelse01"))),
    "half a block": ("seal", signed_anew(base64.b64encode(b"half a block").decode())),
    "one block": ("seal", signed_anew(base64.b64encode(b"x" * 16).decode())),
    "no base64": ("seal", signed_anew("AAAAA")),
    "another addressee": ("addressee", sealed_push(EVENT, sender=Sender(to="gh_another"))),
    "another addressee inside": ("addressee", sealed_push(an_event(ToUserName="gh_another"))),
    "no event": ("addressee", sealed_push("not JSON")),
}


def test_requirement_05_what_is_not_wechat_s_is_refused_and_changes_nothing(
    service: Service,
) -> None:
    answers = {name: push(service, forged) for name, (_, forged) in FORGED.items()}
    assert {name: answer.status for name, answer in answers.items()} == dict.fromkeys(FORGED, 403)
    told = {(answer.body["type"], answer.body["detail"]) for answer in answers.values()}
    assert told == {("/problems/not-allowed", "这件事您这里办不了。")}
    assert kept(service) == dict.fromkeys(FACTS, 0)
    assert reasons(service) == [reason for reason, _ in FORGED.values()]


def test_requirement_05_a_replayed_push_is_refused(service: Service) -> None:
    pushed = sealed_push(EVENT)
    assert [push(service, pushed).status for _ in range(3)] == [200, 403, 403]
    service.clock.advance(seconds=299)
    assert push(service, pushed).status == 403
    assert (kept(service), reasons(service)) == (dict.fromkeys(FACTS, 1), ["replay"] * 3)
    service.clock.advance(seconds=2)
    assert push(service, pushed).status == 403
    assert reasons(service)[-1] == "stale"


def test_requirement_05_duplicates_and_reordered_events_have_one_effect_each(
    service: Service,
) -> None:
    first, second = (
        an_event(),
        an_event("subscribe_msg_change_event", List=[{"TemplateId": "T1"}, "?"]),
    )
    sent = [sealed_push(event) for event in (second, first, second, first, first, second)]
    answers = [push(service, pushed) for pushed in sent]
    assert {(answer.status, answer.body) for answer in answers} == {(200, "success")}
    assert kept(service) == {"pushes": 2, "push_envelopes": 6, "outbox_rows": 2}
    told = handed_on(service)
    assert told == [
        ("change", second | {"List": second["List"][:1]}),
        ("popup", first | {"List": [first["List"]]}),
    ]
    assert handed_on(service) == []


def handed_on(service: Service) -> list[tuple[str, Any]]:
    """Let the worker hand on what waits, and return who was told what."""
    told = list[tuple[str, Any]]()

    def keep(name: str) -> pushes.PushHandler:
        return lambda work, event: told.append((name, event))

    handlers = {
        "subscribe_msg_popup_event": keep("popup"),
        "subscribe_msg_change_event": keep("change"),
    }
    drain_outbox(service.app.transactions, {"push_received": pushes.hand_on(handlers)})
    return told


@pytest.mark.parametrize(
    "event", [an_event("wxa_media_check"), an_event(Event="没见过"), {**EVENT, "Event": 1}]
)
def test_an_event_nobody_waits_for_is_kept_and_ignored(service: Service, event: object) -> None:
    assert push(service, sealed_push(event)).body == "success"
    assert handed_on(service) == []
    acts = service.rows("SELECT action FROM audit_entries WHERE object_type = 'push' ORDER BY id")
    assert acts == [("receive_push",), ("ignore_push",)]
    assert service.scalar("SELECT count(*) FROM outbox_rows WHERE done_at IS NULL") == 0


def test_a_push_that_was_purged_is_not_handed_on(service: Service) -> None:
    push(service, sealed_push(EVENT))
    service.clock.advance(days=2, seconds=1)
    assert service.run(pushes.purge_pushes) == 1
    assert handed_on(service) == []
    assert kept(service) == {"pushes": 0, "push_envelopes": 0, "outbox_rows": 1}


def test_young_pushes_are_kept(service: Service) -> None:
    push(service, sealed_push(EVENT))
    service.clock.advance(minutes=11)
    assert service.run(pushes.purge_pushes) == 0
    assert kept(service) == dict.fromkeys(FACTS, 1)


def test_a_handler_that_fails_is_asked_again_and_counts_once(service: Service) -> None:
    push(service, sealed_push(EVENT))
    tries = list[int]()

    def fail_first(work: Work, event: dict[str, Any]) -> None:
        tries.append(1)
        work.audit("handled", "push", None)
        if len(tries) == 1:
            raise RuntimeError

    topics = {"push_received": pushes.hand_on({"subscribe_msg_popup_event": fail_first})}
    drain_outbox(service.app.transactions, topics)
    service.clock.advance(seconds=10)
    drain_outbox(service.app.transactions, topics)
    assert len(tries) == 2
    assert service.scalar("SELECT count(*) FROM audit_entries WHERE action = 'handled'") == 1


# Greeting


def greet(service: Service, query: dict[str, str]) -> tuple[int, str, str | None]:
    response = service.app.test_client().get(PATH, query_string=query)
    return response.status_code, response.get_data(as_text=True), response.content_type


def test_a_greeting_is_answered_with_its_bare_echo(service: Service) -> None:
    status, told, kind = greet(service, greeting())
    assert (status, told, kind) == (200, "4375120948345356", "text/plain; charset=utf-8")


@pytest.mark.parametrize(
    "query",
    [
        {},
        greeting(token="another"),
        greeting(BEGINNING - LATE),
        greeting() | {"echostr": "two\nlines"},
        greeting() | {"signature": "0" * 40},
    ],
)
def test_a_greeting_that_is_not_wechat_s_is_refused(
    service: Service, query: dict[str, str]
) -> None:
    status, told, _ = greet(service, query)
    assert (status, query.get("echostr", "no echo") in told) == (403, False)


@pytest.mark.parametrize(
    ("timestamp", "nonce", "expected"),
    [
        ("1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd1441696"),
        ("1714037059", "486452656", "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
    ],
)
def test_signatures_are_those_of_wechat_s_own_examples(
    timestamp: str, nonce: str, expected: str
) -> None:
    seal = SafeModeSeal("AAAAA", [DEVELOPMENT_PUSH_KEY], "wx1", "gh_1")
    assert seal.is_signed(expected, timestamp, nonce)
    assert not seal.is_signed(expected[:-1] + "0", timestamp, nonce)


def test_the_previous_key_opens_as_well() -> None:
    pushed = sealed_push(EVENT, sender=Sender(key=OTHER_KEY))
    app_id = Sender().app_id
    both = SafeModeSeal("t", [DEVELOPMENT_PUSH_KEY, OTHER_KEY], app_id, "gh_1")
    assert json.loads(both.open(pushed.body["Encrypt"]) or "") == EVENT
    assert (
        SafeModeSeal("t", [DEVELOPMENT_PUSH_KEY], app_id, "gh_1").open(pushed.body["Encrypt"])
        is None
    )


def test_an_installation_without_a_key_knows_no_such_address(service: Service) -> None:
    transactions = service.app.transactions
    ports = replace(transactions.ports, push_seal=None)
    service.app.transactions = replace(transactions, ports=ports)
    try:
        assert push(service, sealed_push(EVENT)).status == 404
        assert greet(service, greeting())[0] == 404
    finally:
        service.app.transactions = transactions


def test_what_is_refused_too_often_is_not_looked_at_and_what_is_wechat_s_is_not_counted(
    service: Service,
) -> None:
    forged = sealed_push(EVENT, sender=Sender(token="another"))
    assert {push(service, sealed_push(an_event(CreateTime=n))).status for n in range(70)} == {200}
    assert [push(service, forged).status for _ in range(61)].count(403) == 60
    assert push(service, forged).status == 429


@pytest.mark.parametrize("found", ["", "null", "1", '"x"', "[]", "{", "[" * 100_000])
def test_what_is_no_object_is_read_as_nothing(found: str) -> None:
    assert rules.read_event(found, "gh_1") is None


def test_an_event_may_list_nothing() -> None:
    event = {"ToUserName": "gh_1", "Event": "wxa_media_check"}
    assert rules.read_event(json.dumps(event), "gh_1") == event

"""Subscriptions over HTTP: what to ask after which tap, and a phone's own word on the answers."""

from dataclasses import replace

from server.domains.messages import service as messages
from server.kernel.work import Work
from tests.support.builders import a_person
from tests.support.messages_builders import POINTS, RESULT, SIGN_UP, a_subscriber, balance
from tests.support.service import Service


def test_everybody_signed_in_learns_what_to_ask_after_which_tap(service: Service) -> None:
    answer = service.sign_in(a_person(service)).get("/subscriptions")
    assert answer.status == 200
    moments = answer.body["moments"]
    assert sorted(moments) == ["assessment", "claim", "order", "sign_up"]
    assert moments["sign_up"] == [SIGN_UP, RESULT]
    assert max(map(len, moments.values())) <= 3
    assert service.stranger().get("/subscriptions").status == 401


def test_a_phones_word_counts_for_nothing_where_wechats_arrives(service: Service) -> None:
    her = a_subscriber(service, 0)
    phone = service.sign_in(her.person_id)
    word = {"accepted": [RESULT], "rejected": [POINTS]}
    assert phone.post("/subscriptions", word).status == 204
    assert balance(service, her) == 0
    kept = "SELECT person_id FROM audit_entries WHERE action = 'report_subscriptions'"
    assert service.rows(kept) == [(her.person_id,)]
    assert phone.post("/subscriptions", {"accepted": [""], "rejected": []}).status == 422
    assert phone.post("/subscriptions", {"accepted": ["x"] * 11, "rejected": []}).status == 422


def test_else_it_counts_once_a_minute_for_each_template(service: Service) -> None:
    her, nobody = a_subscriber(service, 0), a_person(service)

    def report(person_id: int, accepted: list[str]) -> None:
        def without_pushes(work: Work) -> None:
            deaf = replace(work.ports.subscriptions, hears_pushes=False)
            work = replace(work, ports=replace(work.ports, subscriptions=deaf))
            messages.report_answers(work, accepted, rejected=[POINTS])

        service.run(without_pushes, service.actor(person_id))

    report(nobody, [RESULT])
    report(her.person_id, [RESULT, RESULT, POINTS, "a-template-of-nobody"])
    report(her.person_id, [RESULT, SIGN_UP])
    assert balance(service, her) == 2
    service.clock.advance(seconds=59)
    report(her.person_id, [RESULT])
    assert balance(service, her) == 2
    service.clock.advance(seconds=1)
    report(her.person_id, [RESULT])
    assert balance(service, her) == 3
    assert service.run(lambda work: messages.reconcile(work.session)) == []

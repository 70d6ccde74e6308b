"""What leaves through WeChat: to whom, how often, when, and what comes of it."""

import logging
from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest

from models.vocabulary import MessageKind, OutboxTopic, SendState
from server.background import drain_outbox
from server.domains.messages import service as messages
from server.domains.outbox import service as outbox
from server.kernel.clock import CHONGQING
from server.kernel.ports import Ports
from server.kernel.wechat import SendOutcome
from server.registry import OUTBOX_TOPICS
from tests.support.builders import a_household, a_village
from tests.support.messages_builders import (
    POINTS,
    RESULT,
    a_subscriber,
    allowance,
    answer,
    balance,
    drain,
    push,
    sends,
    sent_to,
    tell,
)
from tests.support.service import Service
from tests.support.tampering import tamper

SEND = OutboxTopic.SEND_CLAIMED
UNREACHED = [SendOutcome.MALFORMED, SendOutcome.SENSITIVE, SendOutcome.MISCONFIGURED]


def entries(service: Service) -> list[tuple[str, int]]:
    return [
        tuple(row) for row in service.rows("SELECT reason, change FROM credit_entries ORDER BY id")
    ]


def test_a_message_she_asked_for_leaves_through_wechat_and_stays_in_the_inbox(
    service: Service,
) -> None:
    her = a_subscriber(service)
    tell(service, her)
    drain(service)
    (sent,) = service.wechat.sent
    assert (sent.openid, sent.template_id) == (her.openid, RESULT)
    assert sent.page == "packages/me/messages/messages"
    assert sent.data == {
        "thing1": "有一条积分退回了",
        "phrase2": "已退回",
        "time3": "2026年11月10日 09:00",
        "thing4": "请打开小程序看详情",
    }
    assert sends(service, her) == [SendState.SENT]
    assert (balance(service, her), allowance(service, her)) == (0, 1)
    assert entries(service) == [("accepted", 1), ("sent", -1)]
    assert service.rows("SELECT channel, read_at FROM messages") == [("inbox", None)]


def test_nothing_is_sent_without_a_credit_for_the_very_template_or_to_strangers(
    service: Service,
) -> None:
    household = a_household(service, a_village(service), ("王淑芬", "李强"))
    her = a_subscriber(service, template=POINTS, household=household)
    another = a_subscriber(service, 0, household=household, index=1)
    a_subscriber(service, household=a_household(service, household.village_id))
    tell(service, her)
    tell(service, her, kind=MessageKind.CLAIM_SUBMITTED)  # a receipt, which never leaves
    tell(service, her, kind=MessageKind.POINTS_EFFECTIVE, title="您家的积分可以用了")
    drain(service)
    assert [(one.openid, one.template_id) for one in service.wechat.sent] == [(her.openid, POINTS)]
    assert sends(service, another) == []


def test_each_member_of_the_household_who_asked_gets_it_once(service: Service) -> None:
    household = a_household(service, a_village(service), ("王淑芬", "李强"))
    both = [a_subscriber(service, 2, household=household, index=index) for index in (0, 1)]
    tell(service, both[0])
    drain(service)
    ids = [row[0] for row in service.rows("SELECT id FROM messages")]
    service.run(lambda work: messages.deliver(work, {"message_ids": ids}))
    drain(service)
    assert [sent_to(service, each) for each in both] == [1, 1]
    assert [balance(service, each) for each in both] == [1, 1]


def test_of_two_messages_and_one_credit_one_is_sent(service: Service) -> None:
    her = a_subscriber(service)
    tell(service, her, 2)
    drain(service)
    assert (sent_to(service, her), balance(service, her), allowance(service, her)) == (1, 0, 1)


def test_she_is_sent_two_a_week_at_most_and_more_in_the_next(service: Service) -> None:
    her = a_subscriber(service, 5)
    tell(service, her, 3)
    drain(service)
    assert (sent_to(service, her), balance(service, her)) == (2, 3)
    service.clock.instant = datetime(2026, 11, 15, 20, 59, tzinfo=CHONGQING)  # a Sunday
    tell(service, her)
    drain(service)
    assert sent_to(service, her) == 2
    service.clock.advance(hours=12)
    tell(service, her)
    drain(service)
    assert (sent_to(service, her), allowance(service, her)) == (3, 1)


def test_what_is_due_by_night_leaves_in_the_morning_and_counts_for_its_week(
    service: Service,
) -> None:
    her = a_subscriber(service, 3)
    tell(service, her, 2)
    drain(service)
    service.clock.instant = datetime(2026, 11, 15, 21, 0, tzinfo=CHONGQING)  # a Sunday
    tell(service, her)
    drain(service)
    service.clock.instant = datetime(2026, 11, 16, 7, 59, tzinfo=CHONGQING)
    drain(service)
    assert sent_to(service, her) == 2
    service.clock.advance(minutes=1)
    drain(service)
    assert (sent_to(service, her), allowance(service, her)) == (3, 1)


def test_what_is_late_until_the_night_waits_for_the_morning(service: Service) -> None:
    her = a_subscriber(service)
    service.clock.instant = datetime(2026, 11, 10, 20, 59, tzinfo=CHONGQING)
    service.wechat.outcomes = [SendOutcome.LATER]
    tell(service, her)
    drain(service)
    service.clock.advance(minutes=1)
    drain(service)
    assert sent_to(service, her) == 1
    service.clock.advance(hours=11)
    drain(service)
    assert (sent_to(service, her), sends(service, her)) == (2, [SendState.SENT])


def test_what_was_read_in_the_inbox_is_not_sent_and_costs_nothing(service: Service) -> None:
    her = a_subscriber(service)
    service.clock.instant = datetime(2026, 11, 10, 22, 0, tzinfo=CHONGQING)
    tell(service, her)
    drain(service)
    (message_id,) = service.rows("SELECT id FROM messages")[0]
    service.run(lambda work: messages.mark_read(work, message_id), service.actor(her.person_id))
    service.clock.advance(hours=10)
    drain(service)
    assert (sent_to(service, her), sends(service, her)) == (0, [SendState.READ])
    assert (balance(service, her), allowance(service, her)) == (1, 0)
    assert service.run(lambda work: messages.reconcile(work.session)) == []


@pytest.mark.parametrize("outcome", [SendOutcome.NO_CREDIT, SendOutcome.GONE])
def test_no_credit_at_wechat_ends_all_of_it_and_is_never_retried(
    service: Service, outcome: SendOutcome
) -> None:
    """43101: the balance falls to 0, also for what waits on it, and the inbox has it all."""
    her = a_subscriber(service, 5)
    service.wechat.outcomes = [outcome]
    tell(service, her, 2)
    drain(service)
    service.clock.advance(hours=3)
    drain(service)
    assert (sent_to(service, her), balance(service, her), allowance(service, her)) == (1, 0, 0)
    assert sends(service, her) == [SendState.NO_CREDIT] * 2
    assert entries(service)[5:] == [("sent", -1), ("sent", -1), ("used_up", -3)]
    assert service.scalar("SELECT count(*) FROM messages WHERE channel = 'inbox'") == 2


def test_what_wechat_did_not_take_in_is_sent_again_three_times(service: Service) -> None:
    her = a_subscriber(service)
    service.wechat.outcomes = [SendOutcome.LATER] * 4
    tell(service, her)
    drain(service)
    counts = []
    for minutes in (1, 5, 30, 24 * 60):
        service.clock.advance(seconds=minutes * 60 - 1)
        drain(service)
        counts.append(sent_to(service, her))
        service.clock.advance(seconds=1)
        drain(service)
    assert counts == [1, 2, 3, 4]
    assert (sent_to(service, her), sends(service, her)) == (4, [SendState.GIVEN_UP])
    assert (balance(service, her), allowance(service, her)) == (1, 0)
    assert service.scalar("SELECT count(*) FROM outbox_rows WHERE done_at IS NULL") == 0


@pytest.mark.parametrize("outcome", UNREACHED)
def test_what_wechat_finds_wrong_is_dropped_and_said_loudly_without_personal_data(
    service: Service, caplog: pytest.LogCaptureFixture, outcome: SendOutcome
) -> None:
    her = a_subscriber(service)
    service.wechat.outcomes = [outcome]
    tell(service, her)
    drain(service)
    service.clock.advance(hours=1)
    drain(service)
    assert (sent_to(service, her), sends(service, her)) == (1, [SendState.DROPPED])
    assert (balance(service, her), allowance(service, her)) == (1, 0)
    (told,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert told.getMessage().endswith(f": {outcome}, template result")
    assert her.openid not in caplog.text
    assert her.openid not in str(service.rows("SELECT payload FROM outbox_rows"))


def test_a_lost_answer_is_flagged_and_nothing_is_sent_twice(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    her = a_subscriber(service)
    service.wechat.outcomes = [SendOutcome.UNKNOWN]
    tell(service, her)
    drain(service)
    service.clock.advance(hours=1)
    drain(service)
    assert (sent_to(service, her), sends(service, her)) == (1, [SendState.UNKNOWN])
    assert (balance(service, her), allowance(service, her)) == (0, 1)
    assert "the answer was lost" in caplog.text


def take(service: Service, leased: tuple[str, list[int]]) -> None:
    """Do a leased row as far as its sending."""
    token, (row_id,) = leased
    do = partial(outbox.deliver, row_id=row_id, token=token, topics=OUTBOX_TOPICS)
    outcome = service.run(do)
    if isinstance(outcome, outbox.Sending):
        outcome.outside.send(service.app.transactions.ports, outcome.payload, outcome.key)


def die_while_sending(service: Service) -> None:
    """Let a worker deliver, begin to send, and die when WeChat has the message."""
    take(service, service.run(partial(outbox.lease_due, without=[SEND])))
    take(service, service.run(partial(outbox.lease_one, topics=[SEND])))


def test_a_worker_that_dies_while_sending_is_followed_by_no_second_message(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    """Meanwhile the next message to her waits its turn."""
    her = a_subscriber(service, 2)
    tell(service, her, 2)
    die_while_sending(service)
    drain(service)
    assert sent_to(service, her) == 1
    service.clock.instant += outbox.LEASE
    drain(service)
    assert sent_to(service, her) == 2
    assert sends(service, her) == [SendState.UNKNOWN, SendState.SENT]
    assert "a worker died while sending" in caplog.text


def test_control_a_worker_that_left_no_mark_is_followed_by_a_second_message(
    service: Service,
) -> None:
    her = a_subscriber(service)
    tell(service, her)
    die_while_sending(service)
    tamper(service, "UPDATE message_sends SET state = 'waiting'")
    service.clock.instant += outbox.LEASE
    drain(service)
    assert sent_to(service, her) == 2


def test_what_cannot_be_told_in_wechats_words_is_dropped(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    """A template that is gone, an account that is gone, a field that nothing fits."""
    gone, closed, unfit = (a_subscriber(service) for _ in range(3))
    service.clock.instant = datetime(2026, 11, 10, 22, 0, tzinfo=CHONGQING)
    for her in (gone, closed, unfit):
        tell(service, her)
    drain(service)
    tamper(service, "DELETE FROM wechat_accounts WHERE openid = :openid", openid=closed.openid)
    tamper(
        service,
        "UPDATE subscription_credits SET template_id = :id WHERE account_id ="
        " (SELECT id FROM wechat_accounts WHERE openid = :openid)",
        id="a-template-of-yesterday",
        openid=gone.openid,
    )
    service.clock.advance(hours=10)
    transactions = replace(service.app.transactions, ports=with_an_unfit_field(service))
    drain_outbox(transactions, OUTBOX_TOPICS)
    assert [sends(service, her) for her in (gone, closed, unfit)] == [[SendState.DROPPED]] * 3
    assert service.wechat.sent == []
    assert "field character_string1 of template result is unfit" in caplog.text


def with_an_unfit_field(service: Service) -> Ports:
    """Return the outside of a service whose template has a field that takes no Chinese."""
    ports = service.app.transactions.ports
    template = ports.subscriptions.find(RESULT)
    assert template is not None
    unfit = replace(template, fields={"character_string1": "title"})
    return replace(ports, subscriptions=replace(ports.subscriptions, templates=(unfit,)))


def test_wechats_word_on_what_it_did_not_deliver_is_noted_once(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    her = a_subscriber(service, 2)
    tell(service, her, 2)
    drain(service)
    for code in ("0", "43101", 43108, "none"):
        push(service, messages.note_sent, her, ErrorCode=code, ErrorStatus="failed")
    assert service.rows("SELECT error FROM message_sends ORDER BY id") == [(43108,), (43101,)]
    assert "did not deliver it: 43101" in caplog.text


def test_a_changed_mind_takes_what_is_left_and_what_waits(service: Service) -> None:
    her = a_subscriber(service, 4)
    service.clock.instant = datetime(2026, 11, 10, 22, 0, tzinfo=CHONGQING)
    tell(service, her)
    drain(service)
    answer(service, her, "reject")
    assert balance(service, her) == 3
    said = [(RESULT, "accept"), (POINTS, "reject"), (RESULT, "reject"), (RESULT, "reject")]
    for template, word in said:
        push(service, messages.note_changed_minds, her, template, SubscribeStatusString=word)
    service.clock.advance(hours=10)
    drain(service)
    assert (sent_to(service, her), sends(service, her)) == (0, [SendState.NO_CREDIT])
    assert (balance(service, her), allowance(service, her)) == (0, 0)
    assert entries(service)[-1] == ("rejected", -3)


def test_whoever_closes_her_account_is_sent_nothing_more(service: Service) -> None:
    her, another = a_subscriber(service, 2), a_subscriber(service)
    answer(service, her, "accept", template=POINTS)
    service.clock.instant = datetime(2026, 11, 10, 22, 0, tzinfo=CHONGQING)
    tell(service, her)
    drain(service)
    assert service.sign_in(her.person_id).delete("/me").status == 204
    service.clock.advance(hours=10)
    drain(service)
    assert (sent_to(service, her), balance(service, another)) == (0, 1)
    assert service.scalar("SELECT sum(balance) FROM subscription_credits") == 1


def test_what_is_said_of_strangers_and_of_unknown_templates_changes_nothing(
    service: Service,
) -> None:
    her = a_subscriber(service, 0)
    answer(service, her, "accept", template="a-template-of-nobody")
    answer(service, replace(her, openid="o-of-nobody"), "accept")
    assert service.scalar("SELECT count(*) FROM subscription_credits") == 0

"""A text is shown once its check has passed; without an answer it waits, and nothing is lost."""

import pytest
from sqlalchemy.exc import IntegrityError

from models.vocabulary import AnomalyKind, CheckedText, OutboxTopic, Role
from server.background import drain_outbox, run_job
from server.domains.feedback import service as feedback
from server.domains.feedback.errors import FeedbackNotFound
from server.domains.feedback.service import Sender
from server.domains.moderation import service as moderation
from server.domains.moderation.errors import OwnText, TextAlreadyDecided, TextCheckNotFound
from server.domains.moderation.service import CheckCard
from server.domains.outbox import service as outbox
from server.kernel.pages import PageRequest
from server.kernel.wechat import TextCheck, TextScene, Verdict
from server.registry import OUTBOX_TOPICS
from server.worker import JOBS
from tests.support.builders import a_person, a_village, an_officer
from tests.support.feedback_builders import answer, known_to_wechat, send, send_unchecked
from tests.support.service import Service

UNKNOWN, PASS, RISKY, REVIEW = (
    TextCheck(Verdict.UNKNOWN),
    TextCheck(Verdict.PASS, 100),
    TextCheck(Verdict.RISKY, 20001),
    TextCheck(Verdict.REVIEW, 21000),
)
STATE = "SELECT state, label, decided_by FROM text_checks"


def work(service: Service) -> int:
    """Let the worker do what is due; return how many rows it did."""
    return drain_outbox(service.app.transactions, OUTBOX_TOPICS)


def hand_over(service: Service) -> None:
    run_job(service.app.transactions, "hand_over_texts", JOBS["hand_over_texts"])


def a_letter(service: Service, village_id: int, text: str = "路灯坏了。") -> int:
    """Return a letter of somebody whom WeChat knows."""
    author = known_to_wechat(service, a_person(service))
    return send_unchecked(service, author, Sender(village_id=village_id), text).row.id


def seen(service: Service, leader: int, village_id: int) -> list[int]:
    found = service.run(
        lambda work: feedback.list_waiting(work, village_id, PageRequest()),
        service.actor(leader),
        writes=False,
    )
    path = service.scalar("SELECT path FROM organisations WHERE id = :id", id=village_id)
    counted = service.run(
        lambda work: feedback.count_waiting(work, path), service.actor(leader), writes=False
    )
    assert counted == len(found.items)
    return [card.row.id for card in found.items]


def queue(service: Service, leader: int, page: PageRequest | None = None) -> list[tuple[int, str]]:
    found = service.run(
        lambda work: moderation.list_for_people(work, page or PageRequest()),
        service.actor(leader),
        writes=False,
    )
    return [(card.row.id, card.text) for card in found.items]


def decide(service: Service, leader: int, *, passes: bool) -> CheckCard:
    check_id = service.scalar("SELECT min(id) FROM text_checks")
    return service.run(
        lambda work: moderation.decide(work, check_id, passes=passes), service.actor(leader)
    )


def submit(service: Service, author: int, village_id: int, text: str) -> None:
    """Hand in the text of the one letter, as an edit would."""
    one = moderation.Submission(
        kind=CheckedText.FEEDBACK,
        object_id=1,
        village_id=village_id,
        author_id=author,
        text=text,
        scene=TextScene.COMMENT,
    )
    service.run(lambda work: moderation.submit_text(work, one))


# Asking WeChat


def test_ab_16_while_the_check_does_not_answer_a_letter_is_kept_hidden_and_asked_again(
    service: Service,
) -> None:
    village_id = a_village(service)
    leader = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    letter = a_letter(service, village_id, "路灯\u200b坏了，ＯＫ？")
    service.wechat.verdicts.extend([UNKNOWN, UNKNOWN, PASS])
    for asked, pause in enumerate((0, 10, 20), start=1):
        assert seen(service, leader, village_id) == []
        with pytest.raises(FeedbackNotFound):
            answer(service, leader, letter)
        service.clock.advance(seconds=pause - 1)
        assert pause == 0 or work(service) == 0
        service.clock.advance(seconds=1)
        work(service)
        assert service.wechat.checked == ["路灯坏了,OK?"] * asked
    assert seen(service, leader, village_id) == [letter]
    assert service.rows(STATE) == [("passed", 100, None)]
    assert service.scalar("SELECT text FROM feedback") == "路灯\u200b坏了，ＯＫ？"
    service.clock.advance(days=2)
    hand_over(service)
    assert (work(service), len(service.wechat.checked)) == (0, 3)
    assert answer(service, leader, letter).row.answered_by == leader


@pytest.mark.parametrize(
    ("verdict", "state"),
    [(RISKY, "refused"), (REVIEW, "for_people"), (UNKNOWN, "pending")],
)
def test_requirement_16_what_did_not_pass_is_not_visible_to_others(
    service: Service, verdict: TextCheck, state: str
) -> None:
    village_id = a_village(service)
    leader = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    letter = a_letter(service, village_id)
    service.wechat.verdicts.append(verdict)
    work(service)
    assert service.rows(STATE) == [(state, verdict.label, None)]
    assert seen(service, leader, village_id) == []
    with pytest.raises(FeedbackNotFound):
        answer(service, leader, letter)
    assert len(queue(service, leader)) == (state == "for_people")


def test_what_wechat_does_not_check_within_a_day_is_for_people(service: Service) -> None:
    village_id = a_village(service)
    leader = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    a_letter(service, village_id)
    service.wechat.verdicts.extend([UNKNOWN] * 99)
    for _ in range(6):
        work(service)
        hand_over(service)
        assert service.scalar("SELECT state FROM text_checks") == "pending"
        service.clock.advance(hours=4)
    asked = len(service.wechat.checked)
    assert asked == service.scalar("SELECT attempts FROM text_checks") == 6
    assert service.scalar("SELECT max(attempts) FROM outbox_rows") == 1
    hand_over(service)
    work(service)
    assert (len(queue(service, leader)), len(service.wechat.checked)) == (1, asked)
    waiting = "SELECT count(*) FROM outbox_rows WHERE done_at IS NULL"
    service.clock.advance(hours=1)
    work(service)
    assert service.scalar(waiting) == 0


def test_a_row_that_was_given_up_leaves_its_text_to_people(service: Service) -> None:
    a_letter(service, a_village(service))
    service.run(outbox.lease_due)  # and the worker dies, each time
    service.clock.advance(days=1)
    hand_over(service)
    assert service.rows(STATE) == [("for_people", None, None)]


def test_whom_wechat_does_not_know_people_read(service: Service) -> None:
    village_id = a_village(service)
    send_unchecked(service, a_person(service), Sender(village_id=village_id))
    assert work(service) == 1
    assert service.rows(STATE) == [("for_people", None, None)]
    assert service.wechat.checked == []


def test_a_worker_killed_while_it_asks_asks_again_and_one_verdict_counts(service: Service) -> None:
    a_letter(service, a_village(service))
    token, (row_id,) = service.run(outbox.lease_due)
    sending = service.run(lambda work: outbox.deliver(work, row_id, token, OUTBOX_TOPICS))
    assert isinstance(sending, outbox.Sending)
    ask = sending.outside.send(service.app.transactions.ports, sending.payload, sending.key)
    service.clock.instant += outbox.LEASE  # killed before it could mark it
    service.wechat.verdicts.append(RISKY)
    work(service)
    assert service.wechat.checked == ["路灯坏了。"] * 2
    late = service.run(lambda work: outbox.mark_sent(work, row_id, token, sending, ask))
    assert (late, service.rows(STATE)) == (False, [("refused", 20001, None)])


def test_where_nothing_is_to_be_seen_nothing_is_asked(service: Service) -> None:
    a_letter(service, a_village(service), "\u200b\u200b")
    assert work(service) == 1
    assert service.rows(STATE) == [("for_people", None, None)]
    assert service.wechat.checked == []


def test_another_text_in_its_place_is_checked_anew_and_an_old_verdict_says_nothing(
    service: Service,
) -> None:
    village_id = a_village(service)
    letter = a_letter(service, village_id)
    author = service.scalar("SELECT person_id FROM feedback")
    ((check_id, text_hash),) = service.rows("SELECT id, text_hash FROM text_checks")
    work(service)
    submit(service, author, village_id, "路灯\u200b坏了。")  # reads the same
    assert service.rows(STATE) == [("passed", 100, None)]
    submit(service, author, village_id, "另一段话。")
    assert service.rows(STATE) == [("pending", None, None)]
    asked = {"check_id": check_id, "text_hash": text_hash}
    service.run(lambda work: moderation.ASK.record(work, asked, PASS))
    service.run(lambda work: moderation.ASK.record(work, asked, UNKNOWN))
    assert service.rows(STATE) == [("pending", None, None)]
    assert service.scalar("SELECT attempts FROM text_checks") == 0
    assert service.scalar("SELECT count(*) FROM text_checks WHERE object_id = :i", i=letter) == 1
    work(service)
    assert service.rows(STATE) == [("passed", 100, None)]


def test_no_openid_and_no_text_is_kept_for_the_worker(service: Service) -> None:
    a_letter(service, a_village(service))
    kept = service.rows("SELECT topic, payload FROM outbox_rows")
    assert [topic for topic, _ in kept] == [OutboxTopic.TEXT_SUBMITTED]
    assert "check_id" in str(kept)
    assert "路灯" not in str(kept)
    assert "o-" not in str(kept)


# People decide


def test_people_decide_once_and_never_upon_their_own(service: Service) -> None:
    village_id = a_village(service)
    chair = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    executive = an_officer(service, Role.VILLAGE_EXECUTIVE, village_id)
    send_unchecked(service, chair, Sender(village_id=village_id), "请大家来开会。")
    with pytest.raises(TextAlreadyDecided):
        decide(service, executive, passes=True)  # it is still being checked
    work(service)
    assert queue(service, chair) == []
    with pytest.raises(OwnText) as own:
        decide(service, chair, passes=True)
    assert [record.anomaly for record in own.value.records] == [AnomalyKind.OWN_OR_RELATIVE]
    assert [text for _, text in queue(service, executive)] == ["请大家来开会。"]
    card = decide(service, executive, passes=True)
    assert (card.row.state, card.row.decided_by, card.actions) == ("passed", executive, ())
    with pytest.raises(TextAlreadyDecided):
        decide(service, executive, passes=False)
    assert seen(service, executive, village_id) == [1]
    settled = "SELECT person_id FROM audit_entries WHERE action = 'settle_text' ORDER BY id"
    assert service.rows(settled) == [(None,), (executive,)]


def test_what_people_refuse_stays_hidden_and_is_kept_for_its_author(service: Service) -> None:
    village_id = a_village(service)
    leader = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    author = a_person(service)
    send_unchecked(service, author, Sender(village_id=village_id), "骂人的话")
    work(service)
    decide(service, leader, passes=False)
    assert seen(service, leader, village_id) == []
    assert queue(service, leader) == []
    mine = service.run(
        lambda work: feedback.list_mine(work, PageRequest()), service.actor(author), writes=False
    )
    assert [(card.row.text, card.text_state) for card in mine.items] == [("骂人的话", "refused")]


def test_ab_13_another_villages_leader_finds_no_text(service: Service) -> None:
    send_unchecked(service, a_person(service), Sender(village_id=a_village(service)))
    work(service)
    stranger = an_officer(service, Role.VILLAGE_CHAIR, a_village(service, "青山村妇联"))
    assert queue(service, stranger) == []
    with pytest.raises(TextCheckNotFound) as refused:
        decide(service, stranger, passes=True)
    assert [record.anomaly for record in refused.value.records] == [AnomalyKind.FOREIGN_ID]


def test_the_queue_comes_in_pages_oldest_first(service: Service) -> None:
    village_id = a_village(service)
    leader, author = an_officer(service, Role.VILLAGE_CHAIR, village_id), a_person(service)
    for text in ("第一封", "第二封", "第三封"):
        send_unchecked(service, author, Sender(village_id=village_id), text)
    work(service)
    assert [text for _, text in queue(service, leader, PageRequest(size=2))] == ["第一封", "第二封"]
    assert [text for _, text in queue(service, leader, PageRequest(2, 2))] == ["第三封"]


def test_the_backlog_says_how_many_wait_and_how_long(service: Service) -> None:
    village_id = a_village(service)
    send_unchecked(service, a_person(service), Sender(village_id=village_id))
    work(service)
    service.clock.advance(hours=2)
    send(service, a_person(service), Sender(village_id=village_id))
    found = service.run(moderation.backlog, writes=False)
    assert {state.value: (b.waiting, b.oldest_seconds) for state, b in found.items()} == {
        "pending": (0, 0.0),
        "for_people": (1, 7200.0),
    }


def test_the_database_keeps_half_decisions_out(service: Service) -> None:
    send_unchecked(service, a_person(service), Sender(village_id=a_village(service)))
    for change in ("state = 'passed'", "decided_at = submitted_at", "scene = 5", "attempts = -1"):
        with (
            pytest.raises(IntegrityError),
            service.raw() as connection,
        ):
            connection.exec_driver_sql(f"UPDATE text_checks SET {change}")  # noqa: S608 - fixed

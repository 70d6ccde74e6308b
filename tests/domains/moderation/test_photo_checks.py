"""A photo is shown once WeChat has fetched and passed it; else it waits, and nothing is lost."""

from typing import Any

import pytest

from models.vocabulary import AnomalyKind, CheckState, OutboxTopic, Role
from server.background import run_job
from server.domains.moderation import service as moderation
from server.domains.moderation.errors import OwnPhoto, PhotoAlreadyDecided, PhotoCheckNotFound
from server.domains.moderation.service import PhotoCard
from server.domains.organisations import service as organisations
from server.domains.outbox import service as outbox
from server.kernel.pages import PageRequest
from server.registry import OUTBOX_TOPICS
from server.worker import JOBS
from tests.support.builders import an_officer
from tests.support.photos_builders import (
    SHOWN,
    a_checked_photo,
    a_home,
    a_stored_photo,
    a_verdict,
    fetch,
    judge,
    state,
    tell,
    work,
)
from tests.support.service import Service

PENDING, FOR_PEOPLE, PASSED, REFUSED = (
    CheckState.PENDING,
    CheckState.FOR_PEOPLE,
    CheckState.PASSED,
    CheckState.REFUSED,
)
CHECK = "SELECT state, label, attempts, asked, decided_by FROM photo_checks"
AUDITED = "SELECT action FROM audit_entries WHERE action LIKE '%_verdict' ORDER BY id"
TOLD = "SELECT household_id, title FROM messages WHERE kind = 'content_refused'"


def queue(service: Service, leader: int) -> list[PhotoCard]:
    found = service.run(
        lambda work: moderation.list_photos_for_people(work, PageRequest()),
        service.actor(leader),
        writes=False,
    )
    return list(found.items)


def decide(service: Service, leader: int, *, passes: bool) -> PhotoCard:
    return service.run(
        lambda work: moderation.decide_photo(work, 1, passes=passes), service.actor(leader)
    )


def hand_over(service: Service) -> None:
    run_job(service.app.transactions, "hand_over_photos", JOBS["hand_over_photos"])


# Asking WeChat


def test_ab_16_while_no_verdict_comes_a_photo_is_kept_hidden_and_asked_again_then_people_look(
    service: Service,
) -> None:
    household, person_id = a_home(service)
    leader = an_officer(service, Role.VILLAGE_CHAIR, household.village_id)
    photo_id = a_stored_photo(service, household, person_id)
    service.wechat.traces.extend([None, None])
    for asked, pause in enumerate((0, 10, 20, 45 * 60), start=1):
        service.clock.advance(seconds=pause - 1)
        assert pause == 0 or work(service) == 0
        service.clock.advance(seconds=1)
        work(service)
        assert len(service.wechat.pictures) == asked
        assert (state(service, photo_id), queue(service, leader)) == (PENDING, [])
    assert service.rows(CHECK) == [("pending", None, 2, 2, None)]
    assert len(set(service.wechat.pictures)) == 4
    service.clock.advance(minutes=45)
    work(service)
    assert len(service.wechat.pictures) == 4
    assert state(service, photo_id) is FOR_PEOPLE
    (card,) = queue(service, leader)
    assert fetch(service, card.link) == SHOWN
    assert decide(service, leader, passes=True).row.state is PASSED
    service.clock.advance(days=2)
    hand_over(service)
    assert (work(service), state(service, photo_id)) == (0, PASSED)


def test_what_wechat_takes_in_at_no_time_is_for_people_after_a_day(service: Service) -> None:
    household, person_id = a_home(service)
    photo_id = a_stored_photo(service, household, person_id)
    service.wechat.traces.extend([None] * 99)
    for _ in range(6):
        work(service)
        hand_over(service)
        assert state(service, photo_id) is PENDING
        service.clock.advance(hours=4)
    hand_over(service)
    work(service)
    assert (state(service, photo_id), len(service.wechat.pictures)) == (FOR_PEOPLE, 6)
    assert service.scalar("SELECT max(attempts) FROM outbox_rows") == 1


@pytest.mark.parametrize("why", ["nobody WeChat knows", "a file that has gone"])
def test_what_wechat_cannot_be_asked_about_is_for_people(service: Service, why: str) -> None:
    household, person_id = a_home(service)
    a_stored_photo(service, household, person_id)
    if why == "nobody WeChat knows":
        change = "DELETE FROM wechat_accounts"
    else:
        change = "UPDATE photos SET removed_at = stored_at"
    with service.raw() as connection:
        connection.exec_driver_sql(change)
    leader = an_officer(service, Role.VILLAGE_CHAIR, household.village_id)
    assert (work(service), service.wechat.pictures) == (1, [])
    (card,) = queue(service, leader)
    assert (card.link is None) == (why == "a file that has gone")


def test_a_worker_killed_while_it_asks_asks_again_and_each_photo_has_one_check(
    service: Service,
) -> None:
    household, person_id = a_home(service)
    photo_id = a_stored_photo(service, household, person_id)
    outside = [topic for topic, do in OUTBOX_TOPICS.items() if isinstance(do, outbox.Outside)]
    token, (row_id,) = service.run(lambda work: outbox.lease_one(work, outside))
    sending = service.run(lambda work: outbox.deliver(work, row_id, token, OUTBOX_TOPICS))
    assert isinstance(sending, outbox.Sending)
    sending.outside.send(service.app.transactions.ports, sending.payload, sending.key)
    service.clock.instant += outbox.LEASE  # killed before it could keep the id
    judge(service)
    tell(service, a_verdict("trace-1", "risky"))  # of the question that nobody remembers
    assert state(service, photo_id) is PASSED
    assert service.rows(CHECK) == [("passed", 100, 0, 1, None)]
    kept = service.rows("SELECT topic, payload FROM outbox_rows")
    assert {topic for topic, _ in kept} == {OutboxTopic.PHOTO_SUBMITTED}
    assert not any(word in str(kept) for word in ("files/", "openid"))


def test_what_people_have_got_meanwhile_is_not_asked_again(service: Service) -> None:
    household, person_id = a_home(service)
    photo_id = a_stored_photo(service, household, person_id)
    asked = service.run(lambda work: moderation.ASK_PHOTO.prepare(work, {"file_id": photo_id}))
    assert service.run(lambda work: moderation.hand_photo_over(work, 1))
    service.run(lambda work: moderation.ASK_PHOTO.record(work, asked, "trace-1"))  # type: ignore[arg-type]
    tell(service, a_verdict("trace-1", "risky"))
    assert state(service, photo_id) is FOR_PEOPLE
    assert service.scalar("SELECT count(*) FROM outbox_rows") == 1


# WeChat's verdict


@pytest.mark.parametrize(
    ("event", "after", "label"),
    [
        (a_verdict("trace-1"), PASSED, 100),
        (a_verdict("trace-1", "risky"), REFUSED, 20002),
        (a_verdict("trace-1", "review"), FOR_PEOPLE, 21000),
        (a_verdict("trace-1", "maybe"), FOR_PEOPLE, None),
        (
            a_verdict("trace-1", version=1, isrisky=0, extra_info_json="", detail=[]),
            FOR_PEOPLE,
            None,
        ),
        (a_verdict("trace-1", detail=[{"errcode": -1008, "suggest": "pass"}]), FOR_PEOPLE, None),
        (a_verdict("trace-1", result="pass"), FOR_PEOPLE, None),
    ],
)
@pytest.mark.parametrize("overtakes", [False, True])
def test_requirement_16_a_verdict_counts_before_and_after_we_know_its_id(
    service: Service, event: dict[str, Any], after: CheckState, label: int, *, overtakes: bool
) -> None:
    household, person_id = a_home(service)
    photo_id = a_stored_photo(service, household, person_id)
    if overtakes:
        tell(service, event)
        assert service.rows(AUDITED) == [("ignore_verdict",)]
        _ask_and_fetch(service)
    else:
        _ask_and_fetch(service)
        tell(service, event)
    assert state(service, photo_id) is after
    assert service.rows("SELECT state, label FROM photo_checks") == [(after.value, label)]
    told = [(household.id, "有一张照片没有通过检查")] if after is REFUSED else []
    assert service.rows(TOLD) == told
    for again in ("risky", "pass", "review"):
        tell(service, a_verdict("trace-1", again))  # duplicates, and late ones
    service.clock.advance(minutes=45)
    work(service)
    assert (state(service, photo_id), service.rows(TOLD)) == (after, told)
    assert len(service.wechat.pictures) == 1


def _ask_and_fetch(service: Service) -> None:
    """Ask; WeChat fetches before it says under which id the verdict will come."""
    answer = service.wechat.check_picture

    def asked(url: str, **who: Any) -> str | None:
        assert fetch(service, url) == SHOWN
        return answer(url, **who)

    service.wechat.check_picture = asked  # type: ignore[method-assign]
    try:
        work(service)
    finally:
        del service.wechat.check_picture


def test_a_pass_without_a_fetch_of_that_very_link_does_not_count(service: Service) -> None:
    """An address that cannot be reached has been seen to pass."""
    household, person_id = a_home(service)
    photo_id = a_stored_photo(service, household, person_id)
    work(service)
    path = service.wechat.pictures[0].partition("/files/")[2]
    assert service.app.test_client().head(f"/files/{path}").status_code == 200
    tell(service, a_verdict("trace-1"))
    assert state(service, photo_id) is PENDING
    assert service.rows(AUDITED) == [("doubt_verdict",)]
    service.clock.advance(minutes=45)
    work(service)
    fetch(service)
    tell(service, a_verdict("trace-1"))  # the first question's, whose link nobody fetched
    assert state(service, photo_id) is PENDING
    tell(service, a_verdict("trace-2"))
    assert state(service, photo_id) is PASSED
    fetch(service)
    fetched = "SELECT count(*) FROM audit_entries WHERE action = 'fetch_photo'"
    assert service.scalar(fetched) == 1


def test_a_refusal_counts_also_without_a_fetch_and_what_is_not_ours_is_ignored(
    service: Service,
) -> None:
    household, person_id = a_home(service)
    photo_id = a_stored_photo(service, household, person_id)
    work(service)
    for foreign in (
        a_verdict("trace-1", "risky", appid="wxanother"),
        a_verdict("", "risky"),
        a_verdict("trace-1", "risky") | {"trace_id": 1},
        a_verdict("trace 1", "risky"),
        a_verdict("trace-9", "risky"),
    ):
        tell(service, foreign)
    assert (state(service, photo_id), service.rows(AUDITED)) == (
        PENDING,
        [("ignore_verdict",)] * 5,
    )
    tell(service, a_verdict("trace-1", "risky"))
    assert state(service, photo_id) is REFUSED


# People decide


def test_people_decide_once_and_never_upon_their_own_household(service: Service) -> None:
    photo_id, household, person_id = a_checked_photo(service, "review")
    village_id = household.village_id
    chair = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    foreign_home, _ = a_home(service)
    foreign = an_officer(service, Role.VILLAGE_CHAIR, foreign_home.village_id)
    with pytest.raises(PhotoCheckNotFound):
        decide(service, foreign, passes=True)
    _appoint(service, person_id, village_id)  # whoever took it comes into office
    assert queue(service, person_id) == []
    with pytest.raises(OwnPhoto) as own:
        decide(service, person_id, passes=True)
    assert [record.anomaly for record in own.value.records] == [AnomalyKind.OWN_OR_RELATIVE]
    card = decide(service, chair, passes=False)
    assert (card.row.state, card.link, card.actions) == (REFUSED, None, ())
    with pytest.raises(PhotoAlreadyDecided):
        decide(service, chair, passes=True)
    assert state(service, photo_id) is REFUSED
    assert service.rows(TOLD) == [(household.id, "有一张照片没有通过检查")]


def _appoint(service: Service, person_id: int, village_id: int) -> None:
    role = Role.VILLAGE_EXECUTIVE
    service.run(
        lambda work: organisations.grant_role(
            work, person_id=person_id, organisation_id=village_id, role=role
        )
    )


def test_the_backlog_says_how_many_photos_wait_and_how_long(service: Service) -> None:
    household, person_id = a_home(service)
    for _ in range(2):
        a_stored_photo(service, household, person_id)
    work(service)
    fetch(service)
    tell(service, a_verdict("trace-2", "review"))
    service.clock.advance(minutes=5)
    found = service.run(moderation.photo_backlog, writes=False)
    assert {state: (one.waiting, one.oldest_seconds) for state, one in found.items()} == {
        PENDING: (1, 300.0),
        FOR_PEOPLE: (1, 300.0),
    }

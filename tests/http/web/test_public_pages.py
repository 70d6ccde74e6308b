"""What everybody may read (ID-2): without a session, and with one that has ended."""

from tests.support.builders import a_person
from tests.support.callers import send
from tests.support.full_village import a_full_village
from tests.support.plausible_calls import request_for
from tests.support.service import Caller, Service
from tools.access_table import Call, calls_of

PUBLIC = {
    "get_activity",
    "get_division",
    "list_activities",
    "list_consent_texts",
    "list_divisions",
    "list_goods",
    "list_notices",
    "list_organisations",
    "list_types",
    "open_code",
    "read_notice",
    "read_rules",
    "read_standards",
    "search_divisions",
    "show_about",
}

FOR_WECHAT = {"greet_wechat"}
"""Signed, and for nobody else."""


def public_pages(service: Service) -> list[Call]:
    calls = calls_of(service.app)
    public = [call for call in calls if call.method == "GET" and call.access.is_public]
    return [call for call in public if call.name not in FOR_WECHAT]


def an_ended_session(service: Service) -> Caller:
    caller = service.sign_in(a_person(service))
    caller.delete("/sessions/current")
    return caller


def test_standards_rules_notices_and_activities_are_read_without_a_session(
    service: Service,
) -> None:
    """A session that has ended locks nobody out; the answer tells the phone to sign in anew."""
    ids, ended = a_full_village(service).ids, an_ended_session(service)
    pages = public_pages(service)
    assert {call.name for call in pages} == PUBLIC
    for call in pages:
        request = request_for(call.name, call.path, ids)
        request = request.unfiltered() if call.name == "list_goods" else request
        stranger, reader = (send(who, call, request) for who in (service.stranger(), ended))
        assert (stranger.status, stranger.body) == (200, reader.body), call.name
        assert "Session-Ended" not in stranger.headers
        assert reader.headers["Session-Ended"] == "true"


def test_with_a_session_of_hers_she_is_known_there(service: Service) -> None:
    answer = service.sign_in(a_person(service)).get("/activity-types")
    assert (answer.status, "Session-Ended" in answer.headers) == (200, False)


def test_reading_what_is_public_leaves_no_trace_of_an_ended_session(service: Service) -> None:
    ended = an_ended_session(service)
    before = service.scalar("SELECT count(*) FROM audit_entries")
    assert ended.get("/activity-types").status == 200
    assert service.scalar("SELECT count(*) FROM audit_entries") == before


def test_a_token_that_never_was_one_is_refused_there_as_well(service: Service) -> None:
    """Or whoever guesses codes would be a new caller with each token she makes up."""
    answer = Caller(service.app, "made-up").get("/activity-types")
    assert (answer.status, answer.body["type"]) == (401, "/problems/session-ended")

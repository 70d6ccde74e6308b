"""Leaving all phones at once, and being signed out by the security administrator."""

import pytest

from models.vocabulary import Role
from tests.support.builders import a_household, a_person, a_resident, an_officer
from tests.support.offices_builders import Branch, a_branch
from tests.support.service import Caller, Service

FOREIGN = "SELECT object_type, object_id FROM audit_entries WHERE action = 'foreign_id'"


@pytest.fixture
def branch(service: Service) -> Branch:
    return a_branch(service)


def alive(*callers: Caller) -> list[bool]:
    return [caller.get("/me").status == 200 for caller in callers]


def test_all_phones_are_signed_out_at_once(service: Service) -> None:
    person, other = a_person(service), service.sign_in(a_person(service))
    phone, tablet = service.sign_in(person), service.sign_in(person)
    out = phone.delete("/sessions")
    assert (out.status, out.body) == (204, None)
    assert alive(phone, tablet, other) == [False, False, True]
    assert tablet.get("/me").body["type"] == "/problems/session-ended"
    assert alive(service.sign_in(person)) == [True]


def test_this_phone_may_stay(service: Service) -> None:
    person = a_person(service)
    phone, tablet, old = (service.sign_in(person) for _ in range(3))
    assert phone.delete("/sessions?keep_current=true").status == 204
    assert alive(phone, tablet, old) == [True, False, False]
    done = "SELECT person_id, object_id FROM audit_entries WHERE action = 'sign_out_everywhere'"
    assert service.rows(done) == [(person, person)]


def test_a_stranger_has_no_phones(service: Service) -> None:
    assert service.stranger().delete("/sessions").status == 401


def test_the_security_administrator_signs_out_whom_she_looks_after(
    service: Service, branch: Branch
) -> None:
    security = service.sign_in(an_officer(service, Role.SECURITY_ADMINISTRATOR, branch.district))
    resident = a_resident(service, a_household(service, branch.village))
    for person in (resident, branch.chair):
        phones = [service.sign_in(person) for _ in range(2)]
        answer = security.post(f"/people/{person}/sign-out")
        assert (answer.status, answer.body) == (200, {"ended": 2})
        assert alive(*phones) == [False, False]
        assert security.post(f"/people/{person}/sign-out").body == {"ended": 0}


def test_others_are_not_there_for_her(service: Service, branch: Branch) -> None:
    elsewhere = a_branch(service, "外村妇联")
    security = service.sign_in(an_officer(service, Role.SECURITY_ADMINISTRATOR, branch.district))
    outsider = a_person(service)
    for person in (elsewhere.chair, outsider, 99_999):
        answer = security.post(f"/people/{person}/sign-out")
        assert (answer.status, answer.body["type"]) == (404, "/problems/person-not-found")
    assert service.rows(FOREIGN) == [("people", elsewhere.chair), ("people", outsider)]


def test_at_the_city_she_looks_after_everybody(service: Service, branch: Branch) -> None:
    security = service.sign_in(an_officer(service, Role.SECURITY_ADMINISTRATOR, branch.city))
    person = a_person(service)
    phone = service.sign_in(person)
    assert security.post(f"/people/{person}/sign-out").body == {"ended": 1}
    assert alive(phone) == [False]
    assert security.post("/people/99999/sign-out").status == 404

"""A consent's life: off by default, given to a wording, outdated by a newer one, taken back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from models.vocabulary import ConsentChannel, ConsentPurpose, ConsentState, Role
from server.domains.consents import service as consents
from server.domains.consents.errors import (
    ConsentRequired,
    ConsentTextChanged,
    ConsentTextEdited,
    ConsentTextNotFound,
)
from server.domains.consents.service import Subject
from server.domains.identity import service as identity
from server.kernel.actors import Actor
from server.kernel.errors import InvalidInput
from server.kernel.work import Work
from server.outside import reference
from tests.support.builders import a_household, a_village, an_officer
from tests.support.consents_builders import DOCUMENT, agrees, renew
from tests.support.service import Service

SERVICE, NAME = ConsentPurpose.SERVICE, ConsentPurpose.PUBLIC_NAME
LEFT_BEHIND = (
    "DELETE FROM consents",
    "DELETE FROM consent_texts WHERE version > 1",
)


@pytest.fixture
def service(service: Service) -> Iterator[Service]:
    """Return the service; newer texts go after the test: reference data are shared by all."""
    yield service
    with service.raw() as connection:
        for statement in LEFT_BEHIND:
            connection.execute(text(statement))


def a_newcomer(service: Service) -> int:
    """Return somebody who has been asked nothing yet."""
    return service.run(identity.create_person)


def require(service: Service, person_id: int, purpose: ConsentPurpose = SERVICE) -> None:
    service.run(lambda work: consents.require(work, purpose), Actor(person_id=person_id))


def states(service: Service, person_id: int) -> dict[str, str]:
    items = service.sign_in(person_id).get("/me/consents").body["items"]
    return {item["purpose"]: item["state"] for item in items}


def test_nothing_is_agreed_to_until_somebody_says_so(service: Service) -> None:
    she = a_newcomer(service)

    assert states(service, she) == dict.fromkeys(ConsentPurpose, "none")
    with pytest.raises(ConsentRequired) as refused:
        require(service, she)
    assert refused.value.facts == {"purpose": "service", "version": 1}


def test_one_tap_gives_and_one_takes_back(service: Service) -> None:
    she = a_newcomer(service)
    phone = service.sign_in(she)

    for _ in range(2):
        given = phone.put("/me/consents/public_name", {"version": 1})
        assert (given.status, given.body["state"], given.body["given_version"]) == (200, "given", 1)
    assert service.run(
        lambda work: consents.in_force(work.session, [Subject(person_id=she)], NAME)
    ) == {Subject(person_id=she)}
    assert states(service, she)["service"] == "none"
    for _ in range(2):
        taken = phone.delete("/me/consents/public_name")
        assert (taken.status, taken.body["state"]) == (200, "withdrawn")
    with pytest.raises(ConsentRequired):
        require(service, she, NAME)
    assert phone.put("/me/consents/public_name", {"version": 1}).body["state"] == "given"

    history = phone.get("/me/consents/public_name").body["items"]
    assert [row["ended_at"] is None for row in history] == [True, False]
    actions = "SELECT action FROM audit_entries WHERE object_type = 'consent' ORDER BY id"
    assert service.rows(actions) == [("give_consent",), ("withdraw_consent",), ("give_consent",)]


def test_another_version_or_another_purpose_is_refused(service: Service) -> None:
    phone = service.sign_in(a_newcomer(service))
    old = phone.put("/me/consents/service", {"version": 7})

    assert (old.status, old.body["type"], old.body["version"]) == (
        409,
        "/problems/consent-text-changed",
        1,
    )
    assert phone.put("/me/consents/everything", {"version": 1}).status == 404
    assert phone.put("/me/consents/service", {}).status == 422
    assert service.stranger().put("/me/consents/service", {"version": 1}).status == 401


def test_a_newer_text_is_asked_for_anew_and_the_old_one_stays_readable(service: Service) -> None:
    she = agrees(service, a_newcomer(service))
    service.run(renew)
    phone = service.sign_in(she)

    item = phone.get("/me/consents").body["items"][0]
    assert (item["state"], item["version"], item["given_version"]) == ("outdated", 2, 1)
    with pytest.raises(ConsentRequired) as refused:
        require(service, she)
    assert refused.value.facts["version"] == 2
    assert phone.put("/me/consents/service", {"version": 1}).status == 409
    assert phone.put("/me/consents/service", {"version": 2}).body["state"] == "given"
    require(service, she)
    wordings = [row["text"] for row in phone.get("/me/consents/service").body["items"]]
    assert [row["version"] for row in phone.get("/me/consents/service").body["items"]] == [2, 1]
    assert len(wordings) == 2
    texts = service.stranger().get("/consent-texts").body["items"]
    assert [row["version"] for row in texts] == [2, 1, 1, 1, 1]
    assert texts[0]["summary"] == "改过的说明。"


def test_a_member_consents_apart_from_every_person(service: Service) -> None:
    village = a_village(service)
    household = a_household(service, village)
    leader = service.actor(an_officer(service, Role.VILLAGE_CHAIR, village))
    member = Subject.of(person_id=None, member_id=household.member_ids[0], village_id=village)
    person = Subject.of(person_id=leader.person_id, member_id=9, village_id=village)

    service.run(lambda work: consents.give_for(work, member, NAME, 1, ConsentChannel.PAPER), leader)
    found = service.run(lambda work: consents.in_force(work.session, [person, member], NAME))
    assert found == {member}
    service.run(lambda work: consents.withdraw_all(work, [member]), leader)
    assert service.run(lambda work: consents.in_force(work.session, [member], NAME)) == set()
    card = service.run(lambda work: consents.show_of(work, member))[2]
    assert card.state is ConsentState.WITHDRAWN
    details = "SELECT detail FROM audit_entries WHERE action = 'withdraw_consent'"
    assert "paper" in str(service.rows(details))


ACTS = "give", "give", "give_old", "withdraw", "renew"


@dataclass
class Model:
    """One purpose of one person: the version that holds, what she gave last, whether it stands."""

    version: int
    given: int | None = None
    is_standing: bool = False

    def do(self, act: str) -> None:
        """Follow one act; an older version cannot be agreed to any more."""
        if act == "renew":
            self.version += 1
        elif act == "withdraw":
            self.is_standing = False
        elif act == "give":
            self.given, self.is_standing = self.version, True

    @property
    def state(self) -> str:
        """What she is told of it."""
        if self.given is None:
            return "none"
        if not self.is_standing:
            return "withdrawn"
        return "given" if self.given == self.version else "outdated"


@given(st.lists(st.sampled_from(ACTS), min_size=3, max_size=9))
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_consents_life_is_as_the_model_says(service: Service, acts: list[str]) -> None:
    she = a_newcomer(service)
    phone, path = service.sign_in(she), "/me/consents/service"
    model = Model(phone.get("/me/consents").body["items"][0]["version"])
    for act in acts:
        if act == "renew":
            service.run(lambda work: renew(work, version=model.version + 1))
        elif act == "withdraw":
            phone.delete(path)
        else:
            version = model.version - (act == "give_old")
            answer = phone.put(path, {"version": version})
            assert answer.status == (200 if act == "give" else 409 if version else 422)
        model.do(act)
        item = phone.get("/me/consents").body["items"][0]
        assert (item["state"], item["given_version"]) == (model.state, model.given)
        standing = "SELECT count(*) FROM consents WHERE person_id = :id AND ended_at IS NULL"
        assert service.scalar(standing, id=she) == model.is_standing
        if model.state == "given":
            require(service, she)
        else:
            with pytest.raises(ConsentRequired):
                require(service, she)


# The texts


def test_the_same_texts_again_change_nothing_and_another_wording_is_refused(
    service: Service,
) -> None:
    assert service.run(lambda work: consents.load_texts(work, reference(DOCUMENT))) == []
    edited = reference(DOCUMENT)
    edited["texts"]["phone"]["summary"] = "换了说法。"

    with pytest.raises(ConsentTextEdited) as refused:
        service.run(lambda work: consents.load_texts(work, edited))
    assert refused.value.facts == {"purpose": "phone", "version": 1}


FAULTS = {
    "texts/phone/version": 0,
    "texts/phone/text": " ",
    "texts/phone/needed_for": "入户",
    "texts/phone/provenance/articles/0": 99,
    "texts/face": {},
    "texts/location": None,
    "status": "final",
}


def test_every_fault_of_a_document_is_named_and_nothing_is_loaded(service: Service) -> None:
    document = reference(DOCUMENT)
    for pointer, value in FAULTS.items():
        *way, last = pointer.split("/")
        place = document
        for step in way:
            place = place[step]
        place[0 if last == "0" else last] = value

    for loaded, pointers in ((document, FAULTS), ([], {"": None})):
        with pytest.raises(InvalidInput) as refused:
            service.run(lambda work, loaded=loaded: consents.load_texts(work, loaded))  # type: ignore[misc]
        named = {fault["pointer"] for fault in refused.value.facts["errors"]}
        assert {f"#/{pointer}".rstrip("/") for pointer in pointers} <= named
    assert service.scalar("SELECT count(*) FROM consent_texts") == 5


def test_the_default_says_that_it_is_one_and_an_official_text_does_not(service: Service) -> None:
    texts = service.stranger().get("/consent-texts").body["items"]
    assert {row["notice"] for row in texts} == {"默认稿，非官方文本"}
    document = reference(DOCUMENT) | {"status": "official"}
    for row in document["texts"].values():
        row["version"] = 2

    service.run(lambda work: consents.load_texts(work, document))
    texts = service.stranger().get("/consent-texts").body["items"]
    assert {row["notice"] for row in texts} == {None}


def test_where_no_text_is_loaded_nothing_can_be_agreed_to(service: Service) -> None:
    she = Actor(person_id=a_newcomer(service))
    own = Subject(person_id=she.person_id)

    class Undone(Exception):
        """Takes the missing text back: reference data are shared by all tests."""

    def look(work: Work) -> None:
        work.session.execute(text("DELETE FROM consent_texts WHERE purpose = 'location'"))
        asked = ConsentPurpose.LOCATION
        for act in (
            lambda: consents.require(work, asked),
            lambda: consents.give(work, asked, 1),
            lambda: consents.show_one(work, own, asked),
        ):
            with pytest.raises(ConsentTextNotFound):
                act()
        assert consents.in_force(work.session, [own], asked) == frozenset()
        raise Undone

    with pytest.raises(Undone):
        service.run(look, she)


def test_the_texts_are_said_in_the_words_people_use() -> None:
    glossary_words = {
        "用户",
        "账户",
        "家庭成员",
        "亲属",
        "绑定",
        "审批",
        "审核",
        "提交",
        "权限",
        "系统",
    }
    document = reference(DOCUMENT)
    for wording in document["texts"].values():
        said = wording["summary"] + wording["text"] + "".join(wording["needed_for"])
        assert [word for word in glossary_words if word in said] == []
        assert not re.search(r"[\u4e00-\u9fff][,;:?!()]", said)
        for what in (
            "谁在用：",
            "用什么：",
            "做什么：",
            "存多久：",
            "怎么收回：",
            "不同意会怎样：",
        ):
            assert what in wording["text"]
        assert len(wording["summary"]) <= 50


def test_a_refused_giving_names_the_version_to_look_at(service: Service) -> None:
    she = Actor(person_id=a_newcomer(service))
    with pytest.raises(ConsentTextChanged) as refused:
        service.run(lambda work: consents.give(work, SERVICE, 3), she)
    assert refused.value.facts == {"version": 1}

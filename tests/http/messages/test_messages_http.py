"""The inbox and the list of what to tell in person, over HTTP."""

from functools import partial

from models.vocabulary import MessageKind, OutboxTopic, Role
from server.domains.messages import service as messages
from server.domains.outbox import service as outbox
from tests.support.builders import (
    BuiltHousehold,
    a_household,
    a_person,
    a_resident,
    a_village,
    an_officer,
)
from tests.support.service import Service


def told(service: Service, household: BuiltHousehold) -> None:
    """Tell a household something and let the worker deliver it."""
    service.run(
        lambda work: messages.tell(
            work,
            household_id=household.id,
            village_id=household.village_id,
            kind=MessageKind.NOTICE_OPENED,
            title="公示开始",
            body="请看村里的公示。",
        )
    )
    token, ids = service.run(outbox.lease_due)
    topics: dict[str, outbox.Deliver] = {OutboxTopic.MESSAGE_CREATED: messages.deliver}
    for row_id in ids:
        service.run(partial(outbox.deliver, row_id=row_id, token=token, topics=topics))


def test_a_resident_reads_her_message(service: Service) -> None:
    household = a_household(service, a_village(service))
    resident = service.sign_in(a_resident(service, household))
    told(service, household)
    (message,) = resident.get("/messages").body["items"]
    assert (message["title"], message["channel"], message["read_at"]) == (
        "公示开始",
        "inbox",
        None,
    )
    read = resident.post(f"/messages/{message['id']}/reading")
    assert (read.status, read.body["read_at"] is None) == (200, False)


def test_a_neighbour_gets_what_a_missing_message_gives(service: Service) -> None:
    village_id = a_village(service)
    told(service, a_household(service, village_id))
    neighbour = service.sign_in(a_resident(service, a_household(service, village_id)))
    foreign, missing = (neighbour.post(f"/messages/{row}/reading") for row in (1, 999_999))
    assert foreign.status == missing.status == 404
    assert foreign.body["detail"] == missing.body["detail"]
    assert neighbour.get("/messages").body == {"items": [], "next_after": None}


def test_a_leader_tells_in_person_once(service: Service) -> None:
    village_id = a_village(service)
    told(service, a_household(service, village_id))
    leader = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))
    (line,) = leader.get("/in-person-messages").body["items"]
    assert (line["household_number"], line["group_name"]) == ("001", "三组")
    assert line["reason"] == "no_phone"
    path = f"/in-person-messages/{line['id']}/telling"
    assert leader.post(path).status == 200
    again = leader.post(path)
    assert (again.status, again.body["type"]) == (409, "/problems/already-told")


def test_only_members_and_leaders_are_admitted(service: Service) -> None:
    village_id = a_village(service)
    resident = service.sign_in(a_resident(service, a_household(service, village_id)))
    assert resident.get("/in-person-messages").status == 403
    assert service.sign_in(a_person(service)).get("/messages").status == 403
    assert service.stranger().get("/messages").status == 401

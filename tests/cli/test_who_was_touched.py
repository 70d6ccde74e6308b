"""After an incident: whom did an account touch, from the audit alone, without a name."""

import ast
import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config import ROOT
from models import Base
from models.vocabulary import CodeKind, Role
from server.cli import cli
from server.domains.audit.queries.touching import called
from server.domains.codes import service as codes
from server.kernel.work import Work
from tests.support.activities_builders import a_neighbour, an_activity, signed_up
from tests.support.builders import a_household, a_resident, a_village, an_officer
from tests.support.households_builders import a_join_request
from tests.support.points_builders import Family, a_claim, a_points_village, confirm, publish
from tests.support.service import Caller, Service

CONCERN_NOBODY = {
    *("activity", "activity_type", "audit_entry", "audit_seal", "division", "exports", "goods"),
    *("installation", "organisations", "people", "photo_trace", "push", "route", "rule_set"),
    *("scope", "standard_set"),
}
"""What entries name that is no row of a table, or that no household or person stands behind."""
WHOLE_VILLAGES = {"village", "export"}


def command(service: Service, *words: str) -> Result:
    urls = {"DATABASE_URL": service.app.config["SQLALCHEMY_DATABASE_URI"]}
    return CliRunner(env=urls).invoke(cli, ["who-was-touched", *words])


def lines(service: Service, *words: str) -> list[str]:
    answer = command(service, *words)
    assert answer.exit_code == 0, answer.output
    return answer.stdout.splitlines()


class Theft:
    """A chair whose phone was stolen: what was done with it, and what she had done before."""

    name = "双龙村妇联"

    def __init__(self, service: Service) -> None:
        self.village_id, elsewhere = a_village(service), a_village(service, "青山村妇联")
        self.homes = [a_household(service, self.village_id) for _ in range(4)]
        foreign = a_household(service, elsewhere)
        self.chair_id = an_officer(service, Role.VILLAGE_CHAIR, self.village_id)
        self.request_id, self.asker_id = a_join_request(
            service, self.homes[2], a_resident(service, self.homes[2])
        )
        chair = service.sign_in(self.chair_id)
        self.change(chair, self.homes[0].id)
        service.clock.advance(days=2)
        self.stolen_on = service.clock.instant.date()
        thief = service.sign_in(self.chair_id)
        for home in self.homes[1:3]:
            self.change(thief, home.id)
        assert thief.post(f"/join-requests/{self.request_id}/refusal").status == 200
        assert thief.get(f"/households/{foreign.id}").status == 404
        assert thief.get(f"/households/{self.homes[3].id}").status == 200
        assert thief.get("/households", find="13800138000").status == 200

    @staticmethod
    def change(caller: Caller, household_id: int) -> None:
        answer = caller.put(f"/households/{household_id}/status", {"status": "away"})
        assert answer.status == 200, answer.body


@pytest.fixture
def theft(service: Service) -> Theft:
    return Theft(service)


def test_it_tells_whom_a_stolen_phone_touched(service: Service, theft: Theft) -> None:
    by_her = ("--person", str(theft.chair_id), "--since", str(theft.stolen_on))
    numbers = service.rows(
        "SELECT number FROM households WHERE id IN (:one, :other) ORDER BY number",
        one=theft.homes[1].id,
        other=theft.homes[2].id,
    )
    told = lines(service, *by_her)
    assert told[:5] == [
        "done: 5 (look_up_phone 1, refuse_join_request 1, set_household_status 2, sign_in 1)",
        "refused: 1 (foreign_id 1)",
        "households: 2",
        f"  village {theft.village_id} {theft.name}: {' '.join(number for (number,) in numbers)}",
        f"person: 2: {theft.chair_id} {theft.asker_id}",
    ]
    assert told[5] == "entries about nobody, or about what is gone: 1 (look_up_phone 1)"
    rows = list(csv.DictReader(io.StringIO("\n".join(lines(service, *by_her, "--csv")))))
    assert [(row["kind"], row["id"], row["entries"]) for row in rows] == [
        ("household", str(theft.homes[1].id), "1"),
        ("household", str(theft.homes[2].id), "2"),
        ("person", str(theft.chair_id), "1"),
        ("person", str(theft.asker_id), "1"),
    ]
    assert "王" not in str(told) + str(rows)


def test_each_condition_narrows_and_asking_is_on_record(service: Service, theft: Theft) -> None:
    before = str(theft.stolen_on - timedelta(days=1))
    assert "households: 4" in lines(service, "--village", str(theft.village_id))
    only = ("--village", str(theft.village_id), "--action", "set_household_status")
    assert "households: 1" in lines(service, *only, "--until", before)
    whole = theft.village_id
    service.run(lambda work: work.audit("export_roster", "village", whole, village_id=whole))
    told = lines(service, "--action", "export_roster")
    assert f"  village {whole} {theft.name}: everybody in it" in told
    for words in ((), ("--action", "DROP TABLE"), ("--since", before, "--until", "2020-01-01")):
        assert command(service, *words).exit_code == 2
    asked = service.rows("SELECT detail FROM audit_entries WHERE action = 'read_touched'")
    assert len(asked) == 3
    assert "set_household_status" in str(asked[1])


def test_an_act_about_several_names_each_and_where_she_is_found(service: Service) -> None:
    village = a_points_village(service)
    lecture = an_activity(service, village.id, chair=village.chair)
    comes, earns, shown = (a_neighbour(service, village.id) for _ in range(3))
    signed_up(service, lecture.shift_id, comes)
    claim_id = a_claim(service, Family(earns.household, earns.person_id))
    confirm(service, village.executive, claim_id)
    publish(service, village)
    chair, plate = service.actor(village.chair), (CodeKind.DOOR_PLATE, shown.household.id)
    service.run(lambda work: codes.issue_code(work, *plate), chair)
    acts = (
        ("call_roll", "activity_session", lecture.shift_id),
        ("receive_stock", "goods", 1),
        ("look_back", "member", comes.member_id),
        ("look_back", "person", earns.person_id),
    )
    for act in acts:
        service.run(partial(_leave, act=act, village_id=village.id))
    numbers = dict(service.rows("SELECT id, number FROM households"))
    for action, whom in (("call_roll", comes), ("publish_notice", earns), ("issue_code", shown)):
        told = lines(service, "--action", action)
        assert f"  village {village.id} 双龙村妇联: {numbers[whom.household.id]}" in told, action
    looked = str(lines(service, "--action", "look_back"))
    for one, home in ((comes.member_id, comes.household.id), (earns.person_id, earns.household.id)):
        assert f" {one}({village.id}/{numbers[home]})" in looked
    assert "gone: 1 (receive_stock 1)" in str(lines(service, "--action", "receive_stock"))


def _leave(work: Work, *, act: tuple[str, str, int], village_id: int) -> None:
    work.audit(*act, village_id=village_id)


def test_nothing_found_says_what_to_look_for_instead(service: Service) -> None:
    a_village(service)
    mistyped = command(service, "--action", "creat_organisation")
    assert mistyped.exit_code == 1
    assert "不等于没有人受影响" in mistyped.output
    assert "create_organisation" in mistyped.output


def test_what_the_audit_names_is_a_row_or_concerns_nobody() -> None:
    rows = {called(table) for table in Base.metadata.sorted_tables if "id" in table.c}
    named = set(_named())
    assert "points_claim" in named
    assert sorted(named - rows - CONCERN_NOBODY - WHOLE_VILLAGES) == []


def _named() -> Iterator[str]:
    """Yield what stands as the object of every entry that the code leaves."""
    for file in Path(ROOT, "server").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                wanted = [k.value for k in node.keywords if k.arg == "object_type"]
                wanted += node.args[1:2] if name in {"audit", "refusal"} else []
                yield from (str(each.value) for each in wanted if isinstance(each, ast.Constant))

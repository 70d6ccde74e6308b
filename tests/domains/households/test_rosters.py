"""A roster adds what the register does not know, in one go, and changes nothing it knows."""

import pytest
from sqlalchemy import update

from models.households import Member
from models.vocabulary import HouseholdStatus, Role, Zone
from server.domains.households import service as households
from server.domains.households.service import Outcome, Told
from server.domains.organisations.errors import OrganisationNotFound
from server.kernel.work import Work
from tests.support.builders import a_household, a_village, an_officer
from tests.support.rosters_builders import GOOD_LINES, a_roster, import_lines
from tests.support.service import Service

REGISTER = (
    "SELECT h.id, number, group_name, zone, status, m.id, name, relation, phone_sealed, left_at"
    " FROM households h JOIN members m ON m.household_id = h.id ORDER BY h.id, m.id"
)


def export(service: Service, village_id: int, *, with_phones: bool = True) -> list[list[str]]:
    return service.run(
        lambda work: households.export_roster(work, village_id, with_phones=with_phones),
        writes=False,
    )


def audited(service: Service, action: str) -> int:
    return int(
        service.scalar("SELECT count(*) FROM audit_entries WHERE action = :action", action=action)
    )


def test_a_roster_is_imported_with_all_it_says(service: Service) -> None:
    village_id = a_village(service)
    plan = import_lines(service, village_id, *GOOD_LINES)
    assert plan.counts() == {Outcome.NEW: 3}
    assert export(service, village_id) == [
        ["001", "三组", "王淑芬", "户主", "13800138000", "农村", "常住", "", ""],
        ["001", "三组", "李国强", "配偶", "", "农村", "常住", "", ""],
        ["002", "四组", "张小红", "户主", "", "城市", "外出", "", ""],
    ]
    assert "13800138000" not in str(service.rows("SELECT phone_sealed, phone_index FROM members"))


def test_what_is_not_said_follows_from_the_village(service: Service) -> None:
    village_id = a_village(service, zone=Zone.URBAN)
    import_lines(service, village_id, "001 三组 王淑芬 户主")
    assert service.rows("SELECT zone, status, registered_by FROM households") == [
        (Zone.URBAN, HouseholdStatus.RESIDENT, None)
    ]


def test_an_import_leaves_one_entry_of_its_own_and_one_for_each_household(service: Service) -> None:
    village_id = a_village(service)
    import_lines(service, village_id, *GOOD_LINES)
    import_lines(service, village_id, "001 . 李小红 子女", "003 三组 陈 户主")
    assert audited(service, "register_household") == 3
    assert audited(service, "add_member") == 1
    details = service.rows("SELECT detail FROM audit_entries WHERE action = 'import_roster'")
    assert len(details) == 2
    assert "f00" in str(details)
    assert "王" not in str(service.rows("SELECT detail FROM audit_entries"))


def test_running_it_twice_changes_nothing(service: Service) -> None:
    village_id = a_village(service)
    import_lines(service, village_id, *GOOD_LINES)
    before, entries = service.rows(REGISTER), service.scalar("SELECT count(*) FROM audit_entries")
    plan = import_lines(service, village_id, *GOOD_LINES)
    assert plan.counts() == {Outcome.SAME: 3}
    assert service.rows(REGISTER) == before
    assert service.scalar("SELECT count(*) FROM audit_entries") == entries


def test_a_member_who_was_forgotten_is_added_to_her_household(service: Service) -> None:
    village_id = a_village(service)
    import_lines(service, village_id, *GOOD_LINES)
    import_lines(service, village_id, "001 . 李小红 子女 13900139000")
    assert export(service, village_id)[2] == [
        *("001", "三组", "李小红", "子女", "13900139000", "农村", "常住", "", "")
    ]
    assert service.scalar("SELECT count(*) FROM households") == 2


def test_what_differs_is_told_and_stays_as_registered(service: Service) -> None:
    village_id = a_village(service)
    import_lines(service, village_id, *GOOD_LINES)
    before = service.rows(REGISTER)
    plan = import_lines(service, village_id, "001 五组 王淑芬 户主 13900139000")
    (result,) = plan.results
    assert (result.outcome, result.reason) == (
        Outcome.DIFFERENT,
        "手机号和登记的不一样。小组登记的是三组。",
    )
    assert service.rows(REGISTER) == before


def test_who_has_left_is_not_brought_back(service: Service) -> None:
    village_id = a_village(service)
    import_lines(service, village_id, *GOOD_LINES)

    def leave(work: Work) -> None:
        gone = update(Member).where(Member.name == "李国强").values(left_at=work.now)
        work.session.execute(gone)

    service.run(leave)
    assert import_lines(service, village_id, *GOOD_LINES).counts()[Outcome.DIFFERENT] == 1
    assert [row[2] for row in export(service, village_id)] == ["王淑芬", "张小红"]


def test_one_fault_stops_everything_until_it_is_to_be_skipped(service: Service) -> None:
    village_id = a_village(service)
    lines = (*GOOD_LINES, "003 三组 陈 邻居")
    plan = import_lines(service, village_id, *lines)
    assert [fault.row for fault in plan.faults] == [5]
    assert service.rows(REGISTER) == []
    import_lines(service, village_id, *lines, told=Told(skip_faulty=True))
    assert len(service.rows(REGISTER)) == 3


def test_possible_duplicates_wait_for_a_decision(service: Service) -> None:
    village_id = a_village(service)
    import_lines(service, village_id, *GOOD_LINES)
    twins = ("003 三组 王淑芬 户主", "004 五组 赵 户主 13800138000", "005 五组 钱 户主")
    plan = import_lines(service, village_id, *twins)
    assert [result.outcome for result in plan.results] == [
        Outcome.DOUBTFUL,
        Outcome.DOUBTFUL,
        Outcome.NEW,
    ]
    import_lines(service, village_id, *twins, told=Told(accept_doubtful=True))
    assert [row[0] for row in export(service, village_id)][3:] == ["003", "004", "005"]


def test_a_preview_writes_nothing(service: Service) -> None:
    village_id, roster = a_village(service), a_roster(*GOOD_LINES)
    plan = service.run(
        lambda work: households.preview_roster(work, village_id, roster, Told()), writes=False
    )
    assert plan.counts() == {Outcome.NEW: 3}
    assert service.rows(REGISTER) == []


def test_many_households_are_imported_in_pieces_and_progress_is_told(service: Service) -> None:
    village_id = a_village(service)
    roster = a_roster(*(f"{number} 三组 王{number} 户主" for number in range(1, 602)))
    told: list[int] = []
    service.run(
        lambda work: households.import_roster(
            work, village_id, roster, Told(), digest="", progress=told.append
        )
    )
    assert told == [500, 101]
    assert [row[0] for row in export(service, village_id)] == [str(n) for n in range(1, 602)]


def test_an_export_masks_phones_unless_they_are_asked_for_and_is_audited(service: Service) -> None:
    village_id = a_village(service)
    import_lines(service, village_id, *GOOD_LINES)
    masked = export(service, village_id, with_phones=False)
    assert [row[4] for row in masked] == ["138****8000", "", ""]
    export(service, village_id)
    details = service.rows(
        "SELECT village_id, detail FROM audit_entries WHERE action = 'export_roster' ORDER BY id"
    )
    assert [village for village, _ in details] == [village_id] * 2
    assert ["true" in str(detail).lower() for _, detail in details] == [False, True]


def test_a_household_without_members_has_no_row(service: Service) -> None:
    household = a_household(service, a_village(service))
    service.run(lambda work: work.session.execute(update(Member).values(left_at=work.now)))
    assert export(service, household.village_id) == []


def test_another_village_does_not_exist(service: Service) -> None:
    village_id, other_id = a_village(service), a_village(service, "青山村妇联")
    leader = service.actor(an_officer(service, Role.VILLAGE_CHAIR, village_id))
    roster = a_roster(*GOOD_LINES)
    with pytest.raises(OrganisationNotFound):
        service.run(
            lambda work: households.import_roster(work, other_id, roster, Told(), digest=""),
            leader,
        )
    with pytest.raises(OrganisationNotFound):
        service.run(
            lambda work: households.export_roster(work, other_id, with_phones=False),
            leader,
            writes=False,
        )


def test_children_come_in_with_their_guardians_consent_and_never_go_out(service: Service) -> None:
    village_id = a_village(service)
    lines = ("001 三组 王淑芬 户主", "001 . 王小满 子女 . . . 2018-05-04")
    refused = import_lines(service, village_id, *lines)
    assert refused.counts() == {Outcome.FAULTY: 1, Outcome.LEFT_OUT: 1}
    assert service.scalar("SELECT count(*) FROM members") == 0

    import_lines(service, village_id, *lines, told=Told(guardians_agreed=True))

    child = "SELECT id, adult_on FROM members WHERE name = '王小满'"
    ((child_id, adult_on),) = service.rows(child)
    assert str(adult_on) == "2036-05-04"
    assert service.rows("SELECT member_id, purpose, channel, given_by FROM consents") == [
        (child_id, "service", "paper", None)
    ]
    rows = service.run(lambda work: households.export_roster(work, village_id, with_phones=False))
    assert [row[2] for row in rows] == ["王淑芬"]

"""How households and people are named to others, and what counts as a number."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import Relation
from server.domains.households import policy, rules
from server.domains.households.rules import NewMember
from server.kernel.actors import STRANGER, Actor
from server.kernel.permissions import Permission
from server.kernel.phones import mask_phone

TODAY = date(2026, 11, 27)
HEAD = NewMember("王淑芬", Relation.HEAD)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王淑芬", "王**"),
        ("欧阳修", "欧**"),
        ("王", "王**"),
        ("", "**"),
        ("\u200b\u202e王淑芬", "王**"),
        ("\u0301王", "王**"),
        ("\u200b", "**"),
        ("𬌗某", "𬌗**"),
        ("\ue000某", "\ue000**"),
        ("\U00031350某", "\U00031350**"),
        ("😀笑", "😀**"),
        ("<script>", "<**"),
        ("=cmd()", "=**"),
    ],
)
def test_ab_14_a_masked_name_keeps_one_visible_character(name: str, shown: str) -> None:
    assert rules.mask_name(name) == shown


@given(st.text(max_size=60))
def test_a_masked_name_never_tells_more_than_one_character(name: str) -> None:
    shown = rules.mask_name(name)
    assert shown.endswith("**")
    assert len(shown) <= 3


@given(st.from_regex(r"1[0-9]{10}|0[0-9]{9,11}", fullmatch=True))
def test_a_masked_phone_hides_the_middle(phone: str) -> None:
    shown = mask_phone(phone)
    assert shown == f"{phone[:3]}****{phone[-4:]}"
    assert phone not in shown


def test_a_short_phone_from_abroad_keeps_three_signs_hidden() -> None:
    assert [mask_phone(phone) for phone in ("+112345", "+8521234567")] == [
        "+11****5",
        "+85****4567",
    ]


def test_a_household_is_named_by_its_head_and_group() -> None:
    assert rules.label("王淑芬", "三组") == "王** · 三组"


def test_a_household_is_named_in_full_to_its_own() -> None:
    assert rules.own_label("王淑芬", "三组") == "王淑芬家 · 三组"
    assert rules.own_label(None, "三组") == "我家 · 三组"


def test_a_household_without_members_still_has_a_label() -> None:
    assert rules.label(None, "三组") == "** · 三组"


@pytest.mark.parametrize(
    ("taken", "number"),
    [
        ([], "001"),
        (["001", "002"], "003"),
        (["007"], "008"),
        (["A-9", "三十", "²"], "001"),
        (["999"], "1000"),
        (["1000", "9"], "1001"),
    ],
)
def test_the_next_number_follows_the_highest_in_digits(taken: list[str], number: str) -> None:
    assert rules.next_number(taken) == number


@given(st.lists(st.text(max_size=6)))
def test_the_next_number_is_never_taken(taken: list[str]) -> None:
    assert rules.next_number(taken) not in taken


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("13800138000", "13800138000"),
        (" 138 0013 8000 ", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("023-6712 3456", "02367123456"),
        ("(023)67123456", "02367123456"),
        ("（023）67123456", "02367123456"),
        ("12345", None),
        ("23800138000", None),
        ("138001380001", None),
        ("电话", None),
        ("１３８００１３８０００", None),
    ],
)
def test_a_phone_number_is_read_however_it_is_written(written: str, digits: str | None) -> None:
    assert rules.normalise_phone(written) == digits


def test_a_join_code_is_read_however_it_is_typed() -> None:
    assert rules.normalise_join_code(" ab3 9xk\n") == "AB39XK"


def test_a_household_with_one_head_and_good_phones_has_no_faults() -> None:
    spouse = NewMember("李国强", Relation.SPOUSE, "13800138000")
    assert rules.member_faults([HEAD, spouse], TODAY) == []


def test_every_fault_of_the_members_is_named_at_once() -> None:
    child = NewMember("李", Relation.CHILD, "12", born_on=date(2026, 11, 28))
    faults = rules.member_faults([HEAD, HEAD, child], TODAY)
    pointers = ["#/members", "#/members/2/phone", "#/members/2/born_on"]
    assert [fault["pointer"] for fault in faults] == pointers
    assert "2位" in faults[0]["detail"]


def test_a_household_without_a_head_is_a_fault() -> None:
    assert (
        rules.member_faults([NewMember("李", Relation.CHILD)], TODAY)[0]["pointer"] == "#/members"
    )


def test_a_phone_number_and_a_day_of_birth_are_kept_out_of_logs() -> None:
    shown = repr(NewMember("李", Relation.CHILD, "13800138000", date(2018, 5, 4)))
    assert "138" not in shown
    assert "2018" not in shown


def test_membership_lets_a_resident_do_what_residents_do() -> None:
    member = Actor(person_id=1, household_id=7, member_id=3)
    assert policy.acts_as_member(member, 7, Permission.CLAIM_SUBMIT)
    assert not policy.acts_as_member(member, 8, Permission.CLAIM_SUBMIT)
    assert not policy.acts_as_member(member, 7, Permission.CLAIM_CONFIRM)


def test_a_stranger_is_a_member_of_nothing() -> None:
    assert not policy.is_member(STRANGER, 7)


def test_nobody_decides_her_own_request() -> None:
    actor = Actor(person_id=1)
    assert not policy.may_decide(actor, 1)
    assert policy.may_decide(actor, 2)


@pytest.mark.parametrize(
    ("member", "leader", "overseer", "actions"),
    [
        (True, True, True, policy.MEMBER_ACTIONS),
        (False, True, True, policy.LEADER_ACTIONS),
        (False, False, True, policy.OVERSEER_ACTIONS),
        (False, False, False, policy.OUTSIDER_ACTIONS),
    ],
)
def test_a_door_plate_offers_by_who_scans(
    *, member: bool, leader: bool, overseer: bool, actions: tuple[str, ...]
) -> None:
    offered = policy.door_actions(is_member=member, is_leader=leader, is_overseer=overseer)
    assert offered == actions


@given(st.text(alphabet="23456789ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=6, max_size=6))
def test_every_join_code_could_be_one_however_it_is_typed(code: str) -> None:
    assert rules.could_be_join_code(code)
    assert rules.could_be_join_code(f"{code[:3].lower()} {code[3:]}")


@pytest.mark.parametrize(
    "text", ["", "ABCDE", "ABCDEFG", "ABCD0E", "ABCD1E", "ABCDIE", "户码户码户码"]
)
def test_nothing_else_could_be_a_join_code(text: str) -> None:
    assert not rules.could_be_join_code(text)

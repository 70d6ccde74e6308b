"""Vouchers and join codes go through the resolver of printed codes, and tell strangers nothing."""

import pytest

from models.vocabulary import Role, SceneKind
from server.domains.codes import service as codes
from server.domains.codes.errors import CodeNotFound
from server.domains.codes.service import OpenedCode
from server.kernel.actors import STRANGER, Actor
from tests.support.builders import a_household, a_person, a_resident, a_village, an_officer
from tests.support.households_builders import a_join_code
from tests.support.rewards_builders import Shop, a_shop, an_order, make_shopkeeper
from tests.support.service import Service


def scan(service: Service, scene: str, actor: Actor) -> OpenedCode:
    return service.run(lambda work: codes.open_code(work, scene), actor, writes=False)


def a_voucher(service: Service) -> tuple[Shop, int, str]:
    """Return a shop with an order that waits there, and its voucher."""
    shop = a_shop(service, purse=100)
    order = an_order(service, shop)
    return shop, order["id"], order["voucher"]


def test_a_voucher_opens_its_order_at_that_very_counter_and_at_home(service: Service) -> None:
    shop, order_id, voucher = a_voucher(service)
    label = {"label": "王** · 三组", "village_id": shop.village_id}
    for actor, actions in (
        (shop.shopkeeper, ("hand_over", "open_order")),
        (service.actor(shop.resident_id), ("open_order",)),
        (make_shopkeeper(service, shop.resident_id, shop.village_id), ("open_order",)),
    ):
        opened = scan(service, voucher, actor)
        assert opened == OpenedCode(SceneKind.VOUCHER, order_id, label, actions)
    service.clock.advance(days=16)
    assert scan(service, voucher, shop.shopkeeper).actions == ("open_order",)


def test_a_voucher_is_an_unknown_code_to_everybody_else(service: Service) -> None:
    shop, _order_id, voucher = a_voucher(service)
    elsewhere = a_village(service, "青山村妇联")
    others = [
        STRANGER,
        service.actor(a_person(service)),
        service.actor(a_resident(service, a_household(service, shop.village_id))),
        service.actor(an_officer(service, Role.SHOPKEEPER, elsewhere)),
        service.actor(an_officer(service, Role.SUPERVISOR, shop.village_id)),
    ]
    answers = set()
    for actor in others:
        for scene in (voucher, "Z" * 20):
            with pytest.raises(CodeNotFound) as refused:
                scan(service, scene, actor)
            answers.add((str(refused.value), tuple(refused.value.facts)))
    assert len(answers) == 1


def test_a_join_code_leads_to_the_request_and_nobody_learns_whether_it_is_good(
    service: Service,
) -> None:
    """It has 30 bits: only handing the request in tells, which locks out after some tries."""
    household = a_household(service, a_village(service))
    resident_id = a_resident(service, household)
    good = a_join_code(service, household, resident_id)
    wrong = good[:-1] + ("2" if good[-1] == "3" else "3")
    for actor, action in (
        (STRANGER, "sign_in"),
        (service.actor(a_person(service)), "ask_to_join"),
        (service.actor(resident_id), "open_home"),
    ):
        for code in (good, good.lower(), wrong):
            opened = scan(service, code, actor)
            assert opened == OpenedCode(SceneKind.JOIN, None, {}, (action,))
    with pytest.raises(CodeNotFound):
        scan(service, "10IO10", STRANGER)

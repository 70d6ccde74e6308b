"""The codes of shops and cards open the right page for whoever scans them."""

import pytest

from models.vocabulary import CodeKind, Role
from server.domains.codes import service as codes
from server.domains.codes.errors import CodeNotFound
from server.domains.codes.service import OpenedCode
from server.domains.households.errors import HouseholdNotFound
from server.domains.organisations.errors import OrganisationNotFound
from server.domains.rewards.service import ShopCode
from server.kernel.actors import STRANGER, Actor
from tests.support.builders import a_household, a_person, a_resident, a_village, an_officer
from tests.support.rewards_builders import a_shop, make_shopkeeper
from tests.support.service import Service


def opened(service: Service, kind: CodeKind, target_id: int, actor: Actor) -> OpenedCode:
    scene = service.run(lambda work: codes.issue_code(work, kind, target_id).scene)
    return service.run(lambda work: codes.open_code(work, scene), actor, writes=False)


def test_a_shop_code_sends_each_to_the_right_page(service: Service) -> None:
    shop = a_shop(service)
    elsewhere = a_resident(service, a_household(service, a_village(service, "青山村妇联")))
    pages = {
        shop.resident_id: ("order",),
        shop.shopkeeper_id: ("open_desk",),
        elsewhere: ("look",),
        a_person(service): ("look",),
    }

    for person_id, actions in pages.items():
        found = opened(service, CodeKind.SHOP, shop.village_id, service.actor(person_id))
        assert (found.target_id, found.actions) == (shop.village_id, actions)
        assert found.facts == {"village_name": "双龙村妇联"}


def test_a_shop_code_lets_strangers_look(service: Service) -> None:
    shop = a_shop(service)

    found = opened(service, CodeKind.SHOP, shop.village_id, STRANGER)

    assert (found.target_id, found.actions) == (shop.village_id, ("look", "sign_in"))


def test_who_lives_and_serves_there_may_do_both(service: Service) -> None:
    shop = a_shop(service)
    both = make_shopkeeper(service, shop.resident_id, shop.village_id)

    found = opened(service, CodeKind.SHOP, shop.village_id, both)

    assert found.actions == ("order", "open_desk")


def test_a_card_sends_each_to_the_right_page(service: Service) -> None:
    shop = a_shop(service)
    card = shop.household.id
    pages = {
        shop.resident_id: ("open_home",),
        an_officer(service, Role.VILLAGE_CHAIR, shop.village_id): ("act_for",),
        shop.shopkeeper_id: ("open_orders",),
    }

    for person_id, actions in pages.items():
        found = opened(service, CodeKind.CARD, card, service.actor(person_id))
        assert (found.target_id, found.actions) == (card, actions)
        assert found.facts == {"label": "王** · 三组"}


def test_whom_a_card_is_nothing_to_learns_nothing(service: Service) -> None:
    shop = a_shop(service)
    neighbour = a_resident(service, a_household(service, shop.village_id))
    foreign = an_officer(service, Role.SHOPKEEPER, a_village(service, "青山村妇联"))

    stranger = opened(service, CodeKind.CARD, shop.household.id, STRANGER)
    assert (stranger.target_id, stranger.facts, stranger.actions) == (None, {}, ("sign_in",))
    for person_id in (neighbour, foreign):
        found = opened(service, CodeKind.CARD, shop.household.id, service.actor(person_id))
        assert (found.target_id, found.facts, found.actions) == (None, {}, ("ask_to_join",))


def test_only_leaders_print_them(service: Service) -> None:
    shop = a_shop(service)
    chair = service.actor(an_officer(service, Role.VILLAGE_CHAIR, shop.village_id))

    shop_code = service.run(
        lambda work: codes.issue_code(work, CodeKind.SHOP, shop.village_id), chair
    )
    card = service.run(lambda work: codes.issue_code(work, CodeKind.CARD, shop.household.id), chair)
    assert {shop_code.village_id, card.village_id} == {shop.village_id}
    with pytest.raises(OrganisationNotFound):
        service.run(
            lambda work: codes.issue_code(work, CodeKind.SHOP, shop.village_id), shop.shopkeeper
        )
    with pytest.raises(HouseholdNotFound):
        service.run(
            lambda work: codes.issue_code(work, CodeKind.CARD, shop.household.id), shop.shopkeeper
        )


def test_a_shop_of_no_village_is_not_found(service: Service) -> None:
    with pytest.raises(OrganisationNotFound):
        service.run(lambda work: ShopCode().open(work, 4711), writes=False)
    with pytest.raises(CodeNotFound):
        service.run(lambda work: codes.open_code(work, "ZZZZZZZZZZZZZZZZ"), writes=False)

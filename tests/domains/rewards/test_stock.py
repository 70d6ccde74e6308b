"""Goods are put on the shelf and delivered by those in charge of that shop, and by nobody else."""

import pytest
from sqlalchemy.exc import DatabaseError

from models.vocabulary import AnomalyKind, Role
from server.domains.organisations.errors import OrganisationNotFound
from server.domains.rewards import service as rewards
from server.domains.rewards.errors import GoodsCodeTaken, GoodsForbidden, GoodsNotFound
from server.kernel.pages import PageRequest
from tests.support.builders import a_village, an_officer
from tests.support.rewards_builders import goods_on_the_shelf, mismatches, stock_of
from tests.support.service import Service

SOAP = {"code": "G01", "name": "香皂", "unit": "块", "price_points": 30}


@pytest.mark.parametrize("role", [Role.VILLAGE_CHAIR, Role.SHOPKEEPER])
def test_chair_and_shopkeeper_fill_their_shelf(service: Service, role: Role) -> None:
    village_id = a_village(service)
    keeper_id = an_officer(service, role, village_id)
    actor = service.actor(keeper_id)
    goods_id = service.run(lambda work: rewards.add_goods(work, village_id, SOAP).id, actor)
    assert stock_of(service, goods_id) == 0
    service.run(lambda work: rewards.receive(work, goods_id, 5, note="镇上"), actor)
    service.run(lambda work: rewards.receive(work, goods_id, 7, note="镇上"), actor)
    assert stock_of(service, goods_id) == 12
    assert service.rows("SELECT kind, change, note, moved_by FROM stock_movements ORDER BY id") == [
        ("received", 5, "镇上", keeper_id),
        ("received", 7, "镇上", keeper_id),
    ]
    assert mismatches(service) == []


def test_the_shelf_of_another_village_does_not_exist_and_the_attempt_is_kept(
    service: Service,
) -> None:
    village_id, other_id = a_village(service, "青山村妇联"), a_village(service, "双龙村妇联")
    goods_id = goods_on_the_shelf(service, other_id, stock=0)
    actor = service.actor(an_officer(service, Role.SHOPKEEPER, village_id))
    with pytest.raises(OrganisationNotFound):
        service.run(lambda work: rewards.add_goods(work, other_id, SOAP), actor)
    with pytest.raises(GoodsNotFound) as foreign:
        service.run(lambda work: rewards.receive(work, goods_id, 1), actor)
    with pytest.raises(GoodsNotFound) as missing:
        service.run(lambda work: rewards.receive(work, 999_999, 1), actor)
    assert str(foreign.value) == str(missing.value)
    assert service.rows("SELECT kind, object_type, object_id FROM anomalies ORDER BY id") == [
        (AnomalyKind.FOREIGN_ID, "organisations", other_id),
        (AnomalyKind.FOREIGN_ID, "goods", goods_id),
    ]
    assert stock_of(service, goods_id) == 0


def test_alcohol_never_gets_on_the_shelf(service: Service) -> None:
    village_id = a_village(service)
    with pytest.raises(GoodsForbidden) as refused:
        service.run(lambda work: rewards.add_goods(work, village_id, {**SOAP, "name": "老白酒"}))
    assert refused.value.facts == {"word": "白酒"}
    assert service.scalar("SELECT COUNT(*) FROM goods") == 0


def test_a_code_names_one_thing_in_a_shop(service: Service) -> None:
    village_id, other_id = a_village(service, "青山村妇联"), a_village(service, "双龙村妇联")
    service.run(lambda work: rewards.add_goods(work, village_id, SOAP))
    service.run(lambda work: rewards.add_goods(work, other_id, SOAP))
    with pytest.raises(GoodsCodeTaken):
        service.run(lambda work: rewards.add_goods(work, village_id, {**SOAP, "name": "肥皂"}))


def test_the_shelf_is_read_page_by_page(service: Service) -> None:
    village_id = a_village(service)
    ids = [goods_on_the_shelf(service, village_id, name=f"香皂{n}") for n in range(3)]
    goods_on_the_shelf(service, a_village(service, "青山村妇联"))
    first = service.run(
        lambda work: rewards.show_shelf(work, village_id, None, PageRequest(size=2)), writes=False
    )
    assert ([goods.id for goods in first.items], first.next_after) == (ids[:2], ids[1])
    rest = service.run(
        lambda work: rewards.show_shelf(work, village_id, None, PageRequest(after=ids[1])),
        writes=False,
    )
    assert ([goods.id for goods in rest.items], rest.next_after) == (ids[2:], None)


def test_a_movement_of_stock_is_never_rewritten(service: Service) -> None:
    goods_on_the_shelf(service, a_village(service))
    with pytest.raises(DatabaseError):
        service.run(
            lambda work: work.session.connection().exec_driver_sql(
                "UPDATE stock_movements SET change = 99"
            )
        )
    with pytest.raises(DatabaseError):
        service.run(
            lambda work: work.session.connection().exec_driver_sql("DELETE FROM stock_movements")
        )
    assert mismatches(service) == []

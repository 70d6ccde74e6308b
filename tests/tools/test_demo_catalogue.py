"""The demo has something in every queue, and the preview's catalogue names what can be scanned."""

import json
from pathlib import Path
from typing import Any

from server.domains.identity import service as identity
from server.kernel.wechat import WeChatIdentity
from tests.support.service import Caller, Service
from tools.demo.catalogue import write_catalogue
from tools.demo.desk import Desk
from tools.demo.people import RURAL, openid, phone_of
from tools.demo.village import build

APP = "wxtest"


def written(service: Service, folder: Path) -> dict[str, list[dict[str, str]]]:
    path = folder / "preview" / "catalogue.json"
    write_catalogue(Desk(service.app.transactions, APP), path)
    catalogue: dict[str, list[dict[str, str]]] = json.loads(path.read_text(encoding="utf-8"))
    return catalogue


def phone(service: Service, name: str) -> Caller:
    identity_of = WeChatIdentity(APP, name, None)
    return service.sign_in(service.run(lambda work: identity.recognise(work, identity_of)))


def tiles(caller: Caller) -> dict[str, int]:
    items: list[dict[str, Any]] = caller.get("/workbench").body["items"]
    return {tile["key"]: tile["count"] for tile in items}


def test_every_code_of_the_catalogue_opens(service: Service, tmp_path: Path) -> None:
    build(Desk(service.app.transactions, APP))

    first, again = written(service, tmp_path), written(service, tmp_path)

    names = [person["openid"] for person in first["people"]]
    assert len(names) == len(set(names))
    assert names[:2] == ["demo-guest-1", "demo-guest-2"]
    printed = [code for code in first["codes"] if len(code["scene"]) == 16]
    assert printed == [code for code in again["codes"] if len(code["scene"]) == 16]
    guest = phone(service, names[0])
    opened = [guest.get(f"/codes/{code['scene']}").body for code in printed]
    kinds = {code["kind"] for code in opened}
    assert kinds == {"door_plate", "card", "shop", "activity"}
    assert any("没有手机" in code["title"] for code in printed)
    asked = service.sign_in(1).get("/subscriptions").body["moments"]
    titles = {template["template_id"]: template["title"] for template in first["templates"]}
    assert all(titles[one] for moment in asked.values() for one in moment)


def test_a_guest_can_join_with_the_code_of_the_catalogue(service: Service, tmp_path: Path) -> None:
    build(Desk(service.app.transactions, APP))
    (code, *_) = [c for c in written(service, tmp_path)["codes"] if "入户码" in c["title"]]
    body = {"code": code["scene"], "name": "王小红", "relation": "child"}

    guest = phone(service, "demo-guest-1")
    assert guest.post("/join-requests", body).body["type"] == "/problems/consent-required"
    guest.put("/me/consents/service", {"version": 1})
    answer = guest.post("/join-requests", body)

    assert answer.status == 201


def test_the_voucher_of_the_catalogue_fetches_goods(service: Service, tmp_path: Path) -> None:
    build(Desk(service.app.transactions, APP))
    (code,) = [c for c in written(service, tmp_path)["codes"] if "取货码" in c["title"]]
    keeper = phone(service, openid(RURAL, "shopkeeper"))
    village_id = keeper.get("/me").body["offices"][0]["organisation_id"]
    shown = {"village_id": village_id, "voucher": code["scene"]}

    order = keeper.post("/orders/lookups", shown).body

    assert order["actions"] == ["fulfil"]


def test_every_queue_has_something_in_it(service: Service) -> None:
    build(Desk(service.app.transactions, APP))

    chair = tiles(phone(service, openid(RURAL, "chair")))
    executive = tiles(phone(service, openid(RURAL, "executive-1")))
    shopkeeper = tiles(phone(service, openid(RURAL, "shopkeeper")))
    home = phone(service, phone_of(RURAL, 17)).get("/home").body

    assert 0 < chair["claims_to_confirm"] < executive["claims_to_confirm"]
    assert (chair["assessments_to_review"], chair["join_requests"]) == (1, 1)
    assert shopkeeper["orders_waiting"] > 0
    assert home["assessment"]["is_in_force"] is True
    assert service.scalar("SELECT count(*) FROM sign_ups WHERE state = 'waiting'") > 0

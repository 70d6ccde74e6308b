from datetime import date
from functools import partial
from typing import Any

import pytest

from models.vocabulary import AccountKind, ClaimState, TransferCode
from server.domains.households.errors import HouseholdNotFound
from server.domains.points import service as points
from server.domains.points.errors import ClaimNotFound
from server.domains.points.service import ClaimFilter
from server.kernel.pages import PageRequest
from server.kernel.work import Work
from tests.support.points_builders import (
    Family,
    PointsVillage,
    a_claim,
    a_family,
    a_points_village,
    assert_books_balance,
    confirm,
    effective_points,
    publish,
)
from tests.support.service import Service


def spend(service: Service, family: Family, amount: int) -> None:
    def do(work: Work) -> None:
        points.hold(
            work,
            household_id=family.id,
            village_id=family.household.village_id,
            points=amount,
            caused_by="order:1",
        )
        points.settle(work, caused_by="order:1")

    service.run(do)


def test_spending_lowers_what_is_redeemable_but_never_what_was_earned(
    service: Service, village: PointsVillage, family: Family
) -> None:
    effective_points(service, village, family, deeds=2)
    spend(service, family, 15)
    figures = service.run(
        lambda work: points.read_figures(work, family.id), actor=service.actor(family.person)
    )
    assert (figures.earned_this_year, figures.redeemable, figures.held) == (20, 5, 0)
    assert [(y.points_year, y.earned, y.redeemable) for y in figures.years] == [(2026, 20, 5)]


def test_points_in_notice_say_the_day_they_become_usable(
    service: Service, village: PointsVillage, family: Family
) -> None:
    confirm(service, village.chair, a_claim(service, family))

    def read() -> tuple[int, int, date | None]:
        found = service.run(
            lambda work: points.read_figures(work, family.id), actor=service.actor(family.person)
        )
        return found.earned_this_year, found.in_notice, found.usable_on

    assert read() == (0, 10, None)
    publish(service, village)
    assert read() == (0, 10, date(2026, 11, 18))


def test_a_household_without_points_has_zeros(service: Service, family: Family) -> None:
    figures = service.run(
        lambda work: points.read_figures(work, family.id), actor=service.actor(family.person)
    )
    assert (figures.earned_this_year, figures.redeemable, list(figures.years)) == (0, 0, [])


def test_the_statement_lists_every_transfer_newest_first_in_pages(
    service: Service, village: PointsVillage, family: Family
) -> None:
    effective_points(service, village, family)
    spend(service, family, 10)
    actor = service.actor(family.person)
    first = service.run(
        lambda work: points.read_statement(work, family.id, PageRequest(size=3)), actor=actor
    )
    assert [line.transfer.code for line in first.items] == [
        TransferCode.ORDER_FULFILLED,
        TransferCode.ORDER_HELD,
        TransferCode.NOTICE_ENDED,
    ]
    assert first.items[2].rule_title == "邻里互助/化解小矛盾"
    rest = service.run(
        lambda work: points.read_statement(
            work, family.id, PageRequest(after=first.next_after, size=3)
        ),
        actor=actor,
    )
    assert [line.transfer.code for line in rest.items] == [TransferCode.AWARD]
    assert rest.next_after is None
    assert rest.items[0].debit.kind is AccountKind.ISSUED


def test_why_this_point_names_rule_offices_evidence_notice_and_transfers_but_nobody(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_claim(service, family, "SAV04")
    confirm(service, village.assessor, claim_id)
    confirm(service, village.chair, claim_id)
    notice_id = publish(service, village)
    why = service.run(
        lambda work: points.explain_claim(work, claim_id), actor=service.actor(family.person)
    )
    assert why.card.rule.title == "红白事简办光盘"
    assert why.card.state_text == "公示中"
    assert why.evidence == ["两名见证人"]
    assert [c.office for c in why.confirmations] == ["评议小组成员", "妇联主席"]
    assert why.notice is not None
    assert why.notice.id == notice_id
    assert [line.transfer.code for line in why.transfers] == [TransferCode.AWARD]


def test_a_claim_not_yet_confirmed_has_no_confirmations(service: Service, family: Family) -> None:
    claim_id = a_claim(service, family)
    why = service.run(
        lambda work: points.explain_claim(work, claim_id), actor=service.actor(family.person)
    )
    assert (why.confirmations, why.notice, why.transfers) == ([], None, [])
    assert not why.card.is_first_confirmed


def test_a_household_sees_its_own_claims_and_a_leader_those_of_her_village(
    service: Service, village: PointsVillage, family: Family
) -> None:
    other = a_family(service, village, "李桂花")
    mine, hers = a_claim(service, family), a_claim(service, other)
    foreign = a_claim(service, a_family(service, a_points_village(service, "别村妇联")))

    def seen(person_id: int, **only: Any) -> list[int]:
        wanted = ClaimFilter(**only)
        page = service.run(
            lambda work: points.list_claims(work, wanted, PageRequest()),
            actor=service.actor(person_id),
        )
        return [card.claim.id for card in page.items]

    assert seen(family.person) == [mine]
    assert seen(village.chair) == [mine, hers]
    assert seen(village.chair, household_id=other.id) == [hers]
    assert seen(village.chair, state=ClaimState.EFFECTIVE) == []
    assert seen(village.town_officer, village_id=village.id) == [mine, hers]
    for claim_id, person_id in ((foreign, village.chair), (hers, family.person)):
        with pytest.raises(ClaimNotFound):
            service.run(
                partial(points.explain_claim, claim_id=claim_id),
                actor=service.actor(person_id),
            )


def test_another_households_figures_do_not_exist(
    service: Service, village: PointsVillage, family: Family
) -> None:
    other = a_family(service, village, "李桂花")
    with pytest.raises(HouseholdNotFound):
        service.run(
            lambda work: points.read_figures(work, family.id), actor=service.actor(other.person)
        )
    with pytest.raises(HouseholdNotFound):
        service.run(
            lambda work: points.read_statement(work, family.id, PageRequest()),
            actor=service.actor(other.person),
        )
    assert_books_balance(service)

"""What becomes of a phone number when a code is spent, accounts are merged, or one is closed."""

import pytest

from server.domains.households import service as households
from server.domains.identity import service as identity
from server.domains.identity.errors import PhoneCodeUsed
from server.domains.privacy import service as privacy
from server.kernel.wechat import WeChatIdentity, WeChatPhone
from server.kernel.work import Work
from tests.support.builders import a_household, a_resident, a_village
from tests.support.phones_builders import MASKED, NUMBER, Newcomer, a_newcomer
from tests.support.service import Service


def shown(service: Service, person_id: int) -> str | None:
    return service.run(lambda work: identity.masked_phones(work, [person_id])).get(person_id)


def sees_unionid(service: Service, who: Newcomer) -> int:
    def sign_in(work: Work) -> int:
        app_id = work.ports.subscriptions.app_id
        return identity.sign_in(work, WeChatIdentity(app_id, who.openid, "union")).person_id

    return service.run(sign_in)


def test_a_code_without_a_number_or_with_somebody_elses_binds_nothing(service: Service) -> None:
    she, other = a_newcomer(service), a_newcomer(service)
    code, number = she.code(), WeChatPhone(NUMBER, "86")
    assert she.phone.post("/me/phone", {"code": code}).status == 201
    for found in (None, number):
        with pytest.raises(PhoneCodeUsed):
            service.run(
                lambda work, found=found: identity.bind_phone(work, code, found),  # type: ignore[misc]
                service.actor(other.person_id),
            )
    assert shown(service, other.person_id) is None


def test_merged_accounts_keep_the_number_and_a_closed_one_loses_it(service: Service) -> None:
    older, newer = a_newcomer(service), a_newcomer(service)
    newer.gives()
    assert sees_unionid(service, older) == older.person_id
    assert sees_unionid(service, newer) == older.person_id
    assert [shown(service, who.person_id) for who in (older, newer)] == [MASKED, None]
    service.run(privacy.close_account, service.actor(older.person_id))
    assert service.scalar("SELECT count(*) FROM person_phones") == 0


def test_a_code_that_cannot_be_spelt_has_no_slip(service: Service) -> None:
    household = a_household(service, a_village(service))
    actor = service.actor(a_resident(service, household))
    row = service.run(lambda work: households.issue_join_code(work, household.id), actor)
    assert service.run(lambda work: households.write_slip(work, row.id, None), actor) is None

"""A full name on a notice stands while its bearer lets it; what was frozen stays masked."""

from datetime import timedelta

from models.households import Member
from server.kernel.work import Work
from tests.support.points_builders import (
    Family,
    a_claim,
    a_family,
    a_points_village,
    confirm,
    publish,
)
from tests.support.service import Answer, Service

NAME = "/me/consents/public_name"
STORED = "SELECT content FROM notice_entries ORDER BY id"


def read(service: Service, notice_id: int) -> Answer:
    """Read a notice as anybody who passes by."""
    return service.stranger().get(f"/notices/{notice_id}")


def labels(service: Service, notice_id: int) -> list[str]:
    entries = read(service, notice_id).body["entries"]
    return [entry["content"]["household"] for entry in entries]


def a_notice(service: Service) -> tuple[int, list[Family]]:
    """Return a notice that names two households."""
    village = a_points_village(service)
    families = [a_family(service, village, name) for name in ("王淑芬", "李桂英")]
    confirm(service, village.chair, *(a_claim(service, family) for family in families))
    return publish(service, village), families


def test_a_name_is_read_from_the_consent_on_and_masked_from_the_withdrawal_on(
    service: Service,
) -> None:
    notice_id, (hers, _) = a_notice(service)
    phone = service.sign_in(hers.person)
    frozen, stored = read(service, notice_id).body["content_hash"], service.rows(STORED)
    assert labels(service, notice_id) == ["王** · 三组", "李** · 三组"]

    phone.put(NAME, {"version": 1})
    assert labels(service, notice_id) == ["王淑芬 · 三组", "李** · 三组"]
    phone.delete(NAME)
    assert labels(service, notice_id) == ["王** · 三组", "李** · 三组"]
    assert read(service, notice_id).body["content_hash"] == frozen
    assert service.rows(STORED) == stored


def test_it_is_the_name_of_whom_the_line_names_and_never_a_minors(service: Service) -> None:
    notice_id, (hers, other) = a_notice(service)
    service.sign_in(hers.person).put(NAME, {"version": 1})
    (head,) = hers.household.member_ids

    def set_adult_on(work: Work, days: int | None) -> None:
        day = None if days is None else work.today + timedelta(days=days)
        work.session.get_one(Member, head).adult_on = day

    service.run(lambda work: set_adult_on(work, 30))
    assert labels(service, notice_id)[0] == "王** · 三组"
    service.run(lambda work: set_adult_on(work, None))
    assert labels(service, notice_id)[0] == "王淑芬 · 三组"
    service.sign_in(other.person).put(NAME, {"version": 1})
    service.sign_in(other.person).delete("/me")
    assert labels(service, notice_id) == ["王淑芬 · 三组", "李** · 三组"]

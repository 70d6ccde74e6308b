"""What organisations keep of a person: the offices she holds or held (个人信息)."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from models.organisations import Organisation, RoleGrant
from server.domains.organisations import queries
from server.domains.organisations.rules.offices import TITLES
from server.kernel.personal_data import Hindrance, Item, PersonalDataSource, Subject, item
from server.kernel.work import Work


def _collect(work: Work, subject: Subject) -> Iterator[Item]:
    offices = work.session.execute(
        select(RoleGrant, Organisation.name)
        .join(Organisation, Organisation.id == RoleGrant.organisation_id)
        .where(RoleGrant.person_id == subject.person_id)
        .order_by(RoleGrant.id)
    )
    for grant, federation in offices:
        yield item(
            "任职",
            ("office", "职务", TITLES[grant.role]),
            ("federation", "在哪里", federation),
            ("since_at", "从什么时候", grant.since_at),
            ("until_at", "到什么时候", grant.until_at),
        )


def _hindrances(work: Work, subject: Subject) -> Iterable[Hindrance]:
    if queries.holds_office(work.session, subject.person_id, work.now):
        yield Hindrance("office-held", "您还有职务，请先请上一级妇联办好卸任，再来注销。")


PERSONAL_DATA = PersonalDataSource(
    name="organisations",
    title="任职",
    tables=frozenset({"role_grants"}),
    collect=_collect,
    hindrances=_hindrances,
    stays=("任过什么职、什么时候任的（只有编号）",),
)

"""No answer shows one village another's: behind the first wall, and behind the second alone."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.vocabulary import Role
from models.walls import OF_NO_VILLAGE_TOO
from server.kernel import walls
from server.kernel.actors import Actor
from server.web.requests import TokenLoader
from tests.support.callers import ENDING, a_caller, ids_seen_by, send
from tests.support.full_village import FullVillage, a_full_village
from tests.support.plausible_calls import Ids, request_for
from tests.support.service import Caller, Service
from tools.access_table import RESIDENT_OF_A_HOUSEHOLD, STRANGER, Call, Reach, calls_of

# what it runs, others cover; with coverage it takes half as long again
pytestmark = [pytest.mark.no_cover, pytest.mark.long]
OTHERS = "青山村妇联"
SECRET = "别村的人知道就糟了"
PRIVATE = {
    "members": ("name",),
    "households": ("group_name",),
    "join_requests": ("name",),
    "feedback": ("text", "answer"),
    "messages": ("title", "body"),
    "points_claims": ("note",),
    "proxy_acts": ("reason",),
    "review_remarks": ("reason",),
}
"""What a village keeps to itself; its activities, its shelf and its notices are for everybody."""
ADMITS_ANY_VILLAGE = {"ask_to_join", "bind_phone", "report", "send_feedback"}
KINDS = (STRANGER, RESIDENT_OF_A_HOUSEHOLD, Role.VILLAGE_CHAIR.value, Role.SHOPKEEPER.value)


def with_a_secret(service: Service, village: FullVillage) -> FullVillage:
    """Write into everything private of a village what nobody else may read."""
    with service.raw() as connection:
        for table, columns in PRIVATE.items():
            for column in columns:
                connection.execute(
                    text(
                        f"UPDATE {table} SET {column} = :secret"  # noqa: S608 - names of ours
                        f" WHERE village_id = :village AND {column} IS NOT NULL"
                    ),
                    {"secret": SECRET, "village": village.ids["village_id"]},
                )
    return village


def mixed(chance: Random, own: Ids, foreign: Ids) -> Ids:
    """Return ids of which each is of the one village or of the other."""
    return {name: chance.choice((own, foreign)).get(name, own[name]) for name in own}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", KINDS)
def test_requirement_06_a_member_of_one_village_never_reads_of_another(
    service: Service, kind: str
) -> None:
    """Two villages, every call, ids of both thrown together: nothing of the other comes back."""
    village = a_full_village(service)
    other = with_a_secret(service, a_full_village(service, OTHERS))
    caller = a_caller(service, kind, village)
    ids = ids_seen_by(service, caller, village)
    calls = [call for call in calls_of(service.app) if call.name not in ENDING]
    told = list[str]()

    @settings(max_examples=2, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(chance=st.randoms(use_true_random=False))
    def try_everything(chance: Random) -> None:
        for call in calls:
            service.app.limiter.reset()
            about = mixed(chance, ids, other.ids)
            request = request_for(
                call.name, call.path, about, as_leader=call.reach(kind) is Reach.AREA
            )
            answer = send(caller, call, request)
            if SECRET in str(answer.body):
                told.append(f"{call.name}: {answer.body}")

    try_everything()
    assert told == []


@pytest.mark.timeout(300)
def test_requirement_06_where_every_query_forgets_the_village_the_database_does_not(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first wall is open: every scope is that of everything. On PostgreSQL the second stands.

    SQLite has no second wall and shows what would have been told.
    """
    village = a_full_village(service)
    other = with_a_secret(service, a_full_village(service, OTHERS))
    caller = a_caller(service, Role.VILLAGE_CHAIR, village)
    monkeypatch.setattr(service.app, "load_token", blind(service, village))
    before = rows_of(service, other)
    told = [line for call in bounded(service) for line in read(service, caller, call, other)]
    if service.database == "sqlite":
        assert len(told) > 20
        return
    assert told == []
    assert rows_of(service, other) == before


def blind(service: Service, village: FullVillage) -> TokenLoader:
    """Return a loader of actors whose first wall is open and whose second is their village's."""
    load = service.app.load_token

    def load_blind(session: Session, token: str, now: datetime) -> Actor:
        actor = load(session, token, now)
        walls.stand_behind(session, actor.person_id, int(village.ids["village_id"]))
        return replace(actor, is_system=True, is_walled=True)

    return load_blind


def bounded(service: Service) -> Iterator[Call]:
    """Yield the calls that a chair makes within her village only."""
    for call in calls_of(service.app):
        if call.reach(Role.VILLAGE_CHAIR) is Reach.AREA and call.name not in ADMITS_ANY_VILLAGE:
            yield call


def read(service: Service, caller: Caller, call: Call, other: FullVillage) -> Iterator[str]:
    """Yield the answer of a call that is done for the other village, or says anything of it.

    A list that asks for no village is of the caller's own; who counts what she sees counts none.
    """
    service.app.limiter.reset()
    answer = send(caller, call, request_for(call.name, call.path, other.ids, as_leader=True))
    body = answer.body if isinstance(answer.body, Mapping) else {}
    says_nothing = "items" in body or body.get("households") == 0
    if SECRET in str(body) or (answer.status < 400 and not says_nothing):
        yield f"{call.name}: {answer.status} {answer.body}"


def rows_of(service: Service, village: FullVillage) -> dict[str, int]:
    """Return how many rows a village has in each table; what is recorded of attempts grows."""
    with service.raw() as connection:
        return {
            table: connection.execute(
                text(f"SELECT count(*) FROM {table} WHERE village_id = :id"),  # noqa: S608 - as above
                {"id": village.ids["village_id"]},
            ).scalar_one()
            for table in PRIVATE
            if table not in OF_NO_VILLAGE_TOO
        }

"""Whatever stands in the register, its export imports as the same, in both kinds of file."""

from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.vocabulary import Relation, Zone
from server.adapters.spreadsheets import Sheet, read_table, write_sheets
from server.domains.households import service as households
from server.domains.households.service import NewMember, Outcome
from server.kernel.work import Work
from tests.support.builders import a_village
from tests.support.rosters_builders import PLAINLY
from tests.support.service import Service

STRANGE = [
    '=cmd("/c calc")',
    "+1",
    "-1",
    "@a",
    "\t=1",
    "王\u200b芬",
    "👩\u200d👧",
    "𬄚\U00031350\ue000",
    "'=1",
    "_x0041_",
]
TEXTS = st.sampled_from(STRANGE) | st.text(
    st.characters(exclude_categories=("Cs", "Cn"), exclude_characters="\0"),
    min_size=1,
    max_size=12,
).filter(lambda text: any(sign.isalnum() for sign in text))
HOUSEHOLDS = st.lists(
    st.tuples(
        TEXTS,
        TEXTS,
        st.sampled_from(Zone),
        st.none() | st.from_regex(r"1[0-9]{10}", fullmatch=True),
    ),
    min_size=1,
    max_size=6,
)


def register(
    work: Work, village_id: int, name: str, group: str, zone: Zone, phone: str | None
) -> None:
    households.register_household(
        work,
        village_id=village_id,
        number=None,
        group_name=group,
        zone=zone,
        members=[NewMember(name, Relation.HEAD, phone), NewMember(name, Relation.OTHER)],
    )


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@given(homes=HOUSEHOLDS, with_phones=st.booleans())
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_ab_14_an_export_imports_as_the_same(
    service: Service,
    tmp_path: Path,
    suffix: str,
    homes: list[tuple[str, str, Zone, str | None]],
    with_phones: bool,  # noqa: FBT001 - Hypothesis hands it in by name
) -> None:
    village_id = a_village(service)
    for name, group, zone, phone in homes:
        service.run(
            partial(register, village_id=village_id, name=name, group=group, zone=zone, phone=phone)
        )
    rows = service.run(
        lambda work: households.export_roster(work, village_id, with_phones=with_phones),
        writes=False,
    )
    path = tmp_path / f"导出.{suffix}"
    write_sheets(path, [Sheet("花名册", [households.FORM.titles, *rows], (10,))])
    table = read_table(path)
    assert [row[2] for row in table.rows[1:]] == [name for name, *_ in homes for _ in range(2)]
    roster = households.read_roster(table)
    plan = service.run(
        lambda work: households.preview_roster(work, village_id, roster, PLAINLY), writes=False
    )
    assert plan.counts() == {Outcome.SAME: 2 * len(homes)}, (plan.faults, plan.results)

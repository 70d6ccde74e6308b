"""Every table that refers to people is shown and cleared by a source, or kept for a reason."""

from collections import Counter

from sqlalchemy import MetaData

import models
from models.personal import refers_to_people
from server.domains.privacy.rules import KEPT_AS_NUMBERS
from server.registry import PERSONAL_DATA

OF_A_HOUSEHOLD = {"households", "household_id"}
"""Who lives there is told by `members`; what is a household's alone stays with it."""


def about_people(metadata: MetaData) -> set[str]:
    """Return the tables with a column that is the number of a person or a member."""
    return {
        table.name
        for table in metadata.tables.values()
        if table.name in {"people", "members"}
        or any(
            refers_to_people(column)
            and not {key.column.table.name for key in column.foreign_keys} & OF_A_HOUSEHOLD
            for column in table.columns
        )
    }


def test_every_table_about_people_has_a_source_or_a_reason() -> None:
    shown = Counter(table for source in PERSONAL_DATA for table in source.tables)
    assert about_people(models.Base.metadata) - set(shown) - set(KEPT_AS_NUMBERS) == set()
    assert set(shown) | set(KEPT_AS_NUMBERS) <= set(models.Base.metadata.tables)
    assert {table for table, times in shown.items() if times > 1} == set()
    assert set(shown) & set(KEPT_AS_NUMBERS) == set()


def test_sources_have_names_and_words_of_their_own() -> None:
    assert len({source.name for source in PERSONAL_DATA}) == len(PERSONAL_DATA)
    assert len({source.title for source in PERSONAL_DATA}) == len(PERSONAL_DATA)
    words = [line for source in PERSONAL_DATA for line in (*source.goes, *source.stays)]
    assert len(set(words)) == len(words)

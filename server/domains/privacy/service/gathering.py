"""Gather all that is kept of a person, from every domain; the only place that does."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from server.domains.households import service as households
from server.kernel.personal_data import Fact, Section, Subject
from server.kernel.work import Work


def gather(work: Work, person_id: int) -> Sequence[Section]:
    """Return what each domain keeps of a person, in the order people look for it.

    Where her family is named in it, as in the messages to her household, their names are masked.
    """
    subject = households.subject_of(work, person_id)
    others = households.masks_of_family(work, subject)
    return [_masked(section, others) for section in gather_whole(work, subject)]


def gather_whole(work: Work, subject: Subject) -> Sequence[Section]:
    """Return the same with every name as it is kept."""
    return [source.section(work, subject) for source in work.ports.personal_data]


def show_my_data(work: Work) -> Sequence[Section]:
    """Return what is kept of the acting person; that she looked is kept as well."""
    work.audit("read_own_data", "person", work.person_id)
    return gather(work, work.person_id)


def _masked(section: Section, others: Mapping[str, str]) -> Section:
    items = tuple(
        replace(one, facts=tuple(_mask(fact, others) for fact in one.facts))
        for one in section.items
    )
    return replace(section, items=items)


def _mask(fact: Fact, others: Mapping[str, str]) -> Fact:
    value = fact.value
    if isinstance(value, str):
        for name, mask in others.items():
            value = value.replace(name, mask)
    return replace(fact, value=value)

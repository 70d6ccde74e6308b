"""Gather all that is kept of a person, from every domain; the only place that does."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from server.domains.households import service as households
from server.kernel.personal_data import Fact, Section, Subject
from server.kernel.work import Work

Mask = Callable[[str], str]


def gather(work: Work, person_id: int) -> Sequence[Section]:
    """Return what each domain keeps of a person, in the order people look for it.

    Where her family is named in it, as in the messages to her household, their names are masked.
    """
    subject = households.subject_of(work, person_id)
    own = {name: name for name in subject.names}
    mask = _masking({**households.masks_of_family(work, subject), **own})
    return [_masked(section, mask) for section in gather_whole(work, subject)]


def gather_whole(work: Work, subject: Subject) -> Sequence[Section]:
    """Return the same with every name as it is kept."""
    return [source.section(work, subject) for source in work.ports.personal_data]


def show_my_data(work: Work) -> Sequence[Section]:
    """Return what is kept of the acting person; that she looked is kept as well."""
    work.audit("read_own_data", "person", work.person_id)
    return gather(work, work.person_id)


def _masking(shown: Mapping[str, str]) -> Mask:
    """Return what replaces names by what is shown of them, the longest that fits at each place."""
    longest_first = sorted(shown, key=lambda name: (-len(name), name))
    if not longest_first:
        return lambda text: text
    names = re.compile("|".join(map(re.escape, longest_first)))
    return lambda text: names.sub(lambda found: shown[found[0]], text)


def _masked(section: Section, mask: Mask) -> Section:
    items = tuple(
        replace(one, facts=tuple(_mask(fact, mask) for fact in one.facts)) for one in section.items
    )
    return replace(section, items=items)


def _mask(fact: Fact, mask: Mask) -> Fact:
    return replace(fact, value=mask(fact.value)) if isinstance(fact.value, str) else fact

"""Everything that can be read, by everybody who may call."""

import re
from collections.abc import Iterable, Iterator

from tests.support.callers import a_caller, send
from tests.support.full_village import FullVillage
from tests.support.plausible_calls import Ids, request_for
from tests.support.service import Answer, Service
from tools.access_table import CALLERS, calls_of

_LINK = re.compile(r"/files/([^\s'\"?#]+)")


def everything_read(
    service: Service, village: FullVillage, ids: Ids, callers: Iterable[str] = CALLERS
) -> Iterator[tuple[str, str, Answer]]:
    """Yield who calls, the name of the call and its answer: every read, about these ids."""
    for kind in callers:
        caller = a_caller(service, kind, village)
        for call in calls_of(service.app):
            if call.method == "GET":
                yield kind, call.name, send(caller, call, request_for(call.name, call.path, ids))


def files_linked(service: Service, answer: Answer) -> set[str]:
    """Return the names of the files that links in an answer show."""
    links = service.app.transactions.ports.links
    opened = (links.open(token) for token in _LINK.findall(str(answer.body)))
    return {linked.name for linked in opened if linked is not None}

"""How content checks stand: how many texts wait, and how long the oldest has."""

from dataclasses import dataclass

from models.vocabulary import CheckState
from server.domains.moderation import queries
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Backlog:
    """Texts that wait for WeChat or for people, in pieces and in seconds."""

    waiting: int = 0
    oldest_seconds: float = 0.0


def backlog(work: Work) -> dict[CheckState, Backlog]:
    """Return what waits now, in each of the two states of waiting."""
    found = queries.find_backlog(work.session)
    return {
        state: Backlog(found[state][0], (work.now - found[state][1]).total_seconds())
        if state in found
        else Backlog()
        for state in (CheckState.PENDING, CheckState.FOR_PEOPLE)
    }

"""How content checks stand: how many texts and photos wait, and how long the oldest has."""

from dataclasses import dataclass

from models.moderation import PhotoCheck, TextCheck
from models.vocabulary import CheckState
from server.domains.moderation import queries
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits for WeChat or for people, in pieces and in seconds."""

    waiting: int = 0
    oldest_seconds: float = 0.0


def backlog(work: Work) -> dict[CheckState, Backlog]:
    """Return how many texts wait now, in each of the two states of waiting."""
    return _backlog(work, TextCheck)


def photo_backlog(work: Work) -> dict[CheckState, Backlog]:
    """Return the same of photos."""
    return _backlog(work, PhotoCheck)


def _backlog(work: Work, of: type[queries.Check]) -> dict[CheckState, Backlog]:
    found = queries.find_backlog(work.session, of)
    return {
        state: Backlog(found[state][0], (work.now - found[state][1]).total_seconds())
        if state in found
        else Backlog()
        for state in (CheckState.PENDING, CheckState.FOR_PEOPLE)
    }

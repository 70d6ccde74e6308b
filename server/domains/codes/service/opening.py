"""Open a scanned code: what every kind offers depends on who scans, and wrong ones are counted."""

from dataclasses import dataclass
from typing import Any

from models.codes import Code
from models.vocabulary import AnomalyKind, Door, SceneKind
from server.domains.audit import service as audit
from server.domains.codes import queries, rules
from server.domains.codes.errors import CodeNotFound, CodeRevoked
from server.domains.households.errors import TooManyTries
from server.kernel import walls
from server.kernel.errors import NotFound
from server.kernel.ports import CodeOpening
from server.kernel.records import Record
from server.kernel.work import Work, refusal

WRONG_SCAN = "wrong_code"


@dataclass(frozen=True, slots=True)
class OpenedCode:
    """What a code is to the person who scanned it; no target for those it is nothing to."""

    kind: SceneKind
    target_id: int | None
    facts: dict[str, Any]
    actions: tuple[str, ...]


def open_code(work: Work, scene: str) -> OpenedCode:
    """Return what a scene opens for the actor, strangers included.

    Unknown, malformed and not yet published answer the same CodeNotFound; CodeRevoked is for who
    holds a code that was good once, which nobody guesses. Somebody who is signed in and keeps
    trying is recorded and shut out for a while (TooManyTries); a scene has 80 random bits, so
    guessing without an account is left to the guard in front of the service.
    """
    wrong = _wrong_scans(work)
    if wrong >= rules.WRONG_SCANS_MAX:
        record = refusal("codes_locked", "code", None, anomaly=AnomalyKind.CODE_GUESSING)
        minutes = int(rules.WRONG_SCANS_WITHIN.total_seconds()) // 60
        raise TooManyTries(minutes=minutes, records=(record,))
    found = _find(work, scene) if rules.is_scene(scene) else None
    if found is None:
        raise CodeNotFound(records=_wrong_scan(work, wrong + 1))
    kind, opening = found
    return OpenedCode(kind, rules.shown_target(opening), opening.facts, opening.actions)


def _find(work: Work, scene: str) -> tuple[SceneKind, CodeOpening] | None:
    """Look among what is printed, then among what is derived. Raises CodeRevoked, CodeNotFound."""
    code = _find_printed(work, scene)
    if code is None:
        return _find_derived(work, scene)
    if not code.is_valid:
        raise CodeRevoked(reissued=queries.has_valid(work.session, code.kind, code.target_id))
    try:
        opening = work.ports.code_targets[code.kind].open(work, code.target_id)
    except NotFound as hidden:
        raise CodeNotFound from hidden
    return SceneKind(code.kind.value), opening


def _find_printed(work: Work, scene: str) -> Code | None:
    """Return a printed code, wherever it was printed, and enter the village it opens."""
    with walls.look_through(work.session, Door.CODE):
        code = queries.find_by_scene(work.session, scene)
    if code is not None:
        walls.enter(work.session, [code.village_id])
    return code


def _find_derived(work: Work, scene: str) -> tuple[SceneKind, CodeOpening] | None:
    for kind, codes in work.ports.derived_codes.items():
        if opening := codes.open(work, scene):
            return SceneKind(kind), opening
    return None


def _wrong_scans(work: Work) -> int:
    if work.actor.person_id is None:
        return 0
    return audit.count_recent(work, WRONG_SCAN, within=rules.WRONG_SCANS_WITHIN)


def _wrong_scan(work: Work, count: int) -> tuple[Record, ...]:
    """Return the trace of a wrong scan; strangers leave none, or they could fill the audit."""
    if work.actor.person_id is None:
        return ()
    anomaly = AnomalyKind.CODE_GUESSING if count >= rules.WRONG_SCANS_MAX else None
    return (refusal(WRONG_SCAN, "code", None, anomaly=anomaly),)

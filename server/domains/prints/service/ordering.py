"""Order a print-out: find what it holds, issue the codes that are missing, leave the rest."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from models.prints import Print
from models.vocabulary import (
    ActivityState,
    CheckedText,
    CheckState,
    CodeKind,
    HouseholdStatus,
    OutboxTopic,
    PrintKind,
    PrintState,
)
from server.domains.activities import service as activities
from server.domains.activities.errors import ActivityNotFound
from server.domains.codes import service as codes
from server.domains.households import service as households
from server.domains.households.errors import HouseholdNotFound
from server.domains.moderation import service as moderation
from server.domains.organisations import service as organisations
from server.domains.outbox import service as outbox
from server.domains.prints import rules
from server.domains.prints.errors import ActivityNotPrintable, NothingToPrint
from server.domains.prints.service.showing import PrintView, view_of
from server.kernel.files import new_file_name
from server.kernel.permissions import Permission
from server.kernel.work import Work

CODE_OF = {
    PrintKind.DOOR_PLATES: CodeKind.DOOR_PLATE,
    PrintKind.CARDS: CodeKind.CARD,
    PrintKind.ACTIVITY_POSTER: CodeKind.ACTIVITY,
    PrintKind.SHOP_POSTER: CodeKind.SHOP,
}
"""Which code a print-out's pieces carry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for: of a village's households all, a group or some, an activity, its shop."""

    kind: PrintKind
    village_id: int
    household_ids: Sequence[int] | None = None
    group_name: str | None = None
    only_new: bool = False
    after: int | None = None
    activity_id: int | None = None


def order_print(work: Work, wanted: Wanted) -> PrintView:
    """Order a print-out of a village of the actor's; the worker draws it after commit.

    Raises OrganisationNotFound, HouseholdNotFound, ActivityNotFound, ActivityNotPrintable, and
    NothingToPrint when no household fits.
    """
    scope = work.actor.office_scope(Permission.CODE_ISSUE)
    organisations.get_village(scope, work.session, wanted.village_id)
    lot = _lot(work, wanted)
    if not lot.ids:
        raise NothingToPrint
    codes.issue_codes(work, CODE_OF[wanted.kind], wanted.village_id, lot.ids)
    ordered = _keep(work, wanted, lot)
    work.audit(
        "order_print",
        "print",
        ordered.id,
        village_id=wanted.village_id,
        kind=wanted.kind.value,
        pieces=len(lot.ids),
    )
    return view_of(work, ordered)


def _keep(work: Work, wanted: Wanted, lot: rules.Lot) -> Print:
    """Keep the order for the worker."""
    ordered = Print(
        village_id=wanted.village_id,
        kind=wanted.kind,
        state=PrintState.ORDERED,
        target_ids=list(lot.ids),
        next_after=lot.next_after,
        file_name=new_file_name("prints", "pdf"),
        ordered_by=work.actor.person_id,
        ordered_at=work.now,
        attempts=0,
        warnings=[],
    )
    work.session.add(ordered)
    work.session.flush()
    payload = {"print_id": ordered.id}
    outbox.put(work, OutboxTopic.PRINT_ORDERED, payload, village_id=ordered.village_id)
    return ordered


def find_printable(work: Work, activity_id: int) -> activities.ActivityView | None:
    """Return an activity that everybody may read: its texts have passed, and it is published.

    Raises ActivityNotFound for one out of sight.
    """
    state = moderation.states_of(work, CheckedText.ACTIVITY, [activity_id])[activity_id]
    if state is not CheckState.PASSED:
        return None
    view = activities.get_activity(work, activity_id)
    return view if view.activity.state is ActivityState.PUBLISHED else None


def _lot(work: Work, wanted: Wanted) -> rules.Lot:
    if wanted.kind is PrintKind.SHOP_POSTER:
        return rules.Lot([wanted.village_id], None)
    if wanted.activity_id is not None:
        return rules.Lot([_activity(work, wanted.village_id, wanted.activity_id)], None)
    ids = _households(work, wanted)
    return rules.cut_lot(ids, wanted.after, _printed(work, wanted, ids))


def _activity(work: Work, village_id: int, activity_id: int) -> int:
    target = work.ports.code_targets[CodeKind.ACTIVITY]
    if target.village_of(work, activity_id) != village_id:
        raise ActivityNotFound("没有找到这个活动，请返回刷新。")
    if find_printable(work, activity_id) is None:
        raise ActivityNotPrintable
    return activity_id


def _households(work: Work, wanted: Wanted) -> list[int]:
    """Return the households that are meant, by number; only named ones may be empty."""
    addresses = households.list_addresses(work, wanted.village_id)
    if wanted.household_ids is not None:
        _check_named(work, wanted.household_ids, {one.household_id for one in addresses})
        named = set(wanted.household_ids)
        return [one.household_id for one in addresses if one.household_id in named]
    return [one.household_id for one in addresses if _is_meant(one, wanted)]


def _is_meant(one: households.Address, wanted: Wanted) -> bool:
    in_group = not wanted.group_name or one.group_name == wanted.group_name
    needs_it = wanted.kind is PrintKind.DOOR_PLATES or not one.has_phone
    return in_group and needs_it and one.status is not HouseholdStatus.EMPTY


def _check_named(work: Work, named: Collection[int], there: Collection[int]) -> None:
    scope = work.actor.office_scope(Permission.CODE_ISSUE)
    for household_id in named:
        if household_id not in there:
            households.get_household(scope, work.session, household_id)
            raise HouseholdNotFound


def _printed(work: Work, wanted: Wanted, ids: Sequence[int]) -> Collection[int]:
    if not wanted.only_new:
        return ()
    return codes.valid_codes(work, CODE_OF[wanted.kind], ids)

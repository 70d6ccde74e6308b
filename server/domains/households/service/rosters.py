"""Import and export a village's roster (花名册) as a whole, for the operator."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, update

from models.households import Household, Member
from models.organisations import Organisation
from models.vocabulary import ConsentChannel, HouseholdStatus
from server.domains.consents.service import Subject
from server.domains.households import queries
from server.domains.households.rules import adult_on_to_keep, is_minor, is_under_14
from server.domains.households.rules import roster as rosters
from server.domains.households.rules.roster import (
    RELATIONS,
    STATUSES,
    ZONES,
    Addition,
    Column,
    Plan,
    Roster,
    RosterRow,
)
from server.domains.households.service.minors import keep_consent
from server.domains.households.service.phones import opened_phone, phone_index, sealed_phone
from server.domains.households.service.registry import hold_numbers
from server.domains.organisations import service as organisations
from server.kernel.permissions import Permission
from server.kernel.phones import mask_phone
from server.kernel.ports import FieldCipher
from server.kernel.work import Work

Progress = Callable[[int], object]
"""Told how many more rows are done."""

_HOUSEHOLDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Told:
    """What the operator told an import to do with faulty and with doubtful rows.

    `guardians_agreed`: somebody holds the consents for all children under 14, on paper.
    """

    skip_faulty: bool = False
    accept_doubtful: bool = False
    guardians_agreed: bool = False

    def refuses(self, plan: Plan) -> bool:
        """Tell whether nothing may be imported because of faults."""
        return bool(plan.faults) and not self.skip_faulty


def preview_roster(work: Work, village_id: int, roster: Roster, told: Told) -> Plan:
    """Return what an import would do with each row; nothing is written. OrganisationNotFound."""
    return _plan(work, _village(work, village_id), roster, told)


def import_roster(
    work: Work,
    village_id: int,
    roster: Roster,
    told: Told,
    *,
    digest: str,
    progress: Progress = lambda _rows: None,
) -> Plan:
    """Add what the register does not know, all or nothing, and change nothing it knows.

    The comparison is made while nobody else gives out numbers in the village. While there are
    faults that are not to be skipped, nothing is added. Raises OrganisationNotFound.
    """
    village = _village(work, village_id)
    hold_numbers(work.session, village.id)
    plan = _plan(work, village, roster, told)
    if told.refuses(plan):
        return plan
    for start in range(0, len(plan.additions), _HOUSEHOLDS_AT_ONCE):
        chunk = plan.additions[start : start + _HOUSEHOLDS_AT_ONCE]
        _add(work, village, chunk)
        progress(sum(len(addition.rows) for addition in chunk))
    if plan.additions:
        counts = {outcome.name.lower(): count for outcome, count in plan.counts().items()}
        work.audit(
            "import_roster", "village", village.id, village_id=village.id, sha256=digest, **counts
        )
    return plan


def export_roster(work: Work, village_id: int, *, with_phones: bool) -> list[list[str]]:
    """Return the register of a village as rows of the form; phones masked unless asked for whole.

    Minors are left out: their names are for their households (decision 0018).
    Audited with what was asked for. Raises OrganisationNotFound.
    """
    village = _village(work, village_id)
    members = queries.members_by_household(work.session, village.id)
    rows = [
        _form_row(work.ports.cipher, household, member, with_phones=with_phones)
        for household in queries.households_of(work.session, village.id)
        for member in members.get(household.id, ())
        if member.left_at is None and not is_minor(member.adult_on, work.today)
    ]
    work.audit(
        "export_roster",
        "village",
        village.id,
        village_id=village.id,
        rows=len(rows),
        with_phones=with_phones,
    )
    return rows


def _village(work: Work, village_id: int) -> Organisation:
    scope = work.actor.office_scope(Permission.HOUSEHOLD_REGISTER)
    return organisations.get_village(scope, work.session, village_id)


def _plan(work: Work, village: Organisation, roster: Roster, told: Told) -> Plan:
    return rosters.plan_import(
        roster,
        _register(work, village.id),
        lambda number: phone_index(work.ports.cipher, number),
        today=work.today,
        accept_doubtful=told.accept_doubtful,
        guardians_agreed=told.guardians_agreed,
    )


def _register(work: Work, village_id: int) -> Iterator[rosters.KnownHousehold]:
    members = queries.members_by_household(work.session, village_id)
    for household in queries.households_of(work.session, village_id):
        known = [
            rosters.KnownMember(
                row.name, row.relation, row.phone_index, row.left_at is not None, row.adult_on
            )
            for row in members.get(household.id, ())
        ]
        yield rosters.KnownHousehold(
            id=household.id,
            number=household.number,
            group_name=household.group_name,
            zone=household.zone,
            status=household.status,
            members=known,
        )


def _add(work: Work, village: Organisation, additions: Sequence[Addition]) -> None:
    new = [addition for addition in additions if addition.household_id is None]
    ids = _insert_households(work, village, new)
    rows = {
        (addition.household_id or ids[addition.number], row.name): row
        for addition in additions
        for row in addition.rows
    }
    members = _insert_members(work, village.id, rows)
    _keep_consents(work, village.id, {member_id: rows[key] for key, member_id in members.items()})
    _seal_phones(work, {member_id: rows[key].phone for key, member_id in members.items()})
    for addition in new:
        work.audit(
            "register_household",
            "household",
            ids[addition.number],
            village_id=village.id,
            members=len(addition.rows),
        )
    registered = set(ids.values())
    for (household_id, _name), member_id in members.items():
        if household_id not in registered:
            work.audit("add_member", "member", member_id, village_id=village.id)


def _insert_households(
    work: Work, village: Organisation, additions: Sequence[Addition]
) -> dict[str, int]:
    """Insert new households in one statement and return their ids by number."""
    if not additions:
        return {}
    values = [
        {
            "village_id": village.id,
            "number": addition.number,
            "group_name": addition.group_name,
            "zone": addition.zone or village.zone,
            "status": addition.status or HouseholdStatus.RESIDENT,
            "registered_at": work.now,
            "registered_by": work.actor.person_id,
        }
        for addition in additions
    ]
    added = insert(Household).returning(Household.number, Household.id)
    return dict(work.session.execute(added, values).tuples().all())


def _insert_members(
    work: Work, village_id: int, rows: Mapping[tuple[int, str], RosterRow]
) -> dict[tuple[int, str], int]:
    """Insert new members in one statement and return their ids by household and name."""
    values = [
        {
            "village_id": village_id,
            "household_id": household_id,
            "name": name,
            "relation": row.relation,
            "adult_on": adult_on_to_keep(row.born_on, work.today),
            "joined_at": work.now,
        }
        for (household_id, name), row in rows.items()
    ]
    added = insert(Member).returning(Member.household_id, Member.name, Member.id)
    return {
        (household_id, name): member_id
        for household_id, name, member_id in work.session.execute(added, values)
    }


def _keep_consents(work: Work, village_id: int, rows: Mapping[int, RosterRow]) -> None:
    """Keep what the guardians of children under 14 have signed."""
    for member_id, row in rows.items():
        if is_under_14(adult_on_to_keep(row.born_on, work.today), work.today):
            keep_consent(
                work, Subject(member_id=member_id, village_id=village_id), ConsentChannel.PAPER
            )


def _seal_phones(work: Work, phones: Mapping[int, str | None]) -> None:
    cipher = work.ports.cipher
    values = [
        {
            "id": member_id,
            "phone_sealed": sealed_phone(cipher, member_id, phone),
            "phone_index": phone_index(cipher, phone),
        }
        for member_id, phone in phones.items()
        if phone
    ]
    if values:
        work.session.execute(update(Member), values)


def _form_row(
    cipher: FieldCipher, household: Row[Any], member: Row[Any], *, with_phones: bool
) -> list[str]:
    phone = opened_phone(cipher, member.id, member.phone_sealed) if member.phone_sealed else ""
    cells = {
        Column.NUMBER: household.number,
        Column.GROUP: household.group_name,
        Column.NAME: member.name,
        Column.RELATION: RELATIONS.written[member.relation],
        Column.PHONE: phone if with_phones or not phone else mask_phone(phone),
        Column.ZONE: ZONES.written[household.zone],
        Column.STATUS: STATUSES.written[household.status],
    }
    return [cells.get(column, "") for column in Column]

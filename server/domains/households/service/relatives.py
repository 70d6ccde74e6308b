"""Declared relatives (回避): an office-holder confirms nothing for a household she declared."""

from dataclasses import dataclass

from sqlalchemy import update

from models.households import DeclaredRelative
from models.vocabulary import Door
from server.domains.households import queries
from server.domains.households.errors import DeclaredRelativeNotFound
from server.domains.households.service.naming import masked_labels
from server.domains.households.service.registry import get_household
from server.domains.organisations import service as organisations
from server.kernel import walls
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declaration with the masked label of the household."""

    row: DeclaredRelative
    label: str


def declare_relative(work: Work, household_id: int) -> Declaration:
    """Declare a household of the actor's jurisdiction as a relative's (HH-5).

    Raises HouseholdNotFound, and AlreadyDeclared by constraint.
    """
    scope = work.actor.office_scope(Permission.RELATIVE_DECLARE)
    household = get_household(scope, work.session, household_id)
    row = DeclaredRelative(
        village_id=household.village_id,
        household_id=household.id,
        person_id=work.person_id,
        declared_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.audit(
        "declare_relative",
        "declared_relative",
        row.id,
        village_id=row.village_id,
        household=household.id,
    )
    return _declaration(work, row)


def list_declared(work: Work, page: PageRequest) -> Page[Declaration]:
    """Return the actor's own declarations that stand, also from where she no longer serves."""
    found = queries.list_declared(work.session, work.person_id, page)
    walls.enter(work.session, {row.village_id for row in found.items})
    labels = masked_labels(work, [row.household_id for row in found.items])
    cards = [Declaration(row, labels[row.household_id]) for row in found.items]
    return Page(cards, found.next_after)


def withdraw_declaration(work: Work, declaration_id: int) -> Declaration:
    """Withdraw one's own declaration; repeating changes nothing. DeclaredRelativeNotFound."""
    with walls.look_through(work.session, Door.TRACE):
        row = work.session.get(DeclaredRelative, declaration_id)
    if row is not None and row.person_id == work.person_id:
        walls.enter(work.session, [row.village_id])
    if row is None or row.person_id != work.person_id:
        village_id = None if row is None else row.village_id
        table = DeclaredRelative.__tablename__
        raise organisations.out_of_sight(
            DeclaredRelativeNotFound(), table, declaration_id, village_id
        )
    withdrawn = work.session.execute(
        update(DeclaredRelative)
        .where(DeclaredRelative.id == row.id, DeclaredRelative.withdrawn_at.is_(None))
        .values(withdrawn_at=work.now)
        .returning(DeclaredRelative.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    work.session.refresh(row)
    if withdrawn is not None:
        work.audit("withdraw_relative", "declared_relative", row.id, village_id=row.village_id)
    return _declaration(work, row)


def _declaration(work: Work, row: DeclaredRelative) -> Declaration:
    return Declaration(row, masked_labels(work, [row.household_id])[row.household_id])

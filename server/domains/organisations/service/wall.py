"""The wall between scopes: what lies outside is missing, and the attempt is recorded (AB-13)."""

from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import Base
from models.organisations import Organisation
from models.vocabulary import AnomalyKind, Door, OrganisationLevel
from server.domains.organisations import queries
from server.domains.organisations.errors import OrganisationNotFound
from server.domains.organisations.queries import within
from server.kernel import walls
from server.kernel.actors import Actor
from server.kernel.errors import NotFound
from server.kernel.scopes import Scope
from server.kernel.work import refusal

Scoped = TypeVar("Scoped", bound=Base)
CODE_DIGITS = 12
_NO_VILLAGE = "没有找到这个村（社区）妇联，请重新选。"


def raise_wall(session: Session, actor: Actor) -> None:
    """Show a transaction the villages of its actor and no other, where the database knows walls.

    Those are the subtrees of her offices and the village of her household.
    """
    if actor.is_walled:
        return
    if actor.is_system:
        walls.enter_all(session)
    elif actor.grants:
        paths = frozenset(grant.path for grant in actor.grants)
        subtrees = queries.villages_within(Scope(paths=paths))
        walls.stand_behind(session, actor.person_id, actor.village_id, subtrees)
    elif actor.person_id is not None:
        walls.stand_behind(session, actor.person_id, actor.village_id)


def get_within(
    scope: Scope, session: Session, model: type[Scoped], row_id: int, missing: NotFound
) -> Scoped:
    """Return a row in scope, or raise `missing`.

    The model has `village_id` and perhaps `household_id`. A foreign row answers exactly as a
    missing one, and the attempt is recorded (AB-13).
    """
    columns: Any = model
    inside = within(scope, columns.village_id, getattr(columns, "household_id", None))
    row = session.scalar(select(model).where(columns.id == row_id, inside))
    if row is None:
        with walls.look_through(session, Door.TRACE):
            village_id = session.scalar(select(columns.village_id).where(columns.id == row_id))
        raise out_of_sight(missing, model.__tablename__, row_id, village_id)
    return row


def out_of_sight(missing: NotFound, table: str, row_id: int, village_id: int | None) -> NotFound:
    """Return `missing`; when the row is there after all, somebody reached for it: recorded."""
    if village_id is not None:
        record = refusal(
            "foreign_id", table, row_id, village_id=village_id, anomaly=AnomalyKind.FOREIGN_ID
        )
        missing.records += (record,)
    return missing


def get_village(scope: Scope, session: Session, village_id: int) -> Organisation:
    """Return a village federation in scope; OrganisationNotFound otherwise."""
    found = get_organisation(scope, session, village_id)
    if found.level is not OrganisationLevel.VILLAGE:
        raise OrganisationNotFound(_NO_VILLAGE)
    return found


def get_organisation(scope: Scope, session: Session, organisation_id: int) -> Organisation:
    """Return a federation in scope; OrganisationNotFound otherwise, and the attempt is recorded."""
    found = queries.find_organisation(scope, session, organisation_id)
    if found is not None:
        return found
    known = session.scalar(select(Organisation.id).where(Organisation.id == organisation_id))
    raise out_of_sight(
        OrganisationNotFound(_NO_VILLAGE), Organisation.__tablename__, organisation_id, known
    )


def get_any_village(session: Session, village_id: int) -> Organisation:
    """Return a village federation wherever it lies, for the tree is public.

    Raises OrganisationNotFound.
    """
    found = session.get(Organisation, village_id)
    if found is None or found.level is not OrganisationLevel.VILLAGE:
        raise OrganisationNotFound(_NO_VILLAGE)
    return found


def find_village(session: Session, code_or_id: str) -> Organisation:
    """Return the village federation of a division code, or else with an id, for the operator.

    Raises OrganisationNotFound.
    """
    by_code = queries.villages_by_code(session, [code_or_id])
    is_id = code_or_id.isascii() and code_or_id.isdigit() and len(code_or_id) <= CODE_DIGITS
    return get_any_village(session, by_code.get(code_or_id, int(code_or_id) if is_id else 0))

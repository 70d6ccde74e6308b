"""Look up print-outs."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.prints import Print
from server.domains.organisations.service import within
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope


def list_prints(scope: Scope, session: Session, village_id: int, page: PageRequest) -> Page[Print]:
    """Return the print-outs of a village, newest first."""
    wanted = select(Print).where(within(scope, Print.village_id), Print.village_id == village_id)
    if page.after is not None:
        wanted = wanted.where(Print.id < page.after)
    rows = session.scalars(wanted.order_by(Print.id.desc()).limit(page.size + 1)).all()
    return Page[Print].cut(rows, page.size, lambda row: row.id)

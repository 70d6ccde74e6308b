"""Print-outs as their printers see them, with a link while the file is kept."""

from dataclasses import dataclass
from datetime import datetime

from models.prints import Print
from models.vocabulary import PrintKind, PrintState
from server.domains.organisations import service as organisations
from server.domains.prints import queries, rules
from server.domains.prints.errors import PrintNotFound
from server.kernel.files import LinkedFile
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintView:
    """A print-out; without a link before it is made, and once its file is no longer kept."""

    id: int
    village_id: int
    kind: PrintKind
    state: PrintState
    pieces: int
    next_after: int | None
    pages: int | None
    warnings: list[str]
    ordered_at: datetime
    made_at: datetime | None
    kept_until: datetime | None
    link: str | None


def get_print(work: Work, print_id: int) -> PrintView:
    """Return a print-out of the actor's villages; PrintNotFound otherwise."""
    scope = work.actor.office_scope(Permission.CODE_ISSUE)
    found = organisations.get_within(scope, work.session, Print, print_id, PrintNotFound())
    return view_of(work, found)


def list_prints(work: Work, village_id: int, page: PageRequest) -> Page[PrintView]:
    """Return what a village had printed, newest first; OrganisationNotFound out of sight."""
    scope = work.actor.office_scope(Permission.CODE_ISSUE)
    organisations.get_village(scope, work.session, village_id)
    found = queries.list_prints(scope, work.session, village_id, page)
    return Page([view_of(work, row) for row in found.items], found.next_after)


def view_of(work: Work, row: Print) -> PrintView:
    """Return a print-out as it is seen now."""
    until = row.made_at + rules.KEPT if row.made_at else None
    return PrintView(
        id=row.id,
        village_id=row.village_id,
        kind=row.kind,
        state=row.state,
        pieces=len(row.target_ids),
        next_after=row.next_after,
        pages=row.pages,
        warnings=row.warnings,
        ordered_at=row.ordered_at,
        made_at=row.made_at,
        kept_until=until,
        link=_link(work, row) if until and until > work.now else None,
    )


def _link(work: Work, row: Print) -> str:
    linked = LinkedFile(row.file_name, "application/pdf", f"{row.kind.value}-{row.id}.pdf")
    return work.ports.links.link(linked, until=work.now + rules.LINK_LASTS)

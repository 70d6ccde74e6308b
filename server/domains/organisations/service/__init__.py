"""The door to federations and offices: the tree, the divisions, who holds what, and the wall."""

from server.domains.organisations.queries import (
    OfficeFilter,
    count_up_to_limit,
    holds_office,
    last_change_of_office,
    offices_in_force,
    organisations_by_id,
    villages_within,
    within,
)
from server.domains.organisations.rules.divisions import zone_of_code
from server.domains.organisations.service.divisions import (
    get_division,
    list_children,
    load_divisions,
    search_divisions,
)
from server.domains.organisations.service.offices import (
    Handover,
    Office,
    OfficeCard,
    appoint,
    end_office,
    end_role,
    grant_role,
    list_offices,
    list_vacancies,
    name_offices,
)
from server.domains.organisations.service.personal_data import PERSONAL_DATA
from server.domains.organisations.service.tree import (
    create_organisation,
    ensure_top,
    found_organisation,
    get_top,
    list_organisations,
    rename_organisation,
)
from server.domains.organisations.service.wall import (
    find_village,
    get_any_village,
    get_organisation,
    get_village,
    get_within,
    out_of_sight,
)

__all__ = [
    "PERSONAL_DATA",
    "Handover",
    "Office",
    "OfficeCard",
    "OfficeFilter",
    "appoint",
    "count_up_to_limit",
    "create_organisation",
    "end_office",
    "end_role",
    "ensure_top",
    "find_village",
    "found_organisation",
    "get_any_village",
    "get_division",
    "get_organisation",
    "get_top",
    "get_village",
    "get_within",
    "grant_role",
    "holds_office",
    "last_change_of_office",
    "list_children",
    "list_offices",
    "list_organisations",
    "list_vacancies",
    "load_divisions",
    "name_offices",
    "offices_in_force",
    "organisations_by_id",
    "out_of_sight",
    "rename_organisation",
    "search_divisions",
    "villages_within",
    "within",
    "zone_of_code",
]

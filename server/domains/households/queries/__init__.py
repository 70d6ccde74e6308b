"""Look up households, members, requests to join and declared relatives."""

from server.domains.households.queries.joining import (
    count_pending,
    find_latest_request,
    homes_of_phone,
    list_pending,
    requests_of_minors,
    villages_of,
)
from server.domains.households.queries.register import (
    Wanted,
    count_households,
    find_member,
    homes_with_phone,
    households_of,
    lies_within,
    list_households,
    live_in,
    members_by_household,
    members_by_id,
    members_of,
    numbers_in,
    own_households,
    places_of,
    sizes_of_homes,
    speakers_of,
)
from server.domains.households.queries.relatives import (
    declared_households,
    list_declared,
)

__all__ = [
    "Wanted",
    "count_households",
    "count_pending",
    "declared_households",
    "find_latest_request",
    "find_member",
    "homes_of_phone",
    "homes_with_phone",
    "households_of",
    "lies_within",
    "list_declared",
    "list_households",
    "list_pending",
    "live_in",
    "members_by_household",
    "members_by_id",
    "members_of",
    "numbers_in",
    "own_households",
    "places_of",
    "requests_of_minors",
    "sizes_of_homes",
    "speakers_of",
    "villages_of",
]

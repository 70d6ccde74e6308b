"""Read the audit: entries, anomalies, and the seals over them."""

from server.domains.audit.queries.reading import (
    EntryFilter,
    count_by_person,
    find_path,
    list_anomalies,
    list_entries,
)
from server.domains.audit.queries.sealing import (
    Sealed,
    find_newest_links,
    list_purgeable,
    list_purges,
    list_unsealed,
    newest_sealed_at,
    read_chains,
    read_stragglers,
)

__all__ = [
    "EntryFilter",
    "Sealed",
    "count_by_person",
    "find_newest_links",
    "find_path",
    "list_anomalies",
    "list_entries",
    "list_purgeable",
    "list_purges",
    "list_unsealed",
    "newest_sealed_at",
    "read_chains",
    "read_stragglers",
]

"""Read the audit: entries, anomalies, the seals over them, and whom they concern."""

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
from server.domains.audit.queries.touching import (
    Touched,
    count_about_somebody,
    count_entries,
    list_touched,
    read_extent,
)

__all__ = [
    "EntryFilter",
    "Sealed",
    "Touched",
    "count_about_somebody",
    "count_by_person",
    "count_entries",
    "find_newest_links",
    "find_path",
    "list_anomalies",
    "list_entries",
    "list_purgeable",
    "list_purges",
    "list_touched",
    "list_unsealed",
    "newest_sealed_at",
    "read_chains",
    "read_extent",
    "read_stragglers",
]

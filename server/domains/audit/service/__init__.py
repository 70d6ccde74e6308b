"""The door to the audit: written with every act, sealed by the worker, read by few."""

from server.domains.audit.queries import EntryFilter, Touched
from server.domains.audit.rules import Fault, Link, say_chain
from server.domains.audit.service.reading import list_anomalies, list_entries
from server.domains.audit.service.recording import count_recent, is_recorded, write_records
from server.domains.audit.service.retention import purge_entries
from server.domains.audit.service.sealing import Seals, Verdict, seal_entries, verify_entries
from server.domains.audit.service.touching import Account, Extent, extent, who_was_touched

__all__ = [
    "Account",
    "EntryFilter",
    "Extent",
    "Fault",
    "Link",
    "Seals",
    "Touched",
    "Verdict",
    "count_recent",
    "extent",
    "is_recorded",
    "list_anomalies",
    "list_entries",
    "purge_entries",
    "say_chain",
    "seal_entries",
    "verify_entries",
    "who_was_touched",
    "write_records",
]

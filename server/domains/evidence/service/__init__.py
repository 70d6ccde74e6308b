"""The door to photos as evidence: uploads and receipts, what acts name, what looks alike."""

from server.domains.evidence.rules import Use
from server.domains.evidence.service.alike import COMPARE, LookAlike, look_alikes
from server.domains.evidence.service.discarding import DISCARD, discard, discard_for_good
from server.domains.evidence.service.keeping import (
    forget_upload,
    list_expired_uploads,
    list_old_photos,
    purge_allowances,
    remove_file,
)
from server.domains.evidence.service.linking import find_photos, link_to
from server.domains.evidence.service.naming import (
    Evidenced,
    Named,
    count_missing,
    name_photos,
    named_photos,
    require_photos,
)
from server.domains.evidence.service.opening import (
    Announced,
    UploadView,
    open_upload,
    show_upload,
)
from server.domains.evidence.service.personal_data import PERSONAL_DATA
from server.domains.evidence.service.receiving import (
    Arrived,
    Chunk,
    MadePhoto,
    complete_upload,
    expect_chunk,
    expect_photo,
    keep_chunk,
    make_photo,
    note_chunk,
)

__all__ = [
    "COMPARE",
    "DISCARD",
    "PERSONAL_DATA",
    "Announced",
    "Arrived",
    "Chunk",
    "Evidenced",
    "LookAlike",
    "MadePhoto",
    "Named",
    "UploadView",
    "Use",
    "complete_upload",
    "count_missing",
    "discard",
    "discard_for_good",
    "expect_chunk",
    "expect_photo",
    "find_photos",
    "forget_upload",
    "keep_chunk",
    "link_to",
    "list_expired_uploads",
    "list_old_photos",
    "look_alikes",
    "make_photo",
    "name_photos",
    "named_photos",
    "note_chunk",
    "open_upload",
    "purge_allowances",
    "remove_file",
    "require_photos",
    "show_upload",
]

"""Printed codes: issue, reprint, revoke, and one resolver for every kind (二维码)."""

from models.codes import Code
from server.domains.codes.service.issuing import (
    CodeView,
    issue_code,
    list_codes,
    reissue_code,
    revoke_code,
)
from server.domains.codes.service.many import issue_codes, valid_codes
from server.domains.codes.service.opening import OpenedCode, open_code
from server.domains.codes.service.pictures import PICTURES, picture_file_of, picture_of

__all__ = [
    "PICTURES",
    "Code",
    "CodeView",
    "OpenedCode",
    "issue_code",
    "issue_codes",
    "list_codes",
    "open_code",
    "picture_file_of",
    "picture_of",
    "reissue_code",
    "revoke_code",
    "valid_codes",
]

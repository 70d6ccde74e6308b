"""The door to exports: order a file, look at it, get a link, and how the worker makes it."""

from server.domains.exports.service.forgetting import forget_exports
from server.domains.exports.service.linking import link_export, open_once, spell_link
from server.domains.exports.service.making import MAKE
from server.domains.exports.service.ordering import Wanted, order_export
from server.domains.exports.service.personal_data import PERSONAL_DATA
from server.domains.exports.service.showing import ExportView, get_export, list_exports

__all__ = [
    "MAKE",
    "PERSONAL_DATA",
    "ExportView",
    "Wanted",
    "forget_exports",
    "get_export",
    "link_export",
    "list_exports",
    "open_once",
    "order_export",
    "spell_link",
]

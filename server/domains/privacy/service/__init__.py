"""The door to a person's own data: gather it, close her account."""

from server.domains.privacy.service.closing import Closing, close_account, preview_closing
from server.domains.privacy.service.gathering import gather, show_my_data

__all__ = ["Closing", "close_account", "gather", "preview_closing", "show_my_data"]

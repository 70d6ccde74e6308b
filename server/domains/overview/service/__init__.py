"""Compose what one person sees first from the domains below; it decides nothing itself."""

from server.domains.overview.service.home import Home, OwnHousehold, show_home
from server.domains.overview.service.totals import Totals, show_totals
from server.domains.overview.service.workbench import Tile, Workbench, show_workbench

__all__ = [
    "Home",
    "OwnHousehold",
    "Tile",
    "Totals",
    "Workbench",
    "show_home",
    "show_totals",
    "show_workbench",
]

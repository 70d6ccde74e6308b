"""The door to print-outs: order them, look at them, and how the worker makes them."""

from server.domains.prints.service.making import MAKE
from server.domains.prints.service.ordering import Wanted, order_print
from server.domains.prints.service.showing import PrintView, get_print, list_prints

__all__ = ["MAKE", "PrintView", "Wanted", "get_print", "list_prints", "order_print"]

"""Lets an ordered fault hit the call that is being served."""

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from tools.wechat_standin.errcodes import Refused
from tools.wechat_standin.faults import Fault, FaultKind
from tools.wechat_standin.standin import the_standin

_PAGE = "<html><body>502 Bad Gateway</body></html>"
_BLANKS = b" " * 2_000_000


def strike_before(fault: Fault) -> ResponseReturnValue | None:
    """Do what goes wrong before the call is processed; None lets it be processed."""
    match fault.kind:
        case FaultKind.ERRCODE:
            raise Refused(fault.errcode)
        case FaultKind.DELAY if not fault.after_processing:
            the_standin().hang(fault.seconds)
        case FaultKind.RESET if not fault.after_processing:
            raise ConnectionResetError
        case FaultKind.HTTP_500:
            return Response("Internal Server Error", 500, content_type="text/html")
        case FaultKind.HTTP_502:
            return Response(_PAGE, 502, content_type="text/html")
        case FaultKind.HTML:
            return Response(_PAGE, 200, content_type="text/html")
        case FaultKind.REDIRECT:
            return redirect(f"{request.host_url}elsewhere")
        case _:
            pass
    return None


def strike_after(fault: Fault, response: Response) -> Response:
    """Do what goes wrong with the answer of a call that was processed."""
    match fault.kind:
        case FaultKind.RESET:
            raise ConnectionResetError
        case FaultKind.DELAY if fault.after_processing:
            the_standin().hang(fault.seconds)
        case FaultKind.TRUNCATED:
            whole = response.get_data()
            response.set_data(whole[: len(whole) // 2])
        case FaultKind.WRONG_TYPE:
            response.content_type = "application/octet-stream"
        case FaultKind.OVERSIZED:
            response.set_data(response.get_data() + _BLANKS)
        case _:
            pass
    return response

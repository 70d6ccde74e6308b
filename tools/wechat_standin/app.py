"""Puts the stand-in together as a Flask app and lets ordered faults hit its calls."""

import time

from flask import Flask, Response, g, render_template_string, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from tools.wechat_standin import control, platform_api
from tools.wechat_standin.control import orders, system
from tools.wechat_standin.errcodes import Refused
from tools.wechat_standin.faults import Fault, FaultKind
from tools.wechat_standin.journal import JournalEntry
from tools.wechat_standin.page import PAGE
from tools.wechat_standin.platform_api.asking import as_answer
from tools.wechat_standin.standin import EXTENSION, Standin, the_standin


def create_standin(database_url: str | None = None, push_url: str | None = None) -> Flask:
    """Return the app; with a database, its clock row is the clock; events go to the address."""
    app = Flask(__name__)
    # A reset is an exception that must reach the server, which then drops the connection.
    app.config["PROPAGATE_EXCEPTIONS"] = True
    # A foreign name that resolves to this machine is refused: a web page must not control us.
    app.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost"]
    app.extensions[EXTENSION] = Standin(database_url, push_url)
    for blueprint in (*platform_api.BLUEPRINTS, *control.BLUEPRINTS):
        app.register_blueprint(blueprint)
    app.add_url_rule("/", view_func=_explain)
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_let_go)
    app.register_error_handler(Refused, _refuse)
    app.register_error_handler(ValidationError, orders.refuse)
    return app


def _explain() -> str:
    return render_template_string(PAGE, **system.clock())


def _begin() -> ResponseReturnValue | None:
    """Write a platform call down and let its fault happen."""
    if request.path == "/" or request.path.startswith(orders.PREFIX):
        return None
    with the_standin().turn() as (platform, now):
        fault = g.fault = platform.faults.take(request.path)
        g.entry = JournalEntry(
            at=now,
            method=request.method,
            path=request.path,
            parameters=_parameter_names(),
            fault=fault.kind.value if fault else None,
        )
        platform.journal.note(g.entry)
    return _strike(fault) if fault else None


def _parameter_names() -> list[str]:
    # get_data() first: reading a form post any other way would use its body up.
    posted = request.get_json(force=True, silent=True) if request.get_data() else None
    return sorted({*request.args, *(posted if isinstance(posted, dict) else ())})


def _strike(fault: Fault) -> ResponseReturnValue | None:
    """Do what goes wrong before the call is processed; None lets it be processed."""
    match fault.kind:
        case FaultKind.ERRCODE:
            raise Refused(fault.errcode)
        case FaultKind.DELAY if not fault.after_processing:
            time.sleep(fault.seconds)
        case FaultKind.RESET if not fault.after_processing:
            raise ConnectionResetError
        case FaultKind.HTTP_500:
            return Response("Internal Server Error", 500, content_type="text/html")
        case FaultKind.HTML:
            return Response("<html><body>502</body></html>", 200, content_type="text/html")
        case _:
            pass
    return None


def _end(response: Response) -> Response:
    """Do what goes wrong with the answer of a call that was processed."""
    fault: Fault | None = g.get("fault")
    if fault is None:
        return response
    if fault.kind is FaultKind.RESET:
        raise ConnectionResetError
    if fault.kind is FaultKind.DELAY and fault.after_processing:
        time.sleep(fault.seconds)
    if fault.kind is FaultKind.TRUNCATED:
        whole = response.get_data()
        response.set_data(whole[: len(whole) // 2])
    return response


def _refuse(refused: Refused) -> Response:
    if "entry" in g:
        g.entry.errcode = refused.errcode
    return as_answer(refused.body())


def _let_go(error: BaseException | None) -> None:
    """Allow the next message to her whom this call sent one to."""
    del error
    if "sending_to" in g:
        with the_standin().turn() as (platform, _):
            platform.subscriptions.end_sending(g.sending_to)

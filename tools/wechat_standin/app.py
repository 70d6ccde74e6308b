"""Puts the stand-in together as a Flask app and lets ordered faults hit its calls."""

from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from tools.wechat_standin import control, platform_api
from tools.wechat_standin.control import orders
from tools.wechat_standin.errcodes import Refused
from tools.wechat_standin.journal import JournalEntry
from tools.wechat_standin.known import Known
from tools.wechat_standin.page import show
from tools.wechat_standin.platform_api.asking import as_answer
from tools.wechat_standin.standin import EXTENSION, Standin, the_standin
from tools.wechat_standin.striking import strike_after, strike_before


def create_standin(
    database_url: str | None = None, push_url: str | None = None, known: Known | None = None
) -> Flask:
    """Return the app; with a database, its clock row is the clock; events go to the address."""
    app = Flask(__name__)
    # A reset is an exception that must reach the server, which then drops the connection.
    app.config["PROPAGATE_EXCEPTIONS"] = True
    # A foreign name that resolves to this machine is refused: a web page must not control us.
    app.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost"]
    app.extensions[EXTENSION] = Standin(database_url, push_url, known)
    for blueprint in (*platform_api.BLUEPRINTS, *control.BLUEPRINTS):
        app.register_blueprint(blueprint)
    app.add_url_rule("/", view_func=show)
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_let_go)
    app.register_error_handler(Refused, _refuse)
    app.register_error_handler(ValidationError, orders.refuse)
    return app


def _begin() -> ResponseReturnValue | None:
    """Write a platform call down and let its fault happen."""
    if request.path == "/" or request.path.startswith(orders.PREFIX):
        return None
    with the_standin().turn() as (platform, now):
        fault = g.fault = platform.faults.take(request.path, _said())
        g.entry = JournalEntry(
            at=now,
            method=request.method,
            path=request.path,
            parameters=_parameter_names(),
            fault=fault.kind.value if fault else None,
        )
        platform.journal.note(g.entry)
        platform.quotas.take(request.path, now)
    return strike_before(fault) if fault else None


def _said() -> str:
    """Return what the request says, for faults that look into it."""
    return request.query_string.decode(errors="replace") + request.get_data(as_text=True)


def _parameter_names() -> list[str]:
    # get_data() first: reading a form post any other way would use its body up.
    posted = request.get_json(force=True, silent=True) if request.get_data() else None
    return sorted({*request.args, *(posted if isinstance(posted, dict) else ())})


def _end(response: Response) -> Response:
    return strike_after(g.fault, response) if g.get("fault") else response


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

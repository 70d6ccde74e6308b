"""The composition root: settings in, a wired service out. Nothing else knows the whole."""

import tomllib
from datetime import datetime

from flask_migrate import Migrate
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT
from config.settings import Settings
from server import vitals
from server.adapters.clock import SharedClock, SystemClock
from server.adapters.redis_pool import limit_storage
from server.domains.audit import service as audit
from server.domains.exports import service as exports
from server.domains.identity import service as identity
from server.domains.moderation import service as moderation
from server.domains.organisations import service as organisations
from server.domains.standards import service as standards
from server.kernel.clock import Clock
from server.kernel.errors import DomainError
from server.kernel.files import LinkedFile
from server.kernel.wechat import WeChat
from server.outside import build_ports, wechat_of
from server.registry import BLUEPRINTS, CONSTRAINT_ERRORS
from server.web import openapi
from server.web.about import About, about_blueprint
from server.web.access import request_id
from server.web.database import db, engine_options, install_sqlite_events
from server.web.files import NoteFetch, OpenOnce, downloads_blueprint, files_blueprint
from server.web.health import health_blueprint
from server.web.limits import add_limits
from server.web.metrics import (
    count_request,
    metrics_blueprint,
    watch_connections,
)
from server.web.problems import crashed, refused
from server.web.request_log import log_request
from server.web.requests import ServiceFlask, harden, name_request
from server.web.transactions import Transactions

MIGRATIONS = ROOT / "models" / "migrations"
BODY_BYTES_MAX = 256 * 1024


def create_app(
    settings: Settings, *, wechat: WeChat | None = None, clock: Clock | None = None
) -> ServiceFlask:
    """Wire the service. Tests hand in their own WeChat and clock; nobody else does."""
    app = ServiceFlask("server")
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(
            settings.database_url, connections=settings.web_threads
        ),
        MAX_CONTENT_LENGTH=BODY_BYTES_MAX,
        **openapi.SETTINGS,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS))
    with app.app_context():
        engine = db.engine
    install_sqlite_events(engine)
    watch_connections(engine)
    app.transactions = _transactions_of(settings, engine, wechat, clock)
    app.load_token, app.load_reader = identity.load_actor, identity.load_reader
    app.keep_alive, app.take_turn = identity.keep_alive, identity.take_turn
    _add_routes(app, about_of(settings), is_production=settings.is_production)
    app.limiter = add_limits(
        app,
        app.transactions,
        storage=limit_storage(settings.redis_url),
        enabled=settings.rate_limits == "on",
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    return app


def _transactions_of(
    settings: Settings, engine: Engine, wechat: WeChat | None, clock: Clock | None
) -> Transactions:
    """Tie transactions and ports together: each reaches the other once both are there."""

    def transactions() -> Transactions:
        return tied

    def now() -> datetime:
        return tied.run(lambda work: work.now, writes=False)

    tied = Transactions(
        engine=engine,
        clock=clock or (SystemClock() if settings.is_production else SharedClock()),
        ports=build_ports(settings, wechat or wechat_of(settings, transactions), now),
        write_records=audit.write_records,
        raise_wall=organisations.raise_wall,
        constraint_errors=CONSTRAINT_ERRORS,
    )
    return tied


def about_of(settings: Settings) -> About:
    """Return what this installation says of itself; the version stands in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return About(
        organiser=settings.organiser or None,
        icp_number=settings.icp_number or None,
        government_app_number=settings.government_app_number or None,
        contact_phone=settings.contact_phone or None,
        version=project["version"],
        phone_button=settings.phone_button == "on",
    )


def _fetches_of(app: ServiceFlask) -> NoteFetch:
    """Return how it is noted that WeChat has fetched a photo to look at."""

    def note_fetch(question_id: int) -> None:
        app.transactions.run(lambda work: moderation.note_fetch(work, question_id), writes=True)

    return note_fetch


def _downloads_of(app: ServiceFlask) -> OpenOnce:
    """Return how a link that is good once is used up."""

    def open_once(token: str) -> LinkedFile | None:
        return app.transactions.run(
            lambda work: exports.open_once(work, token), writes=True, request_id=request_id()
        )

    return open_once


def _add_routes(app: ServiceFlask, about: About, *, is_production: bool) -> None:
    app.before_request(name_request)
    for note in (count_request, log_request, harden):
        app.after_request(note)
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(Exception, crashed)
    api = openapi.ServiceApi(app)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    api.register_blueprint(about_blueprint(about, standards.notice_in_force))
    openapi.serve_reader(app)
    app.register_blueprint(files_blueprint(lambda: app.transactions.ports, _fetches_of(app)))
    app.register_blueprint(downloads_blueprint(lambda: app.transactions.ports, _downloads_of(app)))
    app.register_blueprint(
        health_blueprint(lambda: vitals.examine(app, is_production=is_production))
    )
    app.register_blueprint(metrics_blueprint(lambda: vitals.figures(app)))

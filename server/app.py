"""The composition root: settings in, a wired service out. Nothing else knows the whole."""

import tomllib
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any, TypeVar

import yaml
from flask_migrate import Migrate
from flask_smorest import Blueprint
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT
from config.settings import Settings, SettingsError
from models.vocabulary import CheckedText, CodeKind, OutboxTopic
from server import vitals
from server.adapters.clock import SharedClock, SystemClock
from server.adapters.code_pictures import QrPictures
from server.adapters.field_cipher import AesFieldCipher
from server.adapters.redis_pool import limit_storage
from server.adapters.wechat import (
    DatabaseTokenStore,
    Platform,
    RedisTokenStore,
    SafeModeSeal,
    Transport,
    WeChatAdapter,
)
from server.adapters.working_days import OfficialWorkingDays
from server.domains.activities import errors as activities_errors
from server.domains.activities import routes as activities_routes
from server.domains.activities import service as activities
from server.domains.assessments import routes as assessments_routes
from server.domains.audit import routes as audit_routes
from server.domains.audit import service as audit
from server.domains.codes import routes as codes_routes
from server.domains.feedback import routes as feedback_routes
from server.domains.feedback import service as feedback
from server.domains.households import errors as households_errors
from server.domains.households import routes as households_routes
from server.domains.households import service as households
from server.domains.identity import errors as identity_errors
from server.domains.identity import routes as identity_routes
from server.domains.identity import service as identity
from server.domains.messages import routes as messages_routes
from server.domains.messages import service as messages
from server.domains.moderation import routes as moderation_routes
from server.domains.moderation import service as moderation
from server.domains.notices import errors as notices_errors
from server.domains.notices import routes as notices_routes
from server.domains.organisations import errors as organisations_errors
from server.domains.organisations import routes as organisations_routes
from server.domains.outbox import service as outbox
from server.domains.overview import routes as overview_routes
from server.domains.overview import service as overview
from server.domains.points import errors as points_errors
from server.domains.points import routes as points_routes
from server.domains.pushes import routes as pushes_routes
from server.domains.pushes import service as pushes
from server.domains.rewards import errors as rewards_errors
from server.domains.rewards import routes as rewards_routes
from server.domains.rewards import service as rewards
from server.domains.standards import routes as standards_routes
from server.domains.standards import service as standards
from server.kernel.clock import Clock
from server.kernel.errors import DomainError, InvalidInput
from server.kernel.ports import CodeTarget, Ports, TextSource
from server.kernel.secrets import SecretMint
from server.kernel.subscriptions import Subscriptions, Template
from server.kernel.wechat import PushSeal, WeChat
from server.kernel.work import Work
from server.web import openapi
from server.web.about import About, about_blueprint
from server.web.database import db, engine_options, install_sqlite_events
from server.web.health import health_blueprint
from server.web.limits import add_limits
from server.web.metrics import (
    count_request,
    count_wechat_call,
    metrics_blueprint,
    watch_connections,
)
from server.web.problems import crashed, refused
from server.web.request_log import log_request
from server.web.requests import ServiceFlask, harden, name_request
from server.web.transactions import Transactions

Answer = TypeVar("Answer")

REFERENCE = Path(__file__).resolve().parent.parent / "config" / "reference"
MIGRATIONS = Path(__file__).resolve().parent.parent / "models" / "migrations"
BODY_BYTES_MAX = 256 * 1024

BLUEPRINTS: tuple[Blueprint, ...] = (
    identity_routes.blueprint,
    audit_routes.blueprint,
    organisations_routes.blueprint,
    households_routes.blueprint,
    moderation_routes.blueprint,
    messages_routes.blueprint,
    feedback_routes.blueprint,
    standards_routes.blueprint,
    assessments_routes.blueprint,
    points_routes.blueprint,
    notices_routes.blueprint,
    rewards_routes.blueprint,
    activities_routes.blueprint,
    codes_routes.blueprint,
    overview_routes.blueprint,
    pushes_routes.blueprint,
)
CONSTRAINT_ERRORS: dict[str, Callable[[], DomainError]] = {
    **identity_errors.CONSTRAINTS,
    **organisations_errors.CONSTRAINTS,
    **households_errors.CONSTRAINTS,
    **points_errors.CONSTRAINTS,
    **notices_errors.CONSTRAINTS,
    **rewards_errors.CONSTRAINTS,
    **activities_errors.CONSTRAINTS,
}
CODE_TARGETS: dict[str, CodeTarget] = {
    CodeKind.DOOR_PLATE: households.DoorPlate(),
    CodeKind.ACTIVITY: activities.ActivityCode(),
    CodeKind.SHOP: rewards.ShopCode(),
    CodeKind.CARD: households.Card(),
}
PUSH_HANDLERS: dict[str, pushes.PushHandler] = {
    "subscribe_msg_popup_event": messages.note_answers,
    "subscribe_msg_change_event": messages.note_changed_minds,
    "subscribe_msg_sent_event": messages.note_sent,
}
TEXT_SOURCES: dict[str, TextSource] = {CheckedText.FEEDBACK: feedback.Letters()}
OUTBOX_TOPICS: dict[str, outbox.Deliver | outbox.Outside] = {
    OutboxTopic.MESSAGE_CREATED: messages.deliver,
    OutboxTopic.SEND_CLAIMED: messages.SENDING,
    OutboxTopic.TEXT_SUBMITTED: moderation.ASK,
    OutboxTopic.PUSH_RECEIVED: pushes.hand_on(PUSH_HANDLERS),
}


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
    app.transactions = Transactions(
        engine=engine,
        clock=clock or (SystemClock() if settings.is_production else SharedClock()),
        ports=build_ports(settings, wechat or _wechat_of(settings, app)),
        write_records=audit.write_records,
        constraint_errors=CONSTRAINT_ERRORS,
    )
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


def build_ports(settings: Settings, wechat: WeChat) -> Ports:
    """Return the outside world for these settings."""
    return Ports(
        wechat=wechat,
        push_seal=push_seal_of(settings),
        working_days=OfficialWorkingDays(_day_overrides()),
        cipher=cipher_of(settings),
        mint=SecretMint(settings.secret_key.encode()),
        code_targets=CODE_TARGETS,
        code_pictures=QrPictures(),
        workbench=overview.Workbench(),
        subscriptions=subscriptions_of(settings),
        text_sources=TEXT_SOURCES,
    )


def subscriptions_of(settings: Settings) -> Subscriptions:
    """Return what leaves through WeChat. Raises SettingsError that names every faulty template."""
    quiet_from, quiet_until = (time(int(hour)) for hour in settings.quiet_hours.split("-"))
    return Subscriptions(
        app_id=settings.wechat_app_id,
        templates=_templates(settings.wechat_templates),
        sends_a_week=settings.sends_a_week,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        hears_pushes=settings.receives_pushes,
    )


def _wechat_of(settings: Settings, app: ServiceFlask) -> WeChatAdapter:
    """Return WeChat; its access token is kept where every process of the installation finds it."""

    def transact(do: Callable[[Work], Answer], *, writes: bool) -> Answer:
        return app.transactions.run(do, writes=writes)  # which is wired after this

    app_id = settings.wechat_app_id
    platform = Platform(
        (app_id, settings.wechat_app_secret),
        Transport(settings.wechat_api_base),
        RedisTokenStore(settings.redis_url, app_id)
        if settings.redis_url
        else DatabaseTokenStore(transact, app_id),
        cipher_of(settings),
        count_wechat_call,
    )
    return WeChatAdapter(
        platform,
        lambda: transact(lambda work: work.now, writes=False),
        version="release" if settings.is_production else "develop",
    )


def push_seal_of(settings: Settings) -> PushSeal | None:
    """Return how WeChat's pushes are known; None where none are received."""
    if not settings.receives_pushes:
        return None
    keys = settings.wechat_push_key, settings.wechat_push_key_previous
    return SafeModeSeal(
        settings.wechat_push_token, keys, settings.wechat_app_id, settings.wechat_original_id
    )


def cipher_of(settings: Settings) -> AesFieldCipher:
    """Return the cipher under the installation's keys."""
    previous = settings.previous_field_keys
    return AesFieldCipher(settings.field_key, previous, index_key=settings.index_key)


def _templates(file: Path) -> tuple[Template, ...]:
    try:
        return messages.read_templates(yaml.safe_load(file.read_text(encoding="utf-8")))
    except InvalidInput as error:
        faults = [f"{fault['pointer']} {fault['detail']}" for fault in error.facts["errors"]]
    except (OSError, ValueError, yaml.YAMLError) as error:
        faults = [f"must be a file of YAML: {type(error).__name__}"]
    raise SettingsError("\n".join(f"WECHAT_TEMPLATES: {fault}" for fault in faults))


def reference(name: str) -> Any:  # noqa: ANN401 - each document has its own shape
    """Read one reference document."""
    return yaml.safe_load((REFERENCE / name).read_text(encoding="utf-8"))


def _day_overrides() -> dict[date, bool]:
    days: dict[date, bool] = reference("calendar.yaml")["days"]
    return days


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
    app.register_blueprint(
        health_blueprint(lambda: vitals.examine(app, is_production=is_production))
    )
    app.register_blueprint(metrics_blueprint(lambda: vitals.figures(app)))

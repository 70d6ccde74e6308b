"""No route without a decision about who may call it."""

import pytest
from flask import Flask

from config.settings import Settings
from server.app import create_app
from server.web.access import Access
from server.web.requests import API_PREFIX
from tools.access_table import CALLERS, PAGE, Reach, calls_of, page

OPEN_TO_ALL = {
    "/healthz",
    "/readyz",
    "/metrics",
    "/openapi.json",
    "/docs",
    "/docs/assets/<path:filename>",
    "/downloads/<string:token>",
    "/files/<string:token>",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    var = tmp_path_factory.mktemp("routes")
    environ = {"VAR_DIR": str(var), "DATABASE_URL": f"sqlite:///{var}/empty.sqlite3"}
    return create_app(Settings.from_env(environ))


def test_requirement_08_every_view_declares_its_access(app: Flask) -> None:
    views = {
        rule.endpoint: app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(API_PREFIX)
    }
    undecided = [
        endpoint
        for endpoint, view in views.items()
        if not isinstance(getattr(view, "access", None), Access)
    ]

    assert views
    assert undecided == []


def test_only_documents_and_health_lie_outside_the_api(app: Flask) -> None:
    outside = {
        rule.rule for rule in app.url_map.iter_rules() if not rule.rule.startswith(API_PREFIX)
    }

    assert outside == OPEN_TO_ALL


def test_a_public_view_asks_for_no_permission(app: Flask) -> None:
    views = [getattr(view, "access", None) for view in app.view_functions.values()]

    assert not [access for access in views if access and access.is_public and access.permission]


def test_requirement_08_the_page_of_who_may_what_is_what_the_code_decides(
    app: Flask,
) -> None:
    written = PAGE.read_text(encoding="utf-8")

    assert written == page(app), "decide it, then run `python -m tools.access_table`"


def test_every_call_is_open_to_somebody(app: Flask) -> None:
    shut = [c.name for c in calls_of(app) if {c.reach(who) for who in CALLERS} == {Reach.NOBODY}]

    assert shut == []

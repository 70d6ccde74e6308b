"""Settings: typed, frozen, every fault told at once, no secret in sight."""

import runpy
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from config import ROOT
from config.production import DEVELOPMENT_KEY, DEVELOPMENT_PUSH_KEY, WECHAT_API_BASE
from config.settings import Settings, SettingsError

GUNICORN = Path(__file__).parents[2] / "config" / "gunicorn.py"
KEYS = ("SECRET_KEY", "FIELD_KEY", "INDEX_KEY")
SECRETS = {
    "DATABASE_URL": "postgresql+psycopg://app:pass-of-app@db/bayu",
    "DATABASE_OWNER_URL": "postgresql+psycopg://owner:pass-of-owner@db/bayu",
    "REDIS_URL": "redis://:pass-of-redis@cache/0",
    "SECRET_KEY": "a-secret-key-of-more-than-32-characters",
    "FIELD_KEY": "a-field-key-of-more-than-32-characters!",
    "INDEX_KEY": "an-index-key-of-more-than-32-characters",
    "FIELD_KEY_PREVIOUS": "a-previous-key-of-more-than-32-characters",
    "WECHAT_APP_SECRET": "an-app-secret",
    "WECHAT_PUSH_TOKEN": "aPushTokenOfSixteen",
    "WECHAT_PUSH_KEY": "aPushKey" + "0" * 35,
    "WECHAT_PUSH_KEY_PREVIOUS": "anOlderPushKey" + "1" * 29,
    "S3_ACCESS_KEY": "an-access-key",
    "S3_SECRET_KEY": "a-secret-of-the-bucket",
}
PRODUCTION = {
    **SECRETS,
    "APP_ENV": "production",
    "WECHAT_APP_ID": "wx0123456789abcdef",
    "WECHAT_API_BASE": WECHAT_API_BASE,
    "WECHAT_ORIGINAL_ID": "gh_0123456789ab",
    "WECHAT_TEMPLATES": "/srv/templates.yaml",
    "TRUSTED_PROXIES": "1",
    "PUBLIC_URL": "https://bayu.example.cn",
}


def faults_of(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(environ)
    return sorted(line.partition(":")[0] for line in str(caught.value).splitlines())


def test_an_empty_environment_is_a_development_installation() -> None:
    settings = Settings.from_env({})
    assert settings.app_env == "development"
    assert not settings.is_production
    assert settings.var_dir == ROOT / "var"
    assert (settings.port, settings.web_threads, settings.trusted_proxies) == (8080, 8, 0)


def test_an_empty_variable_counts_as_not_set() -> None:
    assert Settings.from_env({"PORT": ""}) == Settings.from_env({})


def test_every_setting_can_be_given_by_its_variable() -> None:
    given = {
        **PRODUCTION,
        "SENDS_A_WEEK": "3",
        "QUIET_HOURS": "22-7",
        "VAR_DIR": "/srv/bayu",
        "HOST": "0.0.0.0",  # noqa: S104 - an address that differs from the default
        "PORT": "9000",
        "STANDIN_PORT": "9001",
        "WEB_PROCESSES": "2",
        "WEB_THREADS": "4",
        "TRUSTED_PROXIES": "1",
        "PREVIEW_PORT": "9002",
        "RATE_LIMITS": "on",
        "PHONE_BUTTON": "off",
        "LOG_FORMAT": "text",
        "AUDIT_KEPT_DAYS": "200",
        "ORGANISER": "某区妇女联合会",
        "ICP_NUMBER": "渝ICP备00000000号",
        "GOVERNMENT_APP_NUMBER": "渝政务0001",
        "CONTACT_PHONE": "023-00000000",
        "FILE_STORE": "s3",
        "S3_ENDPOINT": "https://s3.example.cn",
        "S3_REGION": "ap-chongqing",
        "S3_BUCKET": "bayu",
        "PHOTOS_KEPT_DAYS": "365",
        "CODE_PICTURES": "wechat",
    }
    settings = Settings.from_env(given)
    told = {spec.metadata["env"]: str(getattr(settings, spec.name)) for spec in fields(Settings)}
    assert told == given


def test_settings_cannot_be_changed() -> None:
    settings = Settings.from_env({})
    with pytest.raises(FrozenInstanceError):
        settings.port = 1  # type: ignore[misc]


def test_every_fault_is_told_at_once() -> None:
    faulty = {
        "APP_ENV": "staging",
        "DATABASE_URL": "mysql://db/bayu",
        "DATABASE_OWNER_URL": "not a URL",
        "REDIS_URL": "http://cache",
        "RATE_LIMITS": "none",
        "LOG_FORMAT": "xml",
        "PORT": "0",
        "STANDIN_PORT": "65536",
        "WEB_PROCESSES": "many",
        "WEB_THREADS": "-1",
        "TRUSTED_PROXIES": "１",
        "WECHAT_PUSH_TOKEN": "no-dashes",
        "WECHAT_PUSH_KEY": "0" * 42,
        "WECHAT_PUSH_KEY_PREVIOUS": "é" * 43,
        "WECHAT_ORIGINAL_ID": "wx0123456789ab",
        "PUBLIC_URL": "https://bayu.example.cn/with/a/path",
        "FILE_STORE": "ftp",
        "S3_ENDPOINT": "s3.example.cn",
        "PHOTOS_KEPT_DAYS": "29",
        "CODE_PICTURES": "none",
    }
    assert faults_of(faulty) == sorted(faulty)


def test_a_number_of_many_digits_is_refused_in_the_same_words() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"PORT": "9" * 5000})
    assert str(caught.value) == "PORT: must be a whole number from 1 to 65535"


def test_production_tells_unreadable_and_refused_values_together() -> None:
    assert faults_of({"APP_ENV": "production", "PORT": "http"}) == [
        "FIELD_KEY",
        "FIELD_KEY",
        "INDEX_KEY",
        "PORT",
        "PUBLIC_URL",
        "SECRET_KEY",
        "TRUSTED_PROXIES",
        "WECHAT_API_BASE",
        "WECHAT_APP_ID",
        "WECHAT_APP_SECRET",
        "WECHAT_ORIGINAL_ID",
        "WECHAT_PUSH_KEY",
        "WECHAT_PUSH_TOKEN",
        "WECHAT_TEMPLATES",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((key, value) for key in KEYS for value in ("", "short", "x" * 31, DEVELOPMENT_KEY)),
        ("FIELD_KEY", SECRETS["SECRET_KEY"]),
        ("FIELD_KEY_PREVIOUS", "short"),
        ("FIELD_KEY_PREVIOUS", f"{SECRETS['FIELD_KEY_PREVIOUS']}, {SECRETS['FIELD_KEY']}"),
        ("FIELD_KEY_PREVIOUS", DEVELOPMENT_KEY),
        ("WECHAT_APP_ID", ""),
        ("WECHAT_APP_SECRET", ""),
        ("WECHAT_API_BASE", ""),
        ("WECHAT_API_BASE", "http://api.weixin.qq.com"),
        ("WECHAT_PUSH_TOKEN", ""),
        ("WECHAT_PUSH_TOKEN", "short"),
        ("WECHAT_PUSH_TOKEN", "a token with spaces in it"),
        ("WECHAT_PUSH_KEY", ""),
        ("WECHAT_PUSH_KEY", "off"),
        ("WECHAT_PUSH_KEY", "0" * 42),
        ("WECHAT_PUSH_KEY_PREVIOUS", DEVELOPMENT_PUSH_KEY),
        ("WECHAT_PUSH_KEY_PREVIOUS", "0" * 44),
        ("WECHAT_ORIGINAL_ID", ""),
        ("WECHAT_ORIGINAL_ID", "bayu"),
        ("WECHAT_TEMPLATES", ""),
        ("SENDS_A_WEEK", "0"),
        ("QUIET_HOURS", "21-24"),
        ("TRUSTED_PROXIES", "0"),
        ("RATE_LIMITS", "off"),
        ("PUBLIC_URL", ""),
        ("PUBLIC_URL", "http://bayu.example.cn"),
        ("FLASK_DEBUG", "1"),
        ("PYTHONDEVMODE", "1"),
        ("PYTHONINSPECT", "yes"),
    ],
)
def test_requirement_11_production_refuses_development_values(name: str, value: str) -> None:
    assert faults_of({**PRODUCTION, name: value}) == [name]


def test_requirement_10_the_key_of_the_index_is_another_one() -> None:
    for other in ("FIELD_KEY", "SECRET_KEY"):
        assert faults_of({**PRODUCTION, "INDEX_KEY": SECRETS[other]}) == ["INDEX_KEY"]


def test_a_field_key_that_was_both_goes_on_as_the_key_of_the_index() -> None:
    taken_over = {**PRODUCTION, "INDEX_KEY": SECRETS["FIELD_KEY_PREVIOUS"]}
    assert Settings.from_env(taken_over).previous_field_keys == (SECRETS["FIELD_KEY_PREVIOUS"],)


@pytest.mark.parametrize(("key", "receives"), [("", True), ("0" * 43, True), ("off", False)])
def test_an_installation_may_do_without_pushes(key: str, *, receives: bool) -> None:
    assert Settings.from_env({"WECHAT_PUSH_KEY": key}).receives_pushes is receives


def test_requirement_11_production_refuses_limits_that_each_web_process_counts_alone() -> None:
    two = {**PRODUCTION, "WEB_PROCESSES": "2"}
    assert Settings.from_env(two).web_processes == 2
    assert faults_of({**two, "REDIS_URL": ""}) == ["REDIS_URL"]
    assert not Settings.from_env({**PRODUCTION, "REDIS_URL": ""}).redis_url


def test_production_serves_sqlite_with_one_web_process() -> None:
    sqlite = {**PRODUCTION, "DATABASE_URL": "sqlite:////srv/bayu.sqlite3"}
    assert Settings.from_env(sqlite).web_processes == 1
    assert faults_of({**sqlite, "WEB_PROCESSES": "2"}) == ["WEB_PROCESSES"]


def test_an_installation_that_is_no_production_may_debug_and_count_alone() -> None:
    settings = Settings.from_env({"FLASK_DEBUG": "1", "WEB_PROCESSES": "2", "RATE_LIMITS": "off"})
    assert (settings.web_processes, settings.rate_limits) == (2, "off")


@pytest.mark.parametrize(
    ("app_env", "log_format", "logs_json"),
    [
        ("development", "", False),
        ("development", "json", True),
        ("production", "", True),
        ("production", "text", False),
    ],
)
def test_production_logs_json_unless_told_otherwise(
    app_env: str, log_format: str, *, logs_json: bool
) -> None:
    environ = {**PRODUCTION, "APP_ENV": app_env, "LOG_FORMAT": log_format}
    assert Settings.from_env(environ).logs_json is logs_json


def test_production_accepts_real_values() -> None:
    settings = Settings.from_env(PRODUCTION)
    assert settings.is_production
    assert settings.owner_url == SECRETS["DATABASE_OWNER_URL"]


def test_without_an_owner_the_app_role_migrates() -> None:
    settings = Settings.from_env({"DATABASE_URL": "sqlite:////srv/x.sqlite3"})
    assert settings.owner_url == "sqlite:////srv/x.sqlite3"


def test_a_printed_settings_object_shows_no_secret() -> None:
    printed = repr(Settings.from_env(PRODUCTION))
    hidden = [
        "pass-of-app",
        "pass-of-owner",
        "pass-of-redis",
        "a-secret-key",
        "a-field-key",
        "an-app-secret",
        "an-index-key",
        "a-previous-key",
        "aPushToken",
        "aPushKey",
        "anOlderPushKey",
    ]
    assert [word for word in hidden if word in printed] == []


@pytest.mark.parametrize("name", ["DATABASE_URL", "DATABASE_OWNER_URL"])
def test_a_refused_database_url_is_not_repeated_in_the_message(name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({name: "oracle://me:my-password@db/x"})
    assert "my-password" not in str(caught.value)


def test_gunicorn_serves_as_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PORT": "9100", "WEB_PROCESSES": "3", "WEB_THREADS": "5"}.items():
        monkeypatch.setenv(name, value)
    server = runpy.run_path(str(GUNICORN))
    assert server["bind"] == "127.0.0.1:9100"
    assert (server["workers"], server["threads"]) == (3, 5)
    assert server["worker_class"] == "gthread"


def test_a_bucket_needs_a_name_and_keys() -> None:
    assert faults_of({"FILE_STORE": "s3"}) == ["S3_ACCESS_KEY", "S3_BUCKET", "S3_SECRET_KEY"]


def test_links_to_files_begin_where_the_service_is_reached() -> None:
    assert Settings.from_env({"PORT": "9000"}).files_url == "http://127.0.0.1:9000"
    assert Settings.from_env(PRODUCTION).files_url == PRODUCTION["PUBLIC_URL"]

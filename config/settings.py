"""The settings of this installation: typed, frozen, read once; every fault is told at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from config.parsing import anchored, between, choice, like, listed, url_of_database, url_of_redis
from config.production import (
    DEVELOPMENT_APP_ID,
    DEVELOPMENT_APP_SECRET,
    DEVELOPMENT_KEY,
    DEVELOPMENT_ORIGINAL_ID,
    DEVELOPMENT_PUSH_KEY,
    DEVELOPMENT_PUSH_TOKEN,
    DEVELOPMENT_TEMPLATES,
    NO_PUSHES,
    WECHAT_API_BASE,
    production_faults,
)

ENVIRONMENTS = ("development", "production")
AUDIT_KEPT_DAYS_MIN = 190
HOUR = r"(1?\d|2[0-3])"
PUSH_KEY = "[A-Za-z0-9]{43}"


class SettingsError(ValueError):
    """Some settings are wrong; the text names every one."""


def _about(
    env: str, default: str, meaning: str, parse: Callable[[str], Any] = str
) -> dict[str, Any]:
    return {"env": env, "default": default, "meaning": meaning, "parse": parse}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One value for each environment variable; see the table in the README."""

    app_env: str = field(
        metadata=_about(
            "APP_ENV", "development", "`development` or `production`", choice(*ENVIRONMENTS)
        )
    )
    database_url: str = field(
        repr=False,
        metadata=_about(
            "DATABASE_URL",
            "sqlite:///var/bayu.sqlite3",
            "the database, as the restricted app role",
            url_of_database,
        ),
    )
    database_owner_url: str = field(
        repr=False,
        metadata=_about(
            "DATABASE_OWNER_URL",
            "",
            "the same database as the role that migrates; empty: `DATABASE_URL`",
            lambda text: url_of_database(text) if text else "",
        ),
    )
    redis_url: str = field(
        repr=False,
        metadata=_about(
            "REDIS_URL",
            "",
            "Redis, for limits shared by all processes and the queue; empty: memory, SQLite",
            url_of_redis,
        ),
    )
    secret_key: str = field(
        repr=False,
        metadata=_about(
            "SECRET_KEY",
            DEVELOPMENT_KEY,
            "derives join codes and vouchers; at least 32 characters",
        ),
    )
    field_key: str = field(
        repr=False,
        metadata=_about(
            "FIELD_KEY",
            DEVELOPMENT_KEY,
            "encrypts phone numbers; at least 32 characters; losing it loses them",
        ),
    )
    field_key_previous: str = field(
        repr=False,
        metadata=_about(
            "FIELD_KEY_PREVIOUS",
            "",
            "what `FIELD_KEY` was before, with commas; empty once nothing is left under it",
        ),
    )
    index_key: str = field(
        repr=False,
        metadata=_about(
            "INDEX_KEY",
            "",
            "finds equal phone numbers; at least 32 characters; empty: derived from `FIELD_KEY`",
        ),
    )
    wechat_app_id: str = field(
        metadata=_about("WECHAT_APP_ID", DEVELOPMENT_APP_ID, "the mini-program's id")
    )
    wechat_app_secret: str = field(
        repr=False,
        metadata=_about("WECHAT_APP_SECRET", DEVELOPMENT_APP_SECRET, "the mini-program's secret"),
    )
    wechat_api_base: str = field(
        metadata=_about(
            "WECHAT_API_BASE",
            "http://127.0.0.1:8081",
            f"where WeChat answers; `{WECHAT_API_BASE}` in production, else the stand-in",
        )
    )
    wechat_push_token: str = field(
        repr=False,
        metadata=_about(
            "WECHAT_PUSH_TOKEN",
            DEVELOPMENT_PUSH_TOKEN,
            "signs what WeChat pushes; 3 to 32 letters and digits, 16 in production",
            like("[A-Za-z0-9]{3,32}", "3 to 32 letters and digits"),
        ),
    )
    wechat_push_key: str = field(
        repr=False,
        metadata=_about(
            "WECHAT_PUSH_KEY",
            DEVELOPMENT_PUSH_KEY,
            "encrypts it (EncodingAESKey, 43 characters); `off`: no pushes, never in production",
            like(f"{PUSH_KEY}|{NO_PUSHES}", f"43 letters and digits, or {NO_PUSHES}"),
        ),
    )
    wechat_push_key_previous: str = field(
        repr=False,
        metadata=_about(
            "WECHAT_PUSH_KEY_PREVIOUS",
            "",
            "what `WECHAT_PUSH_KEY` was before, while WeChat changes over",
            like(f"({PUSH_KEY})?", "empty or 43 letters and digits"),
        ),
    )
    wechat_original_id: str = field(
        metadata=_about(
            "WECHAT_ORIGINAL_ID",
            DEVELOPMENT_ORIGINAL_ID,
            "the mini-program's original id (原始ID), to which pushes are addressed",
            like("gh_[0-9a-z]{6,29}", "an id that begins with gh_"),
        ),
    )
    wechat_templates: Path = field(
        metadata=_about(
            "WECHAT_TEMPLATES",
            DEVELOPMENT_TEMPLATES,
            "the templates of subscription messages; an empty file: none is sent",
            anchored,
        )
    )
    sends_a_week: int = field(
        metadata=_about(
            "SENDS_A_WEEK",
            "2",
            "how many subscription messages a person gets in a week at most",
            between(1, 50),
        )
    )
    quiet_hours: str = field(
        metadata=_about(
            "QUIET_HOURS",
            "21-8",
            "when none is sent, from and until which hour; the same hour twice: always sent",
            like(f"{HOUR}-{HOUR}", "two hours from 0 to 23 with a dash, such as 21-8"),
        )
    )
    phone_button: str = field(
        metadata=_about(
            "PHONE_BUTTON", "on", "`off`: WeChat's phone button is not shown", choice("on", "off")
        )
    )
    var_dir: Path = field(metadata=_about("VAR_DIR", "var", "data of this installation", anchored))
    host: str = field(metadata=_about("HOST", "127.0.0.1", "the address the web server listens on"))
    port: int = field(
        metadata=_about("PORT", "8080", "the port of the web server", between(1, 65535))
    )
    standin_port: int = field(
        metadata=_about(
            "STANDIN_PORT", "8081", "the port of the WeChat stand-in", between(1, 65535)
        )
    )
    preview_port: int = field(
        metadata=_about(
            "PREVIEW_PORT",
            "8082",
            "the port of the mini-program's preview; outside production",
            between(1, 65535),
        )
    )
    web_processes: int = field(
        metadata=_about("WEB_PROCESSES", "1", "web processes", between(1, 64))
    )
    web_threads: int = field(
        metadata=_about(
            "WEB_THREADS", "8", "threads, and database connections, of each", between(1, 64)
        )
    )
    trusted_proxies: int = field(
        metadata=_about(
            "TRUSTED_PROXIES", "0", "proxies in front whose headers count", between(0, 5)
        )
    )
    rate_limits: str = field(
        metadata=_about(
            "RATE_LIMITS",
            "on",
            "`on`; `off` for measuring, never in production",
            choice("on", "off"),
        )
    )
    log_format: str = field(
        metadata=_about(
            "LOG_FORMAT",
            "",
            "`text` or `json`, one object a line; empty: `json` in production, else `text`",
            choice("", "text", "json"),
        )
    )
    audit_kept_days: int = field(
        metadata=_about(
            "AUDIT_KEPT_DAYS",
            "400",
            "how long `purge-audit` leaves entries of the audit; at least 190",
            between(AUDIT_KEPT_DAYS_MIN, 36_500),
        )
    )
    organiser: str = field(
        metadata=_about("ORGANISER", "", "who runs this installation, for the page about it")
    )
    icp_number: str = field(
        metadata=_about("ICP_NUMBER", "", "the ICP filing number of the mini-program (备案号)")
    )
    government_app_number: str = field(
        metadata=_about(
            "GOVERNMENT_APP_NUMBER", "", "the filing number as a government mobile application"
        )
    )
    contact_phone: str = field(
        metadata=_about("CONTACT_PHONE", "", "whom people may call about this installation")
    )

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read all settings. Raises SettingsError that names every fault at once."""
        values: dict[str, Any] = {}
        faults: list[str] = []
        for spec in fields(cls):
            name = spec.metadata["env"]
            text = environ.get(name) or spec.metadata["default"]
            try:
                values[spec.name] = spec.metadata["parse"](text)
            except ValueError as error:
                values[spec.name] = text
                faults.append(f"{name}: must be {error}")
        if values["app_env"] == "production":
            faults += production_faults(values, environ)
        if faults:
            raise SettingsError("\n".join(faults))
        return cls(**values)

    @property
    def is_production(self) -> bool:
        """Tell whether real people use this installation."""
        return self.app_env == "production"

    @property
    def previous_field_keys(self) -> tuple[str, ...]:
        """The keys under which something may still be sealed."""
        return listed(self.field_key_previous)

    @property
    def receives_pushes(self) -> bool:
        """Tell whether WeChat, or the stand-in, pushes to this installation."""
        return self.wechat_push_key != NO_PUSHES

    @property
    def logs_json(self) -> bool:
        """Tell whether a log line is a JSON object."""
        return self.log_format == "json" or (not self.log_format and self.is_production)

    @property
    def owner_url(self) -> str:
        """The database URL for migrations."""
        return self.database_owner_url or self.database_url

"""The settings of the service itself: where it runs, its database, its keys, who runs it."""

from dataclasses import dataclass, field
from pathlib import Path

from config.fields import about
from config.parsing import anchored, between, choice, url_of_database, url_of_redis
from config.production import DEVELOPMENT_KEY

ENVIRONMENTS = ("development", "production")
AUDIT_KEPT_DAYS_MIN = 190


@dataclass(frozen=True, kw_only=True)
class ServiceSettings:
    """What holds for the whole installation."""

    app_env: str = field(
        metadata=about(
            "APP_ENV", "development", "`development` or `production`", choice(*ENVIRONMENTS)
        )
    )
    database_url: str = field(
        repr=False,
        metadata=about(
            "DATABASE_URL",
            "sqlite:///var/bayu.sqlite3",
            "the database, as the restricted app role",
            url_of_database,
        ),
    )
    database_owner_url: str = field(
        repr=False,
        metadata=about(
            "DATABASE_OWNER_URL",
            "",
            "the same database as the role that migrates; empty: `DATABASE_URL`",
            lambda text: url_of_database(text) if text else "",
        ),
    )
    redis_url: str = field(
        repr=False,
        metadata=about(
            "REDIS_URL",
            "",
            "Redis, for limits shared by all processes and the queue; empty: memory, SQLite",
            url_of_redis,
        ),
    )
    secret_key: str = field(
        repr=False,
        metadata=about(
            "SECRET_KEY",
            DEVELOPMENT_KEY,
            "derives join codes and vouchers; at least 32 characters",
        ),
    )
    field_key: str = field(
        repr=False,
        metadata=about(
            "FIELD_KEY",
            DEVELOPMENT_KEY,
            "encrypts phone numbers; at least 32 characters; losing it loses them",
        ),
    )
    field_key_previous: str = field(
        repr=False,
        metadata=about(
            "FIELD_KEY_PREVIOUS",
            "",
            "what `FIELD_KEY` was before, with commas; empty once nothing is left under it",
        ),
    )
    index_key: str = field(
        repr=False,
        metadata=about(
            "INDEX_KEY",
            "",
            "finds equal phone numbers; at least 32 characters; empty: derived from `FIELD_KEY`",
        ),
    )
    phone_button: str = field(
        metadata=about(
            "PHONE_BUTTON", "on", "`off`: WeChat's phone button is not shown", choice("on", "off")
        )
    )
    var_dir: Path = field(metadata=about("VAR_DIR", "var", "data of this installation", anchored))
    host: str = field(metadata=about("HOST", "127.0.0.1", "the address the web server listens on"))
    port: int = field(
        metadata=about("PORT", "8080", "the port of the web server", between(1, 65535))
    )
    standin_port: int = field(
        metadata=about("STANDIN_PORT", "8081", "the port of the WeChat stand-in", between(1, 65535))
    )
    preview_port: int = field(
        metadata=about(
            "PREVIEW_PORT",
            "8082",
            "the port of the mini-program's preview; outside production",
            between(1, 65535),
        )
    )
    web_processes: int = field(
        metadata=about("WEB_PROCESSES", "1", "web processes", between(1, 64))
    )
    web_threads: int = field(
        metadata=about(
            "WEB_THREADS", "8", "threads, and database connections, of each", between(1, 64)
        )
    )
    trusted_proxies: int = field(
        metadata=about(
            "TRUSTED_PROXIES", "0", "proxies in front whose headers count", between(0, 5)
        )
    )
    rate_limits: str = field(
        metadata=about(
            "RATE_LIMITS",
            "on",
            "`on`; `off` for measuring, never in production",
            choice("on", "off"),
        )
    )
    log_format: str = field(
        metadata=about(
            "LOG_FORMAT",
            "",
            "`text` or `json`, one object a line; empty: `json` in production, else `text`",
            choice("", "text", "json"),
        )
    )
    audit_kept_days: int = field(
        metadata=about(
            "AUDIT_KEPT_DAYS",
            "400",
            "how long `purge-audit` leaves entries of the audit; at least 190",
            between(AUDIT_KEPT_DAYS_MIN, 36_500),
        )
    )
    organiser: str = field(
        metadata=about("ORGANISER", "", "who runs this installation, for the page about it")
    )
    icp_number: str = field(
        metadata=about("ICP_NUMBER", "", "the ICP filing number of the mini-program (备案号)")
    )
    government_app_number: str = field(
        metadata=about(
            "GOVERNMENT_APP_NUMBER", "", "the filing number as a government mobile application"
        )
    )
    contact_phone: str = field(
        metadata=about("CONTACT_PHONE", "", "whom people may call about this installation")
    )

"""The outside world of this installation: the adapters that its settings call for, as ports."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

import yaml

from config import ROOT
from config.settings import Settings, SettingsError
from server.adapters.code_pictures import QrPictures
from server.adapters.export_files import ExportFiles
from server.adapters.field_cipher import AesFieldCipher
from server.adapters.file_links import SignedFileLinks
from server.adapters.local_files import LocalFiles
from server.adapters.pictures import PillowPictures
from server.adapters.s3_files import Bucket, S3Files
from server.adapters.sheets import PdfSheets
from server.adapters.wechat import (
    DatabaseTokenStore,
    Platform,
    RedisTokenStore,
    SafeModeSeal,
    Transport,
    WeChatAdapter,
)
from server.adapters.working_days import OfficialWorkingDays
from server.domains.messages import service as messages
from server.domains.overview import service as overview
from server.kernel.errors import InvalidInput
from server.kernel.files import FileStore
from server.kernel.ports import Ports
from server.kernel.secrets import SecretMint
from server.kernel.subscriptions import Subscriptions, Template
from server.kernel.wechat import PushSeal, WeChat
from server.kernel.work import Work
from server.registry import (
    CODE_TARGETS,
    CONSENT_ENDS,
    DERIVED_CODES,
    EXPORT_SOURCES,
    PERSONAL_DATA,
    REPORT_TARGETS,
    TEXT_SOURCES,
)
from server.web.metrics import count_wechat_call
from server.web.transactions import Transactions

Answer = TypeVar("Answer")

SCAN_PAGE = "pages/scan/scan"
REFERENCE = ROOT / "config" / "reference"


def build_ports(settings: Settings, wechat: WeChat, now: Callable[[], datetime]) -> Ports:
    """Return the outside world for these settings; `now` is the installation's clock."""
    files = files_of(settings)
    return Ports(
        wechat=wechat,
        push_seal=push_seal_of(settings),
        working_days=OfficialWorkingDays(_day_overrides()),
        cipher=cipher_of(settings),
        mint=SecretMint(settings.secret_key.encode()),
        code_targets=CODE_TARGETS,
        derived_codes=DERIVED_CODES,
        code_pictures=QrPictures(),
        code_page=SCAN_PAGE if settings.code_pictures == "wechat" else None,
        workbench=overview.Workbench(),
        subscriptions=subscriptions_of(settings),
        text_sources=TEXT_SOURCES,
        files=files,
        journal=journal_of(settings, files),
        report_targets=REPORT_TARGETS,
        consent_ends=CONSENT_ENDS,
        messenger=messages,
        personal_data=PERSONAL_DATA,
        links=SignedFileLinks(settings.files_url, settings.secret_key.encode(), now),
        pictures=PillowPictures(),
        sheets=PdfSheets(),
        exports=EXPORT_SOURCES,
        export_writer=ExportFiles(),
        photos_kept=timedelta(days=settings.photos_kept_days),
    )


def files_of(settings: Settings) -> FileStore:
    """Return where files are kept: a folder of this machine, or a bucket."""
    if settings.file_store == "local":
        return LocalFiles(settings.var_dir / "files")
    bucket = Bucket(
        endpoint=settings.s3_endpoint,
        region=settings.s3_region,
        name=settings.s3_bucket,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key,
    )
    return S3Files(bucket)


def journal_of(settings: Settings, files: FileStore | None = None) -> FileStore:
    """Return the journal of closings, which no backup holds and no restore replaces."""
    is_local = settings.file_store == "local"
    return journal_in(settings.var_dir) if is_local else files or files_of(settings)


def journal_in(folder: Path) -> FileStore:
    """Return a journal of closings that lies in a folder."""
    return LocalFiles(folder / "journal")


def wechat_of(settings: Settings, transactions: Callable[[], Transactions]) -> WeChatAdapter:
    """Return WeChat; its access token is kept where every process of the installation finds it.

    Transactions hold the ports and so come after them: they are asked for when they are needed.
    """

    def transact(do: Callable[[Work], Answer], *, writes: bool) -> Answer:
        return transactions().run(do, writes=writes)

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


def _templates(file: Path) -> tuple[Template, ...]:
    try:
        return messages.read_templates(yaml.safe_load(file.read_text(encoding="utf-8")))
    except InvalidInput as error:
        faults = [f"{fault['pointer']} {fault['detail']}" for fault in error.facts["errors"]]
    except (OSError, ValueError, yaml.YAMLError) as error:
        faults = [f"must be a file of YAML: {type(error).__name__}"]
    raise SettingsError("\n".join(f"WECHAT_TEMPLATES: {fault}" for fault in faults))


def cipher_of(settings: Settings) -> AesFieldCipher:
    """Return the cipher under the installation's keys."""
    previous = settings.previous_field_keys
    return AesFieldCipher(settings.field_key, previous, index_key=settings.index_key)


def reference(name: str) -> Any:  # noqa: ANN401 - each document has its own shape
    """Read one reference document."""
    return yaml.safe_load((REFERENCE / name).read_text(encoding="utf-8"))


def _day_overrides() -> dict[date, bool]:
    days: dict[date, bool] = reference("calendar.yaml")["days"]
    return days

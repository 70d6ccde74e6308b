"""The settings of this installation: typed, frozen, read once; every fault is told at once."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from config.file_settings import FileSettings, file_faults
from config.parsing import listed
from config.production import production_faults
from config.service_settings import ServiceSettings
from config.wechat_settings import WeChatSettings


class SettingsError(ValueError):
    """Some settings are wrong; the text names every one."""


@dataclass(frozen=True, kw_only=True)
class Settings(FileSettings, WeChatSettings, ServiceSettings):
    """One value for each environment variable; see the table in the README."""

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
        faults += file_faults(values)
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
    def logs_json(self) -> bool:
        """Tell whether a log line is a JSON object."""
        return self.log_format == "json" or (not self.log_format and self.is_production)

    @property
    def owner_url(self) -> str:
        """The database URL for migrations."""
        return self.database_owner_url or self.database_url

    @property
    def files_url(self) -> str:
        """How links to files begin."""
        return self.public_url or f"http://{self.host}:{self.port}"

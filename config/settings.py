"""What a deployment chooses, read from environment variables that begin with ``TRYGGHET_``."""

import os
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, HttpUrl
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
"""The folder of the program."""

PREFIX = "TRYGGHET_"

Level = Literal["DEBUG", "INFO", "WARNING", "ERROR"]

PROGRAM_VERSION = version("trygghetspanelen")


class Settings(BaseSettings):
    """The settings; each has a default that suits one machine."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True)

    database_url: str | None = Field(
        default=None,
        description="Address of the shared PostgreSQL; without it an embedded one is started.",
    )
    var: Path = Field(
        default=ROOT / "var", description="Folder of the embedded database and other state."
    )
    programme: str = Field(
        default="hisingen", description="Code of the programme that this deployment shows."
    )
    max_import_megabytes: int = Field(
        default=100, gt=0, description="Largest file that an import reads, in 10^6 bytes."
    )
    address: HttpUrl | None = Field(
        default=None,
        description="Where the readers find the panel; without it only this machine's are let in.",
    )
    log_level: Annotated[Level, BeforeValidator(lambda told: str(told).upper())] = Field(
        default="INFO", description="Least level that is logged."
    )

    @property
    def hosts(self) -> list[str]:
        """The names under which the panel answers."""
        own = ["localhost", "127.0.0.1"]
        return [*own, self.address.host] if self.address and self.address.host else own

    @property
    def is_encrypted(self) -> bool:
        """Whether the readers reach the panel over TLS."""
        return self.address is not None and self.address.scheme == "https"

    @property
    def is_embedded(self) -> bool:
        """Whether the program runs on its own embedded database."""
        return self.database_url is None


@cache
def settings() -> Settings:
    """Return the settings, read from the environment once per process."""
    return Settings()


def unknown_settings() -> list[str]:
    """Return the environment's names that look like settings and are none: misspelt ones."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)

"""What a deployment chooses, read from environment variables that begin with ``TRYGGHET_``."""

import os
from email.errors import MessageError
from email.headerregistry import Address
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    SecretStr,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    NestedSecretsSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

ROOT = Path(__file__).resolve().parent.parent
"""The folder of the program."""

PREFIX = "TRYGGHET_"

NESTED = "__"

SECRETS = "TRYGGHET_SECRETS_DIR"
"""Names the folder of files that hold settings, one each, such as ``trygghet_cookie_secret``."""

RoleName = Literal["team_lead", "director", "board", "researcher", "admin"]

# Streamlit parts the names of its own keys with underscores.
ProviderName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*$")]

_LEAST_SIGNS = 10
"""Different signs in a secret that somebody has not just held down a key for."""

_FROM_THE_README = "a-text-of-at-least"
"""How an earlier README's example began, which some may have copied."""

Level = Literal["DEBUG", "INFO", "WARNING", "ERROR"]

PROGRAM_VERSION = version("trygghetspanelen")


SIGN_IN_LACKS = "sign_in_lacks"
"""What is raised where providers are named, but not the panel's address and a secret."""


class Provider(BaseModel):
    """An OpenID Connect provider whose word is taken for who somebody is."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    title: str = Field(min_length=1, description="What the sign-in page calls it.")
    client_id: str = Field(min_length=1, description="The panel's name at the provider.")
    client_secret: SecretStr = Field(min_length=1, description="Its secret there.")
    server_metadata_url: HttpUrl = Field(description="Where the provider describes itself.")
    issuer: str = Field(
        default="",
        description="What it calls itself; as a rule where it describes itself, without the end.",
    )
    groups_claim: str = Field(default="groups", description="The claim that lists the groups.")
    roles: dict[str, RoleName] = Field(
        default_factory=dict,
        description="Role by group, the first that matches; without any, people are invited.",
    )

    @model_validator(mode="after")
    def _know_issuer(self) -> Self:
        # OpenID Connect Discovery 1.0, section 4.
        own = str(self.server_metadata_url).removesuffix("/.well-known/openid-configuration")
        self.issuer = self.issuer or own
        return self


def _plain_address(told: str) -> str:
    try:
        address = Address(addr_spec=told)
    except MessageError as error:
        raise ValueError("not an address") from error
    if not (address.username and address.domain and told.isascii()):
        raise ValueError("not an address")
    return address.addr_spec


class Smtp(BaseModel):
    """The mail server by which reminders are sent."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    host: str = Field(min_length=1, description="Its name or address.")
    port: int = Field(
        default=587, gt=0, lt=65536, description="As a rule 587 for STARTTLS, 465 for TLS."
    )
    sender: Annotated[str, AfterValidator(_plain_address)] = Field(
        description="The address that letters come from."
    )
    username: str = Field(default="", description="Who logs in; without it nobody does.")
    password: SecretStr = Field(default=SecretStr(""), description="Of the one who logs in.")
    security: Literal["none", "starttls", "tls"] = Field(
        default="starttls", description="How what is sent is kept from those who listen."
    )

    @field_validator("security")
    @classmethod
    def _keep_password(cls, told: str, info: ValidationInfo) -> str:
        if told == "none" and info.data.get("username"):
            raise ValueError("the password would be sent in the clear")
        return told


def _unlikely(secret: SecretStr) -> SecretStr:
    told = secret.get_secret_value()
    if len(set(told)) < _LEAST_SIGNS or told.startswith(_FROM_THE_README):
        raise ValueError("easily guessed")
    return secret


class Settings(BaseSettings):
    """The settings; each has a default that suits one machine."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        env_nested_delimiter=NESTED,
        secrets_dir=os.environ.get(SECRETS),
        secrets_nested_delimiter=NESTED,
        secrets_dir_missing="error",
        # Where a traceback is all that is left, it holds no secret.
        hide_input_in_errors=True,
    )

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
    providers: dict[ProviderName, Provider] = Field(
        default_factory=dict, description="Who vouches for those who sign in, by a short name."
    )
    cookie_secret: Annotated[SecretStr, AfterValidator(_unlikely)] | None = Field(
        default=None,
        min_length=32,
        description="Signs the cookies; the same in every process, at least 32 characters.",
    )
    smtp: Smtp | None = Field(default=None, description="The mail server of `trygghet remind`.")
    session_idle_minutes: int = Field(
        default=30, gt=0, description="A session ends when it has not been used for so long."
    )
    session_hours: int = Field(
        default=8, gt=0, description="A session ends after so long, however much it is used."
    )
    sign_ins_per_minute: int = Field(
        default=30, gt=0, description="Attempts to sign in from one address."
    )
    exports_per_hour: int = Field(
        default=60, gt=0, description="Files that one account may take out."
    )
    audit_years: int = Field(
        default=10, gt=0, description="How long `trygghet db prune` leaves the audit."
    )
    contact: str = Field(
        default="", description="Whom to ask for an account: a name, an address, a number."
    )
    organisation: str = Field(
        default="Socialförvaltningen Hisingen",
        min_length=1,
        description="Whose packs they are: the administration's name on each first page.",
    )
    colour: str = Field(
        default="#0069a8",
        pattern="^#[0-9a-fA-F]{6}$",
        description="The administration's colour for lines and headings of its packs.",
    )
    log_level: Annotated[Level, BeforeValidator(lambda told: str(told).upper())] = Field(
        default="INFO", description="Least level that is logged."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the names are the library's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let files hold parts of what has parts too; the environment goes before them."""
        return init_settings, env_settings, NestedSecretsSettingsSource(file_secret_settings)

    @model_validator(mode="after")
    def _can_sign_in(self) -> Self:
        if self.providers and (self.address is None or self.cookie_secret is None):
            raise ValueError(SIGN_IN_LACKS)
        return self

    @property
    def has_sign_in(self) -> bool:
        """Whether those who come are asked who they are."""
        return bool(self.providers)

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
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {SECRETS}
    return sorted(
        name
        for name in os.environ
        if name.startswith(PREFIX) and name.partition(NESTED)[0] not in known
    )

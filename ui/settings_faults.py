"""What is wrong with the settings, in sentences for whoever starts the program."""

from typing import TYPE_CHECKING

from pydantic import ValidationError
from pydantic_settings import SettingsError

from config.settings import NESTED, PREFIX, SECRETS, Settings, settings, unknown_settings
from data_access.engine import is_address
from texts import _
from transfer.headers import close_misses, did_you_mean

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


_ROLES = '{"grupp": "director"}'


def settings_faults() -> list[str]:
    """Return a sentence for each setting of the environment that cannot be used; none if all can.

    What was given is repeated only where it cannot be a secret, or hold one.
    """
    misspelt = _misspelt()
    if misspelt:
        return misspelt
    try:
        url = settings().database_url
    except ValidationError as error:
        return [_fault(fault) for fault in error.errors()]
    except SettingsError as error:
        return [_unreadable(error)]
    if url and not is_address(url):
        return [
            _("TRYGGHET_DATABASE_URL går inte; väntat är {expected}.").format(
                expected=_("postgresql://namn:lösenord@server:5432/databas")
            )
        ]
    return []


def _misspelt() -> list[str]:
    known = [PREFIX + field.upper() for field in Settings.model_fields]
    near = {name: close_misses(name, known) for name in unknown_settings()}
    # Others too name things after us: a cluster tells the addresses of its services so.
    return [
        _("{name} är ingen inställning. {near}").format(name=name, near=did_you_mean(names))
        for name, names in near.items()
        if names
    ]


def _unreadable(error: SettingsError) -> str:
    if "does not exist" in str(error):
        return _("{name} anger en mapp som inte finns.").format(name=SECRETS)
    # Only what has parts is read as JSON.
    return _(
        "TRYGGHET_PROVIDERS går inte; ange en inställning för varje del, till exempel "
        "TRYGGHET_PROVIDERS__ENTRA__TITLE, och …__ROLES som {roles} (docs/security.md)."
    ).format(roles=_ROLES)


def _fault(fault: "ErrorDetails") -> str:
    if not fault["loc"]:
        return _(
            "TRYGGHET_PROVIDERS behöver TRYGGHET_ADDRESS och TRYGGHET_COOKIE_SECRET "
            "(docs/security.md)."
        )
    # No deeper than a provider's own setting: below it stand the names of groups.
    place = [str(part) for part in fault["loc"][:3]]
    field = place[-1]
    name = PREFIX + NESTED.join(part for part in place if part != "[key]").upper()
    told_in = "docs/operations.md" if place[0] == "smtp" else "docs/security.md"
    if fault["type"] == "missing":
        return _("{name} saknas ({told_in}).").format(name=name, told_in=told_in)
    if fault["type"] == "extra_forbidden":
        return _("{name} är ingen inställning ({told_in}).").format(name=name, told_in=told_in)
    if place[0] in ("providers", "smtp") or field.endswith("secret"):
        return _("{name} går inte; väntat är {expected}.").format(name=name, expected=_due(field))
    return _("{name} ”{value}” går inte; väntat är {expected}.").format(
        name=name, value=fault["input"], expected=_due(field)
    )


def _due(field: str) -> str:
    at_least_one = _("ett heltal, minst 1")
    return {
        "max_import_megabytes": at_least_one,
        "address": _("https://panelen.kommunen.se"),
        "cookie_secret": _("minst 32 tecken på måfå (docs/security.md)"),
        "client_secret": _("en text"),
        "server_metadata_url": "https://…/.well-known/openid-configuration",
        "roles": _("{example}, med roller ur docs/access.md").format(example=_ROLES),
        "smtp": _("en inställning för varje del, till exempel TRYGGHET_SMTP__HOST"),
        "host": _("en text"),
        "port": _("ett heltal från 1 till 65535"),
        "sender": "panelen@kommunen.se",
        "security": _("starttls, tls, eller none utan inloggning"),
        "[key]": _("ett kort namn av bokstäverna a–z och siffror"),
        "session_idle_minutes": at_least_one,
        "session_hours": at_least_one,
        "sign_ins_per_minute": at_least_one,
        "exports_per_hour": at_least_one,
        "audit_years": at_least_one,
        "log_level": "DEBUG, INFO, WARNING, ERROR",
    }.get(field, _("något annat (docs/security.md)"))

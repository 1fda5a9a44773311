"""Forms of the accounts: invite, change, correct an address, close."""

from collections.abc import Sequence

import streamlit as st

from config.settings import settings
from domain.access import Role, role_name
from domain.accounts import Account
from domain.findings.administration import lacking, name_seen, way_to_tell
from services.keep_accounts import change_active, change_email, change_role, invite
from texts import _
from ui.cached import programme
from ui.forms import deeds
from ui.session import engine
from ui.viewer import viewer

_INVITATION, _ACCOUNT = "invitation", "account"
"""Where on the page something is done, and told of beside the button."""

_LONGEST = 200
"""Characters of a name or an address."""


def invitation(units: Sequence[str]) -> None:
    """Let an administrator invite a person; a team leader to one of the units."""
    deeds.fill_fields()
    with st.container(border=True):
        st.header(_("Bjud in"), anchor=False)
        # Outside the form, which draws nothing anew until it is sent: the unit follows the role.
        role = _role("nytt", Role.BOARD)
        with st.form("bjud-in", border=False):
            name = st.text_input(_("Namn"), key="nytt-namn", max_chars=_LONGEST).strip()
            email = st.text_input(
                _("E-post"),
                key="ny-epost",
                max_chars=_LONGEST,
                help=_("Den som personen loggar in med. Den används bara första gången."),
            ).strip()
            unit = _unit("nytt", units, None) if role is Role.TEAM_LEAD else None
            is_sent = st.form_submit_button(_("Bjud in"))
        missing = lacking((_("Namn"), name), (_("E-post"), email), *_needed_unit(role, unit, units))
        if is_sent and missing:
            st.error(missing)
        elif is_sent:
            _invite(name, email, role, unit)
        deeds.told(_INVITATION)


def _invite(name: str, email: str, role: Role, unit: str | None) -> None:
    deeds.submit(
        _INVITATION,
        lambda: invite(
            engine(),
            viewer=viewer(),
            programme_id=programme().id,
            name=name,
            email=email,
            role=role,
            unit=unit,
        ),
        _("{name} kan nu logga in.").format(name=name) + " " + _way_to_tell(name, email),
        {"nytt-namn": "", "ny-epost": ""},
    )


def account(accounts: Sequence[Account], units: Sequence[str]) -> None:
    """Let an administrator change what an account may, correct its address, or close it."""
    by_id = {each.id: each for each in accounts}
    with st.container(border=True):
        st.header(_("Ändra ett konto"), anchor=False)
        chosen = st.selectbox(
            _("Konto"),
            list(by_id),
            format_func=lambda number: _account_label(by_id[number]),
            index=None,
            placeholder=_("Välj ett konto"),
            key="konto",
            on_change=deeds.forget_question,
        )
        if chosen is not None and by_id[chosen].is_own:
            st.write(_("Det här är ditt eget konto. En annan administratör kan ändra det."))
        elif chosen is not None:
            _role_of(by_id[chosen], units)
            _address_of(by_id[chosen])
            _opening_of(by_id[chosen])
        deeds.told(_ACCOUNT)


def _account_label(found: Account) -> str:
    told = found.email or _("utan e-post (nr {number})").format(number=found.id)
    return f"{name_seen(found.name, is_own=found.is_own)}, {told}"


def _role_of(found: Account, units: Sequence[str]) -> None:
    name, role = f"konto-{found.id}", found.role
    if found.role_from_groups:
        st.write(
            _("Rollen kommer från personens grupp där hon eller han loggar in. Ändra den där.")
        )
    else:
        role = _role(name, role)
    unit = _unit(name, units, found.unit) if role is Role.TEAM_LEAD else None
    if found.role_from_groups and role is not Role.TEAM_LEAD:
        return
    st.caption(_("Kontots inloggningar avslutas, så att ändringen gäller genast."))
    if st.button(_("Spara")):
        missing = lacking(*_needed_unit(role, unit, units))
        if missing:
            st.error(missing)
        else:
            _change(found, role, unit)


def _address_of(found: Account) -> None:
    if found.is_known:
        st.caption(
            _(
                "Kontot är knutet till en person hos inloggningstjänsten, så e-postadressen "
                "kan inte ändras längre."
            )
        )
        return
    with st.form(f"konto-{found.id}-adress", border=False):
        given = st.text_input(
            _("Rätta e-postadressen"),
            value=found.email or "",
            key=f"konto-{found.id}-epost",
            max_chars=_LONGEST,
        ).strip()
        st.caption(
            _(
                "Det går tills någon har loggat in med kontot. Sedan är det inloggningstjänsten "
                "som säger vem det är, inte adressen."
            )
        )
        is_sent = st.form_submit_button(_("Spara adressen"))
    missing = lacking((_("E-post"), given))
    if is_sent and missing:
        st.error(missing)
    elif is_sent:
        _correct(found, given)


def _opening_of(found: Account) -> None:
    if not found.is_active:
        st.button(
            _("Öppna kontot"), on_click=_set_active, args=(found,), kwargs={"is_active": True}
        )
        return
    deeds.ask_first(
        f"account-{found.id}",
        _("Stäng kontot"),
        _(
            "{name} loggas ut överallt och kan inte logga in förrän kontot öppnas igen. Det som "
            "personen har gjort finns kvar."
        ).format(name=found.name),
        _("Ja, stäng kontot"),
        lambda: _set_active(found, is_active=False),
    )


def _role(name: str, role: Role) -> Role:
    chosen = st.selectbox(
        _("Roll"),
        [each.value for each in Role],
        index=list(Role).index(role),
        format_func=lambda value: role_name(Role(value)),
        key=f"{name}-roll",
    )
    return Role(chosen)


def _unit(name: str, units: Sequence[str], unit: str | None) -> str | None:
    """Let a unit be chosen; the present one also where no point has it any more."""
    offered = [*units, *([unit] if unit and unit not in units else [])]
    if not offered:
        st.caption(
            _("Ingen punkt har en ansvarig enhet ännu. Välj enheten när punkterna är inlästa.")
        )
        return None
    return st.selectbox(
        _("Enhet"),
        offered,
        index=offered.index(unit) if unit else None,
        placeholder=_("Välj en enhet"),
        key=f"{name}-enhet",
        help=_("Arbetsledaren ser pengarna på den här enhetens punkter."),
    )


def _needed_unit(
    role: Role, unit: str | None, units: Sequence[str]
) -> tuple[tuple[str, str | None], ...]:
    return ((_("Enhet"), unit),) if role is Role.TEAM_LEAD and units else ()


def _way_to_tell(name: str, email: str) -> str:
    address = settings().address
    return way_to_tell(name, email, str(address).rstrip("/") if address else None)


def _change(found: Account, role: Role, unit: str | None) -> None:
    deeds.submit(
        _ACCOUNT,
        lambda: change_role(
            engine(),
            viewer=viewer(),
            programme_id=programme().id,
            account_id=found.id,
            role=role,
            unit=unit,
        ),
        _("{name} är nu {role}.").format(name=found.name, role=role_name(role).lower()),
    )


def _correct(found: Account, email: str) -> None:
    deeds.submit(
        _ACCOUNT,
        lambda: change_email(
            engine(),
            viewer=viewer(),
            programme_id=programme().id,
            account_id=found.id,
            email=email,
        ),
        _("Adressen är rättad.") + " " + _way_to_tell(found.name, email),
        # Streamlit knows an option by its words, in which the address is: chosen by the new ones.
        {"konto": found.id},
    )


def _set_active(found: Account, *, is_active: bool) -> None:
    sentence = _("{name} kan logga in igen.") if is_active else _("Kontot för {name} är stängt.")
    deeds.act(
        _ACCOUNT,
        lambda: change_active(
            engine(),
            viewer=viewer(),
            programme_id=programme().id,
            account_id=found.id,
            is_active=is_active,
        ),
        sentence.format(name=found.name),
    )

"""What the administration's page says of the accounts, the sessions and the audit."""

from collections.abc import Sequence

from domain.accounts import Account, LiveSession
from domain.findings.finding import Finding
from texts import _, plural
from texts.numbers import number_word
from texts.words import capitalised, join_words, lowered, sentences


def accounts_finding(accounts: Sequence[Account]) -> Finding:
    """Return how many may sign in, and who of them never has."""
    active = [each for each in accounts if each.is_active]
    never = [each.name for each in active if each.last_seen_at is None]
    text = plural("{n} konto får logga in", "{n} konton får logga in", len(active))
    told = plural("{n} har aldrig loggat in", "{n} har aldrig loggat in", len(never))
    closed = plural("{n} är stängt", "{n} är stängda", len(accounts) - len(active))
    return Finding(
        capitalised(text.format(n=number_word(len(active), neuter=True))),
        sentences(
            told.format(n=number_word(len(never), neuter=True))
            if never
            else _("Alla har loggat in"),
            closed.format(n=number_word(len(accounts) - len(active), neuter=True))
            if len(active) < len(accounts)
            else "",
        ),
    )


def sessions_finding(sessions: Sequence[LiveSession]) -> Finding:
    """Return how many are signed in."""
    text = plural("{n} inloggning pågår", "{n} inloggningar pågår", len(sessions))
    return Finding(
        capitalised(text.format(n=number_word(len(sessions)))),
        _("En inloggning som avslutas här slutar gälla vid nästa klick, i alla flikar."),
    )


def audit_finding(shown: int, most: int) -> Finding:
    """Return how many events a choice has."""
    lead = _("Varje händelse är låst vid den före, så en ändring i efterhand går att upptäcka.")
    if not shown:
        return Finding(_("Inget är antecknat för det valda"), lead)
    text = plural("{n} händelse är antecknad", "{n} händelser är antecknade", shown)
    if shown == most:
        text = _("De senaste {n} händelserna")
    return Finding(capitalised(text.format(n=number_word(shown))), lead)


def name_seen(name: str, *, is_own: bool) -> str:
    """Return a person's name, told apart where it is the reader's own."""
    return _("{name} (du)").format(name=name) if is_own else name


def lacking(*fields: tuple[str, str | None]) -> str:
    """Return which fields, given with what stands in them, are still to be filled in; else ""."""
    empty = [lowered(name) for name, given in fields if not given]
    return _("Det här saknas: {fields}.").format(fields=join_words(empty)) if empty else ""


def way_to_tell(name: str, email: str, address: str | None) -> str:
    """Return what an administrator has to tell a person whom the panel itself tells nothing.

    Args:
        name: of the person.
        email: by which the person is known at the first sign-in.
        address: where the readers find the panel, if anybody but its own machine does.
    """
    way = (
        _("Säg till {name} att logga in på {address} med {email}.")
        if address
        else _("Säg till {name} att logga in med {email}.")
    )
    told = way.format(name=name, address=address, email=email)
    return _("Panelen skickar inget brev.") + " " + told

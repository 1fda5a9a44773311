"""Letters to those who have something to do: plain text, and the same as HTML."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from itertools import groupby
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from domain.access import role_name
from domain.programme import Programme
from domain.reminders import Reminder
from texts import _, plural
from texts.numbers import number_word
from texts.words import capitalised
from transfer.characters import printable

_TEMPLATES = Environment(
    loader=PackageLoader("transfer", "mail_templates"),
    autoescape=select_autoescape(("html",)),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class LetterRefusedError(RuntimeError):
    """One person's letter cannot be sent, while others' can; the message says why."""


@dataclass(frozen=True, slots=True)
class _Matter:
    """A point or a month with what is said of it, and where to go."""

    about: str
    texts: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True)
class _Letter:
    """What the templates put together."""

    subject: str
    greeting: str
    lead: str
    matters: tuple[_Matter, ...]
    closing: str


def reminder_mail(
    reminder: Reminder, *, programme: Programme, panel: str, sender: str, at: datetime
) -> EmailMessage:
    """Return one person's letter.

    The same reminder has the same Message-ID (RFC 5322, 3.6.4), by which a mail system knows a
    letter that comes again; `Auto-Submitted` keeps other programs from answering (RFC 3834).

    Args:
        reminder: what is due for whom.
        programme: the programme that it is about.
        panel: the panel's address, as `https://panelen.kommunen.se`.
        sender: the address that it comes from.
        at: when it is sent, with a time zone.

    Raises:
        LetterRefusedError: the account has no address that a letter can be sent to.
    """
    letter = _letter(reminder, programme, panel.rstrip("/"))
    mail = EmailMessage(policy=SMTP)
    for kind, add in (("txt", mail.set_content), ("html", mail.add_alternative)):
        written = _TEMPLATES.get_template(f"reminder.{kind}").render(letter=letter)
        # Lines of any length and every letter come through, whatever the servers on the way can.
        add(written, subtype=kind.replace("txt", "plain"), cte="quoted-printable")
    # After the parts, which would take the language of the whole for that of the first of them.
    mail["Subject"] = letter.subject
    mail["From"] = Address(_("Trygghetspanelen"), addr_spec=sender)
    mail["To"] = _recipient(reminder)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{_name_of(reminder, programme)}@{urlsplit(panel).hostname}>"
    mail["Content-Language"] = "sv"
    mail["Auto-Submitted"] = "auto-generated"
    return mail


def _letter(reminder: Reminder, programme: Programme, panel: str) -> _Letter:
    account, count = reminder.account, len(reminder.dues)
    lead = _("Det här behöver du göra i programmet {programme}.")
    if programme.is_example:
        lead = _("Det här är påhittade uppgifter ur exempelprogrammet {programme}.")
    return _Letter(
        subject=capitalised(
            plural(
                "{n} sak väntar på dig i Trygghetspanelen",
                "{n} saker väntar på dig i Trygghetspanelen",
                count,
            ).format(n=number_word(count))
        ),
        greeting=_("Hej {name}!").format(name=_on_a_line(account.name)),
        lead=lead.format(programme=_on_a_line(programme.name)),
        matters=tuple(_matters(reminder, panel)),
        closing=_(
            "Du får brevet för att du är {role} i Trygghetspanelen. "
            "Varje sak påminns du om en gång."
        ).format(role=role_name(account.role).lower()),
    )


def _matters(reminder: Reminder, panel: str) -> list[_Matter]:
    return [
        _Matter(_on_a_line(about), tuple(_on_a_line(due.text) for due in dues), f"{panel}{path}")
        for (about, path), dues in groupby(reminder.dues, lambda due: (due.about, due.path))
    ]


def _recipient(reminder: Reminder) -> Address:
    account = reminder.account
    local, _at, domain = (account.email or "").rpartition("@")
    try:
        # A domain with å, ä or ö is written in a way that every server knows (RFC 5890).
        address = f"{local}@{domain.encode('idna').decode('ascii')}"
        return Address(_on_a_line(account.name), addr_spec=address)
    except (MessageError, ValueError, IndexError) as error:
        text = _("{name} har ingen e-postadress som går att skicka till.")
        raise LetterRefusedError(text.format(name=_on_a_line(account.name))) from error


def _name_of(reminder: Reminder, programme: Programme) -> str:
    told = "\n".join(
        (
            programme.code,
            str(reminder.account.id),
            *sorted(key for due in reminder.dues for key in due.keys),
        )
    )
    return hashlib.sha256(told.encode()).hexdigest()[:40]


def _on_a_line(text: str) -> str:
    """Return people's text on one line, so that it cannot end a header or begin a paragraph."""
    return printable(" ".join(text.split()))

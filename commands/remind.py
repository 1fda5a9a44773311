"""`trygghet remind`: a letter to each person who has something to do."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import typer
from rich.progress import Progress
from sqlalchemy import Engine

from commands.console import database, err, fail, out
from commands.files import by_hand, require_programme
from config.settings import Smtp, settings
from data_access.database import require_current_schema
from data_access.engine import reading
from domain.calendar import STOCKHOLM
from domain.programme import Programme
from domain.reminders import Reminder
from services import remind as reminding
from texts import _, plural
from texts.numbers import number
from transfer.characters import printable
from transfer.mails import LetterRefusedError, reminder_mail
from transfer.smtp import MailServerError, Send, posting


def remind(
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Visa vad som skulle skickas, utan att skicka."))
    ] = False,
) -> None:
    """Send each person what is due and has not been said; exit code 1 if a letter was refused."""
    server = None if dry_run else _mail_server()
    with database() as found:
        engine = found.operator_engine()
        require_current_schema(engine)
        with reading(engine, by_hand()) as connection:
            programme = require_programme(connection)
        if programme.is_example:
            err.print(_("Obs: programmet är ett påhittat exempel."))
        today = datetime.now(STOCKHOLM).date()
        reminders = reminding.find_reminders(
            engine, viewer=by_hand(), programme=programme, today=today
        )
        for reminder in reminders:
            _tell(reminder)
        if not reminders:
            out.print(_("Det finns inget nytt att påminna om."))
        elif server is None:
            out.print(_("Prövat, inget är skickat."))
        else:
            within_reach = [each for each in reminders if each.account.email]
            _send_all(engine, server, programme, within_reach)


def _mail_server() -> Smtp:
    server = settings().smtp
    if server is None:
        fail(
            _(
                "Ange en e-postserver: TRYGGHET_SMTP__HOST och TRYGGHET_SMTP__SENDER "
                "(docs/operations.md). Utan den går det att pröva med --dry-run."
            )
        )
    if settings().address is None:
        fail(_("Ange TRYGGHET_ADDRESS, som brevens länkar leder till."))
    return server


def _tell(reminder: Reminder) -> None:
    account = reminder.account
    address = account.email or _("har ingen e-postadress, och får inget brev")
    out.print(printable(f"{account.name} <{address}>"))
    for due in reminder.dues:
        out.print(printable(f"  {due.about}: {due.text}"))


def _send_all(
    engine: Engine, server: Smtp, programme: Programme, reminders: list[Reminder]
) -> None:
    """Send the letters one by one; one that is refused does not stop the others."""
    sent = refused = 0
    try:
        with posting(server) as send, Progress(console=err, transient=True) as progress:
            task = progress.add_task(_("Skickar brev"), total=len(reminders))
            for reminder in reminders:
                try:
                    sent += reminding.remind(
                        engine,
                        viewer=by_hand(),
                        programme_id=programme.id,
                        reminder=reminder,
                        send=_as_letters(programme, server.sender, send),
                    )
                except LetterRefusedError as error:
                    refused += 1
                    err.print(f"✗ {error}")
                progress.advance(task)
    except MailServerError as error:
        _report(sent)
        fail(str(error))
    _report(sent)
    if refused:
        raise typer.Exit(1)


def _as_letters(programme: Programme, sender: str, send: Send) -> Callable[[Reminder], None]:
    def post(reminder: Reminder) -> None:
        send(
            reminder_mail(
                reminder,
                programme=programme,
                panel=str(settings().address),
                sender=sender,
                at=datetime.now(STOCKHOLM),
            )
        )

    return post


def _report(sent: int) -> None:
    text = plural("{n} brev är skickat.", "{n} brev är skickade.", sent)
    out.print(text.format(n=number(sent)))

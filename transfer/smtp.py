"""The way to the mail server that the settings name."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from email.message import EmailMessage
from functools import partial
from smtplib import (
    SMTP,
    SMTP_SSL,
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from tenacity import retry, retry_if_exception, stop_after_attempt, wait_exponential

from config.settings import Smtp
from texts import _
from transfer.characters import printable
from transfer.mails import LetterRefusedError

TIMEOUT_SECONDS = 15
"""How long an answer is waited for: a mail server that looks at a letter may take some seconds."""

Send = Callable[[EmailMessage], None]


class MailServerError(RuntimeError):
    """No letter can be sent now, to anybody; the message says why."""


@contextmanager
def posting(server: Smtp) -> Iterator[Send]:
    """Give what sends a letter, over one connection to the mail server.

    It raises `LetterRefusedError` where the server takes other letters but not this one, and
    `MailServerError` where it takes none. Whether a letter arrived is not known if the connection
    is lost just as the server takes it.

    Raises:
        MailServerError: the server cannot be reached, in the way that the settings tell.
    """
    try:
        connection = _connected(server)
    except SMTPNotSupportedError as error:
        raise MailServerError(
            _("E-postservern {server} kan inte STARTTLS (TRYGGHET_SMTP__SECURITY).").format(
                server=_name(server)
            )
        ) from error
    except OSError as error:
        raise _away(server, error) from error
    with closing(connection):
        _log_in(connection, server)
        yield partial(_send, connection, server)
        # All letters are there already: a server that does not say goodbye takes none of it back.
        with suppress(OSError):
            connection.quit()


def _is_passing(error: BaseException) -> bool:
    if isinstance(error, SMTPResponseException):
        # 421 and its like ask to come again, 5xx not to (RFC 5321, 4.2.1).
        return 400 <= error.smtp_code < 500
    lasting = (SMTPNotSupportedError, ssl.SSLCertVerificationError)
    return isinstance(error, OSError) and not isinstance(error, lasting)


# Only until there is a connection: a letter is not sent again without knowing what came of it.
@retry(
    retry=retry_if_exception(_is_passing),
    stop=stop_after_attempt(3),
    wait=wait_exponential(multiplier=0.5, max=4),
    reraise=True,
)
def _connected(server: Smtp) -> SMTP:
    with ExitStack() as on_failure:
        trusting = ssl.create_default_context()
        place = (server.host, server.port)
        connection = (
            SMTP_SSL(*place, timeout=TIMEOUT_SECONDS, context=trusting)
            if server.security == "tls"
            else SMTP(*place, timeout=TIMEOUT_SECONDS)
        )
        on_failure.enter_context(closing(connection))
        if server.security == "starttls":
            connection.starttls(context=trusting)
        on_failure.pop_all()
    return connection


def _log_in(connection: SMTP, server: Smtp) -> None:
    if not server.username:
        return
    try:
        connection.login(server.username, server.password.get_secret_value())
    except (SMTPAuthenticationError, SMTPNotSupportedError) as error:
        raise MailServerError(
            _(
                "E-postservern {server} tog inte emot inloggningen "
                "(TRYGGHET_SMTP__USERNAME och …__PASSWORD)."
            ).format(server=_name(server))
        ) from error
    except OSError as error:
        raise _away(server, error) from error


def _send(connection: SMTP, server: Smtp, letter: EmailMessage) -> None:
    try:
        connection.send_message(letter)
    except SMTPRecipientsRefused as error:
        ((_address, (code, told)),) = error.recipients.items()
        raise _refused(letter, code, told) from error
    except SMTPSenderRefused as error:
        raise MailServerError(
            _(
                "E-postservern {server} tog inte emot {sender} (TRYGGHET_SMTP__SENDER): {why}"
            ).format(
                server=_name(server),
                sender=server.sender,
                why=_reply(error.smtp_code, error.smtp_error),
            )
        ) from error
    except SMTPDataError as error:
        raise _refused(letter, error.smtp_code, error.smtp_error) from error
    except SMTPNotSupportedError as error:
        raise LetterRefusedError(
            _("E-postservern tar inte emot bokstäverna i adressen {address}.").format(
                address=_recipient(letter)
            )
        ) from error
    except OSError as error:
        raise _away(server, error) from error


def _refused(letter: EmailMessage, code: int, told: bytes | str) -> LetterRefusedError:
    return LetterRefusedError(
        _("E-postservern tog inte emot brevet till {address}: {why}").format(
            address=_recipient(letter), why=_reply(code, told)
        )
    )


def _away(server: Smtp, error: OSError) -> MailServerError:
    why = (
        _reply(error.smtp_code, error.smtp_error)
        if isinstance(error, SMTPResponseException)
        else printable(str(error) or type(error).__name__)
    )
    return MailServerError(
        _("E-postservern {server} går inte att nå: {why}").format(server=_name(server), why=why)
    )


def _name(server: Smtp) -> str:
    return f"{server.host}:{server.port}"


def _recipient(letter: EmailMessage) -> str:
    return ", ".join(address.addr_spec for address in letter["To"].addresses)


def _reply(code: int, told: bytes | str) -> str:
    text = told.decode("utf-8", "replace") if isinstance(told, bytes) else told
    return f"{code} {printable(text)}"

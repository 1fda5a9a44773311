"""Sending to a real mail server, with and without TLS, and to ones that say no."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from pydantic import ValidationError

from config.settings import Smtp
from tests.mail_server import free_port, letters_in, receiving
from transfer.mails import LetterRefusedError
from transfer.smtp import MailServerError, posting

PASSWORD = "ett hemligt ord"


def mail_to(address: str) -> EmailMessage:
    mail = EmailMessage(policy=SMTP_POLICY)
    mail["From"], mail["To"], mail["Subject"] = "panelen@k.example", address, "Påminnelse"
    mail.set_content("Hej på dig, Åsa!")
    return mail


def server_at(port: int, security: str = "none", **change: Any) -> Smtp:
    told = {"host": "127.0.0.1", "port": port, "sender": "panelen@k.example", "security": security}
    return Smtp.model_validate({**told, **change})


def send(server: Smtp, *addresses: str) -> None:
    with posting(server) as post:
        for address in addresses:
            post(mail_to(address))


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, its key, and the authority that both can be checked by."""
    folder = tmp_path_factory.mktemp("tls")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    issued = authority.issue_cert("localhost", "127.0.0.1")
    issued.private_key_pem.write_to_path(folder / "key.pem")
    issued.cert_chain_pems[0].write_to_path(folder / "certificate.pem")
    return folder


def test_letters_reach_a_server_over_one_connection(tmp_path: Path) -> None:
    with receiving(tmp_path) as port:
        send(server_at(port), "anna@k.example", "bo@k.example")
    first, second = letters_in(tmp_path)
    assert (first["X-RcptTo"], second["X-RcptTo"]) == ("anna@k.example", "bo@k.example")
    assert first["X-MailFrom"] == "panelen@k.example"
    assert first["Subject"] == "Påminnelse"
    assert first.get_content() == "Hej på dig, Åsa!\n"


@pytest.mark.parametrize(
    ("security", "options"),
    [("starttls", ("--tlscert", "--tlskey")), ("tls", ("--smtpscert", "--smtpskey"))],
)
def test_a_server_is_believed_only_by_its_certificate(
    security: str,
    options: tuple[str, str],
    certificates: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    certificate, key = options
    own = (certificate, str(certificates / "certificate.pem"), key, str(certificates / "key.pem"))
    with receiving(tmp_path, "aiosmtpd.handlers.Mailbox", *own) as port:
        with pytest.raises(MailServerError, match=r"går inte att nå: .*certificate"):
            send(server_at(port, security), "anna@k.example")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificates / "authority.pem"))
        send(server_at(port, security), "anna@k.example")
    assert len(letters_in(tmp_path)) == 1


def test_what_was_to_be_kept_from_listeners_is_not_sent_in_the_clear(tmp_path: Path) -> None:
    with (
        receiving(tmp_path) as port,
        pytest.raises(MailServerError, match=r"kan inte STARTTLS \(TRYGGHET_SMTP__SECURITY\)"),
    ):
        send(server_at(port, "starttls"), "anna@k.example")
    assert letters_in(tmp_path) == []


class Guarded:
    """Takes letters of those who log in, but for some."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def handle_MAIL(  # noqa: N802 - the library calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not address.startswith("panelen"):
            return "553 Not yours\x1b[31m"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - the library calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("okand"):
            return "550 Unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if envelope.rcpt_tos == ["full@k.example"]:
            return "452 Full"
        self.taken += envelope.rcpt_tos
        return "250 OK"


@contextmanager
def guarded(certificates: Path) -> Iterator[tuple[int, Guarded]]:
    keys = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    keys.load_cert_chain(certificates / "certificate.pem", certificates / "key.pem")
    handler = Guarded()

    def check(*asked: object) -> AuthResult:
        data = asked[-1]
        assert isinstance(data, LoginPassword)
        return AuthResult(
            success=data == LoginPassword(b"panelen", PASSWORD.encode()), handled=False
        )

    controller = Controller(
        handler,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=keys,
        require_starttls=True,
        authenticator=check,
        auth_required=True,
        enable_SMTPUTF8=False,
    )
    controller.start()
    try:
        yield controller.port, handler
    finally:
        controller.stop()


@pytest.fixture
def locked(certificates: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Smtp, Guarded]]:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates / "authority.pem"))
    with guarded(certificates) as (port, handler):
        yield (
            server_at(port, "starttls", username="panelen", password=PASSWORD),
            handler,
        )


def test_who_logs_in_may_send(locked: tuple[Smtp, Guarded]) -> None:
    server, handler = locked
    send(server, "anna@k.example")
    assert handler.taken == ["anna@k.example"]


def test_a_wrong_password_is_told_without_it(locked: tuple[Smtp, Guarded]) -> None:
    server, handler = locked
    wrong = server_at(server.port, "starttls", username="panelen", password="fel hemlighet")
    with pytest.raises(MailServerError, match="tog inte emot inloggningen") as refused:
        send(wrong, "anna@k.example")
    assert "hemlighet" not in str(refused.value)
    assert handler.taken == []


def test_a_letter_that_is_refused_does_not_stop_the_next(locked: tuple[Smtp, Guarded]) -> None:
    server, handler = locked
    with posting(server) as post:
        with pytest.raises(LetterRefusedError, match=r"till okand@k.example: 550 Unknown"):
            post(mail_to("okand@k.example"))
        with pytest.raises(LetterRefusedError, match=r"till full@k.example: 452 Full"):
            post(mail_to("full@k.example"))
        with pytest.raises(LetterRefusedError, match=r"bokstäverna i adressen åsa@k.example"):
            post(mail_to("åsa@k.example"))
        post(mail_to("anna@k.example"))
    assert handler.taken == ["anna@k.example"]


def test_a_sender_that_is_refused_stops_everything(locked: tuple[Smtp, Guarded]) -> None:
    server, _handler = locked
    mail = mail_to("anna@k.example")
    mail.replace_header("From", "annan@k.example")
    with (
        posting(server) as post,
        pytest.raises(MailServerError, match=r"\(TRYGGHET_SMTP__SENDER\): 553 Not yours") as told,
    ):
        post(mail)
    assert "\x1b" not in str(told.value)


def test_a_server_that_is_away_is_tried_again_and_then_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", waits.append)
    with pytest.raises(MailServerError, match=r"127.0.0.1:\d+ går inte att nå: .*refused"):
        send(server_at(free_port()), "anna@k.example")
    assert len(waits) == 2


def test_a_server_that_goes_away_between_two_letters_is_told(
    tmp_path: Path, certificates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving(tmp_path) as port:
        opened = posting(server_at(port))
        post = opened.__enter__()
        post(mail_to("anna@k.example"))
    with pytest.raises(MailServerError, match="går inte att nå"):
        post(mail_to("bo@k.example"))
    opened.__exit__(None, None, None)
    assert [letter["X-RcptTo"] for letter in letters_in(tmp_path)] == ["anna@k.example"]


@pytest.mark.parametrize(
    "change",
    [
        {"sender": "Panelen <panelen@k.example>"},
        {"sender": "panelen"},
        {"sender": "a@b.example\r\nBcc: c@d.example"},
        {"sender": "påminn@k.example"},
        {"port": 0},
        {"security": "ssl"},
        {"security": "none", "username": "panelen"},
        {"host": ""},
        {"server": "k.example"},
    ],
)
def test_settings_that_cannot_be_are_refused(change: dict[str, object]) -> None:
    told: dict[str, object] = {"host": "k.example", "sender": "panelen@k.example"}
    assert Smtp.model_validate(told).port == 587
    with pytest.raises(ValidationError):
        Smtp.model_validate({**told, **change})

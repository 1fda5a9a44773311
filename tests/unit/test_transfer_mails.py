"""A reminder's letter: its heads, its two parts, and names that mean ill."""

from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.access import Role
from domain.accounts import Account
from domain.dues import Due, DueKind
from domain.programme import Programme
from domain.reminders import Reminder
from tests.hostile import SEEDS
from transfer.mails import LetterRefusedError, reminder_mail

PROGRAMME = Programme(1, "hisingen", "Ett tryggare Hisingen", date(2022, 5, 1), None, False)
AT = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
ANNA = Account(
    3,
    "Anna Ängström",
    "anna@kommunen.example",
    Role.TEAM_LEAD,
    None,
    True,
    False,
    None,
    True,
    False,
)
SILENT = Due(
    DueKind.POINT_SILENT,
    "7",
    date(2026, 10, 1),
    "Punkt 7, Nattvandring",
    "Senaste rapporten är från 1 oktober 2026.",
    "/uppdatera?nummer=7",
)
PASSED = replace(
    SILENT, kind=DueKind.MILESTONE_PASSED, subject="7/Lokal", text="Delmålet har gått."
)
MONTH = Due(
    DueKind.MONTH_LATE,
    "2026-10",
    date(2026, 11, 6),
    "Oktober 2026",
    "Backa skulle ha lämnats in senast 6 november 2026.",
    "/registrera",
)


def letter(*dues: Due, account: Account = ANNA, programme: Programme = PROGRAMME) -> EmailMessage:
    made = reminder_mail(
        Reminder(account, dues or (MONTH, SILENT, PASSED)),
        programme=programme,
        panel="https://panelen.kommunen.example/",
        sender="panelen@kommunen.example",
        at=AT,
    )
    return message_from_bytes(made.as_bytes(), policy=default)


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


class Seen(HTMLParser):
    """What a reader of a page sees: its text, its tags, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.links: list[str | None] = []
        self.language: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "html":
            self.language = dict(attrs).get("lang")
        if tag == "a":
            self.links.append(dict(attrs).get("href"))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_heads_say_from_whom_to_whom_in_which_language_and_that_nobody_wrote_it() -> None:
    mail = letter()
    assert mail["Subject"] == "Tre saker väntar på dig i Trygghetspanelen"
    assert mail["From"] == "Trygghetspanelen <panelen@kommunen.example>"
    (to,) = mail["To"].addresses
    assert (to.display_name, to.addr_spec) == ("Anna Ängström", "anna@kommunen.example")
    assert mail["Date"].datetime == AT
    assert mail["Content-Language"] == "sv"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    assert [each.get_content_type() for each in mail.iter_parts()] == ["text/plain", "text/html"]


def test_the_plain_part_reads_as_a_letter() -> None:
    assert part(letter(), "plain") == (
        "Hej Anna Ängström!\n\n"
        "Det här behöver du göra i programmet Ett tryggare Hisingen.\n\n"
        "Oktober 2026\n"
        "- Backa skulle ha lämnats in senast 6 november 2026.\n"
        "https://panelen.kommunen.example/registrera\n\n"
        "Punkt 7, Nattvandring\n"
        "- Senaste rapporten är från 1 oktober 2026.\n"
        "- Delmålet har gått.\n"
        "https://panelen.kommunen.example/uppdatera?nummer=7\n\n"
        "Du får brevet för att du är arbetsledare i Trygghetspanelen. "
        "Varje sak påminns du om en gång.\n"
    )


def test_the_html_part_says_the_same_in_swedish_with_links() -> None:
    seen = Seen(part(letter(), "html"))
    assert seen.language == "sv"
    assert seen.links == [
        "https://panelen.kommunen.example/registrera",
        "https://panelen.kommunen.example/uppdatera?nummer=7",
    ]
    for line in part(letter(), "plain").splitlines():
        if line and not line.startswith("https://"):
            assert line.removeprefix("- ") in seen.text
    # Nothing is fetched, and nothing runs, when a letter is opened.
    assert not seen.tags & {"img", "script", "link", "iframe", "form"}


def test_an_example_is_told_as_one() -> None:
    example = replace(PROGRAMME, is_example=True)
    assert "påhittade uppgifter ur exempelprogrammet" in part(letter(programme=example), "plain")


def test_one_thing_is_told_as_one() -> None:
    assert letter(SILENT)["Subject"] == "En sak väntar på dig i Trygghetspanelen"


def test_the_same_reminder_has_the_same_name_and_another_has_another() -> None:
    name = letter(SILENT, MONTH)["Message-ID"]
    assert letter(MONTH, SILENT)["Message-ID"] == name
    assert str(name).endswith("@panelen.kommunen.example>")
    others = [
        letter(SILENT),
        letter(SILENT, MONTH, account=replace(ANNA, id=4)),
        letter(SILENT, MONTH, programme=replace(PROGRAMME, code="centrum")),
    ]
    assert len({str(name), *(str(other["Message-ID"]) for other in others)}) == 4


@pytest.mark.parametrize(
    "hostile", [*SEEDS, "Anna\r\nBcc: alla@kommunen.example\r\n\r\nHej", 'A" <b@c.example>, "D']
)
def test_a_hostile_text_is_text_in_every_place(hostile: str) -> None:
    due = replace(SILENT, about=f"Punkt 7, {hostile}", text=hostile)
    mail = letter(
        due,
        account=replace(ANNA, name=hostile),
        programme=replace(PROGRAMME, name=hostile),
    )
    assert set(mail) == set(letter())
    assert [each.addr_spec for each in mail["To"].addresses] == ["anna@kommunen.example"]
    seen, usual = Seen(part(mail, "html")), Seen(part(letter(SILENT), "html"))
    assert seen.tags == usual.tags
    assert seen.links == usual.links
    plain = part(mail, "plain")
    assert len(plain.splitlines()) == len(part(letter(SILENT), "plain").splitlines())


@given(name=st.text(min_size=1, max_size=200))
def test_any_name_makes_a_letter_to_one_person(name: str) -> None:
    mail = letter(account=replace(ANNA, name=name))
    assert set(mail) == set(letter())
    assert [each.addr_spec for each in mail["To"].addresses] == ["anna@kommunen.example"]


def test_an_address_in_a_swedish_domain_is_written_so_that_every_server_knows_it() -> None:
    mail = letter(account=replace(ANNA, email="anna@göteborg.example"))
    assert mail["To"].addresses[0].addr_spec == "anna@xn--gteborg-90a.example"


@pytest.mark.parametrize(
    "email",
    [
        *(None, "", "@", "anna", "@kommunen.example", "anna@", "a,b@c.example"),
        *("<a@b.example>", "a@b.example\r\nBcc:c@d.example", "a@b..example", "a@b,c.example"),
    ],
)
def test_what_is_no_address_is_refused_with_the_persons_name(email: str | None) -> None:
    with pytest.raises(LetterRefusedError, match="Anna Ängström har ingen e-postadress"):
        letter(account=replace(ANNA, email=email))

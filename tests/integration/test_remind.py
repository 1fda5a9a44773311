"""`trygghet remind`: the real program, a real database and a mail server of its own."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data_access.engine import reading
from data_access.programme import fetch_programme
from domain.access import Role, operator
from domain.calendar import STOCKHOLM, first_of_month, shift_month
from domain.programme import Programme
from domain.reminders import Reminder
from services.keep_accounts import invite
from services.remind import find_reminders, remind
from tests.conftest import Database, run_trygghet
from tests.integration.small_programme import make_small_programme
from tests.mail_server import free_port, letters_in, receiving

BY = operator("test")
TODAY = date(2026, 11, 20)
LEAD, DIRECTOR = "asa@kommunen.example", "direktor@kommunen.example"


@pytest.fixture
def programme(database: Database) -> Database:
    """A point that nobody has reported, and a month that waits for approval."""
    make_small_programme(database.engine(role=None))
    people = (("Åsa Öberg", LEAD, Role.TEAM_LEAD), ("Direktören", DIRECTOR, Role.DIRECTOR))
    for name, email, role in people:
        invite(database.engine(), viewer=BY, programme_id=1, name=name, email=email, role=role)
    last_month = shift_month(first_of_month(datetime.now(STOCKHOLM).date()), -1)
    with database.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into reporting_period (area_code, month, state, due_on)"
                " values ('71', :month, 'submitted', :month + 40)"
            ),
            {"month": last_month},
        )
    return database


def _settings(programme: Database, port: int) -> dict[str, str]:
    return {
        "TRYGGHET_DATABASE_URL": programme.url,
        "TRYGGHET_ADDRESS": "https://panelen.kommunen.example",
        "TRYGGHET_SMTP__HOST": "127.0.0.1",
        "TRYGGHET_SMTP__PORT": str(port),
        "TRYGGHET_SMTP__SENDER": "panelen@kommunen.example",
        "TRYGGHET_SMTP__SECURITY": "none",
    }


def _start(programme: Database, port: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [str(Path(sys.executable).with_name("trygghet")), "remind"],
        env={**os.environ, **_settings(programme, port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _noted(programme: Database) -> list[tuple[str, str]]:
    with programme.engine().connect() as connection:
        rows = connection.execute(
            text(
                "select u.email, s.key from reminder_sent s join app_user u"
                " on u.programme_id = s.programme_id and u.id = s.user_id order by s.id"
            )
        )
        return [(email, key) for email, key in rows]


def _recipients(folder: Path) -> list[str]:
    return sorted(str(letter["X-RcptTo"]) for letter in letters_in(folder))


def test_each_person_gets_one_letter_and_the_next_day_none(
    programme: Database, tmp_path: Path
) -> None:
    with receiving(tmp_path) as port:
        first = run_trygghet("remind", **_settings(programme, port))
        again = run_trygghet("remind", **_settings(programme, port))
    assert (first.returncode, first.stderr.strip()) == (0, "")
    assert "Åsa Öberg <asa@kommunen.example>\n  " in first.stdout
    assert "Punkt 1, En punkt: Punkten började 1 juni 2022" in first.stdout
    assert first.stdout.endswith("2 brev är skickade.\n")
    assert (again.returncode, again.stdout) == (0, "Det finns inget nytt att påminna om.\n")
    assert _recipients(tmp_path) == [LEAD, DIRECTOR]
    assert {email for email, _key in _noted(programme)} == {LEAD, DIRECTOR}
    director, lead = sorted(letters_in(tmp_path), key=lambda letter: str(letter["To"]))
    assert lead["To"].addresses[0].display_name == "Åsa Öberg"
    assert str(lead["Subject"]).endswith("saker väntar på dig i Trygghetspanelen")
    for kind in ("plain", "html"):
        body = lead.get_body((kind,))
        assert body is not None
        assert "Hej Åsa Öberg!" in body.get_content()
        assert "https://panelen.kommunen.example/uppdatera?nummer=1" in body.get_content()
    asked = director.get_body(("plain",))
    assert asked is not None
    assert "Ett område väntar på att du godkänner det." in asked.get_content()
    assert "Punkt 1" not in asked.get_content()


def test_what_is_new_since_is_told_alone(programme: Database, tmp_path: Path) -> None:
    with receiving(tmp_path) as port:
        run_trygghet("remind", **_settings(programme, port))
        with programme.engine(role=None).begin() as connection:
            connection.execute(
                text(
                    "insert into milestone (point_number, title, due_on)"
                    " values (1, 'Lokal klar', '2024-05-01')"
                )
            )
        assert run_trygghet("remind", **_settings(programme, port)).returncode == 0
    news = [each for each in letters_in(tmp_path) if str(each["Subject"]).startswith("En sak")]
    (letter,) = [each for each in news if each["X-RcptTo"] == LEAD]
    body = letter.get_body(("plain",))
    assert body is not None
    assert "- Delmålet ”Lokal klar” skulle vara klart 1 maj 2024." in body.get_content()


def test_a_dry_run_needs_no_mail_server_and_notes_nothing(programme: Database) -> None:
    told = run_trygghet("remind", "--dry-run", TRYGGHET_DATABASE_URL=programme.url)
    assert (told.returncode, told.stderr) == (0, "")
    assert "Åsa Öberg" in told.stdout
    assert told.stdout.endswith("Prövat, inget är skickat.\n")
    assert _noted(programme) == []


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [("SMTP__HOST", "TRYGGHET_SMTP__HOST saknas"), ("ADDRESS", "Ange TRYGGHET_ADDRESS")],
)
def test_a_setting_that_lacks_is_named(
    programme: Database, tmp_path: Path, lacking: str, sentence: str
) -> None:
    settings = {**_settings(programme, free_port()), f"TRYGGHET_{lacking}": ""}
    told = run_trygghet("remind", **settings)
    assert told.returncode == 1
    assert sentence in told.stderr
    assert _noted(programme) == []


def test_without_a_mail_server_it_is_told_which_settings_name_one(programme: Database) -> None:
    told = run_trygghet("remind", TRYGGHET_DATABASE_URL=programme.url)
    assert told.returncode == 1
    assert "TRYGGHET_SMTP__HOST och TRYGGHET_SMTP__SENDER" in told.stderr


def test_a_mail_server_that_is_down_is_told_and_nothing_counts_as_sent(
    programme: Database, tmp_path: Path
) -> None:
    port = free_port()
    told = run_trygghet("remind", **_settings(programme, port))
    assert told.returncode == 1
    assert f"✗ E-postservern 127.0.0.1:{port} går inte att nå: " in told.stderr
    assert "Traceback" not in told.stderr
    assert _noted(programme) == []
    with receiving(tmp_path) as up:
        assert run_trygghet("remind", **_settings(programme, up)).returncode == 0
    assert _recipients(tmp_path) == [LEAD, DIRECTOR]


def test_one_address_that_is_refused_does_not_keep_the_others_letters(
    programme: Database, tmp_path: Path
) -> None:
    invite(
        programme.engine(),
        viewer=BY,
        programme_id=1,
        name="Borta",
        email="okand@kommunen.example",
        role=Role.TEAM_LEAD,
    )
    with receiving(tmp_path, "tests.mail_server.Choosy") as port:
        told = run_trygghet("remind", **_settings(programme, port))
    assert told.returncode == 1
    assert "tog inte emot brevet till okand@kommunen.example: 550 No such user" in told.stderr
    assert told.stdout.endswith("2 brev är skickade.\n")
    assert _recipients(tmp_path) == [LEAD, DIRECTOR]
    assert {email for email, _key in _noted(programme)} == {LEAD, DIRECTOR}


def test_who_has_no_address_is_told_of_and_the_others_are_written_to(
    programme: Database, tmp_path: Path
) -> None:
    with programme.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "update app_user set email = null, issuer = 'a', subject = 'b',"
                " role_from = 'groups' where role = 'director'"
            )
        )
    with receiving(tmp_path) as port:
        told = run_trygghet("remind", **_settings(programme, port))
    assert told.returncode == 0
    assert "Direktören <har ingen e-postadress, och får inget brev>" in told.stdout
    assert _recipients(tmp_path) == [LEAD]


def test_two_at_once_send_each_letter_once(programme: Database, tmp_path: Path) -> None:
    with receiving(tmp_path, "tests.mail_server.Slow") as port:
        both = [_start(programme, port) for _each in range(2)]
        told = [each.communicate(timeout=120) for each in both]
    assert [each.returncode for each in both] == [0, 0], told
    assert _recipients(tmp_path) == [LEAD, DIRECTOR]
    assert len(_noted(programme)) == len(set(_noted(programme)))


def test_one_that_is_killed_as_the_server_thinks_loses_nothing(
    programme: Database, tmp_path: Path
) -> None:
    with receiving(tmp_path, "tests.mail_server.Silent") as port:
        killed = _start(programme, port)
        has_come = tmp_path / "letters" / "has-come"
        deadline = time.monotonic() + 60
        while not has_come.exists():
            assert killed.poll() is None, killed.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        killed.send_signal(signal.SIGKILL)
        killed.communicate(timeout=30)
    assert _noted(programme) == []
    with receiving(tmp_path) as port:
        assert run_trygghet("remind", **_settings(programme, port)).returncode == 0
    assert _recipients(tmp_path) == [LEAD, DIRECTOR]


def _programme(database: Database) -> Programme:
    with reading(database.engine(), BY) as connection:
        found = fetch_programme(connection, "hisingen")
    assert found
    return found


def _find(database: Database) -> list[Reminder]:
    return find_reminders(database.engine(), viewer=BY, programme=_programme(database), today=TODAY)


def test_what_another_has_sent_meanwhile_is_left_out(programme: Database) -> None:
    lead = next(each for each in _find(programme) if each.account.email == LEAD)
    first, *others = lead.dues
    sent: list[Reminder] = []
    for reminder in (replace(lead, dues=(first,)), lead, lead):
        remind(programme.engine(), viewer=BY, programme_id=1, reminder=reminder, send=sent.append)
    assert [each.dues for each in sent] == [(first,), tuple(others)]
    assert LEAD not in {each.account.email for each in _find(programme)}


def test_what_cannot_be_sent_is_found_again(programme: Database) -> None:
    before = _find(programme)

    def fail(_reminder: Reminder) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        remind(programme.engine(), viewer=BY, programme_id=1, reminder=before[0], send=fail)
    assert _find(programme) == before


def test_months_without_a_word_are_told_also_where_nobody_has_begun_them(
    programme: Database,
) -> None:
    lead = next(each for each in _find(programme) if each.account.email == LEAD)
    late = [due.subject for due in lead.dues if due.kind == "month_late"]
    assert late[0] == "2025-11"
    assert len(late) >= 11


@pytest.mark.parametrize(
    "statement",
    [
        "select * from reminder_sent",
        "insert into reminder_sent (user_id, key) values (1, 'a')",
        "delete from reminder_sent",
    ],
)
@pytest.mark.parametrize("role", ["trygghet_app", "trygghet_source", "trygghet_reader"])
def test_only_the_command_line_sees_and_notes_what_was_sent(
    programme: Database, role: str, statement: str
) -> None:
    with (
        programme.engine(role).connect() as connection,
        pytest.raises(DBAPIError, match="permission denied"),
    ):
        connection.execute(text(statement))

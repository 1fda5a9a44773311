"""A calendar as another program reads it back."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from domain.deadlines import Deadline
from domain.programme import Programme
from transfer.calendars import to_ics
from transfer.characters import printable

PROGRAMME = Programme(1, "hisingen", "Ett tryggare Hisingen", date(2022, 5, 1), None, False)
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
PANEL = "https://panelen.kommunen.example/"


def point(title: str = "Slutdatum: punkt 7, Nattvandring på Ön") -> Deadline:
    return Deadline("punkt/7", date(2027, 6, 30), title, "/punkt?nummer=7")


def read(written: bytes) -> Calendar:
    found = Calendar.from_ical(written)
    assert isinstance(found, Calendar)
    assert [(each, each.errors) for each in found.walk() if each.errors] == []
    return found


def test_a_deadline_is_a_day_that_links_to_its_page() -> None:
    found = read(to_ics([point()], programme=PROGRAMME, panel=PANEL, at=AT))
    (event,) = found.events
    assert event.start == date(2027, 6, 30)
    assert not isinstance(event.start, datetime)
    assert event.end - event.start == timedelta(days=1)
    assert event.DTSTAMP == AT
    assert str(event["summary"]) == "Slutdatum: punkt 7, Nattvandring på Ön"
    assert str(event["url"]) == "https://panelen.kommunen.example/punkt?nummer=7"
    assert event["transp"] == "TRANSPARENT"
    assert found.calendar_name == "Tidsgränser: Ett tryggare Hisingen"
    assert str(found["version"]) == "2.0"
    assert str(found["prodid"]).startswith("-//Trygghetspanelen//")


def test_a_uid_is_the_same_in_every_file_and_another_for_another_thing() -> None:
    moved = Deadline("punkt/7", date(2027, 9, 30), "Slutdatum", "/punkt?nummer=7")
    other = Deadline("punkt/8", date(2027, 6, 30), "Slutdatum", "/punkt?nummer=8")
    uids = [
        [event.uid for event in read(to_ics(each, programme=PROGRAMME, panel=PANEL, at=at)).events]
        for each, at in (([point(), other], AT), ([moved, other], AT + timedelta(days=1)))
    ]
    assert uids[0] == uids[1]
    assert len(set(uids[0])) == 2


def test_without_an_address_there_are_no_links() -> None:
    (event,) = read(to_ics([point()], programme=PROGRAMME, panel=None, at=AT)).events
    assert "url" not in event


@given(
    title=st.text(st.characters(exclude_categories=["Cs"]), max_size=300),
    on=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
)
def test_any_title_is_read_back_as_it_may_be_shown(title: str, on: date) -> None:
    deadline = Deadline("punkt/7", on, title, "/punkt?nummer=7")
    written = to_ics([deadline], programme=PROGRAMME, panel=PANEL, at=AT)
    (event,) = read(written).events
    assert str(event["summary"]) == printable(title)
    assert event.start == on
    assert max(len(line) for line in written.split(b"\r\n")) <= 75


def test_a_title_cannot_begin_a_line_of_its_own() -> None:
    hostile = "Lokal\r\nEND:VEVENT\r\nBEGIN:VEVENT\nATTENDEE:mailto:x@y.example\rX-A:1"
    (event,) = read(to_ics([point(hostile)], programme=PROGRAMME, panel=PANEL, at=AT)).events
    assert "attendee" not in event
    assert "ATTENDEE:mailto" in str(event["summary"])

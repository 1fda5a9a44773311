from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest

from transfer.spreadsheets import Formats, number_format, open_workbook


@pytest.mark.parametrize(
    ("made", "shown"),
    [
        (number_format(), '[$-41D]#,##0;"−"#,##0;#,##0'),
        (number_format(1), '[$-41D]#,##0.0;"−"#,##0.0;#,##0.0'),
        # An axis: 0,25 and 0,5, but 1,0.
        (number_format(1, 2), '[$-41D]#,##0.0##;"−"#,##0.0##;#,##0.0##'),
        (number_format(is_signed=True), '[$-41D]"+"#,##0;"−"#,##0;#,##0'),
        (number_format(unit=" kr"), '[$-41D]#,##0" kr";"−"#,##0" kr";#,##0" kr"'),
        # Inside quotation marks it is a sign, outside it makes hundredths of the number.
        (number_format(unit=" %"), '[$-41D]#,##0" %";"−"#,##0" %";#,##0" %"'),
        (number_format(unit=" %", is_share=True), '[$-41D]#,##0" "%;"−"#,##0" "%;#,##0" "%'),
        (number_format(unit='"'), '[$-41D]#,##0\\";"−"#,##0\\";#,##0\\"'),
    ],
)
def test_a_number_has_the_format_that_writes_it_as_swedish(made: str, shown: str) -> None:
    assert made == shown


def test_a_format_is_made_once_and_guards_what_would_calculate() -> None:
    with open_workbook(BytesIO(), title="", created=datetime(2026, 11, 24, tzinfo=UTC)) as book:
        book.add_worksheet()
        formats = Formats(book)
        assert formats.of(bold=True, italic=True) is formats.of(italic=True, bold=True)
        assert formats.text("=1+1").quote_prefix
        assert not formats.text("1+1").quote_prefix


def test_a_workbook_tells_only_the_moment_it_is_given() -> None:
    target = BytesIO()
    with open_workbook(target, title="T", created=datetime(2001, 2, 3, 4, 5, tzinfo=UTC)) as book:
        book.add_worksheet()
    with ZipFile(target) as archive:
        facts = archive.read("docProps/core.xml").decode()
    assert facts.count("2001-02-03T04:05:00Z") == 2

"""A pack as an Excel workbook: its words, and each table and chart on a sheet of its own."""

from collections.abc import Sequence
from datetime import UTC
from io import BytesIO

from domain.calendar import STOCKHOLM
from domain.packs.content import Chart, Content, Figures, Items, Table, Tiles
from texts import _
from texts.numbers import at_minute, iso
from transfer.packs.archive import rewritten
from transfer.packs.chart_sheet import explicit, write_chart
from transfer.packs.legible import legible
from transfer.packs.sheets import Book, Sheet, link_to, sheet_names
from transfer.packs.table_sheet import write_table, write_tiles
from transfer.spreadsheets import HEADING, open_workbook

_LINK = {"font_color": "#00588f", "underline": 1}


def to_workbook(content: Content, fingerprint: str) -> bytes:
    """Return the pack as an Excel workbook (``.xlsx``).

    The same content and fingerprint give the same bytes, on any day and machine. What a cell
    cannot hold, 32 767 characters, is cut there.
    """
    content = legible(content)
    blocks = [
        block
        for subject in content.subjects
        for block in subject.blocks
        if isinstance(block, Tiles | Table | Chart)
    ]
    titles = (
        _("Innehåll"),
        _("Läget i ord"),
        *(block.title for block in blocks),
        _("Definitioner"),
    )
    contents, words, *own, definitions = sheet_names(titles)
    target = BytesIO()
    created = content.as_of.astimezone(UTC)
    with open_workbook(target, title=content.title, created=created) as workbook:
        book = Book(workbook, content, fingerprint)
        first = book.add(contents, (34, 76))
        _write_facts(first, content, fingerprint)
        _write_list(first, titles[1:], (words, *own, definitions))
        _write_words(book, words, content)
        for name, block in zip(own, blocks, strict=True):
            _write_block(book, name, block)
        _write_definitions(book, definitions, content)
    return rewritten(target.getvalue(), explicit)


def _write_facts(sheet: Sheet, content: Content, fingerprint: str) -> None:
    """Write what the pack is, for whom, and as of when."""
    meeting, organisation = content.meeting, content.organisation
    sheet.across(content.title, size=18, bold=True)
    if content.lead:
        sheet.across(content.lead, size=13)
    if content.is_example:
        sheet.across(_("Exempelprogram med påhittade siffror"), bold=True)
    sheet.next_row()
    since = iso(content.since) if content.since else ""
    facts = (
        (_("Organisation"), organisation.name),
        (_("Program"), content.programme),
        (_("Sammanträde"), meeting.title),
        (_("Datum"), iso(meeting.held_on)),
        (_("Diarienummer"), meeting.diarienummer),
        (_("Dagordning"), meeting.agenda),
        (_("Uppgifter per"), at_minute(content.as_of.astimezone(STOCKHOLM))),
        (_("Jämfört med"), since),
        (_("Fingeravtryck"), fingerprint),
        (_("Ersätter"), content.replaces or ""),
        (_("Kontakt"), organisation.contact),
    )
    for name, text in facts:
        if text:
            sheet.cell(0, name, bold=True)
            sheet.cell(1, text)
            sheet.next_row()
    sheet.next_row()


def _write_list(sheet: Sheet, titles: Sequence[str], names: Sequence[str]) -> None:
    """Write the list of sheets, each with a way to it."""
    sheet.cells(_("Blad"), _("Vad det visar"), **HEADING)
    for title, name in zip(titles, names, strict=True):
        look = sheet.formats.text(name, **_LINK, valign="top", text_wrap=True)
        sheet.worksheet.write_url(sheet.row, 0, link_to(name), look, string=name)
        sheet.cell(1, title)
        sheet.next_row()


def _write_words(book: Book, name: str, content: Content) -> None:
    """Add the sheet of all that the pack says in sentences and key figures, by subject."""
    sheet = book.add(name, (56, 20, 60))
    sheet.across(name, size=16, bold=True)
    sheet.worksheet.freeze_panes(sheet.row, 0)
    for subject in content.subjects:
        sheet.next_row()
        sheet.across(subject.name)
        sheet.across(subject.heading, size=14, bold=True)
        for text in subject.sentences:
            sheet.across(text)
        for block in subject.blocks:
            if isinstance(block, Figures):
                _write_figures(sheet, block)
            elif isinstance(block, Items):
                _write_items(sheet, block)


def _write_figures(sheet: Sheet, figures: Figures) -> None:
    if not figures.items:
        return
    sheet.cells(_("Nyckeltal"), _("Värde"), _("Vad det säger"), **HEADING)
    for figure in figures.items:
        sheet.cells(figure.label, figure.value, figure.sentence)


def _write_items(sheet: Sheet, items: Items) -> None:
    reason = _("Skäl") if any(item.reason for item in items.items) else ""
    sheet.cells(items.title, "", reason, **HEADING)
    for item in items.items:
        sheet.cells(item.text, "", item.reason)
    if not items.items:
        sheet.cells(items.none)


def _write_block(book: Book, name: str, block: Tiles | Table | Chart) -> None:
    if isinstance(block, Table):
        write_table(book, name, block)
    elif isinstance(block, Tiles):
        write_tiles(book, name, block)
    else:
        write_chart(book, name, block)


def _write_definitions(book: Book, name: str, content: Content) -> None:
    sheet = book.add(name, (36, 90))
    sheet.across(name, size=16, bold=True)
    sheet.cells(_("Ord eller tecken"), _("Vad det betyder"), **HEADING)
    sheet.head_ends()
    for definition in content.definitions:
        sheet.cells(definition.text, definition.reason)

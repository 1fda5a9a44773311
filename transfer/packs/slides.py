"""A pack as slides: a heading for each subject, and each of its tables and charts to be edited."""

from collections.abc import Sequence

from domain.calendar import STOCKHOLM
from domain.packs.content import Block, Content, Figures, Items, Subject, Table, Tiles
from texts import _
from texts.numbers import at_minute, day
from transfer.packs.deck import Deck
from transfer.packs.legible import legible
from transfer.packs.slide_charts import add_chart
from transfer.packs.slide_tables import add_table
from transfer.packs.slide_texts import add_definitions, add_heading, add_heading_with, add_items
from transfer.packs.slide_tiles import add_tiles
from transfer.packs.type_fit import Paragraph, text_pages

_FACT_SIZES = (16, 14, 12, 10, 9)


def to_slides(content: Content, fingerprint: str) -> bytes:
    """Return the pack as a PowerPoint presentation (``.pptx``), 16:9.

    The same content and fingerprint give the same bytes, on any day and machine. What does not
    fit on a slide is set smaller and then goes on on the next one; a heading, a name or a note
    that is still too long ends in an ellipsis, and stands whole among the speaker's notes.
    """
    content = legible(content)
    deck = Deck(content, fingerprint)
    _add_first(deck, content, fingerprint)
    for subject in content.subjects:
        _add_subject(deck, subject)
    if content.definitions:
        add_definitions(deck, _("Definitioner"), content.definitions)
    return deck.saved()


def _add_first(deck: Deck, content: Content, fingerprint: str) -> None:
    meeting = content.meeting
    facts = (
        (f"{meeting.title}, {day(meeting.held_on)}", True),
        (meeting.diarienummer, False),
        (f"{content.programme} · {content.organisation.name}", False),
        (_("Exempelprogram med påhittade siffror") if content.is_example else "", True),
    )
    as_of = at_minute(content.as_of.astimezone(STOCKHOLM))
    notes = [
        content.lead,
        _("Uppgifter per {moment}.").format(moment=as_of),
        _("Fingeravtryck: {fingerprint}").format(fingerprint=fingerprint),
        _("Ersätter: {fingerprint}").format(fingerprint=content.replaces)
        if content.replaces
        else "",
        _("Kontakt: {contact}").format(contact=content.organisation.contact),
    ]
    told = [text for text, _is_bold in facts]
    page = deck.add_first(content.title, content.lead, [*notes, *told, meeting.agenda])
    groups = [(Paragraph(text, is_bold=is_bold, before=0.2),) for text, is_bold in facts if text]
    # Where even the smallest letters leave no room for all, the notes have the rest.
    page.column(page.room, text_pages(groups, page.room.width, page.room.height, _FACT_SIZES)[0])


def _add_subject(deck: Deck, subject: Subject) -> None:
    """Add a subject's slides: its heading with sentences and key figures, then the rest."""
    figures = [
        figure for block in subject.blocks if isinstance(block, Figures) for figure in block.items
    ]
    others = [block for block in subject.blocks if not isinstance(block, Figures)]
    items = _leading_items(others)
    if items and not figures and add_heading_with(deck, subject, items):
        others = others[len(items) :]
    elif subject.sentences or figures or not others or others[0].title != subject.heading:
        add_heading(deck, subject, figures)
    for block in others:
        if isinstance(block, Tiles):
            add_tiles(deck, block, subject.name)
        elif isinstance(block, Items):
            add_items(deck, block, subject.name)
        elif isinstance(block, Table):
            add_table(deck, block, subject.name)
        else:
            add_chart(deck, block, subject.name)


def _leading_items(blocks: Sequence[Block]) -> list[Items]:
    """Return the items that come before any other block."""
    items = []
    for block in blocks:
        if not isinstance(block, Items):
            break
        items.append(block)
    return items

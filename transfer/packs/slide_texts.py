"""Slides of words: a subject's sentences and key figures, and sentences with their reasons."""

from collections.abc import Sequence

from pptx.enum.shapes import MSO_SHAPE

from config.colours import LIGHT
from domain.packs.content import Figure, Figures, Item, Items, Subject
from texts import _
from transfer.packs.deck import Deck
from transfer.packs.slide_page import Box, Line, Page, plain_shape, write
from transfer.packs.type_fit import LINE, Fitted, Paragraph, fit, text_pages

_SIZES = (22, 20, 18, 16)

_REASON = 0.8
"""The size of a reason, in that of what it is the reason for."""

_CARDS_A_ROW = 4
_GAP = 14
_CARD_PADDING = 14
_VALUE_SIZES, _LABEL_SIZES, _SENTENCE_SIZES = (34, 28, 22, 16, 12), (14, 12, 11), (14, 13, 12, 11)
_CARD_HEIGHT, _FEWEST_COLUMNS, _ROWS_A_SLIDE = 168, 3, 2


def of_several(title: str, number: int, count: int) -> str:
    """Return the title of one of several slides that belong together; each has its own."""
    if count == 1:
        return title
    if number == 1:
        return _("{title} (1 av {count})").format(title=title, count=count)
    return _("{title}, forts. ({number} av {count})").format(
        title=title, number=number, count=count
    )


def add_items(deck: Deck, items: Items, name: str) -> None:
    """Add slides with sentences, each with its reason under it."""
    _add_columns(deck, items.title, _groups(items), name)


def add_definitions(deck: Deck, title: str, definitions: Sequence[Item]) -> None:
    """Add slides with words or marks, and under each what it means."""
    groups = [
        (Paragraph(item.text, is_bold=True, before=0.6), Paragraph(item.reason, before=0))
        for item in definitions
    ]
    _add_columns(deck, title, groups, "")


def add_heading(deck: Deck, subject: Subject, figures: Sequence[Figure]) -> None:
    """Add a subject's heading with its sentences and, where they fit below, its key figures.

    A subject that has neither tells the titles of what follows.
    """
    titles = [block.title for block in subject.blocks if not isinstance(block, Figures)]
    said = subject.sentences if subject.sentences or figures else titles
    groups = [(Paragraph(sentence),) for sentence in said]
    room = deck.room(subject.heading)
    rows = _rows_of(figures)
    below = len(rows) * (_CARD_HEIGHT + _GAP)
    pages = text_pages(groups, room.width, room.height - below, _SIZES)
    if len(pages) > 1 or len(rows) > _ROWS_A_SLIDE:
        _add_columns(deck, subject.heading, groups, subject.name)
        _add_cards(deck, subject, rows)
        return
    page = deck.add(subject.heading, [*said, *_told(figures)], name=subject.name)
    free = page.room
    for column in pages:
        page.column(free.first(column.height(free.width)), column)
        free = free.below(column.height(free.width) + _GAP)
    _put_cards(page, free, rows)


def add_heading_with(deck: Deck, subject: Subject, items: Sequence[Items]) -> bool:
    """Add a subject's heading with its sentences and the items under them, if one slide has room.

    Returns whether it had; if not, nothing is added.
    """
    groups: list[tuple[Paragraph, ...]] = [(Paragraph(sentence),) for sentence in subject.sentences]
    for block in items:
        first, *others = _groups(block)
        groups += [(Paragraph(block.title, is_bold=True, before=1.2), *first), *others]
    room = deck.room(subject.heading)
    pages = text_pages(groups, room.width, room.height, _SIZES)
    if len(pages) != 1:
        return False
    told = [paragraph.text for group in groups for paragraph in group]
    page = deck.add(subject.heading, told, name=subject.name)
    page.column(page.room, pages[0])
    return True


def _groups(items: Items) -> list[tuple[Paragraph, ...]]:
    """Return the items as paragraphs, each kept with its reason."""
    if not items.items:
        return [(Paragraph(items.none),)]
    return [
        (
            Paragraph(item.text, before=0.6),
            *([Paragraph(item.reason, scale=_REASON, before=0)] if item.reason else []),
        )
        for item in items.items
    ]


def _add_columns(
    deck: Deck, title: str, groups: Sequence[tuple[Paragraph, ...]], name: str
) -> None:
    """Add as many slides as running text needs."""
    room = deck.room(of_several(title, 2, 2))
    pages = text_pages(groups, room.width, room.height, _SIZES)
    whole = [paragraph.text for group in groups for paragraph in group]
    for number, column in enumerate(pages, start=1):
        # The whole of a text that goes on over slides stands with the first of them.
        notes = whole if number == 1 else [paragraph.text for paragraph in column.paragraphs]
        page = deck.add(of_several(title, number, len(pages)), notes, name=name)
        page.column(page.room, column)


def _add_cards(deck: Deck, subject: Subject, rows: Sequence[Sequence[Figure]]) -> None:
    """Add slides with key figures alone."""
    slides = [rows[first : first + _ROWS_A_SLIDE] for first in range(0, len(rows), _ROWS_A_SLIDE)]
    title = _("{heading}: nyckeltal").format(heading=subject.heading)
    for number, shown in enumerate(slides, start=1):
        notes = _told([figure for row in shown for figure in row])
        page = deck.add(of_several(title, number, len(slides)), notes, name=subject.name)
        _put_cards(page, page.room, shown)


def _rows_of(figures: Sequence[Figure]) -> list[Sequence[Figure]]:
    return [figures[first : first + _CARDS_A_ROW] for first in range(0, len(figures), _CARDS_A_ROW)]


def _told(figures: Sequence[Figure]) -> list[str]:
    return [f"{figure.label}: {figure.value}. {figure.sentence}" for figure in figures]


def _put_cards(page: Page, room: Box, rows: Sequence[Sequence[Figure]]) -> None:
    """Lay key figures side by side, all as wide, and as high as the fullest of their row."""
    columns = max(_FEWEST_COLUMNS, *(len(row) for row in rows), 0)
    width = (room.width - _GAP * (columns - 1)) / columns
    for row in rows:
        cards = [_fitted(figure, width - 2 * _CARD_PADDING) for figure in row]
        height = max(sum(text.height for text in card) for card in cards) + 2 * _CARD_PADDING
        for place, (figure, card) in enumerate(zip(row, cards, strict=True)):
            box = Box(room.left + place * (width + _GAP), room.top, width, height)
            shape = plain_shape(page.slide.shapes, MSO_SHAPE.RECTANGLE, box, fill=LIGHT.surface)
            shape.name = figure.label
            lines = [Line(text.text, text.size, text is card[1]) for text in card]
            write(shape.text_frame, lines, padding=_CARD_PADDING)
        room = room.below(height + _GAP)


def _fitted(figure: Figure, width: float) -> tuple[Fitted, Fitted, Fitted]:
    """Return a key figure's label, number and sentence, each as large as it fits a card."""
    label = fit(figure.label, width, 2 * _LABEL_SIZES[0] * LINE, _LABEL_SIZES)
    value = fit(figure.value, width, _VALUE_SIZES[0] * LINE, _VALUE_SIZES, is_bold=True)
    left = _CARD_HEIGHT - 2 * _CARD_PADDING - label.height - value.height
    return label, value, fit(figure.sentence, width, left, _SENTENCE_SIZES)

"""How much room texts take in Open Sans, and how they are made to fit: smaller, then on more pages.

PowerPoint finds out only when a slide is opened for editing whether its texts fit, so it is
reckoned here, from the widths of the letters. All measures are in points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from fontTools.ttLib import TTFont

from transfer.packs.typefaces import typefaces

LINE = 1.36
"""The height of a line of Open Sans, in sizes of its letters."""

_SURE = 1.03
"""What a line is reckoned longer than it is, for the roundings of whoever breaks it."""

_UNKNOWN = 1.0
"""The width of a character that Open Sans does not have, in sizes."""

_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as it fits: all of it, or its beginning and an ellipsis; its size and its height."""

    text: str
    size: float
    height: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text in a column of them. `scale` is of the column's size, `before` lines above it."""

    text: str
    is_bold: bool = False
    scale: float = 1.0
    before: float = 0.4

    def height(self, width: float, size: float) -> float:
        """Return the height with the space above."""
        own = size * self.scale
        lines = break_lines(self.text, width, own, is_bold=self.is_bold)
        return (len(lines) + self.before) * own * LINE


@dataclass(frozen=True, slots=True)
class TextPage:
    """What of a column stands on a page, in which size of letters."""

    paragraphs: tuple[Paragraph, ...]
    size: float

    def height(self, width: float) -> float:
        """Return the height of all of it."""
        return sum(paragraph.height(width, self.size) for paragraph in self.paragraphs)


def text_width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Return how wide a text on one line is."""
    widths = _letters(700 if is_bold else 400)
    return sum(widths.get(ord(letter), _UNKNOWN) for letter in text) * size * _SURE


def break_lines(text: str, width: float, size: float, *, is_bold: bool = False) -> list[str]:
    """Return the lines of a text in a column; a word that is wider than it is broken too."""
    return [
        line
        for part in text.split("\n")
        for line in _lines_of(part, width, size, is_bold=is_bold) or [""]
    ]


def fit(
    text: str, width: float, height: float, sizes: Sequence[float], *, is_bold: bool = False
) -> Fitted:
    """Return the text in the first of the sizes in which it fits; else the beginning in the last.

    A text gets one line at least.
    """
    for size in sizes:
        lines = break_lines(text, width, size, is_bold=is_bold)
        if len(lines) * size * LINE <= height:
            return Fitted(text, size, len(lines) * size * LINE)
    size = sizes[-1]
    room = max(1, int(height / (size * LINE)))
    lines = break_lines(text, width, size, is_bold=is_bold)
    if len(lines) <= room:
        return Fitted(text, size, len(lines) * size * LINE)
    shown = text[: _ends(text, lines)[room - 1]]
    while len(break_lines(shown + _ELLIPSIS, width, size, is_bold=is_bold)) > room:
        shown = shown[:-1].rstrip()
    return Fitted(shown + _ELLIPSIS, size, room * size * LINE)


def text_pages(
    groups: Sequence[tuple[Paragraph, ...]], width: float, height: float, sizes: Sequence[float]
) -> list[TextPage]:
    """Return the pages of a column of paragraphs, groups of which are kept together.

    All on one page in the first size in which they fit; else in the last size on several, where a
    group that is longer than a page goes on over as many as it needs.
    """
    column = tuple(paragraph for group in groups for paragraph in group)
    for size in sizes:
        page = TextPage(column, size)
        if page.height(width) <= height:
            return [page] if column else []
    pages: list[list[Paragraph]] = [[]]
    for group in _small_groups(groups, width, height, sizes[-1]):
        grown = TextPage((*pages[-1], *group), sizes[-1])
        if pages[-1] and grown.height(width) > height:
            pages.append([])
        pages[-1] += group
    return [TextPage(tuple(page), sizes[-1]) for page in pages]


def _small_groups(
    groups: Sequence[tuple[Paragraph, ...]], width: float, height: float, size: float
) -> Iterator[tuple[Paragraph, ...]]:
    """Yield the groups, those that are longer than a page in parts that are not."""
    for group in groups:
        if TextPage(group, size).height(width) <= height:
            yield group
            continue
        for paragraph in group:
            own = size * paragraph.scale
            lines = break_lines(paragraph.text, width, own, is_bold=paragraph.is_bold)
            room = max(1, int(height / (own * LINE) - paragraph.before))
            start = 0
            for end in [*_ends(paragraph.text, lines)[room - 1 :: room], len(paragraph.text)]:
                if part := paragraph.text[start:end].strip():
                    yield (replace(paragraph, text=part),)
                start = end


def _ends(text: str, lines: Sequence[str]) -> list[int]:
    """Return where in a text each of its lines ends."""
    ends = [0]
    for line in lines:
        ends.append(text.index(line, ends[-1]) + len(line))
    return ends[1:]


def _lines_of(text: str, width: float, size: float, *, is_bold: bool) -> list[str]:
    lines: list[str] = []
    reach, space = 0.0, text_width(" ", size, is_bold=is_bold)
    # Not str.split(), which would break at the no-break spaces too.
    for word in text.split(" "):
        own = text_width(word, size, is_bold=is_bold)
        if lines and reach + space + own <= width:
            lines[-1] += f" {word}"
            reach += space + own
        else:
            lines += _pieces(word, width, size, is_bold=is_bold)
            reach = text_width(lines[-1], size, is_bold=is_bold)
    return lines


def _pieces(word: str, width: float, size: float, *, is_bold: bool) -> list[str]:
    """Return a word as it is, or in pieces where it is wider than a line."""
    pieces, reach = [""], 0.0
    for letter in word:
        own = text_width(letter, size, is_bold=is_bold)
        if pieces[-1] and reach + own > width:
            pieces.append("")
            reach = 0.0
        pieces[-1] += letter
        reach += own
    return pieces


@cache
def _letters(weight: int) -> dict[int, float]:
    """Return the width of each character, in sizes."""
    with TTFont(typefaces()[weight]) as font:
        whole = font["head"].unitsPerEm
        widths = font["hmtx"]
        return {code: widths[name][0] / whole for code, name in font.getBestCmap().items()}

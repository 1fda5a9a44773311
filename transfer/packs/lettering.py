"""How wide a text is in Open Sans, and where it breaks to keep within a width."""

from functools import cache

from fontTools.ttLib import TTFont

from transfer.packs.typefaces import typefaces

_UNKNOWN = 0.6
"""Ems that a character takes that Open Sans does not have: about the mean of other typefaces."""


def text_width(text: str, size: float, weight: int = 400) -> float:
    """Return the width of a text on one line, in the unit of `size`; no kerning is counted."""
    advances = _advances(weight)
    return size * sum(advances.get(ord(character), _UNKNOWN) for character in text)


def wrapped(
    text: str, width: float, size: float, weight: int = 400, *, most: int | None = None
) -> list[str]:
    """Return a text as lines of at most a width; a word alone that is wider is broken in it.

    Args:
        text: breaks at its spaces, but for no-break ones.
        width: of a line, in the unit of `size`.
        size: of the type.
        weight: one of `transfer.packs.typefaces.WEIGHTS`.
        most: how many lines are kept; a text that has more ends with an ellipsis.
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if text_width(longer, size, weight) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _broken(word, width, size, weight)
        lines.extend(whole)
    lines.append(line)
    if most is None or len(lines) <= most:
        return lines
    return [*lines[: most - 1], _with_ellipsis(lines[most - 1], width, size, weight)]


def cut(text: str, width: float, size: float, weight: int = 400) -> str:
    """Return a text on one line of at most a width, with an ellipsis where it is cut."""
    return wrapped(text, width, size, weight, most=1)[0]


def _broken(word: str, width: float, size: float, weight: int) -> list[str]:
    parts = [""]
    for character in word:
        if parts[-1] and text_width(parts[-1] + character, size, weight) > width:
            parts.append("")
        parts[-1] += character
    return parts


def _with_ellipsis(line: str, width: float, size: float, weight: int) -> str:
    while line and text_width(f"{line}…", size, weight) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"


@cache
def _advances(weight: int) -> dict[int, float]:
    """Return the advance of each character's glyph, in ems, by its code point."""
    with TTFont(typefaces()[weight]) as font:
        units, widths = font["head"].unitsPerEm, font["hmtx"]
        return {code: widths[glyph][0] / units for code, glyph in font.getBestCmap().items()}

"""Finding Swedish personal identity numbers in text, so that none is ever stored.

The system holds counts only (OSL 2009:400, 26 kap. 1 §): a number that names a person is refused
where it would come in, and is masked wherever the text around it has to be shown.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from personnummer import personnummer

_SPACE = r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]"
_MARK = r"[-./_\u2010-\u2015\u2212\ufe58\ufe63\uff0d]"
_SHAPE = re.compile(
    rf"(?<!\d)(?P<day>(?:18|19|20)?\d\d(?P<within>{_MARK}|(?P<gap>{_SPACE}))?\d\d"
    r"(?(within)(?P=within))\d\d)"
    rf"{_SPACE}{{0,2}}(?P<separator>\+|{_MARK})?{_SPACE}{{0,2}}"
    # Two dates in a row are a period: "2026-01-01–2027-12-31" is nobody born in January.
    rf"(?!(?:19|20)\d\d(?P<between>{_MARK})\d\d?(?P=between)\d\d?(?!\d))"
    r"(?P<serial>\d\d(?(gap)(?P=gap)?)\d\d)(?!\d)"
)
"""Ten or twelve digits as people write them: what stands between is a mark, spaces or nothing.

The date may be divided too, by one and the same mark or space: "1981-12-18 …", "81 12 18 …".
"""

_NOT_SEEN = frozenset(("Cf", "Mn", "Me"))
"""Unicode's categories of what takes no room: joiners, soft hyphens, directions, accents."""


def find_personal_identity_numbers(text: str, *, born_before: date | None = None) -> list[str]:
    """Return every personal and coordination number in a text, masked: ``******-****``.

    A match has a real birth date and a right check digit (Skatteverket, SKV 704 and SKV 707), so a
    random ten-digit string is taken for one about once in 140 times. A date with a time or a year
    after it, "2026-03-17 1830", is taken for one once in ten: a colon in the time makes it clear.
    `born_before` leaves out those with a later birth date: serial numbers that begin with the day
    they were issued.
    """
    return [_mask(text[start:end]) for start, end in _places(text, born_before)]


def mask_personal_identity_numbers(text: str) -> str:
    """Return the text with each digit of every such number replaced by an asterisk."""
    parts: list[str] = []
    done = 0
    for start, end in _places(text, None):
        parts += text[done:start], _mask(text[start:end])
        done = end
    return "".join(parts) + text[done:]


def _places(text: str, born_before: date | None) -> Iterator[tuple[int, int]]:
    """Yield where each number begins and ends."""
    seen, places = _as_seen(text)
    match = _SHAPE.search(seen)
    while match is not None:
        born = _birth_date(match)
        if born is not None and (born_before is None or born < born_before):
            yield places[match.start()], places[match.end() - 1] + 1
            following = match.end()
        else:
            following = match.start() + 1  # the next may begin inside this one
        match = _SHAPE.search(seen, following)


def _as_seen(text: str) -> tuple[str, range | list[int]]:
    """Return a text without what cannot be seen, and where each character of it stood."""
    if text.isascii():
        return text, range(len(text))
    places = [
        place
        for place, letter in enumerate(text)
        if letter.isascii() or unicodedata.category(letter) not in _NOT_SEEN
    ]
    return "".join(text[place] for place in places), places


def _birth_date(match: re.Match[str]) -> date | None:
    day, serial = (re.sub(r"\D", "", match[part]) for part in ("day", "serial"))
    separator = "+" if match["separator"] == "+" else "-" if match["separator"] else ""
    try:
        born: date = personnummer.parse(f"{day}{separator}{serial}").get_date()
    except personnummer.PersonnummerException:
        return None
    return born


def _mask(number: str) -> str:
    return re.sub(r"\d", "*", number)

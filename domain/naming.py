"""Areas, months and people as a sentence names them."""

import re
from collections.abc import Sequence
from datetime import date

from texts import _, plural
from texts.numbers import month_seen_from, number_word
from texts.words import join_words

MOST_NAMES = 3
"""More names than this are told by their number; a table tells the rest."""


def name_areas(names: Sequence[str]) -> str:
    """Return up to three areas by name, and more by their number: "fem områden"."""
    if len(names) <= MOST_NAMES:
        return join_words(names)
    return count_areas(len(names))


def count_areas(count: int) -> str:
    """Return "ett område" or "elva områden"."""
    return plural("{n} område", "{n} områden", count).format(n=number_word(count, neuter=True))


def all_areas(count: int) -> str:
    """Return "området", "båda områdena" or "alla elva områden"."""
    if count == 2:
        return _("båda områdena")
    return plural("området", "alla {areas}", count).format(areas=count_areas(count))


def name_months(months: Sequence[date], today: date) -> str:
    """Return up to three months by name, "juli och augusti", and more by their number."""
    if len(months) <= MOST_NAMES:
        return join_words([month_seen_from(month, today) for month in months])
    return _("{n} månader").format(n=number_word(len(months)))


def person_of(actor: str) -> str:
    """Return who did something without the number of the account: "Anna (konto 3)" is Anna."""
    return _ACCOUNT.sub("", actor)


_ACCOUNT = re.compile(r" \(konto \d+\)$")

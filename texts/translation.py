"""The one way from a word in the code to a word on the screen."""

from gettext import NullTranslations

_CATALOGUE = NullTranslations()


def _(message: str) -> str:
    """Return a visible text in the reader's language; Swedish is the source."""
    return _CATALOGUE.gettext(message)


def plural(singular: str, many: str, count: int) -> str:
    """Return the form that agrees with a count, in the reader's language.

    The count itself is put in by the caller: ``plural("{n} punkt", "{n} punkter", n).format(n=…)``.
    """
    return _CATALOGUE.ngettext(singular, many, count)

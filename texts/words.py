"""Sentences put together from words."""

from collections.abc import Sequence

from texts.translation import _


def join_words(words: Sequence[str]) -> str:
    """Return a list as it is read aloud: "a, b och c"; nothing gives an empty text."""
    if len(words) < 2:
        return "".join(words)
    return _("{first} och {last}").format(first=", ".join(words[:-1]), last=words[-1])


def join_at_most(words: Sequence[str], limit: int, rest: str) -> str:
    """Return a list cut at `limit` names, the others counted in words.

    `rest` holds ``{n}``: ``join_at_most(names, 2, "{n} till")`` gives "a, b och 3 till".
    """
    if len(words) <= limit:
        return join_words(words)
    return join_words([*words[:limit], rest.format(n=len(words) - limit)])


def capitalised(text: str) -> str:
    """Return the text with a capital first letter, the others untouched."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """Return the text with a small first letter, for use inside a sentence.

    A word that begins with two capitals is an abbreviation ("SSPF") and keeps them.
    """
    if text[1:2].isupper():
        return text
    return text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """Return the text as a sentence: a capital first, and an end mark if it has none."""
    trimmed = text.strip()
    if not trimmed:
        return ""
    return capitalised(trimmed if trimmed.endswith((".", "!", "?", "…")) else f"{trimmed}.")


def sentences(*texts: str) -> str:
    """Return the texts as one run of sentences; empty ones are left out."""
    return " ".join(sentence(text) for text in texts if text.strip())

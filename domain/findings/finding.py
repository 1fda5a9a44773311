"""What a page has found, in plain text: people's words may be in it, so it is never markup."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A page's title, which is its finding, and the sentence or two that lead in."""

    title: str
    lead: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number with what it counts and what to make of it.

    `code` is what a question about it is kept by, one of `domain.questions.FIGURES`; empty: the
    board does not see it. `explained` helps who asks how to read it, and nobody has to.
    """

    label: str
    value: str
    sentence: str
    code: str = ""
    explained: str = ""

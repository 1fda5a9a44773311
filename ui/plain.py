"""People's text as text: Streamlit reads labels and titles as Markdown."""

import re

# The page makes links, icons, dashes and arrows of these in finished text too, where no backslash
# is left to stop it.
_REPLACED = re.compile(
    r"(?<=://)|(?<=\bwww)(?=\.)|(?<=@)|(?<=:)(?=material/|streamlit:)|(?<=[-<>=~])(?=[-<>=~])",
    re.IGNORECASE,
)
_JOINER = "\u2060"
"""A word joiner: takes no room, and is not seen."""

# Four spaces before a line would make it code.
_INDENTED = re.compile(r"^[ \t]+", re.MULTILINE)

_MEANT = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$&=])")


def plain(text: str) -> str:
    """Return the text with every Markdown sign escaped, so that it is shown as it was written."""
    text = _INDENTED.sub("", text)
    return _MEANT.sub(r"\\\1", _REPLACED.sub(_JOINER, text))

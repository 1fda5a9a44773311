"""People's text as text: Streamlit reads labels and titles as Markdown."""

import re

_MEANT = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$&])")


def plain(text: str) -> str:
    """Return the text with every Markdown sign escaped, so that it is shown as it was written."""
    return _MEANT.sub(r"\\\1", text)

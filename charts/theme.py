"""All of the charts' looks: type, the layout they begin with, and the reader's theme."""

from collections.abc import Mapping
from typing import Any

from plotly.graph_objects import Figure

from config.colours import DARK, LIGHT, GroupStyle, StatusColours, Theme

__all__ = [
    "DARK",
    "FONT",
    "LIGHT",
    "NOTE_SIZE",
    "SEPARATORS",
    "TEXT_SIZE",
    "GroupStyle",
    "StatusColours",
    "Theme",
    "base_layout",
    "empty_figure",
    "theme_of",
]

FONT = "Open Sans, Arial, sans-serif"
TEXT_SIZE = 14
NOTE_SIZE = 12.5

# Plotly writes numbers itself in ticks only: decimal comma, no-break space between thousands.
SEPARATORS = ",\u00a0"


def theme_of(kind: str | None) -> Theme:
    """Return the theme by the name that the browser gives it; light when it gives none."""
    return DARK if kind == "dark" else LIGHT


def base_layout(theme: Theme, *, height: int, margin: Mapping[str, int]) -> dict[str, Any]:
    """Return the layout that every figure begins with.

    Args:
        theme: the reader's theme.
        height: pixels.
        margin: pixels as ``l``, ``r``, ``t`` and ``b``.
    """
    return {
        # Plotly's own template would put six kilobytes of defaults into every figure.
        "template": {},
        "height": height,
        "margin": dict(margin),
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": TEXT_SIZE, "color": theme.text},
        "separators": SEPARATORS,
        "showlegend": False,
        "dragmode": False,
        "hovermode": False,
    }


def empty_figure(message: str, theme: Theme, *, height: int = 160) -> Figure:
    """Return the picture of nothing to show: the sentence that says so, in a quiet frame."""
    layout = base_layout(theme, height=height, margin={"l": 1, "r": 1, "t": 1, "b": 1})
    layout["xaxis"] = layout["yaxis"] = {"visible": False, "fixedrange": True}
    layout["shapes"] = [
        {
            "type": "rect",
            "xref": "paper",
            "yref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": 0,
            "y1": 1,
            "line": {"color": theme.border, "width": 1, "dash": "dot"},
        }
    ]
    layout["annotations"] = [
        {
            "text": message,
            "xref": "paper",
            "yref": "paper",
            "x": 0.5,
            "y": 0.5,
            "showarrow": False,
        }
    ]
    return Figure(layout=layout)

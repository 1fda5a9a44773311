"""How a series is drawn by its role: a colour's name and a sign, for colour is never alone."""

from config.colours import LIGHT

_SIGNS = {f"group {code}": style.symbol for code, style in LIGHT.groups.items()}
_PAINTS = {"activity": "activity", "money": "money", "before": "axis", "rest": "rest"}


def paint_of(role: str) -> str:
    """Return the colour of a role's surfaces, by its name in `transfer.packs.drawing.paints`."""
    return _PAINTS.get(role, role.replace(" ", "-"))


def line_paint_of(role: str) -> str:
    """Return the colour of a role's lines and signs; what is pale as a surface is darker here."""
    return "axis" if role == "rest" else paint_of(role)


def sign_of(role: str) -> str:
    """Return the sign of a role's values."""
    return _SIGNS.get(role, "circle")

"""Disclosure control: which counts may be shown, so that no small one can be worked out.

A table is its inner cells; every cell that is shown is a sum of inner cells. Small counts are
hidden, and so many others that no small one follows from what is left (cell suppression; Fischetti
and Salazar-González, *Solving the cell suppression problem on tabular data with linear
constraints*, Management Science 47, 2001). A pattern is taken only with proof: for each sensitive
cell two tables of whole numbers that agree with all that is shown, and in which the cell lies as
far apart as it has to. `audit` tells of any pattern what an outsider can work out.
"""

from domain.disclosure.audit import audit
from domain.disclosure.cells import (
    Interval,
    KnownSum,
    ProtectedCount,
    Protection,
    UnprovableTableError,
)
from domain.disclosure.protection import THRESHOLD, protect

__all__ = [
    "THRESHOLD",
    "Interval",
    "KnownSum",
    "ProtectedCount",
    "Protection",
    "UnprovableTableError",
    "audit",
    "protect",
]

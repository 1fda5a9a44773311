"""Disclosure control: which counts may be shown, so that no small one can be worked out.

A table is its inner cells; every cell that is shown is a sum of inner cells. Small counts are
hidden, and so many others that no small one follows from what is left (cell suppression; Fischetti
and Salazar-González, *Solving the cell suppression problem on tabular data with linear
constraints*, Management Science 47, 2001). A pattern is never believed: it is audited as an
outsider would, by the smallest and the largest value that each hidden cell can have in any table of
whole numbers that agrees with what is shown.
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

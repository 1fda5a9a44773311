"""The database's tables: SQLAlchemy Core, one module a subject.

The tables say what a row is; the triggers, functions, rights and views that guard them stand in
the migrations. A test holds the two together.
"""

from data_access.schema import (
    access,
    activities,
    areas,
    imports,
    meetings,
    money,
    programme,
    publications,
    system,
)
from data_access.schema.base import metadata

__all__ = [
    "access",
    "activities",
    "areas",
    "imports",
    "meetings",
    "metadata",
    "money",
    "programme",
    "publications",
    "system",
]

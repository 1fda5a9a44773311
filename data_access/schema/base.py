"""What the tables have in common: names of constraints, the tenancy key, and what a fact is."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Integer,
    MetaData,
    Numeric,
    Text,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

MONEY = Numeric(14, 2)
"""Kronor with öre; `Decimal` in Python."""

MOMENT = DateTime(timezone=True)


def programme_key(*, primary: bool = True) -> "Column[Any]":
    """The tenancy key that every row bears; a writer who names none means the deployment's own."""
    return Column(
        "programme_id",
        Integer,
        primary_key=primary,
        nullable=False,
        server_default=text("default_programme()"),
        comment="The programme that the row belongs to.",
    )


def row_key(comment: str) -> "Column[Any]":
    """A number of its own, given by the database."""
    return Column("id", BigInteger, Identity(always=True), primary_key=True, comment=comment)


def required(name: str, kind: Any, comment: str, **further: Any) -> "Column[Any]":
    """A column that always has a value."""
    return Column(name, kind, nullable=False, comment=comment, **further)


def optional(name: str, kind: Any, comment: str, **further: Any) -> "Column[Any]":
    """A column in which null means: not told."""
    return Column(name, kind, nullable=True, comment=comment, **further)


def refers(columns: str, table: str, targets: str | None = None) -> ForeignKeyConstraint:
    """A reference within the programme, e.g. ``refers("point_number", "point", "number")``."""
    own = ["programme_id", *columns.split()]
    other = ["programme_id", *(targets or columns).split()]
    return ForeignKeyConstraint(own, [f"{table}.{column}" for column in other])


def belongs() -> ForeignKeyConstraint:
    """The reference of the tenancy key itself."""
    return ForeignKeyConstraint(["programme_id"], ["programme.id"])


def filled(column: str) -> CheckConstraint:
    """A text that is not only blanks."""
    return CheckConstraint(f"btrim({column}) <> ''", name=f"{column}_filled")


def finite(column: str) -> CheckConstraint:
    """A number, not NaN or infinity, which every sum over it would become."""
    return CheckConstraint(
        f"{column} > '-Infinity' and {column} < 'Infinity'", name=f"{column}_finite"
    )


def impersonal(column: str) -> CheckConstraint:
    """A text without personnummer: only counts are stored here, never a person."""
    return CheckConstraint(f"is_free_of_identity_numbers({column})", name=f"{column}_impersonal")


def first_of_month(column: str) -> CheckConstraint:
    """A month is named by its first day."""
    return CheckConstraint(f"extract(day from {column}) = 1", name=f"{column}_first_of_month")


def fact_columns() -> list[Any]:
    """The columns and rules of a fact, which is never changed or deleted, only withdrawn.

    As of T, a fact stands if ``recorded_at <= T and (withdrawn_at is null or withdrawn_at > T)``.
    """
    return [
        required(
            "recorded_at",
            MOMENT,
            "When the database got to know it; set by the database, one moment a transaction.",
            server_default=text("writing_moment()"),
        ),
        required(
            "recorded_by",
            Text,
            "Who told it: the person of the application, else the database login.",
            server_default=text("current_actor()"),
        ),
        optional("withdrawn_at", MOMENT, "When it was withdrawn; null while it stands."),
        optional("withdrawn_by", Text, "Who withdrew it."),
        optional("withdrawn_why", Text, "Why it was withdrawn."),
        CheckConstraint(
            "(withdrawn_at is null) = (withdrawn_by is null)"
            " and (withdrawn_at is null) = (withdrawn_why is null)",
            name="withdrawn_whole",
        ),
        CheckConstraint("withdrawn_at >= recorded_at", name="withdrawn_after_recorded"),
        CheckConstraint("btrim(withdrawn_why) <> ''", name="withdrawn_why_filled"),
        impersonal("withdrawn_why"),
    ]


def period_columns(first: str, last: str) -> list[Any]:
    """Two dates in order."""
    return [
        required(first, Date, "First day."),
        required(last, Date, "Last day."),
        CheckConstraint(f"{last} >= {first}", name="days_in_order"),
    ]

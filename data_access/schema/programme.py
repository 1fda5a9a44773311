"""The programme, its points, and what is reported of them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Identity,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from data_access.schema.base import (
    belongs,
    fact_columns,
    filled,
    metadata,
    optional,
    period_columns,
    programme_key,
    refers,
    required,
    row_key,
)

programme = Table(
    "programme",
    metadata,
    Column("id", Integer, Identity(always=True), primary_key=True, comment="Key of the programme."),
    required("code", Text, "Short name used in settings.", unique=True),
    required("name", Text, "Name shown to the reader."),
    required("starts_on", Date, "First day; nothing is recorded before it."),
    optional("ends_on", Date, "Last day; null while none is decided."),
    required("is_example", Boolean, "Whether the figures are made up.", server_default="false"),
    CheckConstraint("code ~ '^[a-z][a-z0-9-]*$'", name="code_plain"),
    filled("name"),
    CheckConstraint("ends_on >= starts_on", name="days_in_order"),
    comment="A safety programme: the owner of every other row.",
)

focus_area = Table(
    "focus_area",
    metadata,
    programme_key(),
    Column("name", Text, primary_key=True, comment="Name of the focus area."),
    required("position", SmallInteger, "Order in which they are shown.", server_default="0"),
    belongs(),
    filled("name"),
    comment="A group of points that work towards the same thing.",
)

target_group = Table(
    "target_group",
    metadata,
    programme_key(),
    Column("code", Text, primary_key=True, comment="Code of the target group."),
    required("name", Text, "Name in full."),
    required("short_name", Text, "Name in charts and filters."),
    required("position", SmallInteger, "Order in which they are shown.", server_default="0"),
    belongs(),
    filled("name"),
    comment="Whom the work is for, seen from how far into crime they are.",
)

partner = Table(
    "partner",
    metadata,
    programme_key(),
    Column("code", Text, primary_key=True, comment="Code of the partner."),
    required("name", Text, "Name shown to the reader."),
    belongs(),
    filled("name"),
    comment="An organisation that the programme works with.",
)

point = Table(
    "point",
    metadata,
    programme_key(),
    Column("number", SmallInteger, primary_key=True, comment="The number people know it by."),
    required("title", Text, "What is to be done."),
    required("short_title", Text, "At most 28 characters, no word over 15: fits a tile."),
    optional("description", Text, "What the measure is."),
    optional("problem", Text, "The problem that it answers (lag 2023:196, lägesbild)."),
    required("focus_area", Text, "The focus area that it belongs to."),
    optional("responsible_unit", Text, "The unit that answers for it."),
    *period_columns("starts_on", "due_on"),
    required("target_groups", ARRAY(Text), "Codes of whom it is for.", server_default="{}"),
    required("area_codes", ARRAY(Text), "Codes of where; empty: everywhere.", server_default="{}"),
    required("partners", ARRAY(Text), "Codes of who it is done with.", server_default="{}"),
    refers("focus_area", "focus_area", "name"),
    CheckConstraint("number > 0", name="number_positive"),
    filled("title"),
    CheckConstraint("length(short_title) between 1 and 28", name="short_title_length"),
    CheckConstraint(r"short_title !~ '\S{16}'", name="short_title_words"),
    comment="One of the programme's measures.",
)


milestone = Table(
    "milestone",
    metadata,
    programme_key(),
    row_key("Key of the milestone."),
    required("point_number", SmallInteger, "The point that it is a step of."),
    required("title", Text, "What should have happened."),
    required("due_on", Date, "The day it should be done."),
    optional("done_on", Date, "The day it was done; null until then."),
    refers("point_number", "point", "number"),
    Index("ix_milestone_point", "programme_id", "point_number"),
    filled("title"),
    comment="A dated step of a point.",
)

status_report = Table(
    "status_report",
    metadata,
    programme_key(),
    row_key("Key of the report."),
    required("point_number", SmallInteger, "The point that it is about."),
    required("status", Text, "not_started, on_plan, deviation, late, done or dropped."),
    optional("progress_percent", SmallInteger, "How much is done, 0-100; null: not told."),
    optional("comment", Text, "What has happened. Never about an individual."),
    optional("risk", Text, "Risk, and help needed. Never about an individual."),
    optional("forecast_date", Date, "When it is now thought to be done."),
    required("as_of_date", Date, "The day that the report describes."),
    *fact_columns(),
    refers("point_number", "point", "number"),
    CheckConstraint(
        "status in ('not_started', 'on_plan', 'deviation', 'late', 'done', 'dropped')",
        name="status_known",
    ),
    CheckConstraint("progress_percent between 0 and 100", name="progress_range"),
    CheckConstraint("status <> 'done' or coalesce(progress_percent, 100) = 100", name="done_whole"),
    Index(
        "uq_status_report_standing",
        "programme_id",
        "point_number",
        "as_of_date",
        unique=True,
        postgresql_where=text("withdrawn_at is null"),
    ),
    comment="What was said of a point, as of a day: a fact.",
)

indicator = Table(
    "indicator",
    metadata,
    programme_key(),
    row_key("Key of the indicator."),
    required("point_number", SmallInteger, "The point whose effect it measures."),
    required("name", Text, "Name shown to the reader."),
    required("definition", Text, "How it is measured."),
    required("unit", Text, "Unit of the values."),
    required("higher_is_better", Boolean, "The direction in which it should go."),
    optional("baseline", Numeric, "Value before the measure."),
    optional("target", Numeric, "Value to reach."),
    optional("target_date", Date, "When the target should be reached."),
    required("source", Text, "Where the values come from."),
    refers("point_number", "point", "number"),
    Index("ix_indicator_point", "programme_id", "point_number"),
    filled("name"),
    comment="A measure of what a point leads to.",
)

indicator_value = Table(
    "indicator_value",
    metadata,
    programme_key(),
    row_key("Key of the value."),
    required("indicator_id", BigInteger, "The indicator."),
    optional("area_code", Text, "The area; null: the whole programme."),
    required("period", Date, "First day of the period that the value is of."),
    required("value", Numeric, "The value, in the indicator's unit."),
    *fact_columns(),
    refers("indicator_id", "indicator", "id"),
    refers("area_code", "area", "code"),
    Index(
        "uq_indicator_value_standing",
        "programme_id",
        "indicator_id",
        text("coalesce(area_code, '')"),
        "period",
        unique=True,
        postgresql_where=text("withdrawn_at is null"),
    ),
    comment="A value of an indicator: a fact.",
)

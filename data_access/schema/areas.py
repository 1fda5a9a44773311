"""Areas and their population."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Computed,
    Date,
    Float,
    Integer,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

from data_access.schema.base import (
    belongs,
    filled,
    metadata,
    optional,
    programme_key,
    refers,
    required,
)

area = Table(
    "area",
    metadata,
    programme_key(),
    Column("code", Text, primary_key=True, comment="The city's code of the area."),
    required("name", Text, "Name as the city writes it."),
    required("level", Text, "stadsomrade, mellanomrade (the reporting unit) or primaromrade."),
    optional("parent_code", Text, "The area of the next level that it lies in."),
    Column(
        "parent_level",
        Text,
        # A column, so that the foreign key below can hold the levels together.
        Computed(
            # As PostgreSQL itself writes it, so that the model can be held against the database.
            "CASE level WHEN 'primaromrade'::text THEN 'mellanomrade'::text"
            " WHEN 'mellanomrade'::text THEN 'stadsomrade'::text ELSE NULL::text END",
            persisted=True,
        ),
        comment="The level that the parent must have; follows from the level.",
    ),
    optional("lon", Float, "Longitude of a point inside the area, WGS 84."),
    optional("lat", Float, "Latitude of a point inside the area, WGS 84."),
    optional("area_km2", Numeric(10, 2), "Size in square kilometres."),
    optional("geometry", JSONB, "GeoJSON geometry in WGS 84, simplified for the screen."),
    optional("geometry_kind", Text, "schematic (the project's own) or official (imported)."),
    required("valid_from", Date, "First day of the division.", server_default="2021-01-01"),
    optional("valid_to", Date, "Last day of the division; null while it is in use."),
    belongs(),
    UniqueConstraint("programme_id", "code", "level"),
    refers("parent_code parent_level", "area", "code level"),
    filled("name"),
    CheckConstraint("level in ('stadsomrade', 'mellanomrade', 'primaromrade')", name="level_known"),
    CheckConstraint("(parent_code is null) or (parent_level is not null)", name="parent_has_level"),
    CheckConstraint(
        "geometry_kind in ('schematic', 'official') and geometry is not null"
        " or geometry is null and geometry_kind is null",
        name="geometry_with_kind",
    ),
    CheckConstraint("lon between -180 and 180 and lat between -90 and 90", name="point_on_earth"),
    CheckConstraint("area_km2 > 0", name="area_positive"),
    CheckConstraint("valid_to >= valid_from", name="days_in_order"),
    comment="The city's division into areas.",
)
area_population = Table(
    "area_population",
    metadata,
    programme_key(),
    Column("area_code", Text, primary_key=True, comment="The area."),
    Column("on_date", Date, primary_key=True, comment="The day that the figure is of."),
    Column("age_group", Text, primary_key=True, comment="all, or an interval such as 13-20."),
    required("population", Integer, "Number of inhabitants."),
    required("source", Text, "Where the figure comes from."),
    refers("area_code", "area", "code"),
    CheckConstraint("population >= 0", name="population_not_negative"),
    comment="Inhabitants per area, for rates.",
)

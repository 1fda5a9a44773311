"""What was made public of the team's work: protected counts, written once."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Index,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from data_access.schema.base import (
    MOMENT,
    belongs,
    filled,
    first_of_month,
    impersonal,
    metadata,
    optional,
    programme_key,
    refers,
    required,
    row_key,
)

publication = Table(
    "publication",
    metadata,
    programme_key(),
    row_key("Key of the publication."),
    required("month", Date, "First day of the month that is made public."),
    required("version", SmallInteger, "1, and more for each correction."),
    required("threshold", SmallInteger, "Counts of individuals from 1 up to this are hidden."),
    required("method", Text, "How the counts were protected."),
    required("area_codes", ARRAY(Text), "The mellanområden whose month is in it."),
    optional("comment", Text, "Why this threshold, or what was corrected."),
    required(
        "published_at",
        MOMENT,
        "When; set by the database, the moment of the transaction.",
        server_default=text("writing_moment()"),
    ),
    required("published_by", Text, "By whom.", server_default=text("current_actor()")),
    belongs(),
    UniqueConstraint("programme_id", "month", "version"),
    first_of_month("month"),
    CheckConstraint("version > 0", name="version_positive"),
    CheckConstraint("threshold between 2 and 100", name="threshold_range"),
    filled("method"),
    CheckConstraint("cardinality(area_codes) > 0", name="area_codes_some"),
    filled("comment"),
    impersonal("comment"),
    comment="A month's counts as they were made public; a later version takes their place."
    " Written once.",
)

published_count = Table(
    "published_count",
    metadata,
    programme_key(),
    row_key("Key of the row."),
    required("publication_id", BigInteger, "The publication that it is part of."),
    optional("area_code", Text, "The mellanområde; null: all of them."),
    optional("target_group", Text, "The target group; null: all of them."),
    required("first_month", Date, "First day of the first month that it counts."),
    required("months", SmallInteger, "How many months: 1, 3 (quarter), 4 (tertial) or 12 (year)."),
    required("measure", Text, "occasions or participants."),
    Column("value", BigInteger, comment="The count; null where a mark says why not."),
    Column("low", BigInteger, comment="The least value that it can have, from what is public."),
    Column("high", BigInteger, comment="The largest; null with a low: none is known."),
    required(
        "mark",
        Text,
        "Empty: the value stands. ..: protected. –: nobody counted.",
        server_default="",
    ),
    refers("publication_id", "publication", "id"),
    refers("area_code", "area", "code"),
    refers("target_group", "target_group", "code"),
    first_of_month("first_month"),
    CheckConstraint("months in (1, 3, 4, 12)", name="months_known"),
    CheckConstraint("measure in ('occasions', 'participants')", name="measure_known"),
    CheckConstraint("low >= 0 and high >= low", name="ends_in_order"),
    CheckConstraint(
        "case mark when '' then value is not null and value = low and value = high"
        " when '..' then value is null and low is not null and high is distinct from low"
        " when '–' then value is null and low is null and high is null else false end",
        name="mark_whole",
    ),
    Index(
        "uq_published_count_cell",
        "programme_id",
        "publication_id",
        "first_month",
        "months",
        "measure",
        "area_code",
        "target_group",
        unique=True,
        postgresql_nulls_not_distinct=True,
    ),
    Index("ix_published_count_month", "programme_id", "first_month"),
    comment="A count as it was made public: its value, or between which values it lies."
    " Written once; an exact count that is hidden is not here.",
)

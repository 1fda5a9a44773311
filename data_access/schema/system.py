"""What the database keeps of itself: which version of the data this is, and who wrote what."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from data_access.schema.base import (
    MOMENT,
    belongs,
    metadata,
    optional,
    required,
    row_key,
)

revision = Table(
    "revision",
    metadata,
    Column(
        "id",
        BigInteger,
        Identity(always=True),
        primary_key=True,
        comment="Rises with each writing statement.",
    ),
    required("table_name", Text, "The table that was written."),
    comment="A row for each writing statement. Highest id and count together tell a state apart.",
)

revision_base = Table(
    "revision_base",
    metadata,
    Column("only", Boolean, primary_key=True, server_default="true", comment="Always true."),
    required("folded", BigInteger, "Revision rows that were counted and removed."),
    CheckConstraint('"only"', name="one_row"),
    comment="Keeps the count when old revision rows are folded away, so that reading stays fast.",
)

audit_event = Table(
    "audit_event",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True, comment="Key of the event."),
    required("at", MOMENT, "When.", server_default=text("clock_timestamp()")),
    required("actor", Text, "The person of the application, else the database login."),
    required("login", Text, "The database login of the connection."),
    required("transaction", Text, "The transaction that it was part of."),
    required(
        "action",
        Text,
        "insert, update, delete or truncate of a table; sign_in, sign_out, refused, exported,"
        " pruned.",
    ),
    optional("table_name", Text, "The table that was written, if one was."),
    optional("programme_id", Integer, "The programme, where the rows belong to a single one."),
    required("row_count", BigInteger, "How many rows the statement touched."),
    optional(
        "changes",
        JSONB,
        "The rows before and after; null for an insert of more than a hundred rows, which bear"
        " their own time and writer.",
    ),
    optional(
        "position",
        BigInteger,
        "Place in the chain, without gaps, in the order of the commits.",
        unique=True,
    ),
    optional("previous", LargeBinary, "Hash of the event before it."),
    optional("hash", LargeBinary, "SHA-256 of all of the event, the hash before it among it."),
    required(
        "address",
        Text,
        "The network that it came from: an address without its last part; empty: not known.",
        server_default=text("coalesce(current_setting('trygghet.address', true), '')"),
    ),
    CheckConstraint(
        "action in ('insert', 'update', 'delete', 'truncate',"
        " 'sign_in', 'sign_out', 'refused', 'exported', 'pruned')",
        name="action_known",
    ),
    Index("ix_audit_event_at", "at"),
    Index("ix_audit_event_programme", "programme_id", "id"),
    comment="What was done, and by whom; what is written is noted by triggers, for every client.",
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("only", Boolean, primary_key=True, server_default="true", comment="Always true."),
    required("position", BigInteger, "Place of the last event."),
    required("hash", LargeBinary, "Its hash."),
    required("kept_after", BigInteger, "Place of the last event that was pruned; 0: none was."),
    required("kept_hash", LargeBinary, "Its hash, on which the first kept event builds."),
    CheckConstraint('"only"', name="one_row"),
    comment="The last link of the audit's chain, and the last one that was pruned.",
)

row_version = Table(
    "row_version",
    metadata,
    Column(
        "programme_id",
        Integer,
        primary_key=True,
        autoincrement=False,
        comment="The programme that the row belongs to.",
    ),
    row_key("Key of the version."),
    required("table_name", Text, "The table of the row."),
    required("row_key", Text, "The key of the row in its table."),
    required("content", JSONB, "The row, column by column."),
    required("recorded_at", MOMENT, "When the row became so; -infinity: before anybody noted it."),
    required("recorded_by", Text, "Who made it so."),
    optional(
        "replaced_at",
        MOMENT,
        "When it became something else or was removed; null while it stands.",
    ),
    belongs(),
    CheckConstraint("replaced_at >= recorded_at", name="replaced_after_recorded"),
    Index(
        "uq_row_version_standing",
        "programme_id",
        "table_name",
        "row_key",
        unique=True,
        postgresql_where=text("replaced_at is null"),
    ),
    Index("ix_row_version_moment", "programme_id", "table_name", "recorded_at"),
    comment="What stood in the rows that may be changed, from when to when. As of T:"
    " recorded_at <= T and (replaced_at is null or replaced_at > T). Written by triggers.",
)

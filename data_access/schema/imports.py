"""The files that have been read in."""

from sqlalchemy import CheckConstraint, Index, Integer, Table, Text, text

from data_access.schema.base import (
    MOMENT,
    belongs,
    filled,
    metadata,
    programme_key,
    required,
    row_key,
)

import_batch = Table(
    "import_batch",
    metadata,
    programme_key(),
    row_key("Key of the batch."),
    required("kind", Text, "points, activities, ledger or budget."),
    required("file_name", Text, "Name of the file, without its folder."),
    required("sha256", Text, "Fingerprint of the file's bytes, hexadecimal."),
    required("rows_read", Integer, "Rows with data in the file."),
    required("accepted", Integer, "Rows that were written."),
    required("already_present", Integer, "Rows that were there before and were left."),
    required("rejected", Integer, "Rows with faults, which were not written."),
    required("recorded_by", Text, "Who read it in.", server_default=text("current_actor()")),
    required("recorded_at", MOMENT, "When.", server_default=text("clock_timestamp()")),
    belongs(),
    CheckConstraint("kind in ('points', 'activities', 'ledger', 'budget')", name="kind_known"),
    filled("file_name"),
    CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256_hex"),
    CheckConstraint("accepted + already_present + rejected = rows_read", name="rows_add_up"),
    CheckConstraint("least(accepted, already_present, rejected) >= 0", name="rows_not_negative"),
    Index("ix_import_batch_file", "programme_id", "kind", "sha256"),
    comment="A file that was read in, and how it went.",
)

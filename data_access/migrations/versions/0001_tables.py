"""The tables of the first release, and the functions that their defaults call."""

from data_access.migrations.statements import run_sql

revision = "0001"
down_revision = None


def upgrade() -> None:
    run_sql("0001_functions.up.sql")
    run_sql("0001_tables.up.sql")


def downgrade() -> None:
    run_sql("0001_tables.down.sql")
    run_sql("0001_functions.down.sql")

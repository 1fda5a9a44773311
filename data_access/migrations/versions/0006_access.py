"""Accounts, sessions, and row-level security: who may see and do what."""

from data_access.migrations.statements import run_sql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    run_sql("0006_access.up.sql")
    run_sql("search_path.sql")


def downgrade() -> None:
    run_sql("0006_access.down.sql")

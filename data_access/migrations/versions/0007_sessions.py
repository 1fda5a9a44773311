"""A session is of one programme and of an open account, and nobody else speaks for a person."""

from data_access.migrations.statements import run_sql

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    run_sql("0007_sessions.up.sql")
    run_sql("search_path.sql")


def downgrade() -> None:
    run_sql("0007_sessions.down.sql")
    run_sql("search_path.sql")

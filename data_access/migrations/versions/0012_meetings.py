"""The board's meetings: what was known as of a day, packs that never change, and questions."""

from data_access.migrations.statements import run_sql

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    run_sql("0012_meetings.up.sql")
    run_sql("search_path.sql")


def downgrade() -> None:
    run_sql("0012_meetings.down.sql")
    run_sql("search_path.sql")

"""What the team leader writes: drafts, months with their steps, several points an activity."""

from data_access.migrations.statements import run_sql

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    run_sql("0009_team_work.up.sql")
    run_sql("search_path.sql")


def downgrade() -> None:
    run_sql("0009_team_work.down.sql")
    run_sql("search_path.sql")

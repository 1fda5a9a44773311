"""What is protected is not told by the way: by the planner, by locks, by refusals, by old sums."""

from data_access.migrations.statements import run_sql

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    run_sql("0011_oracles.up.sql")
    run_sql("search_path.sql")


def downgrade() -> None:
    run_sql("0011_oracles.down.sql")
    run_sql("search_path.sql")

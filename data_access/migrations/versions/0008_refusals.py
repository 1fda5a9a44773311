"""What row-level security hides from a viewer is noted in the audit."""

from data_access.migrations.statements import run_sql

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    run_sql("0008_refusals.up.sql")
    run_sql("search_path.sql")


def downgrade() -> None:
    run_sql("0008_refusals.down.sql")
    run_sql("search_path.sql")

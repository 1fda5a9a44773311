"""What a determined client, or a careless one, could still do to the first three versions."""

from data_access.migrations.statements import run_sql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    run_sql("0004_hardening.up.sql")
    run_sql("search_path.sql")


def downgrade() -> None:
    run_sql("0004_hardening.down.sql")
    run_sql("search_path.sql")

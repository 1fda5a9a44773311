"""Who may do what, and the views for readers of reports."""

from data_access.migrations.statements import run_sql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    run_sql("0003_rights.up.sql")


def downgrade() -> None:
    run_sql("0003_rights.down.sql")

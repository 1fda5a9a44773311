"""The triggers by which the database guards itself."""

from data_access.migrations.statements import run_sql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    run_sql("0002_guards.up.sql")


def downgrade() -> None:
    run_sql("0002_guards.down.sql")

"""${message}."""

from data_access.migrations.statements import run_sql

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    run_sql("${up_revision}_${message.lower().replace(" ", "_")}.up.sql")


def downgrade() -> None:
    run_sql("${up_revision}_${message.lower().replace(" ", "_")}.down.sql")

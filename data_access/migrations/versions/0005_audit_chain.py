"""A chain through the audit, so that a change or a removal shows."""

from data_access.migrations.statements import run_sql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    run_sql("0005_audit_chain.up.sql")
    run_sql("search_path.sql")


def downgrade() -> None:
    run_sql("0005_audit_chain.down.sql")

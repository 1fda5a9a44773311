"""What is made public of the team's work: protected counts, written once."""

from data_access.migrations.statements import run_sql

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    run_sql("0010_publication.up.sql")
    run_sql("search_path.sql")


def downgrade() -> None:
    run_sql("0010_publication.down.sql")
    run_sql("search_path.sql")

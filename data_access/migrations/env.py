"""Alembic's entry: runs the migrations on the connection that `data_access.migrate` gives it."""

from alembic import context

from data_access.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
    compare_server_default=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()

"""What Alembic runs for every migration. The program hands in its keyed connection and owns the transaction."""

from alembic import context

from gatekeeper.store.tables import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("The database is encrypted, so only the program migrates it: open it once with gatekeeper.")

# Batch: SQLite changes a column by rebuilding its table.
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()

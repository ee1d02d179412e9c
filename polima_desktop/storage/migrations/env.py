"""Alembic's entry: runs on the connection that ``database.upgrade`` hands over."""

from alembic import context

from polima_desktop.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()

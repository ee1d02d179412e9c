"""The store: SQLAlchemy Core and Alembic live here and nowhere else.

One module an aggregate; its functions take the open connection (reads) or the unit of work
(changes). What a value means is decided in ``domain``, not here.
"""

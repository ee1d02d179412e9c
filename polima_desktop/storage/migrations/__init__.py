"""Alembic migrations of the store; the newest revision is ``database.SCHEMA``."""

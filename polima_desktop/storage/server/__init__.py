"""A PostgreSQL server that guards the store itself: login roles, grants, row security, its laws."""

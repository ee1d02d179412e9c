"""Who signs for a unit."""

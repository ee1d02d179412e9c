"""Versions of the rule set and the activities they name."""

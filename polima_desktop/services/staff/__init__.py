"""The master list as use cases: people, units, events by decree, papers of a person."""

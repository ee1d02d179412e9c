"""A month as use cases: its run, where it stands, its slips and the way back from an amount."""

"""The electronic record as people look at it: months of days, cases to check."""

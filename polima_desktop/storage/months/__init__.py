"""Months: states, frozen columns, slips, and the reads of them."""

"""Accounts, the audit chain, settings, and what a new store starts with."""

"""Use cases: one function = permission, one transaction, one audit entry, a plain result.

Callers are the window and the command line; both get the same words and the same refusals.
"""

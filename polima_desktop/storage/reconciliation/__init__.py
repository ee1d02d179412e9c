"""Stored reconciliations: the case as bytes, rulings by content, signatures."""

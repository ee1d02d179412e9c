"""Beranda: where the month stands."""

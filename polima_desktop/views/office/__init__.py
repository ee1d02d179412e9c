"""Pengaturan: users, the own password, how the window looks."""

"""The window. PySide6 is used here and in ``app`` only; what pages show comes from ``services``."""

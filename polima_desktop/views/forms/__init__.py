"""Forms compiled from ``ui/*.ui``; do not edit, run ``python ui/compile.py``."""

"""SI POLIMA Desktop: the back office of Kota Baubau's e-Kinerja system.

The rooms and the direction of imports are drawn in ``docs/architecture.md``.
"""

__version__ = "0.1.0"

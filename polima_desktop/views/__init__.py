"""The window. PySide6 is used here and in ``app`` only; what pages show comes from ``services``.

``theme``, ``icons`` and ``paint`` say how things look, ``widgets`` and ``tables`` are the kit,
``jobs`` the worker, ``context`` what every page is given, ``main_window`` what holds them; a page
is a folder. Forms that are nothing but labels and inputs are drawn in Designer (``ui/*.ui``,
compiled into ``forms``); whatever changes with its data is written by hand.
"""

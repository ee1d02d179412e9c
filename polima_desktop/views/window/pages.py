"""What the navigation knows of a page before the page is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from polima_desktop.domain.access import Permission
from polima_desktop.views.context import Context
from polima_desktop.views.widgets.page import Page


@dataclass(frozen=True)
class PageSpec:
    """A page by name: its group in the navigation and how it is made when first shown.

    ``make`` imports the page's module itself, so that nothing is loaded before it is wanted.
    ``needs``: what a user must be allowed to see to be shown it; None: everybody is.
    """

    key: str
    title: str
    icon: str
    group: str
    make: Callable[[Context], Page]
    needs: Permission | None = None

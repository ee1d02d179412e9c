"""How long work tells where it stands, and hears that it should stop.

Services take a ``Progress`` and call ``report`` at points where stopping is safe. The
window polls ``latest``; the command line prints it; tests use ``Progress()`` as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event
from typing import NamedTuple

from polima_desktop.domain.errors import Cancelled


class Step(NamedTuple):
    """Where the work stands: ``done`` of ``total`` (0 = not known), and its Indonesian words."""

    done: int
    total: int
    text: str


NOT_BEGUN = Step(0, 0, "")


@dataclass
class Progress:
    """A plain token shared by the worker and whoever watches it."""

    latest: Step = NOT_BEGUN
    _cancel: Event = field(default_factory=Event)

    def report(self, done: int, total: int, text: str) -> None:
        """Record the step; raise ``Cancelled`` if the user asked to stop."""
        self.latest = Step(done, total, text)
        if self._cancel.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the worker to stop at its next safe point."""
        self._cancel.set()

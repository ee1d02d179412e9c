"""Work off the window's thread: one worker, one bridge back, one answer for each job.

A job runs a service function in the single worker thread and answers in the window's thread by
exactly one of success, failure or cancelled. Answers of a superseded job, or for a page or form
that is gone, are dropped. What services do, and how a store is opened, is not here.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer, Signal
from shiboken6 import isValid

from polima_desktop.domain.errors import Cancelled, PolimaError, fate
from polima_desktop.domain.progress import Progress
from polima_desktop.services import collector
from polima_desktop.views import garbage

if TYPE_CHECKING:
    from polima_desktop.views.widgets.messages import NoticePlace

_POLL_MS = 100
_PATIENCE = 0.6
_log = logging.getLogger(__name__)


class Place(Protocol):
    """Where a job shows how far it is and what went wrong: a page, or the start window."""

    notices: NoticePlace

    def working(self, busy: bool) -> None:
        """Switch off what must not be pressed meanwhile."""

    def say(self, kind: str, bold: str, text: str = "") -> None:
        """Show a message."""

    def say_error(self, error: PolimaError) -> None:
        """Show an error."""


class Job:
    """One piece of work under way, and what to do with its answer."""

    def __init__(
        self,
        work: Callable[[Progress], Any],
        page: Place | None,
        slot: str,
        writes: bool,
        lasting: bool,
    ) -> None:
        self.work, self.page, self.slot, self.writes = work, page, slot, writes
        self.lasting = lasting
        self.progress = Progress()
        self.began = time.monotonic()
        self.shown = False
        self._success: Callable[[Any], object] | None = None
        self._failure: Callable[[PolimaError], object] | None = None
        self._cancelled: Callable[[], object] | None = None

    def success(self, callback: Callable[[Any], object]) -> Job:
        """Call this with the result."""
        self._success = callback
        return self

    def failure(self, callback: Callable[[PolimaError], object]) -> Job:
        """Call this with an error meant for the user, instead of showing it in the page's bar."""
        self._failure = callback
        return self

    def cancelled(self, callback: Callable[[], object]) -> Job:
        """Call this after a cancel, instead of saying so in the page's bar."""
        self._cancelled = callback
        return self

    def cancel(self) -> None:
        """Ask the work to stop at its next safe point."""
        self.progress.cancel()

    def let_go(self) -> None:
        """Forget page and callbacks: the worker may be the last to hold the job, never a widget."""
        self.page, self.work = None, _forgotten
        self._success = self._failure = self._cancelled = None

    def answer_success(self, result: Any) -> None:
        """Hand the result to whoever waits for it."""
        if self._success and not _gone(self._success):
            self._success(result)

    def answer_failure(self, error: PolimaError) -> None:
        """Hand the error over, or show it in the page's bar."""
        if self._failure:
            if not _gone(self._failure):
                self._failure(error)
        elif self.page is not None:
            self.page.say_error(error)

    def answer_cancelled(self) -> None:
        """Say that nothing has changed."""
        if self._cancelled:
            self._cancelled()
        elif self.page is not None:
            self.page.say("info", "Dibatalkan.", "Tidak ada yang berubah.")


def _forgotten(_progress: Progress) -> None:
    """Stand where the work of an answered job stood."""


def _gone(callback: Callable[..., object]) -> bool:
    """Tell whether a callback belongs to something Qt has deleted, e.g. a form closed meanwhile."""
    method = callback.func if isinstance(callback, partial) else callback
    owner = getattr(method, "__self__", None)
    return isinstance(owner, QObject) and not isValid(owner)


class Jobs(QObject):
    """The worker and its bridge, in the window's thread; ``crashed(details, fate)`` on a bug."""

    crashed = Signal(str, str)
    idle = Signal()
    _done = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        garbage.take_over()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="store")
        self.closed = False
        self._running: list[Job] = []
        self._futures: dict[Job, Future[None]] = {}
        self._latest: dict[tuple[int, str], Job] = {}
        self._done.connect(self._answer)
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """Tell whether any job is under way."""
        return bool(self._running)

    @property
    def writing(self) -> bool:
        """Tell whether a job that changes the store is under way."""
        return any(job.writes for job in self._running)

    def run(
        self,
        work: Callable[[Progress], Any],
        page: Place | None = None,
        *,
        slot: str = "",
        writes: bool = False,
        lasting: bool = False,
    ) -> Job:
        """Start a job; ``work`` gets a ``Progress`` and must not touch widgets.

        Args:
            work: runs in the worker thread.
            page: whose bar shows progress (after 0.6 s), errors and the cancel button.
            slot: if given, only the newest job of this page and slot answers.
            writes: the page's buttons are disabled while it runs.
            lasting: is still carried out when the program ends, such as keeping what was typed.
        """
        job = Job(work, page, slot, writes, lasting)
        self._running.append(job)
        if slot:
            self._latest[id(page), slot] = job
        if writes and page is not None:
            page.working(True)
        self._futures[job] = self._pool.submit(self._carry_out, job)
        self._poll.start()
        return job

    def _carry_out(self, job: Job) -> None:
        try:
            answer: Any = (True, job.work(job.progress))
        except BaseException as error:  # noqa: BLE001 - the job edge: the bridge tells it
            answer = (False, error)
        if isValid(self):
            self._done.emit(job, answer)

    def _look(self) -> None:
        if not collector.paused():
            garbage.collect_some()
        now = time.monotonic()
        for job in self._running:
            page = job.page
            if page is None or not isValid(page) or now - job.began < _PATIENCE:
                continue
            if not job.shown:
                job.shown = True
                page.notices.begin()
                page.notices.progress.cancel.clicked.connect(job.cancel)
            page.notices.progress.show_step(*job.progress.latest)

    def _answer(self, job: Job, answer: tuple[bool, Any]) -> None:
        if job not in self._running:  # closed meanwhile
            return
        self._running.remove(job)
        self._futures.pop(job, None)
        if not self._running:
            self._poll.stop()
            self.idle.emit()
        if job.page is None or isValid(job.page):
            self._leave_page(job)
            if not job.slot or self._latest.get((id(job.page), job.slot)) is job:
                self._deliver(job, *answer)
        job.let_go()
        if not self._running:
            garbage.collect()

    def _leave_page(self, job: Job) -> None:
        page = job.page
        if page is None:
            return
        if job.shown:
            page.notices.progress.cancel.clicked.disconnect(job.cancel)
            page.notices.end()
        if job.writes and not any(other.writes and other.page is page for other in self._running):
            page.working(False)

    def _deliver(self, job: Job, good: bool, result: Any) -> None:
        if good:
            job.answer_success(result)
        elif isinstance(result, Cancelled):
            job.answer_cancelled()
        elif isinstance(result, PolimaError):
            job.answer_failure(result)
        else:
            details = "".join(traceback.format_exception(result))
            _log.error("a job failed:\n%s", details)
            self.crashed.emit(details, fate(result))

    def settle(self, seconds: float = 60.0) -> None:
        """Let the window live until no job is left; ``TimeoutError`` if that takes too long."""
        end = time.monotonic() + seconds
        while self._running:
            if time.monotonic() > end:
                raise TimeoutError("a job did not end")
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.001)

    def close(self) -> None:
        """Ask all work to stop, but what is lasting, and wait; nothing answers any more."""
        if self.closed:
            return
        self.closed = True
        for job in self._running:
            if not job.lasting:
                job.cancel()
                self._futures[job].cancel()
        self._poll.stop()
        self._pool.shutdown(wait=True)
        for job in self._running:
            job.let_go()
        self._running.clear()
        garbage.give_back()

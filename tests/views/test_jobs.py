"""Work off the window's thread answers exactly once, in the window's thread, or not at all."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from polima_desktop.domain.errors import PolimaError, Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.views.jobs import Job, Jobs
from polima_desktop.views.widgets import Message, NoticePlace


class Desk:
    """A place for jobs that only remembers what was asked of it."""

    def __init__(self) -> None:
        self.notices = NoticePlace()
        self.busy: list[bool] = []

    def working(self, busy: bool) -> None:
        self.busy.append(busy)

    def say(self, kind: str, bold: str, text: str = "") -> None:
        self.notices.messages.show_message(Message(kind, bold, text))

    def say_error(self, error: PolimaError) -> None:
        self.notices.messages.show_message(Message.of(error))

    @property
    def said(self) -> str:
        message = self.notices.messages.message
        return f"{message.bold} {message.text}" if message else ""


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Desk:
    made = Desk()
    qtbot.addWidget(made.notices)
    made.notices.show()
    return made


def waiting_for(event: threading.Event) -> Callable[[Progress], str]:
    """Give a work that reports until the event is set: a safe point a hundredth of a second."""

    def work(progress: Progress) -> str:
        done = 0
        while not event.wait(0.01):
            done += 1
            progress.report(done, 2_871, "Menghitung")
        return "selesai"

    return work


def test_success_is_called_once_in_the_window_thread(jobs: Jobs) -> None:
    answers: list[tuple[int, int]] = []
    ident = threading.get_ident
    jobs.run(lambda _p: ident()).success(lambda worker: answers.append((worker, ident())))
    jobs.settle()
    [(worker, here)] = answers
    assert here == ident()
    assert worker != here


def test_an_error_with_advice_lands_in_the_bar(jobs: Jobs, desk: Desk) -> None:
    def work(_progress: Progress) -> None:
        raise Refused("Baris 218: NIP rusak.", "Ekspor ulang sebagai teks.")

    jobs.run(work, desk).success(lambda _: pytest.fail("there is no result"))
    jobs.settle()
    assert desk.said == "Baris 218: NIP rusak. Ekspor ulang sebagai teks."


def test_a_failure_callback_takes_the_place_of_the_bar(jobs: Jobs, desk: Desk) -> None:
    def work(_progress: Progress) -> None:
        raise Refused("Tidak bisa.")

    heard: list[PolimaError] = []
    jobs.run(work, desk).failure(heard.append)
    jobs.settle()
    assert [error.message for error in heard] == ["Tidak bisa."]
    assert desk.said == ""


def test_a_mistake_of_ours_is_told_with_its_traceback(jobs: Jobs, desk: Desk) -> None:
    told: list[str] = []
    jobs.crashed.connect(lambda details, fate: told.append(f"{details}{fate}"))
    jobs.run(lambda _p: 1 // 0, desk)
    jobs.settle()
    assert len(told) == 1
    assert "ZeroDivisionError" in told[0]
    assert "mungkin sudah tersimpan" in told[0]
    assert desk.said == ""


def test_progress_takes_the_bar_after_a_moment_and_cancel_changes_nothing(
    jobs: Jobs, desk: Desk, qtbot: QtBot
) -> None:
    never = threading.Event()
    strip = desk.notices.progress
    jobs.run(waiting_for(never), desk, writes=True)
    assert not strip.isVisible()
    qtbot.waitUntil(strip.isVisible, timeout=5_000)
    qtbot.waitUntil(lambda: "dari 2.871" in strip.words.full, timeout=5_000)
    strip.cancel.click()
    jobs.settle()
    assert desk.said == "Dibatalkan. Tidak ada yang berubah."
    assert not strip.isVisible()
    assert desk.busy == [True, False]


def test_a_quick_job_shows_no_progress(jobs: Jobs, desk: Desk) -> None:
    shown: list[bool] = []
    jobs.run(lambda _p: 1, desk).success(lambda _: shown.append(desk.notices.progress.isVisible()))
    jobs.settle()
    assert shown == [False]


def test_the_answer_of_a_superseded_job_is_dropped(jobs: Jobs, desk: Desk) -> None:
    answers: list[str] = []
    for text in ("l", "la", "la o"):
        jobs.run(lambda _p, text=text: text, desk, slot="search").success(answers.append)
    jobs.run(lambda _p: "other", desk, slot="detail").success(answers.append)
    jobs.settle()
    assert answers == ["la o", "other"]


def test_jobs_run_one_after_the_other(jobs: Jobs) -> None:
    running: list[int] = []
    most: list[int] = []

    def work(_progress: Progress) -> None:
        running.append(1)
        most.append(len(running))
        running.pop()

    for _ in range(20):
        jobs.run(work)
    jobs.settle()
    assert most == [1] * 20


def test_closing_cancels_what_is_under_way(qapp: QApplication) -> None:
    jobs = Jobs()
    jobs.run(waiting_for(threading.Event()))
    jobs.close()
    assert not jobs.busy


def test_what_is_lasting_is_carried_out_at_the_end(qapp: QApplication) -> None:
    jobs, kept = Jobs(), list[str]()
    gate = threading.Event()
    jobs.run(lambda _progress: gate.wait(5))
    jobs.run(lambda _progress: kept.append("what was read"))
    jobs.run(lambda _progress: kept.append("what was typed"), lasting=True)
    threading.Timer(0.05, gate.set).start()
    jobs.close()
    assert kept == ["what was typed"]


@pytest.mark.parametrize("good", [True, False])
def test_an_answer_for_a_form_that_was_closed_is_dropped(jobs: Jobs, good: bool) -> None:
    form = QLabel()

    def work(_progress: Progress) -> str:
        if not good:
            raise Refused("Tidak bisa.")
        return "selesai"

    job = jobs.run(work)
    job.success(form.setText).failure(partial(form.setProperty, "error"))
    delete(form)
    jobs.settle()  # an answer to what is gone would fail here
    assert not jobs.busy


class Knot:
    """Holds itself, and a widget: only the collector takes it apart."""

    def __init__(self, widget: QLabel) -> None:
        self.widget, self.itself = widget, self


def _hold(_label: QLabel, _answer: object) -> None:
    """Stand for a callback that holds a widget."""


def _ends(widget: QLabel, threads: list[int]) -> None:
    weakref.finalize(widget, lambda: threads.append(threading.get_ident()))


def test_a_closed_widget_never_ends_in_the_worker(jobs: Jobs) -> None:
    threads: list[int] = []
    knot = Knot(QLabel("sudah ditutup"))
    _ends(knot.widget, threads)
    del knot
    jobs.run(lambda _p: [[number] for number in range(50_000)])  # the collector would run there
    jobs.settle()
    gc.collect()
    assert threads == [threading.get_ident()]


class Lingering(Jobs):
    """The worker still holds a job when the window has answered it."""

    answered = threading.Event()

    def _carry_out(self, job: Job) -> None:
        super()._carry_out(job)
        self.answered.wait(5)


def test_the_worker_is_never_the_last_to_hold_a_widget(qapp: QApplication) -> None:
    threads: list[int] = []
    jobs, label = Lingering(), QLabel("menunggu")
    _ends(label, threads)
    jobs.run(lambda _p: None).success(partial(_hold, label))
    jobs.settle()
    del label
    jobs.answered.set()
    jobs.close()
    assert threads == [threading.get_ident()]


def test_the_collector_is_on_again_when_the_last_worker_has_ended(qapp: QApplication) -> None:
    assert gc.isenabled()
    one, other = Jobs(), Jobs()
    one.close()
    one.close()
    assert not gc.isenabled()
    other.close()
    assert gc.isenabled()

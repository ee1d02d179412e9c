"""The demo city's own February reviewed on the page, and what it comes to in two calculations.

Afterwards no claim is open, no day counts two sources, none is empty without a reason, and what
the page said would change is exactly what two calculated months differ by.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from polima_desktop.services import demo
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.settings import Settings
from tests.made_once import demo_city
from tests.views.review.february import Reviewed, check, review

Work = Callable[[Path], Reviewed]


@pytest.fixture
def work_through(
    qapp: QApplication, jobs: Jobs, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Work:
    return lambda store: review(store, jobs, settings, monkeypatch)


def test_a_small_citys_february_is_reviewed_by_rules_and_keys(
    work_through: Work, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = work_through(demo_city(tmp_path_factory, tmp_path / "kota").store)
    assert found.claims >= 100
    check(found)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_demo_citys_february_of_three_thousand_claims(
    work_through: Work, tmp_path: Path
) -> None:
    found = work_through(demo.create(tmp_path / "kota").store)
    assert found.claims >= 3_000
    check(found)

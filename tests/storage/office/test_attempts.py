"""Wrong passwords make the next try wait, longer each time, whatever is started again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polima_desktop.domain.errors import NotAllowed, PasswordExpired
from polima_desktop.storage.database import Database, open_store
from polima_desktop.storage.office import attempts
from polima_desktop.storage.office.attempts import LONGEST, wait_after

NOW = datetime(2021, 2, 1, 4, tzinfo=UTC)


@pytest.fixture
def store(store_url: str) -> Iterator[Database]:
    database = open_store(store_url)
    yield database
    database.close()


def attempt(
    store: Database, after: float, error: type[NotAllowed] | None = NotAllowed, name: str = "rita"
) -> str:
    """Try once so many seconds after the beginning; give what is said."""
    try:
        with attempts.counted(store, name, NOW + timedelta(seconds=after)):
            if error is not None:
                raise error("tidak cocok", "")
    except NotAllowed as refused:
        return refused.message
    return ""


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (2, 0), (3, 2), (4, 4), (5, 8), (11, 512), (12, 900), (99, 900)],
)
def test_each_mistake_doubles_the_wait(failures: int, seconds: int) -> None:
    assert wait_after(failures) == timedelta(seconds=seconds)


@given(st.integers(0, 10_000))
def test_no_wait_is_longer_than_the_longest_nor_shorter_than_the_one_before(failures: int) -> None:
    assert wait_after(failures) <= wait_after(failures + 1) <= LONGEST


def test_a_try_that_comes_too_early_is_not_even_looked_at(store: Database) -> None:
    assert [attempt(store, second) for second in range(3)] == ["tidak cocok"] * 3
    assert "3 kali berturut-turut" in attempt(store, 3, None)  # right, but two seconds too early
    assert attempt(store, 1, None, "lain") == ""
    assert attempt(store, 4) == "tidak cocok"
    assert "4 kali" in attempt(store, 7)
    assert attempt(store, 8, None) == ""  # right, in time: forgotten
    assert [attempt(store, second) for second in (9, 9.1, 9.2)] == ["tidak cocok"] * 3


def test_a_password_for_one_use_is_right_and_a_day_later_all_is_forgotten(store: Database) -> None:
    for second in range(3):
        attempt(store, second)
    assert attempt(store, 10, PasswordExpired) == "tidak cocok"
    assert attempt(store, 10, None) == ""
    for second in range(20, 23):
        attempt(store, second)
    assert attempt(store, 22 + 86_401, None) == ""


def test_a_clock_that_was_set_back_gives_no_free_tries(store: Database) -> None:
    for second in range(3):
        attempt(store, second)
    assert "3 kali" in attempt(store, -3_600, None)

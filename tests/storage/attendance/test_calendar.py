"""A new store knows holidays, work hours and the transition policy; reading gives them back."""

from __future__ import annotations

from datetime import date

from polima_desktop.domain.calendar import Holiday, Hours, Pattern, Timetable
from polima_desktop.domain.periods import Month
from polima_desktop.storage.attendance import calendar, holidays, working_hours
from polima_desktop.storage.attendance import policy as stored_policy
from polima_desktop.storage.database import open_store
from polima_desktop.storage.office import initial

OFF_3 = (None, None, None)


def test_a_new_store_reads_back_what_ships(store_url: str) -> None:
    database = open_store(store_url)
    with database.writing() as connection:
        calendar.fill_new_store(connection)
    with database.reading() as connection:
        loaded, shipped = calendar.load_calendar(connection), initial.shipped_calendar()
        assert loaded.holidays == shipped.holidays
        assert loaded.patterns == shipped.patterns
        policy, wanted = stored_policy.load(connection), initial.shipped_policy()
        assert (policy.groups, policy.everybody) == (wanted.groups, wanted.everybody)
        assert policy.permits == wanted.permits
        assert policy.districts["Kolese"] == "Lea-Lea"
        assert calendar.load_tolerance(connection) == 2
    database.close()


def test_a_later_period_and_a_new_holiday_change_the_month(sqlite_url: str) -> None:
    database = open_store(sqlite_url)
    with database.writing() as connection:
        calendar.fill_new_store(connection)
        week = Timetable(date(2021, 2, 1), date(2021, 2, 8), (Hours(28_800, 57_600),) * 4 + OFF_3)
        working_hours.ship(connection, [Pattern("5_hari", (week,))])
        holidays.ship(connection, [Holiday(date(2021, 2, 16), "Hari Jadi Kota", "khusus")])
    with database.reading() as connection:
        loaded = calendar.load_calendar(connection)
        assert loaded.hours("5_hari", date(2021, 2, 4)) == Hours(28_800, 57_600)
        assert loaded.hours("5_hari", date(2021, 2, 5)) is None
        assert loaded.hours("5_hari", date(2021, 2, 8)) == Hours(27_000, 57_600)
        assert len(loaded.workdays("5_hari", Month(2021, 2))) == 19 - 2
    database.close()

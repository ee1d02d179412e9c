"""The list of employees told in words and numbers, on plain values and without a window."""

from __future__ import annotations

from datetime import UTC, date, datetime

from polima_desktop.domain.people import Quality
from polima_desktop.domain.periods import Month
from polima_desktop.services.staff.person_form import blank
from polima_desktop.services.staff.roster import Listed, Roster
from polima_desktop.views.staff.shown import Shown

JANUARY = Month(2021, 1)


def _listed(
    id_: int, name: str, worst: str = "", group: str = "", standing: str = "aktif"
) -> Listed:
    problems = (Quality("no_class", worst, "Kelas kosong."),) if worst else ()
    return Listed(
        id=id_, version=1, name=name, nip="", golongan=None, job_class=None, position=None,
        unit="Dinas", unit_id=id_ % 2, opd="Dinas", status=None, standing=standing, family=None,
        group=group, problems=problems, worst=worst, person=blank(), key=name.lower(),
    )  # fmt: skip


def _shown(*rows: Listed) -> Shown:
    shown = Shown()
    shown.roster = Roster(JANUARY.last, None, rows, (), {})
    return shown


PEOPLE = (
    _listed(1, "Fajrin", "error", "Puskesmas"),
    _listed(2, "Nirwati", "warning"),
    _listed(3, "Karmila", "warning", "Kelurahan"),
    _listed(4, "Rahim"),
)


def test_the_list_is_of_the_last_day_of_the_month_unless_another_was_asked_for() -> None:
    shown = Shown()
    assert shown.state_words(JANUARY) == "Per 31 Jan 2021"
    shown.day, shown.known_at = date(2021, 1, 4), datetime(2021, 2, 3, 8, tzinfo=UTC)
    assert shown.day_in(JANUARY) == date(2021, 1, 4)
    assert shown.state_words(JANUARY) == "Per 4 Jan 2021, menurut catatan sampai 3 Feb 2021"


def test_counts_tell_what_a_filter_leaves_out() -> None:
    shown = _shown(*PEOPLE)
    assert shown.count_words(shown.rows()) == "4 pegawai"
    assert shown.flaws(shown.rows()) == (1, 2)
    shown.filter.chosen = {"problem": {"no_class"}}
    assert shown.count_words(shown.rows()) == "3 cocok dari 4"
    shown.filter.unit_id = 1
    assert [row.name for row in shown.rows()] == ["Fajrin", "Karmila"]
    assert shown.flaws(shown.rows()) == (1, 1)


def test_those_who_left_are_not_counted_but_found_by_name_and_by_standing() -> None:
    shown = _shown(*PEOPLE, _listed(5, "Samsia", "error", standing="pensiun"))
    assert (shown.total, shown.gone) == (4, 1)
    assert shown.count_words(shown.rows()) == "4 pegawai"
    assert shown.flaws(shown.rows()) == (1, 2)
    assert shown.next_step().startswith("Lengkapi 3 data")
    assert shown.roster is not None
    assert sum(shown.roster.board()["no_class"].values()) == 3
    shown.filter.text = "samsia"
    assert [row.name for row in shown.rows()] == ["Samsia"]
    shown.filter.text, shown.filter.chosen = "", {"standing": {"pensiun", "wafat"}}
    assert [row.name for row in shown.rows()] == ["Samsia"]


def test_the_next_step_counts_everybody_with_a_flaw_whatever_is_filtered() -> None:
    shown = _shown(*PEOPLE)
    shown.filter.unit_id = 0
    assert shown.next_step() == "Lengkapi 3 data yang bermasalah sebelum bulan dibekukan."
    assert _shown(PEOPLE[3]).next_step() == "Semua data lengkap."


def test_groups_are_those_that_occur_in_order() -> None:
    assert _shown(*PEOPLE).groups() == [("Kelurahan", "Kelurahan"), ("Puskesmas", "Puskesmas")]


def test_nothing_found_names_what_was_searched() -> None:
    shown = _shown(*PEOPLE)
    assert shown.no_hit_words()[0] == "Tidak ada yang cocok."
    shown.filter.text = "zz"
    assert shown.no_hit_words()[0] == "Tidak ada yang cocok dengan ‘zz’."


def test_people_are_named_in_the_order_they_were_chosen() -> None:
    assert _shown(*PEOPLE).named([3, 1]) == [(3, "Karmila"), (1, "Fajrin")]


def test_an_unread_list_is_empty_and_says_nothing_wrong() -> None:
    shown = Shown()
    assert (shown.total, shown.rows(), shown.groups()) == (0, [], [])
    assert shown.next_step() == "Semua data lengkap."

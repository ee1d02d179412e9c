"""Which rulings come back when a row of the next export reads otherwise."""

from __future__ import annotations

import pytest

from polima_desktop.domain.matching.desk import lay, row_keys
from polima_desktop.domain.matching.engine import reconcile
from polima_desktop.domain.matching.rows import Row
from polima_desktop.domain.matching.rulings import Return, Ruling, returned
from polima_desktop.domain.matching.words import as_read, change_lines

LEFT = ["198403122009022004|DORKAS|1984-03-12", "199001012015032001|ESTER|1990-01-01"]
OLD = "198403122009202004|DORKAS|1984-03-12"


def _same(right: str, number: int = 1) -> Ruling:
    return Ruling(number, "same", LEFT[0], right)


@pytest.mark.parametrize(
    ("right", "now"),
    [
        ("198403122009022004|DORKAS|1984-03-12", 0),  # the number was repaired: known by the name
        ("198403122009202004|DORKAS M|1984-03-12", 0),  # the name was: known by the number
        ("197001011999031001|YAKOB|1970-01-01", None),  # it is gone
    ],
)
def test_a_ruling_comes_back_with_the_row_it_seems_to_be_about(right: str, now: int | None) -> None:
    ruling = _same(OLD)
    (back,) = returned((LEFT, [right]), ({}, {}), [ruling])
    assert back == Return(ruling, "right", now, 0)


def test_what_still_reads_the_same_or_left_nothing_to_decide_does_not_come_back() -> None:
    assert returned((LEFT, [OLD]), ({}, {}), [_same(OLD)]) == []
    gone = Ruling(1, "different", LEFT[0], OLD)
    assert returned((LEFT, []), ({}, {}), [gone]) == []


def test_a_ruling_made_anew_settles_the_old_one() -> None:
    right = "198403122009022004|DORKAS|1984-03-12"
    again = returned((LEFT, [right]), ({}, {}), [_same(OLD), _same(right, 2)])
    assert again == []
    explained = Ruling(2, "reason", LEFT[0], "", "moved", "x")
    assert returned((LEFT, [right]), ({}, {}), [_same(OLD), explained]) == []


def test_a_reason_comes_back_for_a_row_that_still_stands_alone() -> None:
    ruling = Ruling(1, "reason", "", OLD, "moved", "Surat 12")
    right = ["198403122009202004|DORKAS M|1984-03-12"]
    assert returned((LEFT, right), ({}, {}), [ruling]) == [Return(ruling, "right", 0, None)]
    assert returned((LEFT, right), ({0: 0}, {0: 0}), [ruling]) == []


def test_people_once_told_apart_are_not_linked_in_silence_when_a_number_changes() -> None:
    left = [Row(2, "198403122009022004", "Dorkas Manuputty", "Kelurahan Eretan")]
    before = [Row(2, "198403122009022005", "Dorkas Manuputty", "Kelurahan Eretan")]
    after = [before[0]._replace(nip="198403122009022004")]
    assert reconcile(left, after).pairs[0].certainty == "sure"
    first = reconcile(left, before)
    ruling = Ruling(
        1, "different", row_keys(first.left_rows)[0], row_keys(first.right_rows)[0]
    )  # fmt: skip
    desk = lay(reconcile(left, after), [ruling])
    (waiting,) = desk.waiting("check")
    assert "told_apart" in waiting.pair.notes
    accepted = Ruling(2, "same", desk.keys[0][0], desk.keys[1][0])
    settled = lay(reconcile(left, after), [ruling, accepted])
    assert settled.returns == ()
    assert settled.pairs[0].status == "accepted"


def test_what_changed_is_shown_letter_by_letter() -> None:
    (old,) = reconcile([Row(2, "198403122009202004", "Dorkas", "Eretan")], []).left_rows
    (new,) = reconcile([Row(2, "198403122009022004", "Dorkas", "Eretan")], []).left_rows
    lines = change_lines(as_read(old), as_read(new))
    number = lines[0]
    assert (number.likeness, lines[1].likeness) == ("other", "same")
    assert [number.left[a:b] for a, b in number.left_marks] == ["20"]
    assert {line.likeness for line in change_lines(as_read(old), {})} == {"unknown"}

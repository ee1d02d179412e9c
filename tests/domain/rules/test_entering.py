"""Numbers typed into the grids of the rule desk."""

from __future__ import annotations

from decimal import Decimal

import pytest

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.rules.entering import read_entered


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,25", "1.25"), ("1000", "1000"), ("85%", "0.85"), ("12,5 %", "0.125"), ("-2", "-2"),
        ("Rp 1500000", "1500000"), ("0", "0"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_the_editor_reads_it(text: str, value: str) -> None:
    assert read_entered(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        ("1.000", "bisa berarti 1000 atau 1,000", "Tulis 1000 untuk bilangan bulat"),
        ("-1.000", "bisa berarti 1000 atau 1,000", "1,000 untuk pecahan"),
        ("1.25", "‘1.25’ bukan angka.", "Tulis 1,25, tanpa titik."),
        ("1.000.000", "‘1.000.000’ bukan angka.", "Tulis 1000000, tanpa titik."),
        ("%", "‘%’ bukan angka.", ""),
        ("", "‘’ bukan angka.", ""),
        ("dua", "‘dua’ bukan angka.", ""),
    ],
)
def test_what_is_no_number_is_refused_with_what_to_write(
    text: str, message: str, advice: str
) -> None:
    with pytest.raises(Refused) as caught:
        read_entered(text)
    assert message in caught.value.message
    assert advice in caught.value.advice

"""Amounts in words, from nothing to 999,999,999,999, against a speller and a reader written anew.

The program spells by ICU's rules; here stand the rules of an Indonesian schoolbook, once for
writing and once for reading back.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from polima_desktop.formatting import terbilang

ONES = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()
SCALES = ((10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))
HIGHEST = 999_999_999_999


def spelled(amount: int) -> str:
    """Write an amount by the schoolbook."""
    words, rest = [], amount
    for size, name in SCALES:
        count, rest = divmod(rest, size)
        if count == 1 and name == "ribu":
            words.append("seribu")
        elif count:
            words += [*_hundreds(count), name]
    words += _hundreds(rest)
    return " ".join(words or ["nol"]) + " rupiah"


def _hundreds(count: int) -> list[str]:
    hundreds, rest = divmod(count, 100)
    words = ["seratus"] if hundreds == 1 else [ONES[hundreds], "ratus"] if hundreds else []
    if rest == 10:
        return [*words, "sepuluh"]
    if rest == 11:
        return [*words, "sebelas"]
    if 11 < rest < 20:
        return [*words, ONES[rest - 10], "belas"]
    tens, ones = divmod(rest, 10)
    return words + ([ONES[tens], "puluh"] if tens else []) + ([ONES[ones]] if ones else [])


def read(words: str) -> int:
    """Read an amount back, word by word."""
    value = {word: number for number, word in enumerate(ONES)}
    total = group = last = 0
    for word in words.removesuffix(" rupiah").split():
        if word in value:
            last = value[word]
            group += last
        elif word in ("sepuluh", "sebelas"):
            group += 10 if word == "sepuluh" else 11
        elif word == "seratus":
            group += 100
        elif word == "seribu":
            total += 1000
        elif word in ("belas", "puluh", "ratus"):
            group += {"belas": 10, "puluh": 9 * last, "ratus": 99 * last}[word]
        else:
            total += group * next(size for size, name in SCALES if name == word)
            group = 0
    return total + group


def boundaries() -> Iterable[int]:
    """Give every group of three at every place, and what lies around each power of ten."""
    for size in (1, 10**3, 10**6, 10**9):
        yield from (count * size for count in range(1000))
    for power in range(1, 12):
        for beside in (-1, 0, 1, 10, 11, 1000, 1001):
            for times in (1, 2, 9):
                yield max(0, min(times * 10**power + beside, HIGHEST))
    yield HIGHEST


def check(amounts: Iterable[int]) -> None:
    for amount in amounts:
        words = terbilang(amount)
        assert words == spelled(amount)
        assert read(words) == amount


def test_every_group_at_every_place_and_around_each_power_of_ten() -> None:
    check(boundaries())


def test_amounts_taken_at_random_of_every_length() -> None:
    dice = random.Random(2021)
    check(dice.randrange(10 ** dice.randrange(1, 13)) for _ in range(20_000))


@pytest.mark.long
def test_two_million_amounts() -> None:
    dice = random.Random(7)
    check(dice.randrange(10 ** dice.randrange(1, 13)) for _ in range(2_000_000))

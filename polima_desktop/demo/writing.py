"""How names and numbers look after somebody typed them: capitals, spellings, slips, Excel."""

from __future__ import annotations

from collections.abc import Collection
from random import Random

_SPELLINGS = (
    ("La Ode ", ("Laode ", "L.O. ")),
    ("Wa Ode ", ("Waode ", "W.O. ")),
    ("Muh. ", ("Muhammad ", "Moh. ")),
    ("Sitti ", ("St. ", "Siti ")),
    ("Darusalam", ("Darussalam",)),
    ("Muhtar", ("Muchtar",)),
    ("Tamrin", ("Thamrin",)),
)


def name_as_typed(random: Random, written: str) -> str:
    """Give a name as the operator of the attendance server typed it."""
    name = written
    if random.random() < 0.35:
        for usual, others in _SPELLINGS:
            name = name.replace(usual, random.choice(others))
    if random.random() < 0.4:
        name = name.split(",")[0]
    return name if random.random() < 0.15 else name.upper()


def nip_as_typed(random: Random, nip: str) -> str:
    """Give a NIP plain, in groups, or behind an apostrophe."""
    chance = random.random()
    if chance < 0.1:
        return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
    return f"'{nip}" if chance < 0.14 else nip


def slip_of_the_pen(random: Random, nip: str, used: Collection[str]) -> str:
    """Give a NIP with one wrong digit, or two neighbours changed about, that nobody has."""
    while True:
        place = random.randint(2, 16)
        if random.random() < 0.5:
            digit = random.choice([d for d in "0123456789" if d != nip[place]])
            typed = nip[:place] + digit + nip[place + 1 :]
        else:
            typed = nip[:place] + nip[place + 1] + nip[place] + nip[place + 2 :]
        if typed != nip and typed not in used:
            return typed


def damaged(random: Random, nip: str) -> str:
    """Give what Excel leaves of a NIP in a numeric cell."""
    return f"{float(nip):.5E}" if random.random() < 0.7 else f"{nip[:15]}000"

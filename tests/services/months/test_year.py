"""Half a year as it happens: late facts, returned transfers, reopened slips, a younger decree.

Whatever came in whatever order, at the end everybody has received what one clean computation
with all facts known gives; only what somebody still owes, and no payment could take, is open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.incentive import compute
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.review import Decision
from polima_desktop.services.months import arrears, payments, reading, reopening, slip_writing
from polima_desktop.services.months.payments import Choice
from polima_desktop.services.session import Session
from polima_desktop.storage.database import Database
from polima_desktop.storage.review import decisions
from polima_desktop.storage.staff import people, statements
from polima_desktop.storage.staff.statements import New
from tests import month_world as world
from tests.month_world import NIPS, PEOPLE, on_both, run_to

MONTHS = [Month(2021, 1), Month(2021, 2), Month(2021, 3), Month(2021, 4), Month(2021, 5)]
PAID_ON = date(2021, 2, 8)
CLASSES = (5, 7, 8, 9, 11)


class Year:
    """The city's months, one after the other, with a random number of surprises between."""

    def __init__(self, database: Database, finance: Session, chief: Session, seed: int) -> None:
        self.database, self.finance, self.chief = database, finance, chief
        self.random, self.moment, self.done = Random(seed), 10_000, list[Month]()

    def live(self) -> None:
        """Live the months through, then settle everything."""
        for month in MONTHS:
            if month != MONTHS[0]:
                self.moment += 1000
                world.record_month(self.database, month)
            self.surprise(month)
            run_to("locked", self.finance, self.chief, month)
            self.pay(month)
            self.done.append(month)
            for _ in range(self.random.randint(1, 3)):
                self.surprise(month)
            if month == Month(2021, 4):
                self.younger_decree()
            if self.random.random() < 0.5:
                self.settle()
        self.settle()

    def write(self, act: Callable[..., object]) -> None:
        self.moment += 1000
        world.change(self.database, act, after=self.moment)

    def surprise(self, month: Month) -> None:
        """Let something happen that nobody knew when earlier months were paid."""
        self.random.choice(
            [self.reclass, self.leave, self.claim, self.give_back, self.reopen, self.correct_leave]
        )(month)

    def reclass(self, month: Month) -> None:
        person, start = self.random.choice(list(PEOPLE)), self.day_before(month)
        job = PEOPLE[person][1]
        other = type(job)(**{**vars(job), "job_class": self.random.choice(CLASSES)})
        self.write(lambda work: people.record_assignments(work, [(person, start, other)]))

    def leave(self, month: Month) -> None:
        person, start = self.random.choice(list(PEOPLE)), self.day_before(month)
        kind = self.random.choice(["cuti_sakit", "cuti_tahunan", "dinas_luar"])
        until = start + timedelta(self.random.choice([3, 20, 40]))
        self.write(lambda work: statements.write(work, [New(person, kind, start, until)]))

    def correct_leave(self, _month: Month) -> None:
        with self.finance.reading_own() as connection:
            known = statements.of(connection, list(PEOPLE)).values()
        kinds = ("cuti_sakit", "cuti_tahunan", "dinas_luar")
        said = [one for some in known for one in some if one.kind in kinds]
        if said:
            old = self.random.choice(said)
            shorter = New(
                old.person_id, old.kind, old.valid_from, old.valid_from + timedelta(2),
                replaces=old.number,
            )  # fmt: skip
            self.write(lambda work: statements.write(work, [shorter], [old.id]))

    def claim(self, _month: Month) -> None:
        outcome = self.random.choice([Decision.MANUAL, Decision.ELECTRONIC])
        self.write(lambda work: decisions.decide(work, [2], outcome, "menyusul"))

    def give_back(self, _month: Month) -> None:
        for month in self.done[-1:]:
            batch = payments.standing(self.finance, month).batches[0]
            rows = payments.items(self.finance, month, batch.number)
            row = self.random.choice(rows)
            if row.returned_on is None:
                payments.give_back(
                    self.finance, month, batch.number, {row.nip}, batch.paid_on, "tutup"
                )
                if self.random.random() < 0.7:
                    self.pay(month)

    def reopen(self, _month: Month) -> None:
        if not self.done:
            return
        month, nip = self.random.choice(self.done), self.random.choice(list(NIPS.values()))
        try:
            reopening.propose(self.finance, month, nip, "periksa", Progress())
        except Refused:
            return  # nothing changes, or there is no slip
        reopening.approve(self.chief, month, nip, Progress())
        if payments.standing(self.finance, month).unpaid.slips:
            self.pay(month)

    def day_before(self, month: Month) -> date:
        return date(2021, self.random.randint(1, month.month), self.random.randint(1, 28))

    def younger_decree(self) -> None:
        text = world.RULES.replace("kotor * CARI", "2 * kotor * CARI")
        world.publish(self.database, text.replace('pph = "261313"', 'pph = "522625"'), number=2)

    def pay(self, month: Month) -> None:
        paid_on = max(month.first, PAID_ON)
        if self.random.random() < 0.3 and payments.standing(self.finance, month).unpaid.slips > 1:
            with suppress(Refused):  # that office has nothing to be paid
                payments.pay(self.finance, month, "u", paid_on, Choice("DIN-05"))
        if payments.standing(self.finance, month).unpaid.slips:
            payments.pay(self.finance, month, "s", paid_on)

    def settle(self) -> None:
        """Find what is owed for every locked month, accept it, and pay what can be paid."""
        found = arrears.find(self.finance, self.done, None, Progress()).items
        ids = [item.id for item in found if item.state == "pending"]
        if ids:
            arrears.decide(self.chief, ids, accept=True, reason="benar")
        for month in self.done:
            if payments.standing(self.finance, month).unpaid.slips:
                self.pay(month)
        with suppress(Refused):  # nobody is owed anything
            payments.pay_arrears(self.finance, None, "r", PAID_ON)

    # ── the proof ───────────────────────────────────────────────────────────────────────────

    def received(self) -> Counter[str]:
        """Add up what everybody received, by NIP."""
        total = Counter[str]()
        for month in [*self.done, None]:
            for batch in payments.standing(self.finance, month).batches:
                for item in payments.items(self.finance, month, batch.number):
                    total[item.nip] += 0 if item.returned_on else item.amount
        return total

    def open(self) -> Counter[str]:
        """Give what everybody still owes, by NIP."""
        left = Counter[str]()
        for item in arrears.items(self.finance):
            left[item.nip] += item.remaining if item.state == "accepted" else 0
        return left

    def clean(self) -> Counter[str]:
        """Compute every month once more with everything known now."""
        total = Counter[str]()
        with self.finance.reading_own() as connection:
            for month in self.done:
                rules = slip_writing.rules_in_force(connection, month)
                frozen = reading.read_month(connection, month, Progress())
                made = compute(frozen, rules.program)
                for nip, row in frozen.row_of.items():
                    total[nip] += int(made.net[row])
        return total


@on_both
@pytest.mark.parametrize("seed", [1, 2])
def test_everybody_ends_with_what_a_clean_computation_gives(
    database: Database, finance: Session, chief: Session, seed: int
) -> None:
    live_and_prove(database, finance, chief, seed)


@pytest.mark.long
@on_both
@pytest.mark.parametrize("seed", range(3, 40))
def test_many_years_end_with_what_a_clean_computation_gives(
    database: Database, finance: Session, chief: Session, seed: int
) -> None:
    live_and_prove(database, finance, chief, seed)


def live_and_prove(database: Database, finance: Session, chief: Session, seed: int) -> None:
    later = replace(finance, clock=lambda: world.NOW + timedelta(days=150))
    year = Year(database, later, replace(chief, clock=later.clock), seed)
    year.live()
    received, left, clean = year.received(), year.open(), year.clean()
    for nip in NIPS.values():
        assert received[nip] + left[nip] == clean[nip], nip
        assert left[nip] <= 0, nip  # nobody waits for money
        assert not left[nip] or clean[nip] < received[nip]
    assert arrears.find(later, MONTHS, None, Progress()).new == 0

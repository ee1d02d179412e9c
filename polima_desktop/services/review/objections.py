"""The objection period of a month: opened with a deadline, objections recorded and answered.

An objection is answered by deciding on its claim again (``decisions``); this only keeps who said
what until when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain import precedence
from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.precedence import Precedence
from polima_desktop.formatting import day as written
from polima_desktop.services import scope
from polima_desktop.services.review import decisions
from polima_desktop.storage.review import objections
from polima_desktop.storage.review.objections import Objection, Period

if TYPE_CHECKING:
    from datetime import date

    from polima_desktop.services.session import Session


class Standing(NamedTuple):
    """The rule of precedence of a month, its period if one was opened, what was objected."""

    rule: Precedence
    rules: list[Precedence]
    period: Period | None
    objections: list[Objection]

    @property
    def waiting(self) -> int:
        """How many objections nobody answered yet."""
        return sum(each.answer is None for each in self.objections)

    def sentence(self, today: date) -> str:
        """Say where the objection period stands."""
        if self.period is None:
            return f"Masa sanggah belum dibuka ({self.rule.objection_days} hari sejak dibuka)."
        over = "berakhir" if today > self.period.until else "sampai"
        words = f"Masa sanggah {over} {written(self.period.until)}."
        return f"{words} {self.waiting} keberatan menunggu." if self.waiting else words


def standing(session: Session, month: Month) -> Standing:
    """Read the objection period of a month."""
    with session.reading(Permission.READ_RECORDS) as connection:
        rules = objections.rules(connection)
        return Standing(
            precedence.in_force(rules, month.first),
            rules,
            objections.period(connection, month),
            objections.of_span(
                connection,
                month.first,
                month.last,
                scope.own_units(connection, session.actor, month.last),
            ),
        )


def contested(session: Session, month: Month) -> dict[int, str]:
    """Give the claims of a month with an unanswered objection, each with who had decided it."""
    with session.reading(Permission.READ_RECORDS) as connection:
        return objections.contested_in(connection, month.first, month.last)


def open_period(session: Session, month: Month) -> Period:
    """Make the decisions of a month known today; the rule in force says until when one objects."""
    with session.changing("objections.open", Permission.DECIDE_CLAIMS) as work:
        if session.actor.unit_id is not None:
            raise Refused(
                "Masa sanggah dibuka untuk seluruh kota.",
                "Minta verifikator tingkat kota membukanya.",
            )
        rule = precedence.in_force(objections.rules(work.connection), month.first)
        until = rule.deadline(session.today)
        objections.open_period(work, month, session.today, until)
        work.name(f"masa sanggah {month_name(month)} sampai {written(until)}")
        work.note(str(month), until=until, days=rule.objection_days)
        return Period(session.today, until, work.user)


def record(session: Session, claim_id: int, said_by: str, text: str, letter: str = "") -> None:
    """Record what somebody says against a decision; only settled claims, only within the period."""
    session.actor.require(Permission.IMPORT_CLAIMS)
    if not said_by.strip() or not text.strip():
        raise Refused("Nama atau isi keberatan belum diisi.", "Isi keduanya.")
    with session.changing("objections.record", Permission.IMPORT_CLAIMS) as work:
        (claim,) = decisions.readable(work.connection, session.actor, [claim_id])
        period = objections.period(work.connection, Month.of(claim.day))
        if period is None:
            raise Refused(
                f"Masa sanggah {month_name(Month.of(claim.day))} belum dibuka.",
                "Buka masa sanggah setelah putusan diumumkan.",
            )
        precedence.refuse_late(period.until, session.today)
        if claim.open:
            raise Refused("Klaim ini belum diputuskan.", "Keberatan hanya atas putusan.")
        objections.add(work, claim_id, said_by.strip(), text.strip(), letter.strip() or None)
        work.name(f"keberatan {claim.name} {written(claim.day)}")
        work.note(f"klaim {claim_id}", nip=claim.nip, day=claim.day, text=text.strip())


def set_rule(session: Session, rule: Precedence) -> None:
    """Let another precedence hold from a day on, by a decree."""
    session.actor.require(Permission.EDIT_POLICY)
    rule.check()
    with session.changing("policy.precedence", Permission.EDIT_POLICY) as work:
        objections.set_rule(work, rule)
        work.name(f"urutan sumber sejak {written(rule.valid_from)}")
        work.note(
            "precedence",
            valid_from=rule.valid_from,
            first=rule.first.value,
            days=rule.objection_days,
            basis=rule.source,
        )

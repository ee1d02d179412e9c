"""Deciding on claims: rules, office, conflict, undo, bulk, audit, and what comes too late."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import update

from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.errors import Conflict, NotAllowed, Refused
from polima_desktop.domain.periods import Month
from polima_desktop.domain.review import Decision, Finding
from polima_desktop.services.review import claims, decisions
from polima_desktop.services.review.claims import Wanted
from polima_desktop.services.review.decisions import Seen
from polima_desktop.services.session import Session
from polima_desktop.services.staff.people import Correction, correct
from polima_desktop.storage.office import audit
from polima_desktop.storage.staff import people
from polima_desktop.storage.tables import claims as claims_table
from polima_desktop.storage.unit_of_work import unit_of_work
from tests import claims_world as world

JANUARY, FEBRUARY = Month(2021, 1), Month(2021, 2)
MATCHING = Wanted(findings=frozenset({Finding.MATCH}))


@pytest.fixture
def verifier(sqlite_url: str) -> Iterator[Session]:
    database = world.build(sqlite_url)
    yield world.session(database)
    database.close()


def outcome(session: Session, claim_id: int) -> Decision | None:
    decided = claims.one(session, claim_id).decided
    return decided.outcome if decided else None


def last_entry(session: Session) -> tuple[str, str, dict[str, Any]]:
    with session.reading_own() as connection:
        *_, entry = audit.entries(connection)
    return entry.action, entry.subject, json.loads(entry.detail)


def entries(session: Session) -> int:
    with session.reading_own() as connection:
        return len(list(audit.entries(connection)))


def test_a_decision_is_kept_with_who_when_and_why(verifier: Session) -> None:
    done = decisions.decide(verifier, 2, Decision.MANUAL, "CCTV kantor menunjukkan 07.30")
    assert done[:3] == (1, None, 0)
    decided = claims.one(verifier, 2).decided
    assert decided is not None
    assert (decided.outcome, decided.by) == (Decision.MANUAL, "verifikator")
    assert decided.reason == "CCTV kantor menunjukkan 07.30"
    assert last_entry(verifier) == (
        "claims.decide",
        "klaim 2",
        {
            "nip": "198111042008031002",
            "day": "2021-01-05",
            "finding": "bertentangan",
            "decision": "manual",
            "reason": "CCTV kantor menunjukkan 07.30",
            "replaced": None,
            "after_freezing": 0,
        },
    )


@pytest.mark.parametrize(
    ("claim_id", "decision", "words"),
    [
        (2, Decision.MANUAL, "Alasan menerima klaim ini belum diisi"),
        (11, Decision.MANUAL, "Alasan menerima klaim ini belum diisi"),
        (1, Decision.REJECT, "Alasan menolak klaim belum diisi"),
        (8, Decision.MANUAL, "Klaim di luar masa tidak bisa diterima"),
    ],
)
def test_a_refused_decision_leaves_no_trace(
    verifier: Session, claim_id: int, decision: Decision, words: str
) -> None:
    before = entries(verifier)
    with pytest.raises(Refused, match=words):
        decisions.decide(verifier, claim_id, decision)
    assert outcome(verifier, claim_id) is None
    assert entries(verifier) == before


def test_only_verifiers_decide(verifier: Session) -> None:
    finance = world.session(verifier.database, Role.KEUANGAN)
    with pytest.raises(NotAllowed, match="tidak boleh memutuskan klaim"):
        decisions.decide(finance, 1, Decision.MANUAL)


def test_only_the_claims_own_office_decides(verifier: Session) -> None:
    school = world.session(verifier.database, unit="SD-07")
    with pytest.raises(NotAllowed, match="Hanya verifikator Bidang Bina Marga"):
        decisions.decide(school, 1, Decision.MANUAL)
    with pytest.raises(NotAllowed, match="Hanya verifikator"):
        decisions.decide_many(school, [9, 1], Decision.MANUAL, "", "semua")
    decisions.decide(school, 9, Decision.MANUAL)
    assert outcome(verifier, 9) is Decision.MANUAL


def test_two_verifiers_do_not_overwrite_each_other_silently(verifier: Session) -> None:
    decisions.decide(verifier, 2, Decision.ELECTRONIC, seen=Seen(None))
    with pytest.raises(Conflict) as conflict:
        decisions.decide(verifier, 2, Decision.MANUAL, "CCTV", seen=Seen(None))
    assert "sudah memutuskan klaim La Ode Fajrin Malik, S.T. 5 Januari 2021" in str(conflict.value)
    assert "catatan elektronik dipakai" in str(conflict.value)
    decided = claims.one(verifier, 2).decided
    assert decided is not None
    decisions.decide(verifier, 2, Decision.MANUAL, "CCTV", seen=Seen(decided.id))
    assert outcome(verifier, 2) is Decision.MANUAL


def test_undo_goes_one_step_back(verifier: Session) -> None:
    decisions.decide(verifier, 2, Decision.ELECTRONIC)
    decisions.decide(verifier, 2, Decision.REJECT, "tanda tangan palsu")
    decisions.undo(verifier, 2)
    assert outcome(verifier, 2) is Decision.ELECTRONIC
    decisions.undo(verifier, 2)
    assert outcome(verifier, 2) is None
    with pytest.raises(Refused, match="Klaim 2 belum diputuskan"):
        decisions.undo(verifier, 2)


def test_a_preview_counts_and_shows_samples(verifier: Session) -> None:
    preview = decisions.preview(verifier, JANUARY, MATCHING, Decision.MANUAL)
    assert preview.ids == (1, 4, 5, 7)
    assert [claim.id for claim in preview.samples] == [1, 4, 5, 7]
    assert preview.left == 0


def test_a_preview_leaves_out_what_needs_a_look(verifier: Session) -> None:
    preview = decisions.preview(verifier, JANUARY, Wanted(), Decision.MANUAL)
    assert preview.ids == (1, 3, 4, 5, 7)
    assert preview.left == 3  # two conflicts and one without evidence want a reason
    late = decisions.preview(verifier, FEBRUARY, Wanted(), Decision.MANUAL, "sesuai bukti")
    assert (late.ids, late.left) == ((9, 10, 12), 1)


def test_many_samples_are_spread_over_all(verifier: Session) -> None:
    many = [claims.one(verifier, 1)] * 95
    assert len(decisions.spread(many)) == 10
    assert decisions.spread([]) == ()


def test_a_bulk_decision_is_one_act_and_one_undo(verifier: Session) -> None:
    before = entries(verifier)
    ids = decisions.preview(verifier, JANUARY, MATCHING, Decision.MANUAL).ids
    done = decisions.decide_many(verifier, ids, Decision.MANUAL, "", "cocok, Januari 2021")
    assert done.claims == 4
    assert entries(verifier) == before + 1
    action, subject, detail = last_entry(verifier)
    assert (action, subject) == ("claims.decide_many", "4 klaim")
    assert detail["rule"] == "cocok, Januari 2021"
    assert detail["claims"] == [1, 4, 5, 7]
    assert done.bulk is not None
    decisions.decide(verifier, 4, Decision.ELECTRONIC)
    assert decisions.undo_many(verifier, done.bulk).claims == 3
    assert [outcome(verifier, n) for n in (1, 4, 5, 7)] == [None, Decision.ELECTRONIC, None, None]
    with pytest.raises(Refused, match="sudah diurungkan"):
        decisions.undo_many(verifier, done.bulk)


def test_a_bulk_decision_leaves_out_what_does_not_fit_any_more(verifier: Session) -> None:
    done = decisions.decide_many(verifier, [1, 2, 99], Decision.MANUAL, "", "semua")
    assert (done.claims, len(done.skipped)) == (1, 2)
    assert done.skipped[0] == "Klaim 99 sudah diganti buku kerja lain."
    assert "Alasan menerima klaim ini belum diisi" in done.skipped[1]
    assert [outcome(verifier, n) for n in (1, 2)] == [Decision.MANUAL, None]


def test_a_bulk_decision_skips_what_was_decided_meanwhile_and_says_who(verifier: Session) -> None:
    decisions.decide(verifier, 4, Decision.ELECTRONIC)
    done = decisions.decide_many(verifier, [1, 4, 5], Decision.MANUAL, "", "cocok")
    assert done.claims == 2
    (told,) = done.skipped
    assert "sudah memutuskan klaim La Ode Fajrin Malik, S.T. 7 Januari 2021" in told
    assert last_entry(verifier)[2]["skipped"] == 1
    assert outcome(verifier, 4) is Decision.ELECTRONIC
    with pytest.raises(Refused, match=r"Tidak ada yang diputuskan\. .* sudah memutuskan"):
        decisions.decide_many(verifier, [4], Decision.MANUAL, "", "cocok")
    with pytest.raises(Refused, match="Tidak ada klaim yang cocok"):
        decisions.decide_many(verifier, [], Decision.MANUAL, "", "kosong")


def test_a_decision_after_freezing_is_kept_as_late(verifier: Session) -> None:
    with verifier.database.writing() as connection:
        world.freeze(connection, "2021-01")
    assert decisions.decide(verifier, 3, Decision.MANUAL).late == 1
    assert last_entry(verifier)[2]["after_freezing"] == 1
    assert decisions.decide_many(verifier, [1, 9], Decision.MANUAL, "", "campuran").late == 1
    assert decisions.undo(verifier, 3).late == 1


def test_asking_for_evidence_then_deciding(verifier: Session) -> None:
    decisions.decide(verifier, 11, Decision.RETURN, "salah bulan")
    assert claims.one(verifier, 11).open
    decisions.decide(verifier, 11, Decision.ASK, "foto buku hadir")
    assert claims.one(verifier, 11).open
    done = decisions.decide_many(verifier, [11], Decision.MANUAL, "bukti menyusul", "tanpa bukti")
    assert done.claims == 1
    assert outcome(verifier, 11) is Decision.MANUAL


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ansar", "Laode Ansar"),  # the name of the sheet in another spelling
        ("ansar", "Drs. L.O. Ansar, M.Si"),
        ("operator", "Siapa Saja"),  # the account the sheet names
        ("fajrin", "La Ode Fajrin Malik"),  # claims for himself
    ],
)
def test_nobody_decides_what_they_typed_or_claim_for_themselves(
    verifier: Session, name: str, shown: str
) -> None:
    with verifier.database.writing() as connection:
        connection.execute(update(claims_table).values(typed_account="operator"))
    own = Session(verifier.database, Actor(name, shown, Role.VERIFIKATOR), verifier.clock)
    for decision in Decision:
        with pytest.raises(NotAllowed, match="Yang memutuskan harus verifikator lain"):
            decisions.decide(own, 1, decision, "alasan")
    with pytest.raises(Refused, match="pengguna ini sendiri"):
        decisions.decide_many(own, [1], Decision.MANUAL, "", "semua")
    assert decisions.preview(own, JANUARY, MATCHING, Decision.MANUAL).ids == ()
    assert "pengguna ini sendiri" in decisions.why_not(own.actor, claims.one(own, 1))
    assert outcome(verifier, 1) is None


def test_why_an_act_is_grey_names_who_may(verifier: Session) -> None:
    claim = claims.one(verifier, 1)
    assert decisions.why_not(verifier.actor, claim) == ""
    finance = world.session(verifier.database, Role.KEUANGAN)
    assert "Masuk sebagai Verifikator unit" in decisions.why_not(finance.actor, claim)


def test_a_sunday_and_a_leave_are_flagged(verifier: Session) -> None:
    from datetime import date

    from polima_desktop.services.review import offdays
    from polima_desktop.storage.review import queue
    from polima_desktop.storage.staff import units

    with verifier.reading_own() as connection:
        rows = queue.by_ids(connection, [1])
        known = {unit.id: unit for unit in units.as_of(connection, date(2021, 1, 31))}
        off = offdays.of_days(connection, known, [(row.person_id, row.day) for row in rows])
        unit = rows[0].unit_id
        spell = people.Spell(
            1, 1, "cuti_tahunan", None, date(2021, 1, 4), date(2021, 1, 6), "7/C", None
        )
        away = offdays.DaysOff(off._calendar, known, [spell])
    assert off.why(1, unit, date(2021, 1, 4)) == ""
    assert off.why(1, unit, date(2021, 1, 3)) == "Minggu, 3 Januari 2021 bukan hari kerja unit ini."
    assert off.why(1, unit, date(2021, 2, 12)).startswith("Jumat, 12 Februari 2021 libur: ")
    assert away.why(1, unit, date(2021, 1, 5)) == (
        "Cuti tahunan 4 Januari 2021 sampai 5 Januari 2021 (7/C)."
    )
    assert away.why(1, unit, date(2021, 1, 6)) == ""
    assert away.why(2, unit, date(2021, 1, 5)) == ""


def _before_ones_turn(session: Session, act: Callable[[], object]) -> Session:
    """Let something happen after a claim was looked at and before its decision is written."""
    acts = [act]

    def clock() -> datetime:
        if acts:
            acts.pop()()
        return session.clock()

    return replace(session, clock=clock)


def test_what_happens_before_ones_turn_is_not_overwritten(verifier: Session) -> None:
    other = Session(verifier.database, verifier.actor._replace(name="lain"), verifier.clock)
    late = _before_ones_turn(
        verifier, lambda: decisions.decide(other, 2, Decision.REJECT, "tanda tangan palsu")
    )
    with pytest.raises(Conflict, match="sudah memutuskan klaim"):
        decisions.decide(late, 2, Decision.MANUAL, "CCTV", seen=Seen(None))
    assert outcome(verifier, 2) is Decision.REJECT


def test_what_is_changed_before_ones_turn_counts(verifier: Session) -> None:
    staff = world.session(verifier.database, Role.BKPSDM)
    claim = claims.one(verifier, 2)
    renamed = Correction(
        claim.row.person_id,
        date(2021, 1, 1),
        {"name": "La Ode Fajrin Malik"},
        {"name": verifier.actor.display_name},
    )
    late = _before_ones_turn(verifier, lambda: correct(staff, renamed))
    with pytest.raises(NotAllowed, match="atas nama pengguna ini sendiri"):
        decisions.decide(late, 2, Decision.MANUAL, "CCTV")
    assert outcome(verifier, 2) is None


def test_a_workbook_that_comes_before_ones_turn_counts(verifier: Session) -> None:
    def replaced() -> None:
        with unit_of_work(verifier.database, "lain", "imports.backup", verifier.clock()) as work:
            batch = world.add_batch(work, "backup", "baru.xlsx")
            gone = update(claims_table).where(claims_table.c.id == 2)
            work.connection.execute(gone.values(superseded_by=batch))

    with pytest.raises(Refused, match="sudah diganti buku kerja"):
        decisions.decide(_before_ones_turn(verifier, replaced), 2, Decision.MANUAL, "CCTV")


def test_others_acts_before_ones_turn_do_not_disturb(verifier: Session) -> None:
    late = _before_ones_turn(verifier, lambda: decisions.decide(verifier, 1, Decision.MANUAL))
    decisions.decide(late, 2, Decision.MANUAL, "CCTV", seen=Seen(None))
    assert (outcome(verifier, 1), outcome(verifier, 2)) == (Decision.MANUAL, Decision.MANUAL)

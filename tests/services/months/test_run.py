"""The run of a month on a small city, on both stores, as clerks would do it."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from polima_desktop.domain.access import Permission, Role
from polima_desktop.domain.errors import Cancelled, Conflict, NotAllowed, Refused, WrongUsage
from polima_desktop.domain.incentive import NO_CLASS
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import money
from polima_desktop.services.months import desk as month_desk
from polima_desktop.services.months import entitled, explaining, payments, reopening, run
from polima_desktop.services.months.export import export_slips
from polima_desktop.services.months.seen import Seen
from polima_desktop.services.months.standing import standing
from polima_desktop.services.session import Session
from polima_desktop.storage import tables
from polima_desktop.storage.database import Database
from polima_desktop.storage.months import months as month_store
from polima_desktop.storage.months import months as stored_months
from polima_desktop.storage.months import slips
from polima_desktop.storage.office import audit
from polima_desktop.storage.staff import people
from polima_desktop.storage.unit_of_work import Work
from tests import month_world as world
from tests.month_world import FAJRIN, JANUARY, KARMILA, NIPS, NIRWATI, on_both, run_to

FEBRUARY = Month(2021, 2)


def compute(finance: Session) -> run.Calculated:
    run.freeze(finance, JANUARY, Progress())
    return run.calculate(finance, JANUARY, Progress())


def state(session: Session) -> str:
    return month_desk.status(session, JANUARY).state


def slip_of(session: Session, person: int) -> slips.Slip:
    with session.reading_own() as connection:
        history = slips.history(connection, JANUARY, NIPS[person])
    return next(slip for slip in history if slip.state != "replaced")


# ── freezing ────────────────────────────────────────────────────────────────────────────────


@on_both
def test_freezing_tells_the_headcount_the_undecided_claims_and_how_long_it_took(
    finance: Session,
) -> None:
    found = run.freeze(finance, JANUARY, Progress())
    assert (found.number, found.people, found.entitled, found.undecided) == (1, 9, 6, 1)
    assert found.entries == 8  # the waiting entry does not count, the accepted claim's does
    assert found.holidays
    assert set(found.timings) == {"read", "aggregate", "write"}
    status = month_desk.status(finance, JANUARY)
    assert (status.state, status.inputs_hash) == ("frozen", found.sha256)


def test_everybody_is_in_exactly_one_state(finance: Session) -> None:
    compute(finance)
    status = month_desk.status(finance, JANUARY)
    assert dict(status.excluded) == {
        "Bukan ASN": 1,
        "Cuti satu bulan atau lebih": 1,
        "Guru bersertifikasi": 1,
    }
    assert status.people == status.entitled + sum(count for _, count in status.excluded)
    assert status.entitled == status.slips + sum(count for _, count in status.held)
    listed = entitled.everybody(finance, JANUARY)
    assert len(listed) == len({one.nip for one in listed}) == status.people
    assert Counter(one.reason for one in listed if one.state == "tidak berhak") == dict(
        status.excluded
    )
    assert Counter(one.reason for one in listed if one.state == "tertahan") == dict(status.held)
    (teacher,) = entitled.everybody(finance, JANUARY, "guru")
    assert (teacher.nip, teacher.unit) == (NIPS[world.TASLIM], "SD Negeri 1 Kolese")
    with pytest.raises(Refused, match="dengan sebab ‘cuti besar’") as refused:
        entitled.everybody(finance, JANUARY, "cuti besar")
    assert "Guru bersertifikasi" in refused.value.advice


def test_whoever_comes_back_in_the_month_has_the_share_of_somebody_appointed_that_day(
    finance: Session, database: Database
) -> None:
    def absent(work: Work) -> None:
        job = world.PEOPLE[FAJRIN][1]
        away = type(job)(**{**vars(job), "standing": "berhenti_sementara"})
        people.record_assignments(work, [(FAJRIN, date(2021, 1, 4), away)])

    def back(work: Work) -> None:
        people.record_assignments(work, [(FAJRIN, date(2021, 1, 18), world.PEOPLE[FAJRIN][1])])

    world.change(database, absent)
    world.change(database, back, after=90)
    compute(finance)
    assert slip_of(finance, FAJRIN).state == "current"
    with finance.reading_own() as connection:
        frozen_id = stored_months.latest_frozen_id(connection, JANUARY)
        assert frozen_id is not None
        frozen = stored_months.frozen_month(connection, frozen_id)
    row = frozen.row_of[NIPS[FAJRIN]]
    assert int(frozen.inputs["hari_wajib"].values[row]) == 10  # 18 to 29 January
    share = int(frozen.inputs["bagian_bulan"].values[row])
    assert share == (14 + 3) * 10**9 // 31 + 1  # from the 18th, and the 1st to the 3rd
    proration = {name: int(frozen.inputs[name].values[row]) for name in (
        "hari_kalender", "hari_bertugas", "hari_kerja", "hari_kerja_bertugas", "tanggal_mulai",
    )}  # fmt: skip
    assert proration == {"hari_kalender": 31, "hari_bertugas": 17, "hari_kerja": 20,
                         "hari_kerja_bertugas": 10, "tanggal_mulai": 1}  # fmt: skip


@on_both
def test_the_same_facts_freeze_to_the_same_bytes(finance: Session) -> None:
    first = run.freeze(finance, JANUARY, Progress())
    second = run.freeze(finance, JANUARY, Progress())
    assert (first.number, second.number) == (1, 2)
    assert first.sha256 == second.sha256


@on_both
def test_an_undecided_claim_counts_electronically_and_an_accepted_one_replaces_the_record(
    finance: Session, database: Database
) -> None:
    run.freeze(finance, JANUARY, Progress())
    with finance.reading_own() as connection:
        frozen_id = stored_months.latest_frozen_id(connection, JANUARY)
        assert frozen_id is not None
        frozen = stored_months.frozen_month(connection, frozen_id)
    row = frozen.row_of[NIPS[KARMILA]]
    assert frozen.days.source[row, 4] == -1  # 5 January: the claim
    assert frozen.days.late[row, 4] == 10
    assert frozen.days.source[row, 6] > 0  # 7 January: still undecided
    kinds = frozen.entries.source[frozen.entries.of(row)] < 0
    assert kinds.tolist() == [True, False, False]


def test_a_month_without_records_cannot_be_frozen(finance: Session) -> None:
    with pytest.raises(Refused, match="Maret 2021 belum punya kehadiran"):
        run.freeze(finance, Month(2021, 3), Progress())
    with pytest.raises(Refused, match="Maret 2021 tidak ada"):
        month_desk.known_status(finance, Month(2021, 3))


def test_a_year_without_holidays_is_told(finance: Session) -> None:
    with finance.database.writing() as connection:
        connection.execute(tables.holidays.delete())
    assert not run.freeze(finance, JANUARY, Progress()).holidays


@on_both
@pytest.mark.parametrize("verb", [run.freeze, run.calculate])
def test_cancelling_leaves_nothing_changed(finance: Session, verb: object) -> None:
    run.freeze(finance, JANUARY, Progress())
    before = everything(finance)
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        verb(finance, JANUARY, progress)  # type: ignore[operator]
    assert everything(finance) == before


def everything(session: Session) -> list[object]:
    with session.reading_own() as connection:
        counts = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (tables.frozen_inputs, tables.slips, tables.slip_lines, tables.audit)
        ]
        return [*counts, month_store.month_row(connection, JANUARY)]


# ── calculating ─────────────────────────────────────────────────────────────────────────────


@on_both
def test_fajrin_gets_what_the_published_table_says(finance: Session) -> None:
    found = compute(finance)
    slip = slip_of(finance, FAJRIN)
    assert (found.slips, found.held, found.rules) == (5, 1, 1)
    assert str(slip.lines["pengurang"]) == "0.0625"  # G4
    assert str(slip.lines["tpp_disiplin"]) == "1633203.00"  # G6
    assert (slip.gross, slip.deductions, slip.net) == (4_246_328, 254_779, 3_991_549)
    assert slip.identity["name"] == "La Ode Fajrin Malik, S.T."
    assert slip.identity["superior"] == "Drs. La Karim Wajo"
    assert slip.identity["counts"]["alpa"] == 1


def test_somebody_without_a_class_is_held_and_blocks_nobody(finance: Session) -> None:
    compute(finance)
    slip = slip_of(finance, NIRWATI)
    assert (slip.state, slip.held_reason, slip.net, slip.code) == ("held", NO_CLASS, None, None)
    assert month_desk.status(finance, JANUARY).held == [(NO_CLASS, 1)]


@on_both
def test_totals_are_the_sums_of_the_slips(finance: Session) -> None:
    compute(finance)
    status = month_desk.status(finance, JANUARY)
    with finance.reading_own() as connection:
        found = slips.of_month(connection, JANUARY)
    assert status.net == sum(slip.net or 0 for slip in found)
    assert status.gross == sum(slip.gross or 0 for slip in found)
    assert status.net == status.gross - status.deductions
    assert len({slip.code for slip in found}) == len(found) == status.slips


@on_both
def test_calculating_again_writes_only_what_changed(finance: Session, database: Database) -> None:
    compute(finance)
    again = run.calculate(finance, JANUARY, Progress())
    assert (again.written, again.unchanged) == (0, 6)
    world.change(database, world.set_class(NIRWATI, 9))
    corrected = compute(finance)
    assert (corrected.written, corrected.unchanged, corrected.held) == (1, 5, 0)
    assert slip_of(finance, NIRWATI).revision == 2


@on_both
def test_younger_rules_replace_every_slip_and_keep_the_old(
    finance: Session, database: Database
) -> None:
    compute(finance)
    younger = world.RULES.replace("kotor * CARI", "2 * kotor * CARI")
    world.publish(database, younger.replace('pph = "261313"', 'pph = "522625"'), number=2)
    again = run.calculate(finance, JANUARY, Progress())
    assert (again.rules, again.written) == (2, 6)
    with finance.reading_own() as connection:
        history = slips.history(connection, JANUARY, NIPS[FAJRIN])
    assert [(slip.revision, slip.state) for slip in history] == [(1, "replaced"), (2, "current")]
    assert history[0].net == 3_991_549


def test_whoever_is_no_longer_entitled_loses_the_slip(finance: Session, database: Database) -> None:
    compute(finance)

    def retire(work: object) -> None:
        job = world.PEOPLE[FAJRIN][1]
        gone = type(job)(**{**vars(job), "standing": "mpp"})
        people.record_assignments(work, [(FAJRIN, date(2021, 1, 1), gone)])  # type: ignore[arg-type]

    world.change(database, retire)
    found = compute(finance)
    assert (found.withdrawn, found.slips) == (1, 4)
    with finance.reading_own() as connection:
        (slip,) = slips.history(connection, JANUARY, NIPS[FAJRIN])
    assert (slip.state, slip.replaced_reason) == ("replaced", "Tidak lagi berhak")


def test_rules_whose_examples_fail_are_not_used(finance: Session, database: Database) -> None:
    world.publish(database, world.RULES.replace("kotor * CARI", "2 * kotor * CARI"), number=2)
    run.freeze(finance, JANUARY, Progress())
    with pytest.raises(Refused, match="Contoh perhitungan aturan versi 2 tidak cocok lagi"):
        run.calculate(finance, JANUARY, Progress())


def test_without_published_rules_nothing_is_calculated(finance: Session) -> None:
    with finance.database.writing() as connection:
        connection.execute(tables.rule_versions.delete())
    run.freeze(finance, JANUARY, Progress())
    with pytest.raises(Refused, match="Belum ada aturan terbit yang berlaku untuk Januari 2021"):
        run.calculate(finance, JANUARY, Progress())


# ── the states ──────────────────────────────────────────────────────────────────────────────


@on_both
def test_a_month_goes_its_whole_road(finance: Session, chief: Session) -> None:
    run_to("locked", finance, chief)
    done = payments.pay(finance, JANUARY, "00123/SP2D/2021", date(2021, 2, 5))
    status = month_desk.status(finance, JANUARY)
    assert (status.state, done.amount, status.paid) == ("locked", status.net, status.net)
    assert [batch.sp2d for batch in status.payments] == ["00123/SP2D/2021"]
    assert list(status.steps) == ["frozen", "calculated", "submitted", "approved", "locked"]
    with finance.reading_own() as connection:
        actions = [entry.action for entry in audit.entries(connection)]
        assert audit.first_break(connection) is None
    assert actions[-6:] == [
        "month.freeze", "month.calculate", "month.submit", "month.approve", "month.lock",
        "month.pay",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reached", "verb", "words"),
    [
        ("", "calculate", "Januari 2021 belum dibekukan"),
        ("", "submit", "Januari 2021 belum dibekukan"),
        ("frozen", "submit", "tidak bisa diajukan: belum dihitung"),
        ("calculated", "approve", "tidak bisa disetujui: belum diajukan"),
        ("submitted", "lock", "tidak bisa dikunci: belum disetujui"),
        ("approved", "pay", "tidak bisa dibayar: sudah disetujui tetapi belum dikunci"),
        ("approved", "freeze", "tidak bisa dibekukan lagi: sudah disetujui"),
        ("approved", "calculate", "tidak bisa dihitung: sudah disetujui"),
        ("calculated", "reopen", "tidak bisa dibuka ulang: belum diajukan"),
        ("locked", "freeze", "tidak bisa dibekukan lagi: sudah dikunci"),
        ("locked", "calculate", "tidak bisa dihitung: sudah dikunci"),
        ("locked", "lock", "tidak bisa dikunci: sudah dikunci"),
    ],
)
def test_a_step_out_of_order_is_refused_and_changes_nothing(
    finance: Session, chief: Session, reached: str, verb: str, words: str
) -> None:
    if reached:
        run_to(reached, finance, chief)
    verbs = {
        "freeze": lambda: run.freeze(finance, JANUARY, Progress()),
        "calculate": lambda: run.calculate(finance, JANUARY, Progress()),
        "submit": lambda: run.submit(finance, JANUARY),
        "approve": lambda: run.approve(chief, JANUARY),
        "lock": lambda: run.lock(finance, JANUARY),
        "pay": lambda: payments.pay(finance, JANUARY, "1", date(2021, 2, 5)),
        "reopen": lambda: reopening.propose(finance, JANUARY, NIPS[FAJRIN], "x", Progress()),
    }
    before = everything(finance)
    with pytest.raises(Refused, match=words) as refused:
        verbs[verb]()
    assert refused.value.advice or reached == "locked"
    assert everything(finance) == before


def test_nobody_approves_what_they_calculated_or_submitted(
    finance: Session, chief: Session, database: Database
) -> None:
    run_to("submitted", finance, chief)
    with pytest.raises(NotAllowed):
        run.approve(finance, JANUARY)
    same = world.session(database, Role.PIMPINAN, name="keuangan")
    with pytest.raises(Refused, match="oleh keuangan sendiri"):
        run.approve(same, JANUARY)
    run.approve(chief, JANUARY)
    assert state(chief) == "approved"


@pytest.mark.parametrize("verb", [run.freeze, run.calculate])
def test_beginning_again_after_submission_is_a_withdrawal_with_a_reason(
    finance: Session, chief: Session, verb: Callable[..., object]
) -> None:
    run_to("submitted", finance, chief)
    before = everything(finance)
    with pytest.raises(Refused, match="sudah diajukan oleh keuangan 8 Feb pukul 09") as refused:
        verb(finance, JANUARY, Progress())
    assert refused.value.advice.startswith("Sebutkan alasan menarik pengajuan itu")
    assert everything(finance) == before
    verb(finance, JANUARY, Progress(), "kelas Nirwati menyusul")
    back = month_desk.status(chief, JANUARY).returned
    assert back is not None
    assert (back.by, back.how, back.why) == ("keuangan", "withdrawn", "kelas Nirwati menyusul")
    assert told(finance)["withdrawn"] == "kelas Nirwati menyusul"
    with pytest.raises(Refused, match="tidak bisa disetujui: belum"):
        run.approve(chief, JANUARY)


def test_an_approved_month_can_be_taken_back_with_a_reason(
    finance: Session, chief: Session
) -> None:
    run_to("approved", finance, chief)
    with pytest.raises(Refused, match="Alasan belum diisi"):
        run.take_back(finance, JANUARY, " ")
    run.take_back(finance, JANUARY, "salah kelas")
    assert state(finance) == "calculated"


@on_both
def test_who_approves_sends_a_month_back_with_a_reason_that_stands_until_it_is_submitted_again(
    finance: Session, chief: Session
) -> None:
    run_to("submitted", finance, chief)
    with pytest.raises(NotAllowed):
        run.send_back(finance, JANUARY, "keliru")
    run.send_back(chief, JANUARY, "periksa RSUD")
    found = month_desk.status(finance, JANUARY)
    assert found.state == "calculated"
    assert found.returned is not None
    assert (found.returned.by, found.returned.how) == ("pimpinan", "sent_back")
    tasks = standing(finance, JANUARY).tasks
    assert any(
        task.note.startswith("Dikembalikan oleh pimpinan") and task.note.endswith(": periksa RSUD")
        for task in tasks
    )
    run.submit(finance, JANUARY)
    assert month_desk.status(finance, JANUARY).returned is None


# ── what was seen ───────────────────────────────────────────────────────────────────────────


def told(session: Session) -> dict[str, Any]:
    """Give what the newest audit entry tells."""
    with session.reading_own() as connection:
        *_, entry = audit.entries(connection)
    found = json.loads(entry.detail)
    assert isinstance(found, dict)
    return found


@on_both
def test_a_step_on_figures_that_moved_is_refused_with_both_and_who_moved_them(
    finance: Session, chief: Session, database: Database
) -> None:
    run_to("submitted", finance, chief)
    stale = month_desk.status(chief, JANUARY).seen
    world.change(database, world.set_class(NIRWATI, 9))
    run.freeze(finance, JANUARY, Progress(), "kelas diisi")
    run.calculate(finance, JANUARY, Progress())
    run.submit(finance, JANUARY)
    now = month_desk.status(chief, JANUARY).seen
    before = everything(finance)
    with pytest.raises(Conflict) as refused:
        run.approve(chief, JANUARY, stale)
    assert everything(finance) == before
    assert refused.value.message.startswith(
        f"Anda melihat 5 slip · Rp 16.671.654 · data beku {stale.inputs[:4]}…; "
        f"sekarang 6 slip · {money(now.net)} · data beku {now.inputs[:4]}…, "
        "dihitung ulang 8 Feb pukul 09."
    )
    assert refused.value.message.endswith("oleh keuangan.")
    run.approve(chief, JANUARY, now)
    assert told(chief) == {
        "inputs": now.inputs, "net": str(now.net), "rules": 1, "slips": 6,
    }  # fmt: skip


def test_other_rules_are_noticed_even_where_the_sum_is_the_same(
    finance: Session, chief: Session, database: Database
) -> None:
    run_to("submitted", finance, chief)
    stale = month_desk.status(chief, JANUARY).seen
    world.publish(database, number=2)
    run.calculate(finance, JANUARY, Progress(), "aturan baru")
    run.submit(finance, JANUARY)
    with pytest.raises(Conflict, match=r"aturan versi 1; sekarang .* aturan versi 2"):
        run.approve(chief, JANUARY, stale)


def test_the_word_for_what_was_seen_is_read_back() -> None:
    given = Seen("0123456789ab", 3, 3423, 9_028_216_800)
    assert Seen.parse(given.text) == given
    assert Seen.parse("") is None
    with pytest.raises(WrongUsage, match="tidak dikenali"):
        Seen.parse("0123:3")


@on_both
@pytest.mark.parametrize("verb", ["submit", "approve", "lock"])
def test_of_two_who_press_at_once_one_wins_and_the_other_is_told(
    finance: Session, chief: Session, database: Database, verb: str
) -> None:
    before = {"submit": "calculated", "approve": "submitted", "lock": "approved"}[verb]
    run_to(before, finance, chief)
    role = Role.PIMPINAN if verb == "approve" else Role.KEUANGAN
    seen = month_desk.status(finance, JANUARY).seen

    def press(name: str) -> str:
        try:
            getattr(run, verb)(world.session(database, role, name=name), JANUARY, seen)
        except Refused as refused:
            return refused.message
        return ""

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, ["ratna", "hasan"]))
    assert answers[0] == ""
    assert re.search(r": sudah \w+ oleh (ratna|hasan) 8 Feb pukul 09", answers[1])
    with finance.reading_own() as connection:
        done = [e for e in audit.entries(connection) if e.action == f"month.{verb}"]
    assert len(done) == 1


@on_both
def test_a_second_clerk_waits_for_the_first_and_sees_what_was_done(
    finance: Session, database: Database
) -> None:
    run.freeze(finance, JANUARY, Progress())
    other = world.session(database, Role.KEUANGAN, name="hasan")
    with ThreadPoolExecutor(1) as pool:
        with finance.changing("month.lock", Permission.LOCK_MONTH) as work:
            row = month_store.held_month(work, JANUARY)
            assert row is not None
            waiting = pool.submit(run.calculate, other, JANUARY, Progress())
            with pytest.raises(FutureTimeout):
                waiting.result(0.3)
            month_store.update_month(work, row.id, state="locked")
        with pytest.raises(Refused, match="Januari 2021 tidak bisa dihitung: sudah dikunci"):
            waiting.result(30)


# ── explaining ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("person", world.ENTITLED)
def test_every_slip_is_recomputed_exactly(finance: Session, person: int) -> None:
    compute(finance)
    found = explaining.explain(finance, JANUARY, NIPS[person])
    assert found.equal_to_stored, found.differences


def test_an_altered_line_is_noticed(finance: Session) -> None:
    compute(finance)
    slip = slip_of(finance, FAJRIN)
    with finance.database.writing() as connection:
        connection.execute(
            tables.slip_lines.update()
            .where(tables.slip_lines.c.slip_id == slip.id, tables.slip_lines.c.name == "pph")
            .values(value=1)
        )
    found = explaining.explain(finance, JANUARY, NIPS[FAJRIN])
    assert not found.equal_to_stored
    assert found.differences == ("pph",)


@pytest.mark.parametrize(
    ("total", "told"),
    [("gross", "jumlah kotor"), ("deductions", "jumlah potongan"), ("net", "jumlah bersih")],
)
def test_an_altered_total_is_noticed(finance: Session, total: str, told: str) -> None:
    compute(finance)
    slip = slip_of(finance, FAJRIN)
    with finance.database.writing() as connection:
        connection.execute(
            tables.slips.update().where(tables.slips.c.id == slip.id).values({total: 1})
        )
    assert explaining.explain(finance, JANUARY, NIPS[FAJRIN]).differences == (told,)


@on_both
def test_an_explanation_names_file_row_and_decision(finance: Session) -> None:
    compute(finance)
    found = explaining.explain(finance, JANUARY, NIPS[KARMILA])
    by_name = {line.name: line for line in found.lines}
    points = by_name["poin"].sources
    assert [(s.kind, s.file, s.sheet, s.row) for s in points] == [
        ("claim", "backup-sd.xlsx", "Aktivitas", 3),
        ("activities", "kegiatan.csv", None, 4),
        ("activities", "kegiatan.csv", None, 5),
    ]
    assert points[0].decision is not None
    assert points[0].decision.startswith("Klaim diterima oleh bkpsdm, 2 Februari 2021")
    assert found.value_of("poin_aktivitas") == ["160.000000", "500.000000", "200.000000"]
    assert found.value_of("bersih") == "2987705"


@pytest.mark.parametrize(
    ("nip", "words"),
    [
        (NIPS[world.TASLIM], "tidak berhak TPP Januari 2021: guru bersertifikasi"),
        ("000000000000000000", "tidak ada pada Januari 2021"),
    ],
)
def test_whoever_has_no_slip_is_told_why(finance: Session, nip: str, words: str) -> None:
    compute(finance)
    with pytest.raises(Refused, match=words):
        explaining.explain(finance, JANUARY, nip)


def test_explaining_before_calculating_says_what_to_do(finance: Session) -> None:
    run.freeze(finance, JANUARY, Progress())
    with pytest.raises(Refused, match="Januari 2021 belum dihitung") as refused:
        explaining.explain(finance, JANUARY, NIPS[FAJRIN])
    assert refused.value.advice == "Hitung dulu: polima month calculate 2021-01."


# ── the desk ────────────────────────────────────────────────────────────────────────────────


@on_both
def test_the_desk_shows_slips_by_name_with_sums_and_concerns(finance: Session) -> None:
    compute(finance)
    desk = month_desk.desk(finance, JANUARY)
    assert desk.rows[0].name == "Drs. La Karim Wajo"
    assert len(desk.rows) == 6
    assert [label for label, _ in desk.deductions] == ["PPh 21", "BPJS Kesehatan 1 %"]
    assert sum(amount for _, amount in desk.deductions) == desk.status.deductions
    concerns = {concern.label: concern.people for concern in desk.concerns}
    assert concerns[NO_CLASS] == 1
    for concern in desk.concerns:
        assert sum(concern.key in row.flags for row in desk.rows) == concern.people


def test_the_desk_marks_a_drop_against_the_computation_before(
    finance: Session, database: Database
) -> None:
    compute(finance)
    world.change(database, world.set_class(FAJRIN, 5))
    compute(finance)
    desk = month_desk.desk(finance, JANUARY)
    assert desk.compared_with == "hitungan sebelumnya"
    assert [row.name for row in desk.rows if month_desk.DROP in row.flags] == [
        "La Ode Fajrin Malik, S.T."
    ]


def test_an_export_of_slips_leaves_its_trace(finance: Session, tmp_path: Path) -> None:
    compute(finance)
    rows = month_desk.desk(finance, JANUARY).rows
    path = tmp_path / "slip.xlsx"
    assert export_slips(finance, JANUARY, rows, path) == len(rows)
    with finance.reading_own() as connection:
        *_, entry = audit.entries(connection)
    told = json.loads(entry.detail)
    assert (entry.action, entry.subject, told["count"]) == ("month.export", "2021-01", len(rows))
    assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()

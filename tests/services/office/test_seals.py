"""The tamper kit: edits by plain SQL, on both kinds of store, each found and named."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Refused, WrongUsage
from polima_desktop.domain.progress import Progress
from polima_desktop.services.months import arrears, payments
from polima_desktop.services.months import desk as month_desk
from polima_desktop.services.months.export import export_slips
from polima_desktop.services.office import proving
from polima_desktop.services.papers import bank
from polima_desktop.services.papers import desk as papers
from polima_desktop.services.papers.kinds import Chosen
from polima_desktop.storage.database import Database
from polima_desktop.storage.office import accounts, heads, seals
from polima_desktop.storage.office.seal_leaves import Leaves
from polima_desktop.storage.office.seal_parts import BY_NAME, NOT_SEALED, PARTS
from polima_desktop.storage.office.seal_wholes import whole
from polima_desktop.storage.tables import metadata
from polima_desktop.storage.unit_of_work import Work
from tests import month_world as world
from tests.month_world import FAJRIN, JANUARY, KARMILA, MURNI, NIPS

_IDENTITY = ", ".join(metadata.tables["identities"].c.keys())
_OTHER = _IDENTITY.replace("id, person_id, nip", "id + 900, person_id, '9'", 1)
_BROUGHT_IN = (
    f"INSERT INTO identities ({_IDENTITY}) SELECT {_OTHER} FROM identities "
    f"WHERE person_id = {FAJRIN}"
)
FAJRINS = f"(SELECT id FROM slips WHERE person_id = {FAJRIN})"
KIT: dict[str, tuple[str, str]] = {  # what is done → what the finding must say
    "one rupiah of a slip": (
        f"UPDATE slips SET net = net + 1 WHERE person_id = {FAJRIN}", "Slip a.n. La Ode Fajrin"),
    "one rupiah of a line": (
        f"UPDATE slip_lines SET value = value + 1 WHERE slip_id IN {FAJRINS} AND position = 1",
        "Baris slip a.n. La Ode Fajrin"),
    "a line taken out": (
        f"DELETE FROM slip_lines WHERE slip_id IN {FAJRINS} AND position = 1", "Baris slip a.n."),
    "the bank account on a slip": (
        "UPDATE slips SET identity = replace(identity, '0012345678', '0099999999')",
        "(NIP 198111042008031002)"),
    "a slip that is held no more": (
        "UPDATE slips SET state = 'current' WHERE state = 'held'", "Keadaan slip"),
    "a slip's code": (
        f"UPDATE slips SET code = 'AAAA-AAAA-AAAA' WHERE person_id = {FAJRIN}", "Slip a.n."),
    "a slip's rule version hash": (
        f"UPDATE slips SET inputs_hash = 'x' WHERE person_id = {FAJRIN}", "Slip a.n."),
    "who computed a slip": (
        f"UPDATE slips SET created_by = 'orang' WHERE person_id = {FAJRIN}", "Slip a.n."),
    "the bank account of a person": (
        f"UPDATE identities SET account_number = '1' WHERE person_id = {FAJRIN}",
        "Identitas a.n. La Ode Fajrin"),
    "a name": (
        f"UPDATE identities SET name = 'Siapa' WHERE person_id = {KARMILA}", "a.n. Siapa"),
    "a NIP": (f"UPDATE identities SET nip = '1' WHERE person_id = {KARMILA}", "Identitas a.n."),
    "a job class": (
        f"UPDATE assignments SET job_class = 15 WHERE person_id = {FAJRIN}", "Penugasan a.n."),
    "a salary": (
        f"UPDATE assignments SET salary = 1 WHERE person_id = {FAJRIN}", "Penugasan a.n."),
    "a post that ended by hand": (
        f"UPDATE assignments SET superseded_at = '2021-02-05 00:00:00' WHERE person_id = {FAJRIN}",
        "tidak berasal dari catatan mana pun"),
    "a leave's last day": (
        "UPDATE statements SET valid_to = '2021-05-01' WHERE kind = 'cuti_melahirkan'",
        "Catatan kepegawaian a.n. Murni"),
    "a leave taken out": (
        "DELETE FROM statements WHERE kind = 'dinas_luar'", "hilang"),
    "one attendance row": (
        f"UPDATE attendance_days SET check_in = 27000 WHERE person_id = {FAJRIN}",
        "Kehadiran a.n. La Ode Fajrin"),
    "an attendance row taken out": (
        f"DELETE FROM attendance_days WHERE person_id = {FAJRIN} AND day = '2021-01-06'",
        "Kehadiran a.n. La Ode Fajrin"),
    "an attendance row replaced by nothing": (
        f"UPDATE attendance_days SET superseded_by = 1 WHERE person_id = {FAJRIN}",
        "Kehadiran yang diganti a.n."),
    "an activity's minutes": (
        f"UPDATE activity_entries SET minutes = minutes + 60 WHERE person_id = {FAJRIN}",
        "Aktivitas a.n. La Ode Fajrin"),
    "an activity's approval": (
        "UPDATE activity_entries SET status = 'Disetujui' WHERE status = 'Menunggu'",
        "Aktivitas a.n."),
    "a claim's hours": ("UPDATE claims SET check_out = 70000", "Klaim a.n. Wa Ode Karmila"),
    "a claim's activity": ("UPDATE claim_activities SET volume = 1", "Aktivitas klaim a.n."),
    "a decision": ("UPDATE decisions SET outcome = 'reject'", "Putusan klaim a.n. Wa Ode Karmila"),
    "who decided": ("UPDATE decisions SET decided_by = 'orang'", "Putusan klaim a.n."),
    "a decision undone by hand": (
        "UPDATE decisions SET undone_at = '2021-02-05 00:00:00', undone_by = 'x'",
        "Putusan yang diurungkan"),
    "an import's file": ("UPDATE import_batches SET sha256 = 'x' WHERE id = 1", "Impor"),
    "the rule text": ("UPDATE rule_versions SET toml = toml || ' '", "Aturan"),
    "the rules' proposer": ("UPDATE rule_versions SET proposed_by = 'orang'", "Aturan"),
    "the frozen columns": ("UPDATE frozen_inputs SET people = people + 1", "Data beku"),
    "who is entitled": (
        f"UPDATE month_people SET reason = NULL WHERE person_id = {MURNI}",
        "Pegawai bulan itu a.n. Murni"),
    "the approver": ("UPDATE months SET approved_by = 'orang'", "Bulan (2021-01)"),
    "the month's state": ("UPDATE months SET state = 'approved'", "Bulan (2021-01)"),
    "the amount of a transfer": (
        f"UPDATE payment_items SET amount = amount + 1 WHERE person_id = {FAJRIN}",
        "Transfer a.n. La Ode Fajrin"),
    "the account of a transfer": (
        f"UPDATE payment_items SET account = '1' WHERE person_id = {FAJRIN}", "Transfer a.n."),
    "an SP2D": ("UPDATE payment_batches SET sp2d_number = 'x'", "Kelompok pembayaran"),
    "a role": ("UPDATE users SET role = 'admin' WHERE name = 'auditor'", "Pengguna"),
    "a password": ("UPDATE users SET password_hash = 'x' WHERE name = 'auditor'", "Pengguna"),
    "a setting": ("UPDATE settings SET value = '9' WHERE key <> 'demo'", "Pengaturan"),
    "a unit's name": ("UPDATE unit_facts SET name = 'Lain' WHERE unit_id = 1", "Unit kerja"),
    "a holiday": ("UPDATE holidays SET cancelled = true WHERE id = 1", "Hari libur"),
    "working hours": ("UPDATE work_hours SET hours = '00.00-01.00' WHERE id = 1", "Jam kerja"),
    "the transition policy": (
        "UPDATE transition_rules SET manual_until = '2030-01-01' WHERE id = 1", "transisi"),
    "a leaf": ("UPDATE seals SET leaves = '' WHERE part = 'slips'", "Segel slip"),
    "a seal": ("DELETE FROM seals WHERE part = 'slips'", "Segel"),
    "the newest entries cut off": (
        "DELETE FROM audit WHERE id > (SELECT max(id) - 2 FROM audit)", "dipotong dari ujung"),
}  # fmt: skip
_BINARY = {
    "postgresql": "UPDATE frozen_inputs SET content = content || '\\x00'::bytea",
    "sqlite": "UPDATE frozen_inputs SET content = CAST(content || x'00' AS BLOB)",
}


@pytest.fixture
def paid(store_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr(seals, "LEAST", 1)  # a small city's groups are hashed whole too
    built = world.build(store_url)  # one that stands was perhaps sealed before
    world.add_users(built)
    finance = world.session(built, Role.KEUANGAN)
    world.run_to("locked", finance, world.session(built, Role.PIMPINAN))
    payments.pay(finance, JANUARY, "SP2D-1", finance.today)
    yield built
    built.close()


def _found(database: Database) -> list[str]:
    proof = proving.prove(world.session(database, Role.AUDITOR), Progress())
    return [one.words for one in proof.findings]


def test_an_honest_store_is_proved_and_each_edit_is_found_and_named(paid: Database) -> None:
    assert _found(paid) == []
    kind = "sqlite" if paid.is_sqlite else "postgresql"
    missed = {}
    for some in _rounds({**KIT, "the frozen bytes": (_BINARY[kind], "Data beku")}):
        with paid.engine.connect() as connection:
            transaction = connection.begin()
            if paid.is_sqlite:
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            else:
                connection.exec_driver_sql("SET session_replication_role = replica")
            for sql, _ in some.values():
                connection.execute(text(sql))
            found = _found_through(paid, connection)
            transaction.rollback()
        missed |= {
            name: found for name, (_, words) in some.items() if not any(words in f for f in found)
        }
    assert missed == {}
    assert _found(paid) == []


def _rounds(kit: dict[str, tuple[str, str]]) -> list[dict[str, tuple[str, str]]]:
    """Put edits of different tables together, which one proof must name each: proofs are dear."""
    rounds: list[dict[str, tuple[str, str]]] = []
    tables: list[set[str]] = []
    for name, (sql, words) in kit.items():
        table = sql.removeprefix("UPDATE ").removeprefix("DELETE FROM ").split()[0]
        alone = table in {"identities", "audit", "seals"}  # they change how others are named
        free = (n for n, seen in enumerate(tables) if not alone and table not in seen)
        place = next(free, len(rounds))
        if place == len(rounds):
            rounds.append({})
            tables.append(set(metadata.tables) if alone else set())
        rounds[place][name] = (sql, words)
        tables[place].add(table)
    assert sum(map(len, rounds)) == len(kit)
    return rounds


def _found_through(database: Database, connection: object) -> list[str]:
    """Prove through the connection that holds the edit, so that it can be rolled back."""
    findings = proving.findings_of(database, connection)  # type: ignore[arg-type]
    return [one.words for one in findings]


def test_groups_that_are_as_they_were_are_proved_as_wholes(
    paid: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_leaves: list[str] = []
    leaves = seals.leaves_of

    def noting(*asked: Any) -> Iterator[tuple[str, Leaves]]:  # noqa: ANN401
        for group, found in leaves(*asked):
            by_leaves.extend([group] if "attendance_days.id" in str(asked[-1]) else [])
            yield group, found

    monkeypatch.setattr(seals, "leaves_of", noting)
    assert _found(paid) == []
    assert by_leaves == []
    with paid.writing() as connection:
        connection.execute(text("UPDATE attendance_days SET check_in = 1 WHERE id = 1"))
    assert any(words.startswith("Kehadiran a.n.") for words in _found(paid))
    assert len(by_leaves) == 1
    assert [_wholes_of_places(paid, each) for each in (-5.4658, 122.6, 0.3, 1e-9)] == [3] * 4


def _wholes_of_places(database: Database, degrees: float) -> int:
    """Count the whole hashes of an import with a place and with those one bit beside it."""
    found = set()
    for place in (degrees, math.nextafter(degrees, -math.inf), math.nextafter(degrees, math.inf)):
        with database.writing() as connection:
            moved = text("UPDATE attendance_days SET lon_out = :place WHERE batch_id = 1")
            connection.execute(moved, {"place": place})
            found.add(whole(connection, BY_NAME["attendance_days"], "1"))
    return len(found)


def test_what_is_cut_off_stays_known_after_others_have_worked_on(paid: Database) -> None:
    with paid.writing() as connection:
        connection.execute(text("DELETE FROM audit WHERE id > (SELECT max(id) - 2 FROM audit)"))
    world.change(paid, lambda _work: None, after=9_000)
    assert any("bukan lagi yang dikenal" in words or "dipotong" in words for words in _found(paid))


def test_what_was_touched_stays_known_after_an_act_has_changed_the_same(paid: Database) -> None:
    with paid.writing() as connection:
        connection.execute(text("UPDATE users SET role = 'admin' WHERE name = 'pimpinan'"))

    def add(work: Work) -> None:
        accounts.add(work, "rita", "Rita", Role.VERIFIKATOR, "rahasia1")

    world.change(paid, add, after=9_000)
    (words,) = _found(paid)
    assert words.startswith("Pengguna (pimpinan) berubah sejak disegel")


def test_what_was_altered_is_neither_printed_nor_paid_nor_exported(
    paid: Database, tmp_path: Path
) -> None:
    finance, chief = world.session(paid, Role.KEUANGAN), world.session(paid, Role.PIMPINAN)
    chosen = Chosen(nips=frozenset({NIPS[FAJRIN]}))
    world.change(paid, world.set_class(FAJRIN, 11), after=9_000)
    found = arrears.find(finance, [JANUARY], None, Progress()).items
    arrears.decide(chief, [item.id for item in found], accept=True, reason="SK")
    rows = month_desk.desk(finance, JANUARY).rows
    acts: dict[str, Callable[[], object]] = {
        "print": lambda: papers.open_desk(finance, JANUARY, chosen),
        "export": lambda: export_slips(finance, JANUARY, rows, tmp_path / "slip.xlsx"),
        "bank": lambda: bank.read(finance, JANUARY, chosen, Progress()),
        "pay": lambda: payments.pay(finance, JANUARY, "SP2D-2", finance.today),
        "arrears": lambda: payments.pay_arrears(finance, None, "R-1", finance.today),
    }
    edits = {  # done, undone, refused by, named
        "a net": (
            f"UPDATE slips SET net = net + 1 WHERE person_id = {FAJRIN}",
            f"UPDATE slips SET net = net - 1 WHERE person_id = {FAJRIN}",
            {"print": "Slip", "export": "Slip", "bank": "Slip"}),
        "the lines": (
            f"UPDATE slip_lines SET decimals = decimals + 9 WHERE slip_id IN {FAJRINS}",
            f"UPDATE slip_lines SET decimals = decimals - 9 WHERE slip_id IN {FAJRINS}",
            {"print": "Slip", "export": "Slip", "bank": "Slip"}),
        "an account": (
            f"UPDATE identities SET account_number = '1' WHERE person_id = {FAJRIN}",
            f"UPDATE identities SET account_number = '0012345678' WHERE person_id = {FAJRIN}",
            {"arrears": "Identitas atau rekening"}),
        "an account brought in by hand": (
            _BROUGHT_IN,
            "DELETE FROM identities WHERE id > 900",
            {"arrears": "Identitas atau rekening"}),
        "a transfer": (
            f"UPDATE payment_items SET account = '1' WHERE person_id = {FAJRIN}",
            f"UPDATE payment_items SET account = '0012345678' WHERE person_id = {FAJRIN}",
            {"bank": "Transfer"}),
        "arrears": (
            "UPDATE arrears SET difference = difference + 1",
            "UPDATE arrears SET difference = difference - 1",
            {"arrears": "Rapel"}),
    }  # fmt: skip
    for name, (done, undone, refused) in edits.items():
        _run(paid, done)
        for act, what in refused.items():
            with pytest.raises(Refused, match=f"{what} .*Fajrin.* diubah di luar program"):
                acts[act]()
        _run(paid, undone)
        assert _found(paid) == [], name
    _run(paid, f"UPDATE slips SET net = net + 1 WHERE person_id = {FAJRIN}")
    _run(paid, "DELETE FROM payment_items")
    with pytest.raises(Refused, match=r"Slip .*Fajrin.* diubah di luar program"):
        acts["pay"]()
    _run(paid, f"UPDATE slips SET net = net - 1 WHERE person_id = {FAJRIN}")
    _run(paid, "UPDATE identities SET account_number = '1' WHERE account_number = '0012345678'")
    with pytest.raises(Refused, match=r"Identitas atau rekening .*Fajrin"):
        acts["pay"]()
    assert not list(tmp_path.glob("*.xlsx"))


def _run(database: Database, sql: str) -> None:
    with database.writing() as connection:
        connection.execute(text(sql))


def test_a_head_is_kept_outside_and_goes_with_each_act(paid: Database) -> None:
    known = heads.read(paid).newest
    assert known is not None
    world.change(paid, lambda _work: None, after=9_000)
    later = heads.read(paid).newest
    assert later is not None
    assert later.entry == known.entry + 1
    proof = proving.prove(world.session(paid, Role.AUDITOR), Progress())
    assert f"sampai catatan {later.entry}" in proof.vouched


def test_a_paper_vouches_for_the_chain_up_to_its_moment(paid: Database) -> None:
    auditor = world.session(paid, Role.AUDITOR)
    desk = papers.open_desk(world.session(paid, Role.KEUANGAN), JANUARY, Chosen())
    head = desk.printed.head
    assert str(desk.printed).endswith(f"Jejak audit {head}.")
    assert "sampai catatan" in proving.vouched_by_paper(auditor, head)
    with pytest.raises(WrongUsage, match="tidak dikenali"):
        proving.vouched_by_paper(auditor, "12")
    _run(paid, "DELETE FROM audit WHERE id > (SELECT max(id) - 2 FROM audit)")
    with pytest.raises(Refused, match="bukan lagi yang ada di rantai"):
        proving.vouched_by_paper(auditor, head)


def test_every_column_of_every_table_is_sealed_or_said_not_to_be() -> None:
    tables = {name for part in PARTS for name in part.touched}
    assert tables | NOT_SEALED == set(metadata.tables)
    for name in tables:
        table = metadata.tables[name]
        held = {c.name for part in PARTS for c in part.columns if c.table is table}
        held |= {getattr(part.group, "name", "") for part in PARTS if name in part.touched}
        held |= {c.name for part in PARTS for c in (part.key,) if c.table is table}
        assert set(table.c.keys()) - held <= {"summary"}, name

"""A small office whose January has been calculated: two units and a school, six slips, one held.

The slips are written straight into the store, so that papers are tested apart from the run of
a month.
"""

from __future__ import annotations

import json
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from polima_desktop.assets import asset
from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.people import Assignment, Identity
from polima_desktop.domain.periods import Month
from polima_desktop.domain.rules import Decree
from polima_desktop.domain.slips import verification_code
from polima_desktop.domain.units import Unit
from polima_desktop.formatting import money
from polima_desktop.services.papers import keys
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.database import create_store, open_store
from polima_desktop.storage.months import arrears, months, slips
from polima_desktop.storage.months.arrears import NewItem
from polima_desktop.storage.months.slips import NO_LINES, Batch, LineKind, Lines, NewSlip
from polima_desktop.storage.rules import versions
from polima_desktop.storage.staff import people, units
from polima_desktop.storage.tables import frozen_inputs
from polima_desktop.storage.unit_of_work import Work, unit_of_work
from tests.services.stored_slips import stored_slip

JANUARY = Month(2021, 1)
START = date(2017, 1, 1)
NOW = datetime(2021, 2, 26, 2, 15, tzinfo=UTC)
UNITS = (
    Unit("DIN-01", "Dinas Pendidikan dan Kebudayaan", "dinas"),
    Unit("SD-01", "SD Negeri 1 Wameo", "sd", "DIN-01"),
    Unit("DIN-02", "Dinas Pekerjaan Umum", "dinas"),
)


@dataclass(frozen=True)
class Staff:
    """Somebody of the small office: where, below whom, and with how many points."""

    nip: str
    name: str
    unit: str
    position: str
    above: str | None
    points: int = 5899
    golongan: str = "III/d"
    account: str | None = "0010203040"


STAFF = (
    Staff("196905231995032004", "Wa Ode Zahra", "DIN-02", "Kepala Dinas Pekerjaan Umum", None,
          6750, "IV/b"),
    Staff("198111042008031002", "La Ode Fajrin Malik", "DIN-02", "Kepala Seksi Jalan",
          "196905231995032004"),
    Staff("197001011995031001", "Sitti Hawa", "DIN-01", "Kepala Dinas Pendidikan", None, 6750,
          "IV/c"),
    Staff("198403122009022004", "Wa Ode Sarmina", "SD-01", "Kepala Sekolah",
          "197001011995031001"),
    Staff("199105082019032010", "Wa Ima", "SD-01", "Guru Ahli Pertama", "198403122009022004", 3000,
          "III/a", None),
    Staff("198609262015051001", "=La Ode Anwar", "SD-01", "Guru Ahli Muda", "198403122009022004"),
)  # fmt: skip
HELD = Staff("196804111993031009", "La Hamdan", "SD-01", "Guru", "198403122009022004")
PASSPHRASE = "empat kata yang panjang"
"""Of the office's key."""


def clock() -> datetime:
    """Give the moment at which everything in this office happens."""
    return NOW


def actor(role: Role, unit_id: int | None = None) -> Actor:
    """Give somebody with a role."""
    return Actor(role.value, "Ratna Zahara (BPKAD)", role, unit_id)


def small_office(address: str, toml: str | None = None) -> Session:
    """Make the office and give a session of its finance clerk."""
    database = create_store(address)
    with unit_of_work(database, "admin", "office.create", NOW) as work:
        calendar.fill_new_store(work.connection)
        units.create(work, [unit.code for unit in UNITS])
        units.record(work, [(START, unit) for unit in UNITS], {"DIN-02": "Dinas PU"})
        ids = _hire(work)
        _write_month(work, ids, toml or example_toml())
    return Session(database, actor(Role.KEUANGAN), clock)


@cache
def _made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "polima.db"
        small_office(str(path)).database.close()
        return path.read_bytes()


def copied_office(folder: Path) -> Session:
    """Give the office with the example rules in a folder: a copy, made once a process."""
    path = folder / "polima.db"
    path.write_bytes(_made())
    return Session(open_store(str(path)), actor(Role.KEUANGAN), clock)


def signing_office(folder: Path) -> Iterator[Session]:
    """Give an office of its own that locked January and has a key; close it afterwards."""
    session = copied_office(folder)
    lock(session)
    keys.create(session, PASSPHRASE, remember=False)
    yield session
    session.database.close()


def example_toml() -> str:
    """Give the text of the rules that ship with the program."""
    return asset("resources", "rulesets", "contoh.toml").read_text("utf-8")


def own_toml() -> str:
    """Give the same rules under a decree of the city's own."""
    text = example_toml().replace('number = "contoh"', 'number = "Perwali 12 Tahun 2021"')
    return text.replace('title = "Contoh aturan TPP"', 'title = "TPP Kota Baubau"')


def _hire(work: Work) -> dict[str, int]:
    everybody = (*STAFF, HELD)
    ids = people.create(work, len(everybody))
    pairs = list(zip(ids, everybody, strict=True))
    people.record_identities(
        work, [(key, START, Identity(who.nip, who.name)) for key, who in pairs]
    )
    people.record_assignments(
        work,
        [
            (key, START, Assignment(who.unit, position=who.position, superior_nip=who.above))
            for key, who in pairs
        ],
    )
    return {who.nip: key for key, who in pairs}


def _write_month(work: Work, ids: dict[str, int], toml: str) -> None:
    text = tomllib.loads(toml)["decree"]
    decree = Decree(text["number"], text["title"], text["date"], text["valid_from"])
    draft = versions.add_draft(work, toml, decree)
    version = versions.publish(work, versions.propose(work, draft), None)
    month = months.open_month(work, JANUARY)
    frozen = work.connection.execute(
        insert(frozen_inputs)
        .values(
            month_id=month.id,
            number=1,
            sha256="0" * 64,
            content=b"",
            people=len(ids),
            frozen_at=NOW,
            frozen_by="keuangan",
        )
        .returning(frozen_inputs.c.id)
    ).scalar_one()
    unit_ids = units.ids_by_code(work.connection)
    new = [_slip(who, ids[who.nip], unit_ids[who.unit]) for who in STAFF]
    new.append(_held(HELD, ids[HELD.nip], unit_ids[HELD.unit]))
    slips.add(work, Batch(month.id, version.id, frozen, "1"), new)
    months.update_month(
        work,
        month.id,
        state="calculated",
        rule_version_id=version.id,
        frozen_id=frozen,
        calculated_at=NOW,
        calculated_by="keuangan",
    )


def _slip(who: Staff, person: int, unit: int, revision: int = 1) -> NewSlip:
    group = who.golongan.split("/")[0]
    inputs = {"poin_aktivitas": [Decimal(who.points)], "kelompok_golongan": group}
    made = stored_slip(inputs, _identity(who))
    return NewSlip(
        person_id=person,
        revision=revision,
        state="current",
        held_reason=None,
        unit_id=unit,
        inputs_hash=f"{revision:064d}",
        gross=made.gross,
        deductions=made.deductions,
        net=made.net,
        code=verification_code(who.nip, JANUARY, revision, made.net),
        identity=json.dumps(made.identity),
        lines=_lines(made.lines),
    )


def _identity(who: Staff) -> dict[str, Any]:
    facts = {"nip": who.nip, "name": who.name, "position": who.position}
    return facts | {"golongan": who.golongan, "account": who.account, "unit_code": who.unit}


def _lines(lines: Mapping[str, Decimal | str]) -> Lines:
    kinds = tuple(LineKind(name, _decimals(v), isinstance(v, str)) for name, v in lines.items())
    values = [v if isinstance(v, str) else int(v.scaleb(_decimals(v))) for v in lines.values()]
    return Lines(kinds, values)


def _decimals(value: Decimal | str) -> int:
    exponent = 0 if isinstance(value, str) else value.as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


def _held(who: Staff, person: int, unit: int) -> NewSlip:
    reason = "Kelas jabatan kosong"
    made = stored_slip(identity=_identity(who))
    return NewSlip(person, 1, "held", reason, unit, "0" * 64, None, None, None, None,
                   json.dumps(made.identity), NO_LINES)  # fmt: skip


def lock(session: Session) -> None:
    """Lock January."""
    with unit_of_work(session.database, "keuangan", "months.lock", NOW) as work:
        month = months.open_month(work, JANUARY)
        months.update_month(work, month.id, state="locked", locked_at=NOW, locked_by="keuangan")


def owe(session: Session, nip: str, difference: int, state: str = "accepted") -> int:
    """Write an item of arrears of somebody's January in a state; give its id."""
    with unit_of_work(session.database, "keuangan", "arrears.find", NOW) as work:
        (slip,) = slips.history(work.connection, JANUARY, nip)
        settled = slip.net or 0
        reason = f"putusan klaim {money(difference)}"
        new = NewItem(
            slip.person_id, slip.id, settled, settled + difference, difference, "{}", reason
        )
        (month,) = months.month_rows(work.connection)
        arrears.add(work, month.id, slip.frozen_id, slip.rule_version_id, [new])
        mine = [i for i in arrears.items(work.connection) if i.nip == nip]
        key = max(item.id for item in mine)
        if state != "pending":
            why = {"decided_at": NOW, "decided_by": "pimpinan", "decided_why": "Sesuai bukti"}
            arrears.change(work, [key], state=state, **why)
    return key


def replace_slip(session: Session, nip: str) -> None:
    """Give somebody a second revision with more points; the first is marked as replaced."""
    who = next(staff for staff in STAFF if staff.nip == nip)
    with unit_of_work(session.database, "keuangan", "months.reopen", NOW) as work:
        (old,) = slips.history(work.connection, JANUARY, nip)
        slips.mark_replaced(work, [old.id], "Klaim diterima.")
        better = Staff(who.nip, who.name, who.unit, who.position, who.above, 6750, who.golongan)
        new = _slip(better, old.person_id, old.unit_id, 2)
        batch = Batch(1, old.rule_version_id, old.frozen_id, "1")
        slips.add(work, batch, [new])

"""A new office from nothing to its first slip, with lists as an office makes them: no unit codes,
unit headings between the rows, titles in the names.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pypdfium2

from polima_desktop.assets import asset
from polima_desktop.domain.access import Role
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.services import imports
from polima_desktop.services.importing import unit_proposals
from polima_desktop.services.months import run
from polima_desktop.services.months.standing import standing
from polima_desktop.services.office import accounts
from polima_desktop.services.office.stores import create_office
from polima_desktop.services.papers import writing
from polima_desktop.services.papers.kinds import Chosen, Paper
from polima_desktop.services.rules import versions
from polima_desktop.services.session import Session, log_in

JANUARY = Month(2021, 1)
PASSWORD = "rahasia"
STAFF = """DAFTAR NOMINATIF PEGAWAI,,,,,,,,,
KEADAAN JANUARI 2021,,,,,,,,,
NO,NIP,NAMA DAN GELAR,TGL LAHIR,JK,STATUS,GOL,JABATAN,KELAS,GAJI POKOK
,,DINAS KESEHATAN,,,,,,,
1,198501012010011001,"dr. Samrin, M.Kes.",01-01-1985,L,PNS,III/c,Kepala Seksi,9,3500000
,,PUSKESMAS WAJO,,,,,,,
2,198601012010012002,"Hj. Ratna Zahara, S.Kep.",01-01-1986,P,PNS,III/a,Pengadministrasi,5,2900000
"""


def attendance() -> str:
    days = [d for d in range(4, 30) if datetime(2021, 1, d, tzinfo=UTC).weekday() < 5]
    rows = [
        f"{nip},2021-01-{day:02d},07:20:00,16:10:00"
        for nip in ("198501012010011001", "198601012010012002")
        for day in days
    ]
    return "\n".join(["nip,tanggal,masuk,pulang", *rows])


def test_from_nothing_to_the_first_slip(tmp_path: Path) -> None:
    address = str(tmp_path / "kantor.db")
    admin = create_office(address, "harmina", "Wa Ode Harmina", PASSWORD)
    opened = [admin]

    def todo(session: Session) -> list[str]:
        return [task.title for task in standing(session, JANUARY).blockers]

    def come_in(role: Role) -> Session:
        accounts.add(admin, role.value, role.value, role, PASSWORD)
        opened.append(log_in(address, role.value, PASSWORD))
        return opened[-1]

    try:
        first = todo(admin)
        assert first[0] == "Tambah pengguna untuk 4 peran"
        assert first[1:] == [
            "Buat unit kerja dari daftar",
            "Impor daftar pegawai",
            "Impor kehadiran dan aktivitas Januari 2021",
            "Terbitkan aturan yang berlaku untuk Januari 2021",
        ]
        staff, rules, money, chief, records = map(
            come_in, (Role.BKPSDM, Role.ORGANISASI, Role.KEUANGAN, Role.PIMPINAN, Role.KOMINFO)
        )
        assert todo(admin) == first[1:]
        notes = [task.note for task in standing(admin, JANUARY).blockers]
        assert notes[1] == "Oleh bkpsdm · menghalangi Bekukan"

        (tmp_path / "duk.csv").write_text(STAFF, "utf-8")
        found = unit_proposals.proposed(staff, tmp_path / "duk.csv")
        unit_proposals.create(staff, found, "duk.csv")
        _, brought = imports.run(staff, "employees", tmp_path / "duk.csv")
        assert [p.problem for p in brought.problems if p.severity == "error"] == []
        assert brought.counts.new == 2

        (tmp_path / "presensi.csv").write_text(attendance(), "utf-8")
        _, days = imports.run(records, "attendance", tmp_path / "presensi.csv")
        assert days.counts.rejected == 0

        proposed = versions.propose_text(
            rules, versions.read_file(asset("resources", "rulesets", "contoh.toml"))
        )
        versions.publish(chief, proposed.id, Progress())
        assert todo(admin) == []

        run.freeze(money, JANUARY, Progress())
        run.calculate(money, JANUARY, Progress())
        run.submit(money, JANUARY)
        run.approve(chief, JANUARY)
        run.lock(money, JANUARY)
        path = tmp_path / "slip.pdf"
        writing.print_paper(money, Paper.SLIPS, JANUARY, Chosen(), path, Progress())
        document = pypdfium2.PdfDocument(path)
        text = "".join(page.get_textpage().get_text_range() for page in document)
        assert len(document) == 2
        assert "Ratna Zahara" in text
        assert "Puskesmas Wajo" in text or "PUSKESMAS WAJO" in text
        document.close()
    finally:
        for session in opened:
            session.database.close()

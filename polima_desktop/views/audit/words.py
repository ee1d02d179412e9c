"""The audit entries' actions and details in words a reader of the trail understands."""

from __future__ import annotations

import json

from polima_desktop.domain.matching.rows import STATE_LABELS

ACTIONS = {
    "office.create": "Membuat kantor",
    "demo.create": "Membuat kota contoh",
    "people.add": "Menambah pegawai",
    "people.correct": "Mengubah pegawai",
    "people.events": "Mencatat mutasi pegawai",
    "people.events.correct": "Membetulkan catatan pegawai",
    "people.events.end": "Mengakhiri catatan pegawai",
    "people.events.withdraw": "Mencabut catatan pegawai",
    "people.undo": "Mengurungkan perubahan",
    "people.document": "Melampirkan dokumen pegawai",
    "people.document-out": "Mencabut dokumen pegawai",
    "people.export": "Mengekspor daftar pegawai",
    "units.open": "Menambah unit",
    "units.change": "Mengubah unit",
    "units.split": "Memecah unit",
    "units.merge": "Menggabung unit",
    "holidays.add": "Mencatat hari libur",
    "holidays.cancel": "Membatalkan hari libur",
    "holidays.withdraw": "Mencabut catatan hari libur",
    "hours.add": "Mencatat jam kerja",
    "hours.end": "Mengakhiri jam kerja",
    "hours.withdraw": "Mencabut catatan jam kerja",
    "attendance.recap": "Menulis rekap kehadiran",
    "imports.undo": "Mengurungkan impor",
    "rules.import": "Mengimpor aturan",
    "rules.draft": "Membuat draf aturan",
    "rules.edit": "Mengubah draf aturan",
    "rules.propose": "Mengajukan aturan",
    "rules.return": "Mengembalikan aturan",
    "rules.publish": "Menerbitkan aturan",
    "rules.withdraw": "Menarik aturan",
    "claims.evidence": "Melampirkan bukti",
    "claims.decide": "Memutus klaim",
    "papers.claims_audit": "Mencetak daftar pemeriksaan backup manual",
    "papers.claims_decided": "Mencetak putusan backup manual",
    "papers.claims_recap": "Mencetak rekap backup manual",
    "papers.board": "Mengekspor papan peralihan",
    "papers.evaluation": "Mencetak evaluasi peralihan",
    "policy.correct": "Membetulkan kebijakan backup manual",
    "objections.open": "Membuka masa sanggah",
    "objections.record": "Mencatat keberatan",
    "policy.precedence": "Menetapkan urutan sumber",
    "policy.record": "Mencatat izin backup manual",
    "policy.withdraw": "Mencabut izin backup manual",
    "claims.decide_many": "Memutus klaim massal",
    "claims.undo": "Mengurungkan putusan",
    "claims.undo_many": "Mengurungkan putusan massal",
    "month.freeze": "Membekukan bulan",
    "month.calculate": "Menghitung bulan",
    "month.submit": "Mengajukan bulan",
    "month.approve": "Menyetujui bulan",
    "month.lock": "Mengunci bulan",
    "month.pay": "Mencatat pembayaran",
    "month.take_back": "Menarik kembali bulan",
    "month.send_back": "Mengembalikan bulan",
    "month.propose_reopening": "Mengusulkan buka ulang slip",
    "month.refuse_reopening": "Menolak buka ulang slip",
    "month.reopen": "Membuka ulang slip",
    "arrears.find": "Mencari rapel",
    "arrears.decide": "Memutus rapel",
    "payments.arrears": "Mencatat pembayaran rapel",
    "month.export": "Mengekspor slip",
    "payments.correct": "Meralat pembayaran",
    "payments.return": "Mencatat transfer kembali",
    "papers.export_payments": "Mengekspor daftar bank",
    "reconciliation.open": "Mencocokkan dua daftar",
    "reconciliation.decide": "Memutus rekonsiliasi",
    "reconciliation.decide_many": "Memutus rekonsiliasi sekaligus",
    "reconciliation.undo": "Mengurungkan putusan rekonsiliasi",
    "reconciliation.document": "Melampirkan bukti putusan",
    "reconciliation.sign": "Menandatangani rekonsiliasi",
    "reconciliation.print": "Mencetak berita acara rekonsiliasi",
    "reconciliation.export": "Mengekspor rekonsiliasi",
    "signatories.appoint": "Menetapkan penanda tangan",
    "papers.style": "Menetapkan kop dan bentuk slip",
    "users.add": "Menambah pengguna",
    "users.take_back": "Mengurungkan pengguna",
    "users.role": "Mengubah peran pengguna",
    "users.disable": "Menonaktifkan pengguna",
    "users.password": "Mengganti kata sandi",
    "users.reset": "Memberi kata sandi sekali pakai",
    "users.recovery": "Memakai kode pemulihan",
    "backup.create": "Membuat cadangan",
    "backup.restore": "Memulihkan cadangan",
    "keys.create": "Membuat kunci tanda tangan",
    "keys.rotate": "Mengganti kunci tanda tangan",
    "keys.revoke": "Mencabut kunci tanda tangan",
    "papers.slips.begin": "Mulai mencetak slip ke folder",
    "papers.payment-list.begin": "Mulai mencetak daftar pembayaran ke folder",
    "papers.receipt.begin": "Mulai mencetak tanda terima ke folder",
    "papers.statement.begin": "Mulai mencetak SPTJM ke folder",
    "papers.explanation.begin": "Mulai mencetak lampiran asal angka ke folder",
    "papers.arrears.begin": "Mulai mencetak daftar rapel ke folder",
    "papers.repayment.begin": "Mulai mencetak surat pengembalian ke folder",
}
_ROOMS = {"imports": "Mengimpor", "papers": "Mencetak"}


_KINDS = {
    "units": "unit",
    "employees": "daftar pegawai",
    "events": "perubahan kepegawaian",
    "holidays": "hari libur",
    "patterns": "jam kerja",
    "rosters": "jadwal giliran",
    "attendance": "kehadiran",
    "punches": "ketukan absen",
    "activities": "aktivitas",
    "backup": "backup manual",
    "roster": "daftar Kominfo",
    "slips": "slip",
    "payment-list": "daftar pembayaran",
    "receipt": "tanda terima",
    "recap": "rekap",
    "statement": "SPTJM",
    "explanation": "lampiran asal angka",
    "arrears": "daftar rapel",
    "repayment": "surat pengembalian",
}
_NAMES = {
    "accepted": "diterima",
    "acknowledged": "peringatan yang diketahui",
    "admin": "pengelola",
    "after": "sesudahnya",
    "after_freezing": "sesudah pembekuan",
    "amount": "jumlah",
    "arrears": "rapel",
    "batch": "kelompok",
    "bridge": "sidik jembatan",
    "before": "sebelumnya",
    "before_date": "tanggal sebelumnya",
    "bulk": "tanda putusan massal",
    "changed": "berubah",
    "skipped": "dilewati",
    "changes": "perubahan",
    "claims": "klaim",
    "comparison_sha256": "sidik perbandingan",
    "count": "banyaknya",
    "day": "hari",
    "days": "hari",
    "decree": "dasar",
    "decision": "putusan",
    "demo": "contoh",
    "events": "perubahan kepegawaian",
    "file": "berkas",
    "files": "berkas",
    "standing": "berkas yang utuh",
    "finding": "temuan",
    "held": "tertahan",
    "inputs": "sidik data beku",
    "items": "rapel",
    "into": "ke dalam",
    "kind": "jenis",
    "left": "kiri",
    "marks": "tanda",
    "month": "bulan",
    "moved": "dipindah",
    "name": "nama",
    "net": "bersih",
    "new": "baru",
    "nip": "NIP",
    "number": "nomor",
    "office": "kantor",
    "paid_on": "dibayar pada",
    "pairs": "pasangan",
    "people": "pegawai",
    "proposed_by": "diusulkan oleh",
    "read": "dibaca",
    "reason": "alasan",
    "rejected": "ditolak",
    "replaced": "diganti",
    "returned_on": "kembali pada",
    "revision": "revisi",
    "right": "kanan",
    "role": "peran",
    "rule": "aturan",
    "rules": "aturan",
    "rulings": "putusan",
    "sha256": "sidik berkas",
    "since": "sejak",
    "slips": "slip",
    "sp2d": "SP2D",
    "state": "keadaan",
    "title": "judul",
    "unchanged": "tetap",
    "undecided": "belum diputus",
    "undone": "diurungkan",
    "unit_id": "unit",
    "units": "unit",
    "valid_from": "berlaku sejak",
    "warnings": "peringatan",
    "withdrawn": "alasan menarik pengajuan",
    "words": "alasan",
    "written": "ditulis",
}


_VALUES: dict[tuple[str, str], str] = {
    ("kind", "same"): "orang yang sama",
    ("kind", "different"): "orang berbeda",
    ("kind", "reason"): "alasan satu baris",
    **{("state", code): words.lower() for code, words in STATE_LABELS.items()},
}


def action_words(action: str) -> str:
    """Say an action; one without words of its own by its room, or as it is stored."""
    if action in ACTIONS:
        return ACTIONS[action]
    room, _, rest = action.partition(".")
    return f"{_ROOMS[room]} {_KINDS.get(rest, rest)}" if room in _ROOMS else action


def detail_lines(detail: str) -> list[tuple[str, str]]:
    """Give an entry's details as name and value; nested values as compact text."""
    found = json.loads(detail)
    pairs = found.items() if isinstance(found, dict) else [("", found)]
    return [
        (_NAMES.get(str(name), str(name)), _VALUES.get((name, str(value))) or _plain(value))
        for name, value in pairs
    ]


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, str):
        return value
    if value is None or value == []:
        return "–"
    return json.dumps(value, ensure_ascii=False)


def one_line(detail: str) -> str:
    """Give the details as one line for the table."""
    pairs = [(name, value) for name, value in detail_lines(detail) if len(value) < 64]
    return ", ".join(f"{name} {value}".strip() for name, value in pairs)

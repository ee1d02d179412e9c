"""The README.txt of the demo folder: what each file is, in Indonesian."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from polima_desktop.demo.story import Story
from polima_desktop.formatting import number

_TEXT = """\
KOTA CONTOH SI POLIMA
=====================
Semua nama, nomor, dan angka di folder ini karangan. Unit kerja dan kelurahan memakai nama yang ada
di Kota Baubau; sekolah bernomor karangan. Tarif dan bobot adalah contoh, bukan peraturan.

Berkas untuk diimpor, menurut urutan
  units.csv                  {units} unit kerja
  points.csv                 {points} titik: tempat pegawai tiap unit menekan absen
  bkpsdm.xlsx                daftar induk BKPSDM: {employees} pegawai
  kominfo.csv                daftar server kehadiran Kominfo: {server} akun
  events.csv                 {events} keputusan: cuti, dinas luar, mutasi, pensiun, dan lainnya
  aturan-contoh.toml         contoh aturan TPP: bobot, jenjang indeks, rumus
  attendance-2021-01.csv     kehadiran elektronik Januari; -02 Februari ({attendance} baris)
  activities-2021-01.csv     laporan aktivitas Januari; -02 Februari ({activities} baris)
{monthly}\
  manual/BULAN_KODE.xlsx     backup manual per unit: {workbooks} buku kerja, {claims} klaim;
                             gambar daftar hadirnya di folder bernama sama

Data yang sudah terisi
  polima.db                  hasil mengimpor semua berkas di atas (bila dibuat dengan polima demo).
                             Pengguna: admin, bkpsdm, organisasi, kominfo, verifikator, keuangan,
                             pimpinan, auditor. Kata sandi semuanya: contoh

Berkas untuk rekonsiliasi
  departures.csv             keputusan pensiun, meninggal, dan pindah sebelum 2021
  truth.csv                  kunci jawaban: keadaan sebenarnya setiap baris kedua daftar

Yang sengaja tidak rapi
  Kedua daftar berbeda karena sebab yang diketahui (truth.csv). Di bkpsdm.xlsx beberapa tanggal
  lahir tidak sesuai NIP dan beberapa kelas jabatan kosong. Di kominfo.csv ada NIP rusak oleh
  Excel, salah ketik, ganda, dan bukan ASN. Sebagian klaim manual bertentangan dengan catatan
  elektronik, tanpa bukti, atau di luar masa yang diterima. Beberapa HP mengirim lokasi palsu,
  koordinat yang tidak pernah bergeser, atau tempat yang jauh dari kantor.

Kisah
  {name} ({nip}) mengajar di {school} dan belum bersertifikat.
  Bila bobot {activity} naik dari {old} menjadi {new}, hanya pegawai inilah yang naik satu jenjang
  indeks, pada Januari dan Februari. Februari ada satu hari tanpa catatan elektronik yang
  diklaim sekolahnya secara manual. Data yang sama untuk skrip: kisah.json.
"""

_PARTS = """\
                             Tiap bulan dibagi ke {parts} berkas: attendance-2021-01-bagian-01.csv,
                             activities-2021-01-bagian-01.csv, dan seterusnya; impor semuanya
"""


def write_readme(path: Path, story: Story, counts: Mapping[str, int], parts: int) -> None:
    """Write the page, with the counts of this city and the parts its months are cut into."""
    written = {name: number(count) for name, count in counts.items()}
    text = _TEXT.format(
        **written,
        monthly=_PARTS.format(parts=parts) if parts > 1 else "",
        name=story.name,
        nip=story.nip,
        school=story.school,
        activity=story.activity,
        old=story.old_weight,
        new=story.new_weight,
    )
    path.write_text(text, encoding="utf-8")

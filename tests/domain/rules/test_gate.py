"""The publish gate: each fault is found, at its path and code point, in its words."""

from __future__ import annotations

import pytest

from polima_desktop.domain.rules import RulesRefused, check, load
from polima_desktop.domain.rules.model import Finding

SOUND = """
[decree]
number = "contoh"
title = "Contoh aturan TPP"
date = 2021-04-01
valid_from = 2021-01-01

[inputs.tpp_kelas]
label = "TPP kelas jabatan"
unit = "Rp"
decimals = 0
min = "0"
max = "50000000"

[inputs.hari_kerja]
label = "Hari kerja"
unit = "hari"
decimals = 0
min = "0"
max = "31"

[inputs.alpa]
label = "Alpa"
unit = "hari"
decimals = 0
min = "0"
max = "31"

[inputs.kelompok_golongan]
label = "Golongan"
values = ["I", "II", "III", "IV", "PPPK"]

[bands.indeks]
rows = [["0", "0"], ["5", "0.6"], ["20", "1"]]

[tables.pph]
rows = [["I", "0"], ["II", "0"], ["III", "0.05"], ["IV", "0.15"], ["PPPK", "0.05"]]

[activities.GURU-TM]
name = "Mengajar tatap muka"
family = "guru"
unit = "jam pelajaran"
weight = "40"
norm_minutes = 40
inputs = { siswa = { label = "Siswa", unit = "orang", decimals = 0, min = "1", max = "60" } }
points = "volume * bobot * JIKA(siswa > 32; 1,25; 1)"

[[lines]]
name = "kotor"
label = "Kotor"
unit = "Rp"
decimals = 0
slip = "kotor"
formula = "BULAT(tpp_kelas * JENJANG(indeks; hari_kerja); 0)"

[[lines]]
name = "pph"
label = "PPh"
unit = "Rp"
decimals = 0
slip = "potongan"
formula = "BULAT(kotor * CARI(pph; kelompok_golongan); 0)"

[[lines]]
name = "bersih"
label = "Bersih"
unit = "Rp"
decimals = 0
slip = "bersih"
formula = "MAKS(kotor - pph; 0)"

[[examples]]
name = "penuh"
inputs = { tpp_kelas = "1000000", hari_kerja = "20", kelompok_golongan = "III" }
expect = { bersih = "950000" }
activities = [
    { kode = "GURU-TM", volume = "2", menit = "80", siswa = "36" },
    { kode = "GURU-TM", volume = "2", menit = "80", siswa = "20" },
]
"""  # fmt: skip
KOTOR = "BULAT(tpp_kelas * JENJANG(indeks; hari_kerja); 0)"


def with_line(formula: str, unit: str = "Rp", decimals: int = 0) -> str:
    """The sound set with one more line."""
    return SOUND.replace("[[examples]]", f"""[[lines]]
name = "baru"
unit = "{unit}"
decimals = {decimals}
slip = "kinerja"
formula = '{formula}'

[[examples]]""")  # fmt: skip


def errors(text: str, *, publishing: bool = False) -> list[Finding]:
    return [f for f in check(text, publishing=publishing) if f.severity == "error"]


def test_a_sound_set_has_no_finding_even_for_publishing() -> None:
    assert check(SOUND, publishing=True) == []


@pytest.mark.parametrize(
    ("formula", "position", "words"),
    [
        ("MIN(kotor, 1)", 10, "Pemisah argumen adalah titik koma ';'"),
        ("kotorr * 2", 1, "Nama 'kotorr' tidak dikenal. Maksud Anda kotor?"),
        ("BULATKN(kotor; 0)", 1, "Fungsi 'BULATKN' tidak ada. Maksud Anda BULAT?"),
        ("kotor + kelompok_golongan", 9, "memerlukan angka, bukan teks"),
        ('JIKA(kelompok_golongan = "V"; kotor; 0)', 26,
         "'V' bukan isian yang sah untuk kelompok_golongan"),
        ("BULAT(kotor)", 1, "BULAT memerlukan 2 argumen"),
        ("kotor + hari_kerja", 7, "Satuan tidak sama"),
        ("hari_kerja", 1, "Hasilnya bersatuan hari, sedangkan yang dinyatakan Rp"),
        ("kotor * 5%", 1, "Hasilnya 2 desimal, sedangkan yang dinyatakan 0. Bulatkan: BULAT(kotor"),
        ("BULAT(kotor / hari_kerja * 1; 0)", 13, "Pembagi 'hari_kerja' bisa nol"),
        ("BULAT(kotor * JENJANG(indeks; alpa - 1); 0)", 36, "Jenjang indeks mulai dari 0"),
        ("tpp_kelas * tpp_kelas * tpp_kelas / 1000", 1, "Hasilnya 9 desimal"),
    ],
)  # fmt: skip
def test_a_faulty_formula_is_an_error_at_its_code_point(
    formula: str, position: int, words: str
) -> None:
    (finding,) = errors(with_line(formula))
    assert finding.where == "lines.baru.formula"
    assert finding.position == position
    assert words in finding.message


def test_more_than_18_decimals_and_a_result_past_64_bits_are_refused() -> None:
    deep = "BULAT(kotor / 3 * 0,0000000001; 0)"
    assert "mencapai 19 desimal" in errors(with_line(deep))[0].message
    huge = errors(with_line("tpp_kelas * tpp_kelas * tpp_kelas * 1000"))
    assert "melebihi bilangan terbesar" in huge[0].message
    assert errors(with_line("MIN(tpp_kelas * tpp_kelas * tpp_kelas * 1; 5)")) == []


def test_a_cycle_is_named_once_and_its_dependants_are_silent() -> None:
    text = SOUND.replace(KOTOR, "pph + 1").replace("MAKS(kotor - pph; 0)", "MAKS(kotor; 0)")
    (finding,) = errors(text)
    assert finding == Finding(
        "error", "lines.kotor.formula", 1,
        "Rumus saling merujuk tanpa akhir: kotor → pph → kotor.",
    )  # fmt: skip


def test_a_line_that_names_itself_is_a_cycle() -> None:
    (finding,) = errors(with_line("baru + 1"))
    assert finding.message == "Rumus saling merujuk tanpa akhir: baru → baru."


def test_an_error_is_reported_where_it_is_not_where_it_is_used() -> None:
    found = errors(SOUND.replace(KOTOR, "tpp_klas"))
    assert [finding.where for finding in found] == ["lines.kotor.formula"]


def test_names_the_month_does_not_supply_warn_and_keep_from_publishing() -> None:
    text = SOUND.replace("tpp_kelas", "tunjangan")
    (warning,) = check(text)
    assert (warning.severity, warning.where) == ("warning", "inputs.tunjangan")
    assert [f.where for f in errors(text, publishing=True)] == ["inputs.tunjangan"]


def test_a_closed_list_that_lacks_a_word_of_the_month_is_a_warning() -> None:
    text = SOUND.replace('["I", "II", "III", "IV", "PPPK"]\n', '["II", "III", "IV", "PPPK"]\n')
    text = text.replace('["I", "0"], ["II"', '["II"')
    (finding,) = check(text, publishing=True)
    assert finding.severity == "warning"
    assert finding.message.startswith("Daftar isian kelompok_golongan belum memuat: I.")


def test_an_input_of_another_kind_than_the_months_keeps_from_publishing() -> None:
    text = SOUND.replace('values = ["I", "II", "III", "IV", "PPPK"]', "decimals = 0")
    text = text.replace("kelompok_golongan", "plt").replace("pph; plt", "pph; kelas")
    assert errors(text, publishing=True)


def test_a_branch_without_example_warns_and_keeps_from_publishing() -> None:
    text = SOUND.replace('siswa = "20"', 'siswa = "40"')
    (warning,) = check(text)
    assert (warning.severity, warning.where, warning.position) == (
        "warning", "activities.GURU-TM.points", 18,
    )  # fmt: skip
    assert "Cabang 'tidak'" in warning.message
    assert errors(text, publishing=True)[0].where == "activities.GURU-TM.points"


def test_a_missing_decree_warns_and_keeps_from_publishing() -> None:
    text = "[inputs.tpp_kelas]" + SOUND.split("[inputs.tpp_kelas]")[1]
    assert [(f.severity, f.where) for f in check(text)] == [("warning", "decree")]
    assert [f.where for f in errors(text, publishing=True)] == ["decree"]


def test_no_example_at_all_is_an_error() -> None:
    found = errors(SOUND.split("[[examples]]")[0])
    assert [finding.where for finding in found] == ["examples"]


@pytest.mark.parametrize(
    ("old", "new", "where", "words"),
    [
        ('bersih = "950000"', 'bersih = "950001"', "examples.penuh.expect.bersih",
         "Contoh gagal: bersih seharusnya 950001, hasilnya 950000."),
        ('bersih = "950000"', 'bersihh = "1"', "examples.penuh.expect.bersihh",
         "Baris 'bersihh' tidak ada. Maksud Anda bersih?"),
        ('hari_kerja = "20", ', "", "examples.penuh", "Isian 'hari_kerja' tidak ada."),
        ('hari_kerja = "20"', 'hari_kerja = "99"', "examples.penuh", "di luar 0 sampai 31"),
        ('hari_kerja = "20"', 'hari_kerja = "1.5"', "examples.penuh", "paling banyak 0 desimal"),
        ('hari_kerja = "20"', 'hari_kerja = "x"', "examples.penuh", "hari_kerja: 'x' bukan angka."),
        ('golongan = "III" }', 'golongan = "IX" }', "examples.penuh", "'IX' bukan isian yang sah"),
        ('tpp_kelas = "1000000"', 'tpp_klas = "1"', "examples.penuh.inputs.tpp_klas",
         "Isian 'tpp_klas' tidak dinyatakan. Maksud Anda tpp_kelas?"),
        ('kode = "GURU-TM"', 'kode = "GURU-TN"', "examples.penuh",
         "Kode aktivitas 'GURU-TN' tidak ada. Maksud Anda GURU-TM?"),
        ('siswa = "36"', 'murid = "36"', "examples.penuh", "tidak mempunyai isian 'murid'"),
    ],
)  # fmt: skip
def test_an_example_that_fails_is_an_error(old: str, new: str, where: str, words: str) -> None:
    found = errors(SOUND.replace(old, new, 1))
    assert (found[0].where, words in found[0].message) == (where, True), found


def test_money_that_may_be_negative_and_an_unused_line_are_warnings() -> None:
    text = SOUND.replace("MAKS(kotor - pph; 0)", "kotor - pph")
    (warning,) = check(text, publishing=True)
    assert (warning.severity, warning.where) == ("warning", "lines.bersih.formula")
    assert "bisa negatif" in warning.message
    unused = with_line("kotor").replace('slip = "kinerja"\n', "")
    assert [f.message for f in check(unused)] == [
        "Baris 'baru' tidak dipakai baris lain dan tidak tampil pada slip."
    ]


def test_a_set_that_cannot_make_a_slip_is_warned_about() -> None:
    (warning,) = check(SOUND.replace('slip = "bersih"\n', 'column = "bersih"\n'))
    assert "0 baris ber-slip 'bersih'" in warning.message


def test_an_activity_formula_is_checked_like_a_line() -> None:
    for points, position, words in [
        ("volume * bobot * murid", 18, "Nama 'murid' tidak dikenal"),
        ("volume * bobot * siswa", 16, "Hasilnya bersatuan orang·poin"),
        ("volume / 3 * bobot * 0,5", 1, "sedangkan yang dinyatakan 9"),
        ("siswa > 32", 1, "Rumus poin harus menghasilkan angka"),
        ("JUMLAH(poin_aktivitas)", 8, "Nama 'poin_aktivitas' tidak dikenal"),
    ]:
        text = SOUND.replace("volume * bobot * JIKA(siswa > 32; 1,25; 1)", points)
        found = errors(text)[0]
        assert (found.where, found.position) == ("activities.GURU-TM.points", position), points
        assert words in found.message


SHAPES = [
    ("[decree]\nnumber = 3", "decree.number", "'number' harus teks"),
    ("date = 2021-04-01", "decree.date", None),
    ('[bands.x]\nrows = [["0", "0"], ["0", "1"]]', "bands.x.rows.2", "bertumpang tindih"),
    ('[bands.x]\nrows = [["5", "0"], ["1", "1"]]', "bands.x.rows.2", "bertumpang tindih"),
    ('[bands.x]\nrows = [[0.5, "0"]]', "bands.x.rows.1", "Angka ditulis sebagai teks"),
    ("[bands.x]\nrows = []", "bands.x.rows", "Isi 'rows'"),
    ('[bands.x]\nrows = [["0"]]', "bands.x.rows.1", "tepat dua nilai"),
    ("[bands]\nx = 3", "bands.x", "diperlukan tabel"),
    ("bands = 3", "bands", "diperlukan tabel"),
    ("lines = 3", "lines", "diperlukan daftar tabel"),
    ("lines = [3]", "lines.1", "diperlukan tabel"),
    ('[tables.x]\nrows = [["I", "0"], ["I", "1"]]', "tables.x.rows.2", "'I' ditulis dua kali"),
    ('[tables.x]\nrows = [[true, "0"]]', "tables.x.rows.1", "Kunci tabel ditulis sebagai teks"),
    ('[tables.x]\nrows = [["I", "1,5"]]', "tables.x.rows.1", "Tulis desimal dengan titik"),
    ('[tables.x]\nrows = [["I", "0.1234567891"]]', "tables.x.rows.1", "lebih dari 9 desimal"),
    ('[inputs.x]\nmin = "9"\nmax = "1"', "inputs.x.min", "lebih besar daripada max"),
    ('[inputs.x]\nmin = "0.5"', "inputs.x.min", "lebih dari 0 desimal"),
    ('[inputs.x]\ndecimals = "2"', "inputs.x.decimals", "bilangan bulat dari 0 sampai 9"),
    ("[inputs.x]\ndecimals = true", "inputs.x.decimals", "bilangan bulat"),
    ("[inputs.x]\ndecimals = 10", "inputs.x.decimals", "bilangan bulat"),
    ('[inputs.x]\ntype = "money"', "inputs.x.type", "Jenis 'money' tidak ada"),
    ("[inputs.x]\nvalues = []", "inputs.x.values", "paling sedikit satu"),
    ('[inputs.x]\nvalues = ["a", "a"]', "inputs.x.values", "ditulis dua kali"),
    ("[inputs.x]\nvalues = [1]", "inputs.x.values", "Daftar isian"),
    ('[inputs.x]\nlabell = "a"', "inputs.x.labell", "Maksud Anda label?"),
    ('[inputs."a b"]\nlabel = "a"', "inputs.a b", "Nama 'a b' tidak sah"),
    ('[activities.A]\nname = "a"', "activities.A.weight", "wajib diisi"),
    ('[activities.A]\nname = "a"\nweight = 0.5', "activities.A.weight", "sebagai teks"),
    ('[activities.A]\nname = "a"\nweight = "-1"', "activities.A.weight", "tidak boleh negatif"),
    ('[activities.A]\nname = "a"\nweight = "1"\ninputs = { volume = { label = "v" } }',
     "activities.A.inputs.volume", "selalu ada"),
    ('[[lines]]\nname = "a"', "lines.a.formula", "wajib diisi"),
    ('[[lines]]\nformula = "1"', "lines.1.name", "wajib diisi"),
    ('[[lines]]\nname = "a"\nformula = "1"\n[[lines]]\nname = "a"\nformula = "2"', "lines.a",
     "dipakai dua kali"),
    ('[inputs.a]\nlabel = "a"\n[[lines]]\nname = "a"\nformula = "1"', "lines.a", "sudah dipakai"),
    ('[[lines]]\nname = "a"\nformula = "1"\nslip = "atas"', "lines.a.slip", "'atas' tidak ada"),
    ('[[lines]]\nname = "a"\nformula = 1', "lines.a.formula", "harus teks"),
    ('[[examples]]\nname = "a"', "examples.a.expect", "paling sedikit satu hasil"),
    ('[[examples]]\nname = "a"\nexpect = { x = 0.5 }', "examples.a.expect.x", "sebagai teks"),
    ('[[examples]]\nname = "a"\nexpect = 3', "examples.a.expect", "diperlukan tabel"),
    ("aturan = 1", "aturan", "tidak dikenal"),
    ("x = ", "toml", "TOML tidak terbaca"),
    ("[a\n", "toml", "TOML tidak terbaca"),
    ("[decree]\n[decree]", "toml", "ditulis dua kali"),
    ("x = " + "[" * 5000, "toml", None),
    ("x = " + "9" * 5000, "toml", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "where", "words"), SHAPES)
def test_a_wrong_shape_is_a_finding_never_a_traceback(
    text: str, where: str, words: str | None
) -> None:
    found = [f for f in errors(text) if f.where == where]
    if words is None:
        assert errors(text)
    else:
        assert any(words in finding.message for finding in found), errors(text)
    with pytest.raises(RulesRefused) as caught:
        load(text)
    assert caught.value.findings


@pytest.mark.parametrize("text", ["[a\n", "x = ", "[decree]\n[decree]", "x = 1 2"])
def test_broken_toml_is_told_in_indonesian_only(text: str) -> None:
    (finding,) = [f for f in errors(text) if f.where == "toml"]
    assert "(" not in finding.message
    assert finding.message.startswith("TOML tidak terbaca pada ")


def test_the_loader_names_every_wrong_thing_at_once() -> None:
    text = '[inputs.x]\nmin = 0.5\n[bands.y]\nrows = 3\n[[lines]]\nname = "z"\n'
    assert {f.where for f in errors(text)} == {"inputs.x.min", "bands.y.rows", "lines.z.formula"}


def test_200_lines_are_allowed_and_201_are_not() -> None:
    line = '[[lines]]\nname = "a{0}"\nformula = "1"\n'
    many = "".join(line.format(n) for n in range(201))
    assert any("paling banyak 200" in f.message for f in errors(many))

"""One month from two offices' lists to printed slips, by the command line alone, in a city of 200.

Then the story: a weight is raised, a school's claims are decided, and the teacher's slip changes
by exactly what the explanation says.
"""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from polima_desktop.cli.main import main
from polima_desktop.domain.rules import Example, dump, load
from polima_desktop.domain.rules import compile as compile_rules
from polima_desktop.domain.rules.examples import run_example
from polima_desktop.domain.rules.values import write_value
from polima_desktop.formatting import money

CITY = 200


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo city, made by the verb; each test works on a copy."""
    folder = tmp_path_factory.mktemp("whole") / "kota"
    assert main(["demo", "--out", str(folder), "--employees", str(CITY)]) == 0
    return folder


@pytest.fixture
def city(finished: Path, tmp_path: Path) -> Path:
    """A copy of the city that the test may change."""
    return Path(shutil.copytree(finished, tmp_path / "kota"))


class Polima:
    """The command line on one store; a verb that fails fails the test with its words."""

    def __init__(self, city: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.city, self.capsys = city, capsys

    def __call__(self, *words: str, status: int = 0) -> str:
        """Run a verb; give what it printed."""
        self.capsys.readouterr()
        got = main(["--store", str(self.city / "polima.db"), *words])
        printed = self.capsys.readouterr()
        assert got == status, printed.out + printed.err
        return printed.out

    def json(self, *words: str) -> Any:  # noqa: ANN401 - whatever the verb prints
        """Run a verb with ``--json``."""
        return json.loads(self(*words, "--json"))


@pytest.fixture
def polima(city: Path, capsys: pytest.CaptureFixture[str]) -> Polima:
    """The command line on the copy."""
    return Polima(city, capsys)


def story_of(city: Path) -> dict[str, str]:
    """Give what kisah.json tells."""
    told: dict[str, str] = json.loads((city / "kisah.json").read_text(encoding="utf-8"))
    return told


def values_of(explanation: dict[str, Any]) -> dict[str, str]:
    """Give an explanation's lines by name."""
    return {line["name"]: line["value"] for line in explanation["lines"]}


def rounded(amount: Decimal, places: str = "1") -> Decimal:
    """Round half away from zero."""
    return amount.quantize(Decimal(places), ROUND_HALF_UP)


def test_a_month_runs_from_the_lists_to_the_slips(
    polima: Polima, city: Path, tmp_path: Path
) -> None:
    for verb in ("freeze", "calculate", "submit", "approve", "lock"):
        polima("month", verb, "2021-01")
    status = polima.json("month", "status", "2021-01")
    totals = {name: Decimal(value) for name, value in status["totals"].items()}
    assert status["state"] == "locked"
    assert status["people"] == CITY
    assert status["entitled"] + sum(each["people"] for each in status["excluded"]) == CITY
    assert status["slips"] + sum(each["people"] for each in status["held"]) == status["entitled"]
    assert {each["reason"] for each in status["held"]} == {"Kelas jabatan kosong"}
    assert totals["gross"] - totals["deductions"] == totals["net"] > 0

    polima("print", "slips", "2021-01", "--out", str(tmp_path / "slip.pdf"))
    slips = PdfReader(BytesIO((tmp_path / "slip.pdf").read_bytes()))
    assert len(slips.pages) == status["slips"]

    polima("export", "payments", "2021-01", "--format", "csv", "--out", str(tmp_path / "bank.csv"))
    text = (tmp_path / "bank.csv").read_text(encoding="utf-8-sig")
    transfers = [int(row["JUMLAH"]) for row in csv.DictReader(StringIO(text), delimiter=";")]
    assert sum(transfers) == totals["net"]
    assert min(transfers) > 0  # a slip of nothing is no transfer

    explanation = polima.json("month", "explain", "2021-01", story_of(city)["nip"])
    assert explanation["equal_to_stored"] is True
    assert "utuh" in polima("audit", "verify")


def test_every_claimants_slip_equals_its_explanation(polima: Polima) -> None:
    polima("month", "freeze", "2021-02")
    polima("month", "calculate", "2021-02")
    claims = polima.json("claims", "list", "2021-02", "--unit", "RSUD Kota Baubau")["claims"]
    nips = {claim["nip"] for claim in claims}
    assert len(nips) > 5
    for nip in sorted(nips):
        assert polima.json("month", "explain", "2021-02", nip)["equal_to_stored"] is True


def raised(city: Path, folder: Path) -> Path:
    """Write the rule set with the story's weight, and its examples as they then come out."""
    story = story_of(city)
    rules = load((city / "aturan-contoh.toml").read_text(encoding="utf-8"))
    heavier = replace(rules.activities[story["activity"]], weight=Decimal(story["new_weight"]))
    changed = replace(rules, activities={**rules.activities, story["activity"]: heavier})
    program = compile_rules(changed)

    def expected(example: Example) -> Example:
        values = run_example(program, example).values
        lines = {name: program.lines[name].variable.type.decimals for name in example.expect}
        expect = {name: write_value(values[name], decimals) for name, decimals in lines.items()}
        return replace(example, expect=expect)

    path = folder / "naik.toml"
    text = dump(replace(changed, examples=tuple(map(expected, changed.examples))))
    path.write_text(text, encoding="utf-8")
    return path


def test_a_raised_weight_and_decided_claims_change_the_teachers_slip_by_what_is_explained(
    polima: Polima, city: Path, tmp_path: Path
) -> None:
    story = story_of(city)
    polima("month", "freeze", "2021-02")
    polima("month", "calculate", "2021-02")
    before = values_of(polima.json("month", "explain", "2021-02", story["nip"]))
    school = polima.json("claims", "list", "2021-02", "--unit", story["school"])["claims"]
    assert {claim["unit"] for claim in school} == {story["school"]}

    naik = raised(city, tmp_path)
    polima("rules", "check", str(naik))
    compared = polima.json("rules", "compare", str(naik), "--month", "2021-02")
    assert [person["nip"] for person in compared["people"]] == [story["nip"]]
    assert compared["crossing_a_band"] == 1

    polima("rules", "propose", str(naik))
    assert "sendiri" not in polima("rules", "publish", "2")
    polima(
        "claims", "decide-all", "2021-02", "manual", "--unit", story["school"],
        "--verdict", "mengisi_kosong", "--reason", "Daftar hadir sekolah lengkap", "--yes",
    )  # fmt: skip
    polima("month", "freeze", "2021-02")
    polima("month", "calculate", "2021-02")
    explanation = polima.json("month", "explain", "2021-02", story["nip"])
    after = values_of(explanation)
    assert explanation["rules"] == 2
    said = [s for line in explanation["lines"] for s in line["sources"]]
    posts = [s for s in said if s["kind"] == "employees"]
    assert {bool(s["file"] and s["row"]) for s in posts} == {True}
    assert explanation["equal_to_stored"] is True

    base = Decimal(before["tpp_dasar"])
    assert (Decimal(before["nilai_indeks"]), Decimal(after["nilai_indeks"])) == (
        Decimal("0.9"),
        Decimal(1),
    )
    gained = rounded(base * Decimal("0.06"), "0.01")
    assert Decimal(after["tpp_kinerja"]) - Decimal(before["tpp_kinerja"]) == gained
    excused = Decimal(before["persen_alpa"]) - Decimal(after["persen_alpa"])
    assert excused == Decimal("0.03")
    gross = rounded(Decimal(after["tpp_kinerja"]) + Decimal(after["tpp_disiplin"]))
    assert Decimal(after["kotor"]) == gross
    net = gross - Decimal(after["pph21"]) - Decimal(after["bpjs1"])
    assert Decimal(after["bersih"]) == net > Decimal(before["bersih"])

    polima("print", "slips", "2021-02", "--unit", story["school"], "--out", str(tmp_path / "s.pdf"))
    pages = [
        page.extract_text() for page in PdfReader(BytesIO((tmp_path / "s.pdf").read_bytes())).pages
    ]
    (mine,) = [page for page in pages if story["name"].split(",")[0] in page.split("Atasan")[0]]
    assert money(int(net)) in mine


def test_undecided_claims_leave_the_electronic_record_counting(polima: Polima, city: Path) -> None:
    story = story_of(city)
    polima("month", "freeze", "2021-02")
    polima("month", "calculate", "2021-02")
    lines = values_of(polima.json("month", "explain", "2021-02", story["nip"]))
    assert Decimal(lines["persen_alpa"]) == Decimal("0.03")
    assert polima.json("month", "status", "2021-02")["undecided"] > 0


def test_the_verb_refuses_a_folder_that_holds_a_store(
    finished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--out", str(finished), "--employees", str(CITY)]) == 1
    assert "tidak menimpanya" in capsys.readouterr().err


def test_the_verb_refuses_a_city_that_is_too_small(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--out", str(tmp_path / "kota"), "--employees", "5"]) == 2
    assert "100 sampai 100.000" in capsys.readouterr().err

"""A stored slip as the month writes it, computed from the shipped example rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from polima_desktop.assets import asset
from polima_desktop.domain.rules import Program, RuleSet, load
from polima_desktop.domain.rules.building import compile_set
from polima_desktop.storage.months.slips import Slip

NIP = "198111042008031002"


@cache
def example_rules() -> RuleSet:
    """Give the rule set that ships with the program."""
    return load(asset("resources", "rulesets", "contoh.toml").read_text("utf-8"))


@cache
def example_program() -> Program:
    """Give the example rules ready to run; other decrees compute the same."""
    return compile_set(example_rules())


def own_rules() -> RuleSet:
    """Give the same rules as if the city had decreed them."""
    rules = example_rules()
    assert rules.decree is not None
    decree = replace(rules.decree, number="Perwali 12 Tahun 2021", title="TPP Kota Baubau")
    return replace(rules, decree=decree)


INPUTS: dict[str, Any] = {
    "status": "PNS",
    "kelompok_golongan": "III",
    "hukdis": "tidak",
    "plt": False,
    "kelas": Decimal(9),
    "gaji": Decimal(8_015_000),
    "hari_kerja": Decimal(20),
    "hari_wajib": Decimal(20),
    "alpa": Decimal(1),
    "apel_lalai": Decimal(0),
    "bagian_bulan": Decimal(1),
    "poin_aktivitas": [Decimal(5899)],
    "menit_terlambat": [Decimal(n) for n in (5, 30, 75, 0)],
    "menit_pulang_cepat": [Decimal(n) for n in (0, 0, 0, 60)],
}
DISCIPLINE = [
    {
        "table": "terlambat",
        "list": "menit_terlambat",
        "bands": [
            {"from": "1", "to": "31", "rate": "0.0050", "times": 2},
            {"from": "61", "to": "91", "rate": "0.0125", "times": 1},
        ],
    },
    {
        "table": "pulang_cepat",
        "list": "menit_pulang_cepat",
        "bands": [{"from": "31", "to": "61", "rate": "0.0100", "times": 1}],
    },
]
IDENTITY: dict[str, Any] = {
    "name": "La Ode Fajrin Malik, S.T.",
    "nip": NIP,
    "golongan": "III/d",
    "pangkat": "Penata Tingkat I",
    "kelas": 9,
    "position": "Kepala Seksi Jalan",
    "superior": "Ir. Wa Ode Zahra, M.T.",
    "npwp": "000000000811000",
    "bank": "Bank Sultra",
    "account": "0010203040",
    "pattern": "5_hari",
    "counts": {"hari_kerja": 20, "alpa": 1, "apel_lalai": 0},
    "activities": 62,
    "discipline": DISCIPLINE,
}


def stored_slip(
    inputs: dict[str, Any] | None = None,
    identity: dict[str, Any] | None = None,
    **changes: object,
) -> Slip:
    """Give the slip of the design picture, with other inputs or facts where asked for."""
    result = example_program().exact({**INPUTS, **(inputs or {})})
    assert result.error is None, result.error
    values = result.values
    lines: dict[str, Decimal | str] = {
        name: value if isinstance(value, Decimal) else str(value) for name, value in values.items()
    }
    gross, net = int(Decimal(str(values["kotor"]))), int(Decimal(str(values["bersih"])))
    slip = Slip(
        id=2417,
        person_id=1,
        nip=NIP,
        revision=1,
        state="current",
        held_reason=None,
        replaced_reason=None,
        unit_id=1,
        rule_version_id=1,
        frozen_id=1,
        inputs_hash="0" * 64,
        engine="1",
        gross=gross,
        deductions=gross - net,
        net=net,
        code="K7QD-M2XA-94FH",
        created_at=datetime(2021, 2, 26, tzinfo=UTC),
        created_by="keuangan",
        month="2021-01",
        identity={**IDENTITY, **(identity or {})},
        lines=lines,
    )
    return slip._replace(**changes)  # type: ignore[arg-type]

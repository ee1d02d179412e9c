"""A stored slip and its rules → the texts of the paper. Nothing is computed here but sums.

How a rule set is read is ``paper_rules``'s, where everything stands on the sheet
``reports.slip_layout``'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.identity import shown_nip, shown_npwp
from polima_desktop.domain.papers import PaperStyle
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.rules import Line
from polima_desktop.formatting import MINUS, UNKNOWN, money, number, trimmed
from polima_desktop.reports.parts import Letterhead, Signatory
from polima_desktop.reports.slip import ALONG, Amount, Block, Fact, Occurrence, Proof, Row, Slip
from polima_desktop.services.months.carried import Along
from polima_desktop.services.papers.rules import BlockRules, PaperRules, is_ratio, shown
from polima_desktop.storage.months.slips import Slip as StoredSlip


def slip_paper(
    slip: StoredSlip,
    rules: PaperRules,
    letterhead: Letterhead,
    signatories: tuple[Signatory, Signatory],
    marks: tuple[str, ...],
    proof: Proof | None = None,
    along: Sequence[Along] = (),
    style: PaperStyle | None = None,
    copy: int = 0,
) -> Slip:
    """Give the paper of a payable slip. What is received equals the stored net amount."""
    who, style = slip.identity, style or PaperStyle()
    if proof is not None and "npwp" in style.hidden:
        proof = replace(proof, npwp="")
    gross, deductions = totals(slip, rules)
    return Slip(
        letterhead=letterhead,
        subtitle=subtitle(slip),
        name=str(who["name"]),
        nip=slip.nip,
        facts=(_person(who, style), _post(slip, rules, style)),
        blocks=tuple(block_of(slip, rules, name) for name in rules.blocks),
        gross=gross,
        deductions=deductions,
        signatories=signatories,
        code=slip.code or "",
        marks=marks,
        proof=proof,
        title=style.title,
        paper=style.paper,
        copy=copy,
        along=_arrears(slip, along),
    )


def proof_of(slip: StoredSlip, office: str, key_id: str, sign: Callable[[str], str]) -> Proof:
    """Give what the signed statement says beside the printed texts, to be signed so."""
    return Proof(
        office=office,
        month=Month.parse(slip.month),
        number=slip.id,
        revision=slip.revision,
        npwp=shown_npwp(slip.identity.get("npwp")),
        key_id=key_id,
        sign=sign,
    )


def subtitle(slip: StoredSlip) -> str:
    """Write month, running number and revision."""
    month = Month.parse(slip.month)
    reference = f"{slip.id:05d}/SLIP/{month.month:02d}/{month.year}"
    return f"Bulan {month_name(month)} · Nomor {reference} · Revisi {slip.revision}"


def totals(slip: StoredSlip, rules: PaperRules) -> tuple[tuple[Amount, ...], tuple[Amount, ...]]:
    """Give the amounts of the totals box; refuse a slip whose lines do not add up to its net.

    No line is invented to make up the difference: either the stored slip was changed outside the
    program, or the rules give their deductions no place on the slip.
    """
    gross = _amounts(slip, rules, "kotor") or (Amount("TPP kotor", slip.gross or 0),)
    taken = _amounts(slip, rules, "potongan")
    if not taken and slip.deductions:
        taken = (Amount("Jumlah potongan", slip.deductions),)
    net = sum(a.rupiah for a in gross) - sum(a.rupiah for a in taken)
    if net != (slip.net or 0):
        raise Refused(
            f"Slip {slip.identity['name']}, NIP {shown_nip(slip.nip)}, tidak dicetak: barisnya "
            f"berjumlah {money(net)}, sedangkan yang tersimpan {money(slip.net)}.",
            "Hitung ulang slip ini, atau tempatkan semua potongan aturannya pada blok potongan.",
        )
    return gross, taken


def _amounts(slip: StoredSlip, rules: PaperRules, block: str) -> tuple[Amount, ...]:
    golongan = slip.identity.get("golongan")
    return tuple(
        Amount(rules.amount_label(line, golongan), int(value))
        for line in rules.lines_of(block)
        if isinstance(value := slip.lines.get(line.name), Decimal)
    )


# ── identity ────────────────────────────────────────────────────────────────────────────────


def _person(who: Mapping[str, Any], style: PaperStyle) -> tuple[Fact, ...]:
    rank = str(who.get("golongan") or UNKNOWN)
    if who.get("pangkat"):
        rank = f"{who['pangkat']} ({rank})"
    return (
        Fact("Nama", str(who["name"]), strong=True),
        Fact("NIP", shown_nip(who["nip"])),
        *_facts(
            style,
            pangkat=rank,
            jabatan=str(who.get("position") or UNKNOWN),
            npwp=shown_npwp(who.get("npwp")),
        ),
    )


def _facts(style: PaperStyle, **values: str) -> Iterator[Fact]:
    """Give what an office wants shown, under the office's labels."""
    for name, value in values.items():
        if name not in style.hidden:
            yield Fact(style.label(name), value)


def _post(slip: StoredSlip, rules: PaperRules, style: PaperStyle) -> tuple[Fact, ...]:
    who = slip.identity
    pattern = str(who.get("pattern") or "").replace("_", " ")
    workdays = number(_whole(who.get("counts", {}).get("hari_kerja")))
    return tuple(
        _facts(
            style,
            kelas=number(_whole(who.get("kelas"))),
            tpp_kelas=money(class_amount(slip, rules)),
            hari_kerja=f"{workdays}, pola {pattern}" if pattern else workdays,
            atasan=str(who.get("superior") or UNKNOWN),
            dasar=rules.basis,
        )
    )


def _whole(value: int | str | None) -> int | None:
    return None if value is None else int(value)


def class_amount(slip: StoredSlip, rules: PaperRules) -> int | None:
    """Give the TPP of the person's class, as the class table has it."""
    return rules.class_amounts.get(str(slip.identity.get("kelas")))


# ── blocks ──────────────────────────────────────────────────────────────────────────────────


def block_of(slip: StoredSlip, rules: PaperRules, name: str) -> Block:
    """Give a block: amounts of money are its results, everything else its rows.

    Occurrences stand in the place of the discipline's percentages if they explain its score.
    """
    block = rules.blocks[name]
    if name != "disiplin" or block.score is None:
        rows = [line for line in block.lines if line.unit != "Rp"]
        return _block(slip, rules, block, rows)
    counted = occurrences(slip, rules)
    value = slip.lines.get(block.score.name)
    explained = isinstance(value, Decimal) and 100 - _total(counted) == value * 100
    rows = [
        line
        for line in block.lines
        if line.unit != "Rp" and line is not block.score and not (explained and is_ratio(line))
    ]
    summary = _summary(block.score, value, counted if explained else ())
    return _block(slip, rules, block, rows, counted, summary)


def _block(
    slip: StoredSlip,
    rules: PaperRules,
    block: BlockRules,
    rows: Sequence[Line],
    counted: Sequence[Counted] = (),
    summary: str = "",
) -> Block:
    first = next(iter(rules.blocks.values()))
    parts = _slices(slip, rules) if block is first else ()
    return Block(
        title=block.title,
        note=block.note,
        rows=(*parts, *(_row(slip, rules, line) for line in rows)),
        occurrences=tuple(one.printed() for one in counted),
        summary=summary,
        results=tuple(_results(slip, block)),
    )


def _results(slip: StoredSlip, block: BlockRules) -> Iterator[tuple[str, str]]:
    """Give the amounts of a block; those beside the main one only where they are not zero."""
    for line in block.lines:
        value = slip.lines.get(line.name)
        if line.unit == "Rp" and (line is block.result or value):
            yield line.label, shown(line, value)


def _row(slip: StoredSlip, rules: PaperRules, line: Line) -> Row:
    return Row(line.label, shown(line, slip.lines.get(line.name)), _remark(slip, rules, line))


def _slices(slip: StoredSlip, rules: PaperRules) -> Iterator[Row]:
    """Give what a line came to in each part of a month that a change divides."""
    for part in slip.identity.get("slices", ()):
        span = f"{part['from']}–{part['to']}" if part["from"] != part["to"] else str(part["from"])
        for name, value in part["lines"].items():
            line = rules.rules.lines[name]
            label = f"{line.label}, tanggal {span}"
            yield Row(label, shown(line, Decimal(value)), f"{part['days']} dari {part['of']} hari")


def _remark(slip: StoredSlip, rules: PaperRules, line: Line) -> str:
    """Say how many activities were counted, or which band a value fell into."""
    if "poin_aktivitas" in line.formula or "poin_harian" in line.formula:
        return f"{number(_whole(slip.identity.get('activities')))} aktivitas disetujui"
    if line.name in rules.banded:
        table, key = rules.banded[line.name]
        value = slip.lines.get(key.name)
        if isinstance(value, Decimal):
            return rules.band_words(table, key, value)
    return ""


def _arrears(slip: StoredSlip, along: Sequence[Along]) -> Block | None:
    """Give what is paid or taken off together with the slip; it is no part of the slip's net."""
    if not along:
        return None
    rows = tuple(Row(month_name(one.month), money(one.amount), one.words) for one in along)
    whole = (slip.net or 0) + sum(one.amount for one in along)
    results = (("Jumlah ditransfer", money(whole)),)
    return Block(ALONG, "ditransfer bersama slip ini", rows, results=results)


# ── discipline ──────────────────────────────────────────────────────────────────────────────

_EVENTS = {"menit_terlambat": ("Terlambat", "TL"), "menit_pulang_cepat": ("Pulang cepat", "PSW")}
_TIMES = {"alpa": ("Tidak hadir tanpa keterangan", "TK"), "apel_lalai": ("Lalai apel", "AP")}


class Counted(NamedTuple):
    """Something counted against discipline, at so many percent points each time."""

    label: str
    code: str
    times: int
    points: Decimal

    @property
    def total(self) -> Decimal:
        """Percent points in all."""
        return self.points * self.times

    def printed(self) -> Occurrence:
        """Give the line of the paper."""
        each, total = _points(self.points), _points(self.total)
        return Occurrence(self.label, self.code, number(self.times), each, total)


def occurrences(slip: StoredSlip, rules: PaperRules) -> list[Counted]:
    """Give what was counted: days by band, and absences where a line names their percent."""
    counted = [
        _of_band(rules, found, band)
        for found in slip.identity.get("discipline", ())
        for band in found["bands"]
    ]
    for name, points in rules.points_per_time.items():
        times = _whole(slip.identity.get("counts", {}).get(name)) or 0
        if times:
            counted.append(Counted(*_TIMES[name], times, points))
    return counted


def _of_band(rules: PaperRules, found: Mapping[str, Any], band: Mapping[str, Any]) -> Counted:
    event, code = _EVENTS[found["list"]]
    first = Decimal(band["from"])
    span = f"{number(first)} menit ke atas atau tanpa rekaman"
    if band["to"] is not None:
        span = f"{number(first)}–{number(Decimal(band['to']) - 1)} menit"
    code += rules.band_step(found["table"], first)
    return Counted(f"{event} {span}", code, band["times"], Decimal(band["rate"]) * 100)


def _points(value: Decimal) -> str:
    """Write percent points with two decimals, more only where they are needed."""
    exponent = trimmed(value).as_tuple().exponent
    return number(value, max(2, -exponent if isinstance(exponent, int) else 2))


def _total(counted: Sequence[Counted]) -> Decimal:
    return sum((one.total for one in counted), start=Decimal(0))


def _summary(line: Line, value: Decimal | str | None, counted: Sequence[Counted]) -> str:
    """Write ``Nilai disiplin 100 − 6,25 = 93,75 %``, or without the sum if nothing explains it."""
    if counted:
        return f"{line.label} 100 {MINUS} {_points(_total(counted))} = {shown(line, value)}"
    return f"{line.label} {shown(line, value)}"

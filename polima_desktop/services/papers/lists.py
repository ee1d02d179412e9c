"""Stored slips → the rows of the lists to sign: payment list, receipt, recapitulation, SPTJM.

Which amount fills which column, the rule set says by ``column``; what it does not name stands
in the column for everything else, so that every row ends in the amount of its slip.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from polima_desktop.domain.periods import month_name
from polima_desktop.formatting import UNKNOWN, number, percent
from polima_desktop.reports.payment_list import Payment, payment_table
from polima_desktop.reports.recap import OfficeTotal, recap_table
from polima_desktop.reports.receipt import Receipt, receipt_table
from polima_desktop.reports.statement import Statement
from polima_desktop.reports.table import Table
from polima_desktop.services.papers.desk import Desk, Office
from polima_desktop.services.papers.rules import BLOCK_TITLES
from polima_desktop.services.papers.slip_content import class_amount
from polima_desktop.storage.months.slips import Slip


def payment_tables(desk: Desk) -> list[Table]:
    """Give the payment list of each office."""
    return [
        payment_table(
            _headings("DAFTAR PEMBAYARAN TAMBAHAN PENGHASILAN PEGAWAI", desk, office.name),
            [_payment(slip, desk) for slip in office.slips],
            desk.signatories(office.unit_id),
            desk.marks(office.slips),
        )
        for office in desk.offices
        if office.slips
    ]


def _payment(slip: Slip, desk: Desk) -> Payment:
    """Give a line of the payment list.

    A sanction that the rules take off before gross is added to the amount, so that it is
    taken off on paper. What has no column of its own is in ``earlier``.
    """
    who, rules = slip.identity, desk.rules_of(slip)
    named = {name: _column(slip, desk, name) for name in ("hukdis", "bpjs1", "pph21")}
    deducted = {line.column for line in rules.lines_of("potongan")}
    amount = (slip.gross or 0) + (0 if "hukdis" in deducted else named["hukdis"])
    base = _base(slip, desk)
    return Payment(
        name=str(who["name"]),
        nip=slip.nip,
        golongan=str(who.get("golongan") or UNKNOWN),
        position=str(who.get("position") or UNKNOWN),
        npwp=who.get("npwp"),
        job_class=_class(slip),
        base=base,
        score=percent(Decimal(amount) / base) if base else UNKNOWN,
        amount=amount,
        earlier=amount - sum(named.values()) - (slip.net or 0),
        sanction=named["hukdis"],
        subsidy=_column(slip, desk, "bpjs4"),
        insurance=named["bpjs1"],
        tax=named["pph21"],
    )


def _base(slip: Slip, desk: Desk) -> int | None:
    """Give the full amount: the line with column ``besaran``, else that of the class."""
    return _column(slip, desk, "besaran") or class_amount(slip, desk.rules_of(slip))


def receipt_tables(desk: Desk) -> list[Table]:
    """Give the receipt of each office."""
    return [
        receipt_table(
            _headings("TANDA TERIMA TAMBAHAN PENGHASILAN PEGAWAI", desk, office.name),
            [_receipt(slip, desk) for slip in office.slips],
            desk.signatories(office.unit_id),
            desk.marks(office.slips),
            _part_names(office.slips[0], desk),
        )
        for office in desk.offices
        if office.slips
    ]


def _part_names(slip: Slip, desk: Desk) -> tuple[str, str]:
    blocks = desk.rules_of(slip).blocks
    first, second = (
        blocks[name].title if name in blocks else BLOCK_TITLES[name]
        for name in ("disiplin", "kinerja")
    )
    return first, second


def _receipt(slip: Slip, desk: Desk) -> Receipt:
    who, tax, gross = slip.identity, _column(slip, desk, "pph21"), slip.gross or 0
    return Receipt(
        name=str(who["name"]),
        nip=slip.nip,
        golongan=str(who.get("golongan") or UNKNOWN),
        position=str(who.get("position") or UNKNOWN),
        job_class=_class(slip),
        base=class_amount(slip, desk.rules_of(slip)),
        discipline=_part(slip, desk, "disiplin"),
        work=_part(slip, desk, "kinerja"),
        gross=gross,
        tax=tax,
        other=gross - tax - (slip.net or 0),
    )


def _part(slip: Slip, desk: Desk, block: str) -> Decimal:
    found = desk.rules_of(slip).blocks.get(block)
    value = slip.lines.get(found.result.name) if found and found.result else None
    return value if isinstance(value, Decimal) else Decimal(0)


def recap(desk: Desk) -> Table:
    """Give the recapitulation: one line an office, or one a unit below the chosen one."""
    one = len(desk.chosen.units) == 1
    top = next(iter(desk.chosen.units)) if one else None
    held = sum(office.held for office in desk.parts)
    note = f"{number(held)} slip tertahan tidak ikut dijumlahkan." if held else ""
    return recap_table(
        _headings("REKAPITULASI TAMBAHAN PENGHASILAN PEGAWAI", desk, desk.signers.name(top)),
        [_office_total(office, desk) for office in desk.parts],
        desk.signatories(top),
        desk.marks(desk.slips),
        note,
    )


def _office_total(office: Office, desk: Desk) -> OfficeTotal:
    gross = sum(slip.gross or 0 for slip in office.slips)
    tax = sum(_column(slip, desk, "pph21") for slip in office.slips)
    net = sum(slip.net or 0 for slip in office.slips)
    return OfficeTotal(office.name, len(office.slips), office.held, gross, tax, gross - tax - net)


def statements(desk: Desk) -> list[Statement]:
    """Give the statement of responsibility of each office."""
    return [_statement(office, desk) for office in desk.offices if office.slips]


def _statement(office: Office, desk: Desk) -> Statement:
    used = sorted({slip.rule_version_id for slip in office.slips})
    names = [desk.rules[key].basis for key in used]
    head, treasurer = desk.signatories(office.unit_id)
    return Statement(
        letterhead=desk.letterhead(office.unit_id),
        month=month_name(desk.month),
        rules=" dan ".join(names),
        slips=len(office.slips),
        gross=sum(slip.gross or 0 for slip in office.slips),
        net=sum(slip.net or 0 for slip in office.slips),
        undecided=sum(
            count
            for unit, count in desk.undecided.items()
            if desk.office_of(unit) == office.unit_id
        ),
        held=office.held,
        signatory=replace(head, intro=treasurer.intro),
        marks=desk.marks(office.slips),
    )


def _headings(title: str, desk: Desk, office: str) -> tuple[str, ...]:
    return title, office, f"Bulan {month_name(desk.month)}"


def _class(slip: Slip) -> str:
    job_class = slip.identity.get("kelas")
    return UNKNOWN if job_class is None else str(job_class)


def _column(slip: Slip, desk: Desk, column: str) -> int:
    return sum(_whole(slip, line.name) for line in desk.rules_of(slip).columns.get(column, ()))


def _whole(slip: Slip, name: str) -> int:
    """Give a line's amount as printed in whole rupiah."""
    value = slip.lines.get(name)
    return int(value.quantize(Decimal(1), ROUND_HALF_UP)) if isinstance(value, Decimal) else 0

"""What a paper is made from: a month's slips with their rules, units and signatories.

Whose slips a user may print (their office's, or the city's) and how slips are grouped by
office is decided here; what stands on which paper, in ``slip_content`` and ``paper_lists``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from polima_desktop.domain.access import Actor, Permission
from polima_desktop.domain.errors import NotAllowed, Refused, WrongUsage
from polima_desktop.domain.papers import PaperStyle
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.proof.signing import SigningKey
from polima_desktop.domain.rules import load
from polima_desktop.domain.units import below, unit_key
from polima_desktop.files import read_whole
from polima_desktop.formatting import WITA, day, listed
from polima_desktop.paths import data_folder
from polima_desktop.reports.parts import Letterhead, Printed, Signatory
from polima_desktop.services import scope
from polima_desktop.services.months import carried
from polima_desktop.services.months.carried import Along
from polima_desktop.services.office import proving
from polima_desktop.services.papers.debts import Debts, of_month
from polima_desktop.services.papers.kinds import Chosen
from polima_desktop.services.papers.rules import PaperRules
from polima_desktop.services.papers.signatories import Signers, signers
from polima_desktop.services.session import Session
from polima_desktop.storage.months import months, slip_list, slips
from polima_desktop.storage.months.months import MonthRow
from polima_desktop.storage.months.slip_list import Holder
from polima_desktop.storage.months.slips import Slip
from polima_desktop.storage.office import heads
from polima_desktop.storage.papers import styles
from polima_desktop.storage.review import decisions
from polima_desktop.storage.rules import versions as rule_store
from polima_desktop.storage.staff import units
from polima_desktop.storage.staff.units import UnitRow

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.reports.table import Table

DRAFT, EXAMPLE, REPLACED = "DRAF", "CONTOH", "DIGANTIKAN"


@dataclass(frozen=True)
class Office:
    """The slips that stand on one list, under the name of one office."""

    unit_id: int
    name: str
    slips: list[Slip]
    held: int


@dataclass(frozen=True)
class Desk:
    """Everything a month's papers are made from. Slips are in the order they are printed."""

    month: Month
    state: str
    dated: date
    printed: Printed
    chosen: Chosen
    slips: list[Slip]
    held: list[Holder]
    rules: dict[int, PaperRules]
    signers: Signers
    along: Mapping[int, Sequence[Along]] = field(default_factory=dict)
    """By person: arrears that are paid together with the slips."""
    styles: Mapping[int | None, PaperStyle] = field(default_factory=dict)
    undecided: Mapping[int, int] = field(default_factory=dict)
    """By unit: claims of the month that nobody has settled."""
    printed_before: Mapping[int, int] = field(default_factory=dict)
    debts: Debts = field(default_factory=Debts)
    explain: Callable[[str, str, tuple[str, ...]], list[Table]] | None = field(
        default=None, repr=False
    )
    """Follows the standing slip of a NIP back, as ``followed``; only where its annex is asked."""
    arms: bytes | None = field(default=None, repr=False)
    key: SigningKey | None = field(default=None, repr=False)

    def rules_of(self, slip: Slip) -> PaperRules:
        """Give the rules a slip was computed with."""
        return self.rules[slip.rule_version_id]

    def marks(self, some: Iterable[Slip]) -> tuple[str, ...]:
        """Give the words a paper with these slips is marked with."""
        some = list(some)
        replaced = (REPLACED,) if any(slip.state == "replaced" for slip in some) else ()
        return self.marks_by({slip.rule_version_id for slip in some}) + replaced

    def marks_by(self, used: Collection[int]) -> tuple[str, ...]:
        """Give the words a paper is marked with that rests on versions of the rules."""
        draft = (DRAFT,) if self.state != "locked" else ()
        example = (EXAMPLE,) if any(self.rules[key].is_example for key in used) else ()
        return draft + example

    def letterhead(self, unit_id: int | None) -> Letterhead:
        """Give the head of a unit's papers, or of the city's."""
        style, own = self.style(unit_id), self.styles.get(unit_id)
        return Letterhead(
            unit=(own.unit if own else "") or self.signers.name(unit_id),
            government=style.government,
            place=style.below,
            arms=style.logo or self.arms,
            draft=self.state != "locked",
        )

    def style(self, unit_id: int | None) -> PaperStyle:
        """Give how a unit's slips look: its own style, else that of the nearest above it."""
        for above in (*self.signers.line_of(unit_id), None):
            if above in self.styles:
                return self.styles[above]
        return PaperStyle()

    def signatories(self, unit_id: int | None) -> tuple[Signatory, Signatory]:
        """Give who signs for a unit: its head, and the treasurer."""
        style = self.style(unit_id)
        head = replace(self.signers.head(unit_id), intro=style.knowing)
        return head, self.signers.treasurer(unit_id, f"{style.place}, {day(self.dated)}")

    @cached_property
    def offices(self) -> list[Office]:
        """Group the slips by office: the chosen unit, else the topmost unit; by name."""
        groups: dict[int, list[Slip]] = defaultdict(list)
        for slip in self.slips:
            groups[self.office_of(slip.unit_id)].append(slip)
        held: dict[int, int] = defaultdict(int)
        for holder in self.held:
            held[self.office_of(holder.unit_id)] += 1
        return self._named(groups, held)

    @cached_property
    def parts(self) -> list[Office]:
        """Group the slips of one chosen unit by its own units; without one, as ``offices``."""
        if len(self.chosen.units) != 1:
            return self.offices
        groups: dict[int, list[Slip]] = defaultdict(list)
        for slip in self.slips:
            groups[slip.unit_id].append(slip)
        held: dict[int, int] = defaultdict(int)
        for holder in self.held:
            held[holder.unit_id] += 1
        return self._named(groups, held)

    def _named(self, groups: dict[int, list[Slip]], held: dict[int, int]) -> list[Office]:
        found = [
            Office(unit, self.signers.name(unit), groups.get(unit, []), held.get(unit, 0))
            for unit in groups.keys() | held.keys()
        ]
        return sorted(found, key=lambda office: office.name)

    def office_of(self, unit_id: int) -> int:
        """Give the office whose list a unit's people stand on."""
        line = self.signers.line_of(unit_id) or [unit_id]
        return next((unit for unit in reversed(line) if unit in self.chosen.units), line[-1])


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def open_desk(session: Session, month: Month, chosen: Chosen, *, owed: bool = False) -> Desk:
    """Read what the chosen papers are made from; refuse if there is nothing to print.

    ``owed`` asks for papers of what is owed for the month, which people without slips have too.
    """
    with session.reading(Permission.READ_SLIPS) as connection:
        row = calculated(months.month_row(connection, month), month)
        head = heads.newest(connection)
        who = signers(connection, month.last)
        looks = styles.in_force(connection, month.last)
        allowed = allowed_units(session, who.units.values(), chosen)
        found = _chosen_slips(connection, month, allowed, chosen)
        _refuse_others(connection, session.actor, month, chosen)
        along = carried.along(connection, row.id)
        proving.refuse_altered(connection, found)
        undecided = decisions.undecided_by_unit(connection, month.first, month.last)
        held = [h for h in slip_list.of_month(connection, month) if h.state == "held"]
        debts = of_month(connection, row.id, month, allowed, chosen, found) if owed else Debts()
        used = {slip.rule_version_id for slip in found}
        used |= {one.item.rule_version_id for one in debts.accepted}
        stored = [rule_store.by_id(connection, key) for key in used]
    if not found and not owed:
        raise Refused(
            f"Tidak ada slip {month_name(month)} untuk pilihan ini.",
            "Pilih unit atau pegawai lain; slip yang tertahan belum bisa dicetak.",
        )
    return Desk(
        month=month,
        state=row.state,
        dated=_dated(row, session),
        printed=replace(_printed(session, looks), head=head.short if head else ""),
        chosen=chosen,
        slips=sorted(found, key=lambda slip: _printing_order(slip, who)),
        held=[h for h in held if allowed is None or h.unit_id in allowed],
        rules={v.id: PaperRules(v.number, load(v.toml)) for v in stored},
        signers=who,
        along=along,
        undecided=undecided,
        styles=looks,
        debts=debts,
        arms=city_arms(),
    )


def _printed(session: Session, looks: Mapping[int | None, PaperStyle]) -> Printed:
    office = looks.get(None, PaperStyle()).government.title()
    return Printed(session.actor.display_name, session.clock(), office)


def _dated(row: MonthRow, session: Session) -> date:
    return row.locked_at.astimezone(WITA).date() if row.locked_at else session.today


def desk_of(session: Session, connection: Connection, slip: Slip) -> Desk:
    """Give the desk of one slip, for whoever holds its paper: nobody's rights are asked."""
    month = Month.parse(slip.month)
    row = calculated(months.month_row(connection, month), month)
    version = rule_store.by_id(connection, slip.rule_version_id)
    return Desk(
        month=month,
        state=row.state,
        dated=_dated(row, session),
        printed=Printed(session.actor.display_name, session.clock()),
        chosen=Chosen(nips=frozenset({slip.nip})),
        slips=[slip],
        held=[],
        rules={version.id: PaperRules(version.number, load(version.toml))},
        signers=signers(connection, month.last),
        along=carried.along(connection, row.id),
        styles=styles.in_force(connection, month.last),
        arms=city_arms(),
    )


def _chosen_slips(
    connection: Connection, month: Month, allowed: Collection[int] | None, chosen: Chosen
) -> list[Slip]:
    """Read the slips meant: the standing ones, or one revision of somebody's."""
    if not chosen.nips:
        return slips.of_month(connection, month, allowed)
    return [
        slip
        for nip in sorted(chosen.nips)
        for slip in slips.history(connection, month, nip)
        if (allowed is None or slip.unit_id in allowed) and _is_meant(slip, chosen)
    ]


def _refuse_others(connection: Connection, actor: Actor, month: Month, chosen: Chosen) -> None:
    """Refuse people by name whose slips belong to another office."""
    if actor.unit_id is not None:
        found = [s for nip in chosen.nips for s in slips.history(connection, month, nip)]
        scope.refuse_other_units(connection, actor, {slip.unit_id for slip in found}, month.last)


def _is_meant(slip: Slip, chosen: Chosen) -> bool:
    if chosen.revision is None:
        return slip.state == "current"
    return slip.code is not None and slip.revision == chosen.revision


def calculated(row: MonthRow | None, month: Month) -> MonthRow:
    """Give the month's row if it has been calculated; refuse otherwise."""
    if row is None or row.calculated_at is None:
        raise Refused(
            f"{month_name(month)} belum dihitung, jadi belum ada slip.",
            "Bekukan dan hitung bulan ini di Perhitungan.",
        )
    return row


def allowed_units(
    session: Session, valid: Iterable[UnitRow], chosen: Chosen
) -> Collection[int] | None:
    """Give the units whose slips are meant and may be seen; None: all of the city's."""
    parents = {unit.id: unit.parent_id for unit in valid}
    own = session.actor.unit_id
    mine = below(parents, {own}) if own is not None else None
    if not chosen.units:
        return mine
    wanted = below(parents, chosen.units)
    if mine is not None and not wanted <= mine:
        raise NotAllowed(
            "Pengguna ini hanya boleh mencetak slip unitnya sendiri.",
            "Pilih unit sendiri, atau masuk sebagai BPKAD.",
        )
    return wanted


def _printing_order(slip: Slip, who: Signers) -> tuple[str, str, str, str]:
    line = who.line_of(slip.unit_id) or [slip.unit_id]
    unit, name = who.name(slip.unit_id), str(slip.identity["name"])
    return who.name(line[-1]), "" if len(line) == 1 else unit, name, slip.nip


def city_arms() -> bytes | None:
    """Give the picture of the city's arms if it was put into the data folder."""
    for name in ("lambang.png", "lambang.jpg"):
        path = data_folder() / name
        if path.is_file():
            return read_whole(path)
    return None


@dataclass(frozen=True)
class Choices:
    """What can be chosen on the page: the month's state, its units as a tree, its slips."""

    state: str
    units: list[UnitRow]
    holders: list[Holder]
    example: bool


def choices(session: Session, month: Month) -> Choices:
    """Give what papers a month has; refuse if it has not been calculated."""
    with session.reading(Permission.READ_SLIPS) as connection:
        row = calculated(months.month_row(connection, month), month)
        valid = units.as_of(connection, month.last)
        allowed = allowed_units(session, valid, Chosen())
        holders = [
            holder
            for holder in slip_list.of_month(connection, month)
            if allowed is None or holder.unit_id in allowed
        ]
        version = row.rule_version_id
        stored = None if version is None else rule_store.by_id(connection, version)
    return Choices(
        row.state,
        valid,
        holders,
        stored is not None and PaperRules(stored.number, load(stored.toml)).is_example,
    )


def find_choice(
    session: Session, month: Month, unit: str, nip: str, revision: int | None = None
) -> Chosen:
    """Read a choice as it is typed: a unit's code, name or alias, and a NIP; both may be empty."""
    nips = frozenset({"".join(nip.split())} if nip.strip() else ())
    if revision is not None and not nips:
        raise WrongUsage("Revisi berlaku untuk slip satu pegawai.", "Sebutkan --nip.")
    if not unit.strip():
        return Chosen(nips=nips, revision=revision)
    with session.reading(Permission.READ) as connection:
        found = units.lookup(connection, month.last).get(unit_key(unit), set())
        names = sorted(u.name for u in units.as_of(connection, month.last) if u.id in found)
    if len(found) > 1:
        raise WrongUsage(f"‘{unit}’ dapat berarti {listed(names)}.", "Sebutkan kode unitnya.")
    if not found:
        raise WrongUsage(
            f"Unit ‘{unit}’ tidak dikenal pada {month_name(month)}.",
            "Periksa ejaannya, atau sebutkan kode unitnya.",
        )
    return Chosen(frozenset(found), nips, revision)

"""Where a month stands: the steps of its path, what blocks it, what there is to do and where.

Read side only; the run of the month is ``run``, who uses the app ``services.review.adoption``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Actor, Permission
from polima_desktop.domain.people import QUALITY
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import money, number, short_date
from polima_desktop.services.months import desk
from polima_desktop.services.months.desk import Status
from polima_desktop.services.office import beginning, reminding
from polima_desktop.services.office.beginning import Beginning
from polima_desktop.services.office.reminding import Due
from polima_desktop.services.review import claims
from polima_desktop.services.review.adoption import Adoption, adoption
from polima_desktop.services.session import WITA, Session
from polima_desktop.services.staff import roster
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.months import arrears, months, reopenings
from polima_desktop.storage.reconciliation import cases as reconciliations
from polima_desktop.storage.reconciliation.cases import StoredCase
from polima_desktop.storage.review import decisions as stored_decisions
from polima_desktop.storage.rules import versions
from polima_desktop.storage.rules.versions import VersionRow

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SETTINGS = Permission.CHANGE_SETTINGS
RUN = ("open", "frozen", "calculated", "submitted", "approved", "locked")


class Step(NamedTuple):
    """A step of the path; ``state``: done, now, warn, bad or todo; ``page`` where it is done."""

    key: str
    title: str
    note: str
    state: str
    page: str


class Task(NamedTuple):
    """Something to do: how urgent (bad, warn, info), what, why or where, the page that does it.

    ``needs``: what one must be allowed to for it, None: anybody; ``awaited``: what others wait for.
    """

    kind: str
    title: str
    note: str
    page: str
    what: Mapping[str, object] = {}
    needs: Permission | None = None
    awaited: str = ""

    def may(self, actor: Actor) -> bool:
        """Tell whether somebody may do it."""
        return self.needs is None or actor.may(self.needs)


@dataclass(frozen=True)
class Facts:
    """What the store says of a month, as far as its path needs it."""

    month: Month
    begun: Beginning
    people: int
    flawed: Mapping[str, int]
    wrong: int
    version: VersionRow | None
    proposed: Sequence[VersionRow]
    recorded: bool
    workdays: int
    holidays: bool
    claims: int
    waiting: int
    status: Status
    actor: Actor
    owed: int
    reopenings: int
    unreconciled: StoredCase | None = None
    backup: Due | None = None
    """None: not for this user."""


@dataclass(frozen=True)
class Standing:
    """The whole picture of a month. ``blockers``: why it cannot be frozen or calculated yet."""

    facts: Facts
    steps: Sequence[Step]
    blockers: Sequence[Task]
    tasks: Sequence[Task]
    next: Task
    adoption: Adoption | None = field(default=None)


def standing(session: Session, month: Month, progress: Progress | None = None) -> Standing:
    """Read where a month stands."""
    with session.reading(Permission.READ) as connection:
        listed = roster.read(connection, month.last, None, progress)
    facts = _facts(session, month, listed.active)
    steps, blockers = _steps(facts), list(_blockers(facts))
    tasks = [*blockers, *_own_first(facts)]
    groups = {row.id: row.group for row in listed.rows if row.group}
    return Standing(facts, steps, blockers, tasks, _next(facts, tasks), adoption(session, groups))


def _facts(session: Session, month: Month, rows: Sequence[roster.Listed]) -> Facts:
    flawed = Counter(problem.code for row in rows for problem in row.problems)
    with session.reading(Permission.READ) as connection:
        own = claims.units_of(connection, session.actor, month)
        all_claims = stored_decisions.count(connection, month.first, month.last, own)
        version = versions.in_force(connection, month)
        proposed = [row for row in versions.versions(connection) if row.state == "proposed"]
        days = calendar.load_calendar(connection)
        recorded = months.has_records(connection, month)
        begun = beginning.read(connection, month.last)
        unreconciled = _unreconciled(connection)
        owed = len(arrears.items(connection, states=("pending",)))
        row = months.month_row(connection, month)
        proposals = reopenings.waiting(connection, row.id) if row else []
    return Facts(
        month=month,
        actor=session.actor,
        owed=owed,
        reopenings=len(proposals),
        begun=begun,
        people=len(rows),
        flawed=flawed,
        wrong=sum(row.worst == "error" for row in rows),
        version=version,
        proposed=proposed,
        recorded=recorded,
        workdays=len(days.workdays("5_hari", month)),
        holidays=days.knows_holidays(month.year),
        claims=all_claims,
        waiting=claims.waiting(session, month),
        status=desk.status(session, month),
        unreconciled=unreconciled,
        backup=reminding.due(session) if session.actor.may(_SETTINGS) else None,
    )


def _unreconciled(connection: Connection) -> StoredCase | None:
    """Give the latest reconciliation until both offices have signed it."""
    found = reconciliations.every(connection)
    return found[-1] if found and len(found[-1].signatures) < 2 else None


# ── the path ────────────────────────────────────────────────────────────────────────────────


def _steps(facts: Facts) -> list[Step]:
    prepared = [_people(facts), _rules(facts), _records(facts), _claims(facts)]
    return [*prepared, *_run(facts, ready=all(step.state != "bad" for step in prepared))]


def _people(facts: Facts) -> Step:
    if not facts.people:
        return Step("people", "Data pegawai", "belum ada", "bad", "pegawai")
    flawed = sum(facts.flawed.values())
    note = f"{number(flawed)} perlu dilihat" if flawed else f"{number(facts.people)} lengkap"
    return Step("people", "Data pegawai", note, "warn" if facts.wrong else "done", "pegawai")


def _rules(facts: Facts) -> Step:
    if facts.version is None:
        return Step("rules", "Aturan", "belum terbit", "bad", "bobot")
    return Step("rules", "Aturan", f"v{facts.version.number}, terbit", "done", "bobot")


def _records(facts: Facts) -> Step:
    note = f"{facts.workdays} hari kerja" if facts.recorded else "belum diimpor"
    state = "done" if facts.recorded else "bad"
    return Step("records", "Kehadiran & aktivitas", note, state, "kehadiran")


def _claims(facts: Facts) -> Step:
    if facts.waiting:
        note = f"{number(facts.waiting)} dari {number(facts.claims)} menunggu"
        state = "now" if facts.status.state == "open" else "warn"
    else:
        note = f"{number(facts.claims)} diputus" if facts.claims else "tidak ada klaim"
        state = "done"
    return Step("claims", "Backup manual", note, state, "backup")


_TITLES = {
    "frozen": "Bekukan",
    "calculated": "Hitung",
    "approved": "Setujui",
    "locked": "Kunci",
}


def _run(facts: Facts, *, ready: bool) -> Iterator[Step]:
    """Give the steps of the run: taken ones with their day, the next one, those that wait."""
    reached, found_next = RUN.index(facts.status.state), False
    for state, title in _TITLES.items():
        if RUN.index(state) <= reached:
            yield Step(state, title, _when(facts, state), "done", "perhitungan")
        elif found_next:
            yield Step(state, title, "menunggu", "todo", "perhitungan")
        else:
            found_next = True
            yield Step(state, title, *_next_words(facts, ready=ready), "perhitungan")
    locked = facts.status.state == "locked"
    words = ("siap", "now") if locked else ("menunggu", "todo")
    yield Step("print", "Cetak", *words, "cetak")


def _next_words(facts: Facts, *, ready: bool) -> tuple[str, str]:
    """Say what the next step of the run waits for, and its state on the path."""
    state = facts.status.state
    if state in ("open", "frozen") and not ready:
        return "ada penghalang", "bad"
    if state == "open" and facts.waiting:
        return "menunggu", "todo"
    return {"calculated": "belum diajukan", "submitted": "diajukan"}.get(state, "berikutnya"), "now"


def _when(facts: Facts, state: str) -> str:
    step = facts.status.steps.get(state)
    return short_date(step.at.astimezone(WITA).date()) if step else "selesai"


# ── what to do ──────────────────────────────────────────────────────────────────────────────


def _blockers(facts: Facts) -> Iterator[Task]:
    name, who = month_name(facts.month), facts.begun.who
    if not facts.people:
        yield from _beginning(facts.begun)
        needs = Permission.EDIT_PEOPLE
        note = f"{who(needs)} · menghalangi Bekukan"
        awaited = "daftar pegawai diimpor"
        yield Task("bad", "Impor daftar pegawai", note, "pegawai", {}, needs, awaited)
    if not facts.recorded:
        title = f"Impor kehadiran dan aktivitas {name}"
        needs = Permission.IMPORT_RECORDS
        note = f"{who(needs)} · menghalangi Bekukan"
        awaited = f"kehadiran dan aktivitas {name} diimpor"
        yield Task("bad", title, note, "kehadiran", {}, needs, awaited)
    if facts.version is None:
        title = f"Terbitkan aturan yang berlaku untuk {name}"
        needs = Permission.EDIT_RULES
        note = f"{who(needs)} · menghalangi Hitung"
        yield Task("bad", title, note, "bobot", {}, needs, f"aturan untuk {name} terbit")


def _beginning(begun: Beginning) -> Iterator[Task]:
    """Give what comes before the first list of employees."""
    if begun.missing_roles:
        title = f"Tambah pengguna untuk {len(begun.missing_roles)} peran"
        note, awaited = ", ".join(begun.missing_roles), "pengguna lain ditambah"
        yield Task("bad", title, note, "atur", {}, Permission.MANAGE_USERS, awaited)
    if not begun.has_units:
        needs, title = Permission.EDIT_UNITS, "Buat unit kerja dari daftar"
        note = f"{begun.who(needs)} · daftar tanpa kode cukup"
        yield Task("bad", title, note, "pegawai", {"units": "list"}, needs, "unit kerja dibuat")


def _own_first(facts: Facts) -> Iterator[Task]:
    """Give what this user can do, then what somebody else must, with who that is."""
    tasks = list(_tasks(facts))
    yield from (task for task in tasks if task.may(facts.actor))
    for task in tasks:
        if task.needs is not None and not task.may(facts.actor):
            who = facts.begun.who(task.needs)
            yield task if who in task.note else task._replace(note=f"{who} · {task.note}")


def _tasks(facts: Facts) -> Iterator[Task]:
    yield from _to_approve(facts)
    if facts.status.returned is not None:
        title = f"{month_name(facts.month)} kembali kepada yang menghitung"
        note = desk.returned_words(facts.status.returned)
        yield Task("warn", title, note, "perhitungan", {}, _RUN)
    if not facts.holidays:
        year = facts.month.year
        needs = Permission.EDIT_CALENDAR
        note = f"{facts.begun.who(needs)} · semua hari kerja dihitung wajib"
        yield Task("warn", f"Isi hari libur {year}", note, "atur", {"holidays": year}, needs)
    if facts.waiting:
        yield _decide(facts)
    if facts.unreconciled is not None:
        yield from _reconcile(facts.unreconciled)
    for reason, people in facts.status.held:
        title = f"Lengkapi {number(people)} slip tertahan"
        what = {"concern": reason}
        yield Task("warn", title, reason, "perhitungan", what, Permission.EDIT_PEOPLE)
    for code, people in sorted(facts.flawed.items(), key=lambda item: -item[1]):
        title = f"{QUALITY.get(code, code)}: {number(people)} pegawai"
        what = {"problem": code}
        yield Task("warn", title, "Periksa di Pegawai", "pegawai", what, Permission.EDIT_PEOPLE)
    for version in facts.proposed:
        title = f"Terbitkan aturan v{version.number}"
        note = f"Diajukan {version.proposed_by}, menunggu pejabat penerbit"
        yield Task("info", title, note, "bobot", {"version": version.id}, Permission.PUBLISH_RULES)
    if facts.people and facts.backup is not None and facts.backup.now:
        yield _back_up(facts.backup.age)


def _back_up(age: int | None) -> Task:
    note = "Belum pernah dibuat" if age is None else f"Yang terakhir {number(age)} hari yang lalu"
    return Task("warn", "Buat cadangan data", note, "atur", {"backup": True}, _SETTINGS)


def _reconcile(case: StoredCase) -> Iterator[Task]:
    summary = case.summary
    pairs, rows = summary.check + summary.likely, summary.open_left + summary.open_right
    if pairs:
        title = f"Putuskan {number(pairs)} pasangan"
        yield Task("warn", title, "Rekonsiliasi", "rekonsiliasi", {}, Permission.RECONCILE)
    if rows:
        title = f"Jelaskan {number(rows)} baris yang hanya di satu daftar"
        note = f"{number(summary.open_left)} di {case.left_name}, "
        note += f"{number(summary.open_right)} di {case.right_name}"
        yield Task("warn", title, note, "rekonsiliasi", {}, Permission.RECONCILE)


def _decide(facts: Facts) -> Task:
    title = f"Periksa {number(facts.waiting)} klaim backup manual"
    if facts.status.state == "open":
        note = "Yang belum diputus dihitung menurut catatan elektronik"
        return Task("warn", title, note, "backup", {}, Permission.DECIDE_CLAIMS)
    note = "Putusan sesudah pembekuan menjadi rapel"
    return Task("info", title, note, "backup", {}, Permission.DECIDE_CLAIMS)


_RUN, _APPROVE, _LOCK = Permission.RUN_MONTH, Permission.APPROVE_MONTH, Permission.LOCK_MONTH
_NEXT = {
    "open": (_RUN, "Bekukan {month}", "dibekukan"),
    "frozen": (_RUN, "Hitung {month}", "dihitung"),
    "calculated": (_RUN, "Ajukan {month} untuk disetujui", "diajukan"),
    "submitted": (_APPROVE, "Setujui {slips} slip {month}, {net}", "disetujui"),
    "approved": (_LOCK, "Kunci {month}", "dikunci"),
}
"""The step of each state: who may take it, its words, and what the others wait for."""


def _next(facts: Facts, tasks: Sequence[Task]) -> Task:
    """Give the next step: one that this user can take, or what they wait for."""
    urgent = [task for task in tasks if task.kind == "bad"]
    own = [task for task in tasks if task.needs is not None and task.may(facts.actor)]
    status, name = facts.status, month_name(facts.month)
    if urgent:
        mine = [task for task in own if task.kind == "bad"]
        waits = Task("info", f"Tunggu {urgent[0].awaited}", urgent[0].note, _seen_on(facts.actor))
        return (mine or own or [waits])[0]
    if status.state == "locked":
        return _after_locking(facts, name, own)
    permission, words, awaited = _NEXT[status.state]
    if not facts.actor.may(permission):
        waits = Task("info", f"Tunggu {name} {awaited}", "", _seen_on(facts.actor))
        return (own or [waits])[0]
    net = money(status.net)
    title = words.format(month=name, slips=number(status.slips), net=net)
    if status.state == "open" and facts.waiting:
        title += f", atau tunggu {number(facts.waiting)} klaim diputus"
    return Task("info", title, "", "perhitungan")


def _seen_on(actor: Actor) -> str:
    """Give the page where somebody who waits sees how far it is."""
    return "perhitungan" if actor.may(Permission.READ_SLIPS) else "pegawai"


def _after_locking(facts: Facts, name: str, own: Sequence[Task]) -> Task:
    """Give what comes after locking: payment, then what changed since; papers for the others."""
    unpaid = facts.status.unpaid
    if facts.actor.may(_LOCK) and unpaid.slips:
        title = f"Bayar {number(unpaid.slips)} slip {name}, {money(unpaid.amount)}"
        return Task("info", title, "", "perhitungan")
    if facts.actor.may(Permission.READ_SLIPS):
        return (own or [Task("info", f"Cetak slip {name}", "", "cetak")])[0]
    return (own or [Task("info", f"Tunggu bulan sesudah {name}", "", "pegawai")])[0]


def _to_approve(facts: Facts) -> Iterator[Task]:
    """Give what waits for a second person, if this user is one."""
    if not facts.actor.may(_APPROVE):
        return
    status = facts.status
    if status.state == "submitted":
        title = f"Setujui {number(status.slips)} slip {month_name(facts.month)}"
        by = status.steps["submitted"].by if "submitted" in status.steps else ""
        note = f"{money(status.net)}, diajukan {by}"
        yield Task("info", title, note, "perhitungan", {}, _APPROVE)
    if facts.reopenings:
        title = f"Periksa {number(facts.reopenings)} usulan buka ulang slip"
        note = "Lama dan baru ditampilkan dulu"
        yield Task("info", title, note, "perhitungan", {}, _APPROVE)
    if facts.owed:
        title = f"Periksa {number(facts.owed)} rapel"
        note = "Diterima atau ditolak dengan alasan"
        yield Task("info", title, note, "perhitungan", {}, _APPROVE)

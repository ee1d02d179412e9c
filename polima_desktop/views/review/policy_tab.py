"""The backup policy on Backup Manual: drawn, listed, and changed by whoever keeps it.

What a change would re-judge is asked and shown before it is written; the rules are the service's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from polima_desktop.domain.access import ROLE_LABELS, Permission, may
from polima_desktop.domain.people import FAMILIES
from polima_desktop.domain.periods import month_name
from polima_desktop.domain.transition import Group, Permit
from polima_desktop.domain.units import KINDS
from polima_desktop.formatting import day as written
from polima_desktop.formatting import listed, number, short_date
from polima_desktop.services.review import policy
from polima_desktop.services.review.policy import Change, Rejudged, Rule, View
from polima_desktop.storage.attendance.policy import Stored
from polima_desktop.views import dialogs
from polima_desktop.views.paint import Badge
from polima_desktop.views.review.policy_form import GroupForm, PermitForm
from polima_desktop.views.review.timeline import PolicyTimeline, Span
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.tables.model import Row
from polima_desktop.views.widgets import Button, Page, Sheet, label
from polima_desktop.views.widgets.flow import FlowLayout

_DAY = timedelta(1)
_NEVER = "tidak ada"
_WHAT = {True: "kehadiran dan kegiatan", False: "kehadiran saja"}
_STATES = {"open": "terbuka", "locked": "terkunci", "paid": "dibayar"}


class PolicyTab(QWidget):
    """Timeline above, rules below. ``page`` runs the jobs and shows what came of them."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.found: View | None = None
        self.timeline = PolicyTimeline()
        self.table = DataTable(_columns(), "Aturan backup manual")
        self.table.setObjectName("kebijakan")
        self.table.current_changed.connect(lambda _key: self._enable())
        self.new = Button("Tambah izin", "tambah", self._add, low=True)
        self.mend = Button("Betulkan", "setuju", self._correct, low=True)
        self.take_out = Button("Cabut", "urung", self._withdraw, low=True)
        self._lay_out()
        self._enable()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(12)
        drawn = Sheet("Siapa boleh menyerahkan backup manual, kapan")
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(self.timeline)
        area.setMinimumHeight(110)
        drawn.add_padded(area)
        drawn.add_padded(
            label(
                "Bergaris: kehadiran dan kegiatan. Polos: kehadiran saja. "
                "Garis tegak: sejak hari itu semua wajib memakai aplikasi.",
                "label",
                "second",
                wrap=True,
            )
        )
        rules = Sheet("Aturan")
        bar = QWidget()
        row = FlowLayout(bar)
        for button in (self.new, self.mend, self.take_out):
            row.addWidget(button)
        rules.add_padded(bar)
        rules.add(self.table, 1)
        column.addWidget(drawn, 1)
        column.addWidget(rules, 1)

    # ── showing ───────────────────────────────────────────────────────────────────────────

    def load(self) -> None:
        """Read the policy."""
        session = self.page.context.session
        self.page.context.jobs.run(
            lambda _progress: policy.read(session), self.page, slot="policy"
        ).success(self._show)

    def _show(self, found: View) -> None:
        self.found = found
        here = [*found.groups, *found.permits]
        self.timeline.set_spans([_span(each.rule) for each in here], found.policy.last_day + _DAY)
        gone = [(f"g{n}", each) for n, each in enumerate(found.gone)]
        self.table.set_rows([_row(_key(each), each) for each in here] + [_row(*g) for g in gone])
        self._enable()

    def _chosen(self) -> Stored | None:
        key = self.table.current_key()
        here = [*self.found.groups, *self.found.permits] if self.found else []
        return next((each for each in here if _key(each) == key), None)

    def _enable(self) -> None:
        allowed = self.page.context.session.actor.may(Permission.EDIT_POLICY)
        chosen = self._chosen()
        self.new.setEnabled(allowed)
        self.mend.setEnabled(allowed and chosen is not None)
        fixed = chosen is not None and isinstance(chosen.rule, Group)
        self.take_out.setEnabled(allowed and chosen is not None and not fixed)
        roles = [ROLE_LABELS[role] for role in may(Permission.EDIT_POLICY)]
        why = "" if allowed else f"Kebijakan diubah oleh {' atau '.join(roles)}."
        for button in (self.new, self.mend, self.take_out):
            button.setToolTip(why)
        if fixed and allowed:
            self.take_out.setToolTip("Kelompok masa peralihan dibetulkan, tidak dicabut.")

    # ── acts ──────────────────────────────────────────────────────────────────────────────

    def _add(self) -> None:
        dialog = PermitForm(self.page, "Tambah izin backup manual", "Lanjut")
        if dialog.exec() == QDialog.DialogCode.Accepted:
            rule = dialog.rule()
            session = self.page.context.session
            self._ask(Change(None, rule), "Tambah izin", lambda: policy.record(session, rule))

    def _correct(self) -> None:
        old = self._chosen()
        if old is None:
            return
        dialog: GroupForm | PermitForm
        if isinstance(old.rule, Group):
            dialog = GroupForm(self.page, old.rule)
        else:
            dialog = PermitForm(self.page, "Betulkan izin", "Lanjut", old.rule, reason=True)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            rule, reason, session = dialog.rule(), dialog.why(), self.page.context.session
            self._ask(
                Change(old, rule), "Betulkan", lambda: policy.correct(session, old, rule, reason)
            )

    def _withdraw(self) -> None:
        old = self._chosen()
        if old is None:
            return
        reason = dialogs.ask_reason(
            self.page, f"Cabut {_name(old.rule)}", "Alasan", "Lanjut",
            note="Untuk yang salah catat. Izin yang berakhir dibetulkan hari terakhirnya saja.",
        )  # fmt: skip
        if reason is not None:
            session = self.page.context.session
            self._ask(Change(old, None), "Cabut", lambda: policy.withdraw(session, old, reason))

    def _ask(self, change: Change, verb: str, write: Callable[[], list[Rejudged]]) -> None:
        """Show what a change would re-judge; write it if that is meant."""
        session, jobs = self.page.context.session, self.page.context.jobs

        def answer(found: list[Rejudged]) -> None:
            rule = change.new or (change.old.rule if change.old else None)
            assert rule is not None
            title = f"{verb}: {_name(rule)}?"
            if dialogs.confirm(self.page, title, told(found), verb):
                jobs.run(lambda _progress: write(), self.page, writes=True).success(self._done)

        jobs.run(lambda _progress: policy.would_rejudge(session, change), self.page).success(answer)

    def _done(self, found: list[Rejudged]) -> None:
        shut = sum(each.accepted for each in found)
        self.page.say("warn" if shut else "ok", "Kebijakan dicatat.", told(found))
        self.page.context.changed("policy")
        self.load()


# ── words ───────────────────────────────────────────────────────────────────────────────────


def told(found: Sequence[Rejudged]) -> str:
    """Say what a change re-judges, month by month."""
    if not found:
        return "Tidak ada klaim yang dinilai lain."
    return " ".join(_month(each) for each in found)


def _month(each: Rejudged) -> str:
    parts = []
    if each.opened:
        parts.append(f"{number(each.opened)} klaim menjadi boleh diterima")
    if each.shut:
        parts.append(f"{number(each.shut)} tidak lagi boleh diterima")
    if each.accepted:
        parts.append(f"{number(each.accepted)} di antaranya sudah diterima dan perlu dilihat")
    state = _STATES.get(each.state, "sudah dibekukan: selisihnya menjadi rapel")
    return f"{month_name(each.month)} ({state}): {listed(parts)}."


def _name(rule: Rule) -> str:
    return rule.label if isinstance(rule, Permit) else rule.name


def _key(each: Stored) -> str:
    return f"{'k' if isinstance(each.rule, Group) else 'i'}{each.id}"


def _span(rule: Rule) -> Span:
    if isinstance(rule, Group):
        until = max(rule.manual_until + _DAY, rule.electronic_from)
        return Span(rule.name, rule.electronic_from, until, activities=True)
    return Span(rule.label, rule.valid_from, rule.valid_to, rule.activities)


def _columns() -> list[Column]:
    return [
        Column("name", "Aturan", 1, width=200, stretch=True, tone="medium"),
        Column("who", "Bagi", 2, width=180, stretch=True, tone="second"),
        Column("from", "Mulai", 3, width=92),
        Column("until", "Sampai", 4, width=100),
        Column("what", "Yang diterima", 5, width=176),
        Column("deadline", "Batas serah", 6, width=96, tone="second"),
        Column("source", "Dasar", 7, width=180, tone="second"),
        Column("state", "Keadaan", 8, width=104, badge=lambda row: row[8]),
    ]


def _row(key: str, each: Stored) -> Row:
    rule = each.rule
    first, until = _days(rule)
    days = rule.hand_in_days
    both = isinstance(rule, Group) or rule.activities
    return (
        key,
        _name(rule),
        _who(rule),
        first,
        until,
        "tidak ada" if until == _NEVER else _WHAT[both],
        "tanpa batas" if days is None else f"{number(days)} hari",
        rule.source or "–",
        _state(each),
    )


def _days(rule: Rule) -> tuple[str, str]:
    if isinstance(rule, Group):
        none = rule.manual_until < rule.electronic_from
        last = _NEVER if none else short_date(rule.manual_until)
        return short_date(rule.electronic_from), last
    last = short_date(rule.valid_to - _DAY) if rule.valid_to else "seterusnya"
    return short_date(rule.valid_from), last


def _who(rule: Rule) -> str:
    kinds = [KINDS.get(kind.casefold(), kind) for kind in rule.unit_kinds]
    families = [FAMILIES.get(family, family).lower() for family in rule.families]
    if isinstance(rule, Permit) and rule.place and not (kinds or families):
        return "semua pegawai di sana"
    return ", ".join(kinds + families) or "semua yang lain"


def _state(each: Stored) -> Badge | None:
    if each.believed:
        return None
    assert each.superseded_at is not None
    word = "Dicabut" if each.withdrawn else "Dibetulkan"
    return Badge("mute", word, "urung")


def sentence(view: View) -> str:
    """Say when nobody may hand in any more but in blank spots."""
    return f"Sejak {written(view.policy.last_day + _DAY)} hanya tempat yang berizin."

"""The acts of the page: what each asks, does and says afterwards. What is open is in ``shown``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from polima_desktop.domain.access import Permission
from polima_desktop.domain.identity import group_nip as nip_words
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import money, number
from polima_desktop.services.months import (
    arrears,
    batches,
    comparing,
    entitled,
    payments,
    reopening,
    run,
)
from polima_desktop.services.months.arrears import Found
from polima_desktop.services.months.desk import Row, Status
from polima_desktop.services.papers.kinds import Chosen
from polima_desktop.storage.months.arrears import Item
from polima_desktop.storage.months.payments import Batch
from polima_desktop.storage.months.payments import Item as PaidItem
from polima_desktop.views.dialogs import WORKBOOKS, ask_reason, confirm, file_name, save_file
from polima_desktop.views.months.batches import (
    BatchesDialog,
    CorrectionDialog,
    ReturnDialog,
    batch_name,
)
from polima_desktop.views.months.comparing import CompareDialog, RunDialog
from polima_desktop.views.months.entitled import EverybodyDialog
from polima_desktop.views.months.payments import PaymentDialog
from polima_desktop.views.months.settling import ArrearsDialog, ArrearsPayment
from polima_desktop.views.months.shown import Shown
from polima_desktop.views.widgets import Page

if TYPE_CHECKING:
    from polima_desktop.services.papers.bank import Exported


class Run:
    """What the page's buttons do; every act ends with the month read again."""

    def __init__(self, page: Page, shown: Shown, after: Callable[[], object]) -> None:
        self.page, self.shown, self._after = page, shown, after

    def do_next(self) -> None:
        """Take the next step of the month, if it is this user's."""
        acts = {
            "freeze": self.freeze,
            "calculate": self.calculate,
            "submit": self.submit,
            "approve": self.approve,
            "lock": self.lock,
            "pay": self.pay,
            "reopenings": self.approve_reopening,
            "arrears": self.arrears,
        }
        step = self.shown.next_step()
        if step is not None:
            acts[step.key]()

    def _write(self, work: Callable[[Progress], Any], after: Callable[[Any], object]) -> None:
        def done(result: Any) -> None:
            after(result)
            self._after()

        self.page.context.jobs.run(work, self.page, writes=True).success(done)

    def freeze(self) -> None:
        """Freeze the month as the store knows it now."""
        session, month = self.page.context.session, self.page.context.month
        reason = self._reason_again() if self._holidays_seen() else None
        if reason is not None:
            self._write(
                lambda progress: run.freeze(session, month, progress, reason),
                self._after_freeze,
            )

    def _holidays_seen(self) -> bool:
        """Ask before a year without holidays is frozen, and say where they are entered."""
        status = self.shown.status
        if status is None or status.holidays:
            return True
        year, name = status.month.year, month_name(status.month)
        loss = (
            f"Hari libur {year} belum diisi, jadi semua hari kerja dihitung wajib dan yang libur "
            "dianggap alpa. Isi dulu di Pengaturan, bagian Kalender kerja."
        )
        return confirm(self.page, f"Bekukan {name} tanpa hari libur?", loss, "Bekukan tanpa libur")

    def _reason_again(self) -> str | None:
        """Ask why a submitted month is begun again; "" where nobody waits, None: not at all."""
        status = self.shown.status
        if status is None or status.state != "submitted":
            return ""
        title = f"Tarik kembali pengajuan {month_name(status.month)}"
        return ask_reason(self.page, title, "Alasan menghitung ulang", "Tarik dan hitung ulang")

    def _after_freeze(self, found: run.Frozen) -> None:
        took = _seconds(found.timings["read"] + found.timings["aggregate"])
        words = f"{number(found.entries)} aktivitas dibaca dan dirangkum dalam {took}."
        if not found.holidays:
            words = f"Hari libur {found.month.year} belum diisi: semua hari kerja dihitung wajib."
        kind = "ok" if found.holidays else "warn"
        self.page.say(kind, f"{month_name(found.month)} dibekukan.", words)

    def calculate(self) -> None:
        """Calculate the frozen month under the rules in force."""
        session, month = self.page.context.session, self.page.context.month
        reason = self._reason_again()
        if reason is not None:
            self._write(
                lambda progress: run.calculate(session, month, progress, reason),
                self._after_calculate,
            )

    def again(self) -> None:
        """Freeze what is known now and calculate it, one after the other."""
        session, month = self.page.context.session, self.page.context.month
        reason = self._reason_again() if self._holidays_seen() else None
        if reason is None:
            return

        def work(progress: Progress) -> run.Calculated:
            run.freeze(session, month, progress, reason)
            return run.calculate(session, month, progress)

        self._write(work, self._after_calculate)

    def _after_calculate(self, found: run.Calculated) -> None:
        took = _seconds(found.timings["compute"])
        bold = f"{number(found.slips)} slip dihitung, {number(found.held)} tertahan."
        words = f"Selesai dalam {took}."
        if found.unchanged:  # calculated again: what the new figures changed
            words += f" {number(found.written)} berubah, {number(found.unchanged)} tetap."
        self.page.say("ok", bold, words)

    def submit(self) -> None:
        """Hand the month to whoever approves."""
        if self.shown.status is None:
            return
        seen = self.shown.status.seen
        session, month = self.page.context.session, self.page.context.month
        self._write(
            lambda _progress: run.submit(session, month, seen),
            lambda _: self.page.say("ok", f"{month_name(month)} diajukan.", "Menunggu pimpinan."),
        )

    def approve(self) -> None:
        """Approve after the question that names the amount."""
        status = self.shown.status
        if status is None or not self._confirmed("Setujui", status, "Bulan ini siap dikunci."):
            return
        seen = status.seen
        session, month = self.page.context.session, self.page.context.month
        self._write(
            lambda _progress: run.approve(session, month, seen),
            lambda _: self.page.say("ok", f"{month_name(month)} disetujui."),
        )

    def lock(self) -> None:
        """Lock after the question that names the number."""
        status = self.shown.status
        loss = "Sesudahnya slip hanya bisa dibuka ulang satu per satu."
        if status is None or not self._confirmed("Kunci", status, loss):
            return
        seen = status.seen
        session, month = self.page.context.session, self.page.context.month
        self._write(
            lambda _progress: run.lock(session, month, seen),
            lambda _: self.page.say("ok", f"{month_name(month)} dikunci.", "Slip siap dicetak."),
        )

    def _confirmed(self, verb: str, status: Status, loss: str) -> bool:
        slips, name = number(status.slips), month_name(status.month)
        words = f"{slips} slip, bersih {money(status.net)}. {loss}"
        return confirm(self.page, f"{verb} {name}?", words, f"{verb} {slips} slip")

    def pay(self) -> None:
        """Ask whose slips are paid with which SP2D, and record the batch."""
        desk = self.shown.desk
        if desk is None:
            return
        dialog = PaymentDialog(self.page, self.page.context.month, desk.offices)
        if not dialog.exec():
            return
        session, month = self.page.context.session, self.page.context.month
        sp2d, day = dialog.number.text(), dialog.paid_on
        choice, seen = payments.Choice(dialog.unit), dialog.chosen
        self._write(
            lambda _progress: payments.pay(session, month, sp2d, day, choice, seen),
            self._after_payment,
        )

    def _after_payment(self, done: payments.Paid) -> None:
        left = done.left
        words = f"{number(left.slips)} slip belum dibayar." if left.slips else ""
        extra = f" dengan {number(done.arrears)} rapel" if done.arrears else ""
        paid = f"Kelompok {done.number}: {number(done.slips)} slip{extra}, "
        paid += f"{money(done.amount)} dicatat."
        self.page.say("ok", paid, words)

    def everybody(self) -> None:
        """Show everybody's state in the month, with its reason."""
        session, month = self.page.context.session, self.page.context.month
        self.page.context.jobs.run(
            lambda _progress: entitled.everybody(session, month), self.page
        ).success(self._show_everybody)

    def _show_everybody(self, people: Sequence[entitled.Placed]) -> None:
        may = self.shown.actor.may(Permission.PRINT)
        EverybodyDialog(self.page, people, self._export_everybody, may).exec()

    def _export_everybody(self, reason: str) -> None:
        session, month = self.page.context.session, self.page.context.month
        proposal = file_name("xlsx", "keadaan", str(month), reason)
        path = save_file(
            self.page, self.page.context.settings, "Ekspor keadaan", proposal, WORKBOOKS
        )
        if path is not None:
            self.page.context.jobs.run(
                lambda _progress: entitled.export(session, month, path, reason), self.page
            ).success(lambda count: self.page.say("ok", f"{number(count)} pegawai.", str(path)))

    def compare(self) -> None:
        """Ask what the month is compared with, and show the difference."""
        session, month = self.page.context.session, self.page.context.month
        self.page.context.jobs.run(
            lambda _progress: comparing.others(session, month), self.page
        ).success(self._ask_run)

    def _ask_run(self, runs: Sequence[comparing.Run]) -> None:
        if not runs:
            self.page.say("info", "Belum ada yang bisa dibandingkan.", "Baru satu bulan dihitung.")
            return
        dialog = RunDialog(self.page, runs)
        if not dialog.exec():
            return
        session, now = self.page.context.session, comparing.Run(self.page.context.month)
        other = dialog.chosen
        self.page.context.jobs.run(
            lambda _progress: comparing.compare(session, other, now), self.page
        ).success(self._show_compared)

    def _show_compared(self, found: comparing.Compared) -> None:
        CompareDialog(self.page, found, lambda: self._export_compared(found)).exec()

    def _export_compared(self, found: comparing.Compared) -> None:
        proposal = file_name(
            "xlsx", "perbandingan", str(found.first.month), str(found.second.month)
        )
        settings, session = self.page.context.settings, self.page.context.session
        path = save_file(self.page, settings, "Ekspor perbandingan", proposal, WORKBOOKS)
        if path is not None:
            self.page.context.jobs.run(
                lambda _progress: comparing.export(session, found, path), self.page
            ).success(lambda count: self.page.say("ok", f"{number(count)} pegawai.", str(path)))

    def batches(self) -> None:
        """Show what was paid, and do what the user chooses there."""
        session, month = self.page.context.session, self.page.context.month
        self.page.context.jobs.run(
            lambda _progress: batches.every_batch(session, month), self.page
        ).success(lambda found: self._show_batches(*found))

    def _show_batches(self, found: Sequence[Batch], items: Mapping[int, Sequence[Any]]) -> None:
        actor = self.shown.actor
        out = self._export_bank if actor.may(Permission.EXPORT_BANK) else None
        dialog = BatchesDialog(self.page, found, items, actor.may(Permission.LOCK_MONTH), out)
        dialog.exec()
        batch, chosen = dialog.batch, dialog.chosen
        if dialog.answer == "correct" and batch is not None:
            self._correct(batch)
        elif dialog.answer == "returned" and batch is not None:
            self._give_back(batch, chosen)

    def _export_bank(self, batch: Batch) -> None:
        session, month = self.page.context.session, self.page.context.month
        of = ("rapel" if batch.month_id is None else str(month), f"kelompok {batch.number}")
        proposal, kinds = file_name("xlsx", "daftar bank", *of), f"{WORKBOOKS};;CSV (*.csv)"
        path = save_file(
            self.page, self.page.context.settings, "Simpan daftar bank", proposal, kinds
        )
        if path is None:
            return
        kind = "csv" if path.suffix.lower() == ".csv" else "xlsx"

        def work(progress: Progress) -> Exported:
            from polima_desktop.services.papers import bank

            if batch.month_id is None:
                found = bank.arrears(session, batch.number, progress)
            else:
                found = bank.read(session, month, Chosen(), progress, batch.number)
            return bank.export(session, found, path, bank.layout_named("", kind))

        def done(made: Exported) -> None:
            words = f"{number(made.lines)} transfer, {money(made.rupiah)}."
            if made.without_account:
                words += f" {number(made.without_account)} pegawai belum punya nomor rekening."
            self.page.say("ok", words, str(path))

        self.page.context.jobs.run(work, self.page, writes=True).success(done)

    def _correct(self, batch: Batch) -> None:
        form = CorrectionDialog(self.page, batch)
        if not form.exec():
            return
        session, month = self.page.context.session, self._month_of(batch)
        sp2d, day, why = form.number.text(), form.chosen_day, form.why
        self._write(
            lambda _progress: payments.correct(session, month, batch.number, sp2d, day, why),
            lambda done: self.page.say(
                "ok",
                f"Kelompok {batch_name(done)} diralat: SP2D {done.sp2d}.",
                "Catatan lama tetap.",
            ),
        )

    def _month_of(self, batch: Batch) -> Month | None:
        return None if batch.month_id is None else self.page.context.month

    def _give_back(self, batch: Batch, chosen: Sequence[PaidItem]) -> None:
        session, month = self.page.context.session, self._month_of(batch)
        form = ReturnDialog(self.page, chosen, session.today)
        if not form.exec():
            return
        nips, day, why = {item.nip for item in chosen}, form.chosen_day, form.why
        self._write(
            lambda _progress: payments.give_back(session, month, batch.number, nips, day, why),
            lambda amount: self.page.say(
                "ok", f"{number(len(nips))} transfer kembali, {money(amount)}.",
                "Slipnya bisa dibayar lagi." if month else "Rapelnya bisa dibayar lagi.",
            ),
        )  # fmt: skip

    def take_back(self) -> None:
        """Take the submission or the approval back, with a reason."""
        month = self.page.context.month
        title = f"Tarik kembali {month_name(month)}"
        reason = ask_reason(self.page, title, "Alasan", "Tarik kembali")
        if reason is None:
            return
        session = self.page.context.session
        self._write(
            lambda _progress: run.take_back(session, month, reason),
            lambda _: self.page.say("ok", f"{month_name(month)} ditarik kembali."),
        )

    def send_back(self) -> None:
        """Give the month back to who calculated it, with a reason."""
        month = self.page.context.month
        title = f"Kembalikan {month_name(month)}"
        reason = ask_reason(self.page, title, "Alasan", "Kembalikan")
        if reason is None:
            return
        session = self.page.context.session
        self._write(
            lambda _progress: run.send_back(session, month, reason),
            lambda _: self.page.say("ok", f"{month_name(month)} dikembalikan."),
        )

    def reopen(self) -> None:
        """Show what computing the chosen slip again would do, and propose it with a reason."""
        row = self.shown.row
        if row is None:
            return
        session, month = self.page.context.session, self.page.context.month
        self.page.context.jobs.run(
            lambda progress: reopening.preview(session, month, row.nip, progress), self.page
        ).success(lambda found: self._ask_reopening(row, found))

    def _ask_reopening(self, row: Row, found: reopening.Preview) -> None:
        before, after = money(found.before), reopening.outcome_words(found.after, found.outcome)
        if not found.changed:
            self.page.say("info", f"Slip {row.name} tidak berubah bila dihitung ulang.", before)
            return
        title, change = f"Buka ulang slip {row.name}", f"Bersih {before} menjadi {after}."
        reason = ask_reason(self.page, title, "Alasan", "Usulkan buka ulang", note=change)
        if reason is None:
            return
        session, month = self.page.context.session, self.page.context.month
        self._write(
            lambda progress: reopening.propose(session, month, row.nip, reason, progress),
            lambda _: self.page.say("ok", "Usulan dicatat.", f"{change} Menunggu pimpinan."),
        )

    def approve_reopening(self) -> None:
        """Ask about the first slip that is proposed to be computed again, and carry it out."""
        desk = self.shown.desk
        if desk is None or not desk.reopenings:
            return
        nip, asked = desk.reopenings[0]
        after = reopening.outcome_words(asked.after, asked.outcome)
        name = next((row.name for row in desk.rows if row.nip == nip), f"NIP {nip_words(nip)}")
        words = (
            f"Bersih {money(asked.before)} menjadi {after}. "
            f"Diusulkan {asked.proposed_by}: {asked.why}"
        )
        if not confirm(self.page, f"Buka ulang slip {name}?", words, f"Setujui {after}"):
            return
        session, month = self.page.context.session, self.page.context.month
        self._write(
            lambda progress: reopening.approve(session, month, nip, progress),
            self._after_reopening,
        )

    def _after_reopening(self, done: reopening.Reopened) -> None:
        after = reopening.outcome_words(done.after, done.outcome)
        words = f"Bersih {money(done.before)} menjadi {after}."
        if done.arrears:
            words += f" Selisih {money(done.arrears)} menunggu di rapel."
        self.page.say("ok", f"Slip menjadi revisi {done.revision}.", words)

    # ── arrears ───────────────────────────────────────────────────────────────────────────

    def arrears(self) -> None:
        """Show what is owed for settled months, and do what the user chooses there."""
        desk, actor = self.shown.desk, self.shown.actor
        if desk is None:
            return
        dialog = ArrearsDialog(self.page, desk.arrears, actor)
        dialog.exec()
        if dialog.answer in ("accept", "refuse"):
            self._decide(dialog.chosen, accept=dialog.answer == "accept")
        elif dialog.answer == "find":
            self._find()
        elif dialog.answer == "pay":
            self._pay_arrears()

    def _decide(self, chosen: Sequence[Item], *, accept: bool) -> None:
        total = money(sum(item.difference for item in chosen))
        act = "Terima" if accept else "Tolak"
        title = f"{act} {number(len(chosen))} rapel"
        reason = ask_reason(self.page, title, "Alasan", f"{act} {total}")
        if reason is None:
            return
        session, ids = self.page.context.session, [item.id for item in chosen]
        done = "diterima" if accept else "ditolak"
        self._write(
            lambda _progress: arrears.decide(session, ids, accept, reason),
            lambda found: self.page.say("ok", f"{number(len(found))} rapel {done}.", f"{total}."),
        )

    def _find(self) -> None:
        session, month = self.page.context.session, self.page.context.month
        self._write(
            lambda progress: arrears.find_until(session, month, progress), self._after_finding
        )

    def _after_finding(self, found: Found) -> None:
        name = f"sampai {month_name(self.page.context.month)}"
        waiting = [item for item in found.items if item.state == "pending"]
        words = f"{money(sum(item.difference for item in waiting))}. Menunggu putusan pimpinan."
        told = f"{number(len(waiting))} rapel {name}." if waiting else f"Tidak ada rapel {name}."
        self.page.say("ok" if not waiting else "info", told, words if waiting else "")

    def _pay_arrears(self) -> None:
        dialog = ArrearsPayment(self.page)
        if not dialog.exec():
            return
        session, sp2d = self.page.context.session, dialog.number.text()
        day = date.fromisoformat(dialog.day.date().toString("yyyy-MM-dd"))
        self._write(
            lambda _progress: payments.pay_arrears(session, None, sp2d, day),
            lambda done: self.page.say(
                "ok", f"Kelompok rapel {done.number}: {money(done.amount)} dicatat."
            ),
        )


def _seconds(value: float) -> str:
    """Write a short time: ``0,9 detik``."""
    if value < 0.1:
        return "kurang dari 0,1 detik"
    return f"{value:.1f} detik".replace(".", ",")

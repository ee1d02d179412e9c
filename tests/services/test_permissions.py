"""Every service, every role, both kinds of store: allowed and refused as the table says.

``TABLE`` has a row for each service that is given a ``Session``; ``ROLES`` says who holds what.
A refusal comes before anything else is looked at, so the arguments may be anything at all.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest

import polima_desktop.services
from polima_desktop.domain.access import GRANTS, Actor, Permission, Role
from polima_desktop.domain.errors import NotAllowed
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.services.papers.kinds import Apart, Paper
from polima_desktop.services.session import Session
from polima_desktop.storage.database import open_store
from polima_desktop.storage.office import accounts
from polima_desktop.storage.unit_of_work import unit_of_work

P = Permission
OWN: tuple[Permission, ...] = ()
"""What everybody may do with what is their own, or through a connection that is open already."""
UNCALLED = {
    "office.accounts.change_own_password",
    "office.accounts.confirm",
    "office.accounts.unlock",
}
"""Refuses a wrong password the same way; tried where passwords are."""
EITHER = {
    "papers.signatories.appoint": (P.EDIT_UNITS, P.RUN_MONTH),
    "papers.styles.set_up": (P.EDIT_UNITS, P.RUN_MONTH),
}
"""Allowed by one of these."""

ROLES: dict[Permission, str] = {
    P.READ: "admin auditor bkpsdm keuangan kominfo organisasi pimpinan verifikator",
    P.READ_PEOPLE: "admin auditor bkpsdm keuangan kominfo organisasi pimpinan verifikator",
    P.READ_PRIVATE: "auditor bkpsdm keuangan",
    P.READ_HEALTH: "auditor bkpsdm verifikator",
    P.READ_RECORDS: "auditor bkpsdm keuangan kominfo organisasi pimpinan verifikator",
    P.READ_SLIPS: "auditor bkpsdm keuangan organisasi pimpinan verifikator",
    P.READ_RECONCILIATION: "auditor bkpsdm kominfo pimpinan",
    P.READ_AUDIT: "admin auditor pimpinan",
    P.EXPORT_BANK: "auditor keuangan",
    P.EDIT_PEOPLE: "bkpsdm",
    P.EDIT_UNITS: "admin bkpsdm organisasi",
    P.EDIT_CALENDAR: "admin bkpsdm organisasi",
    P.EDIT_POLICY: "admin organisasi",
    P.IMPORT_RECORDS: "admin kominfo",
    P.IMPORT_ROSTER: "bkpsdm kominfo",
    P.RECONCILE: "bkpsdm kominfo",
    P.IMPORT_CLAIMS: "verifikator",
    P.DECIDE_CLAIMS: "verifikator",
    P.DECIDE_CASES: "bkpsdm verifikator",
    P.EDIT_RULES: "organisasi",
    P.PUBLISH_RULES: "organisasi pimpinan",
    P.RUN_MONTH: "keuangan",
    P.APPROVE_MONTH: "pimpinan",
    P.LOCK_MONTH: "keuangan",
    P.PRINT: "admin auditor bkpsdm keuangan kominfo organisasi pimpinan verifikator",
    P.MANAGE_KEYS: "keuangan",
    P.MANAGE_USERS: "admin",
    P.CHANGE_SETTINGS: "admin",
}

TABLE: dict[str, tuple[Permission, ...]] = {
    "attendance.cases.decide": (P.DECIDE_CASES,),
    "attendance.cases.export": (P.READ_RECORDS, P.PRINT),
    "attendance.cases.read": (P.READ_RECORDS,),
    "attendance.cases.set_limits": (P.EDIT_CALENDAR,),
    "attendance.cases.undo": (P.DECIDE_CASES,),
    "attendance.cases.undo_act": (P.DECIDE_CASES,),
    "attendance.months.beside": (P.READ_RECORDS,),
    "attendance.months.offices": (P.READ_RECORDS,),
    "attendance.months.read": (P.READ_RECORDS,),
    "attendance.planning.read": (P.READ_RECORDS,),
    "attendance.planning.save": (P.EDIT_CALENDAR,),
    "attendance.points.add": (P.EDIT_UNITS,),
    "attendance.points.end": (P.EDIT_UNITS,),
    "attendance.points.read": (P.READ,),
    "attendance.points.withdraw": (P.EDIT_UNITS,),
    "attendance.recap.export": (P.READ_RECORDS, P.PRINT),
    "attendance.recap.print_recap": (P.READ_RECORDS, P.PRINT),
    "attendance.touched.by_days": (P.READ_PEOPLE,),
    "office.working_hours.add": (P.EDIT_CALENDAR,),
    "office.working_hours.end": (P.EDIT_CALENDAR,),
    "office.working_hours.read": (P.READ,),
    "office.working_hours.withdraw": (P.EDIT_CALENDAR,),
    "importing.forms.save": (P.READ,),
    "importing.unit_proposals.create": (P.EDIT_UNITS,),
    "importing.unit_proposals.look": (P.EDIT_UNITS,),
    "importing.unit_proposals.proposed": (P.EDIT_UNITS,),
    "importing.unit_proposals.stored": (P.READ,),
    "imports.apply": (P.EDIT_PEOPLE,),
    "imports.batch": (P.READ,),
    "imports.export_employees": (P.READ_PRIVATE, P.PRINT),
    "imports.guess": (P.READ,),
    "imports.preview": (P.EDIT_PEOPLE,),
    "imports.recent": (P.READ,),
    "imports.run": (P.EDIT_PEOPLE,),
    "imports.undo": (P.READ,),
    "months.arrears.decide": (P.APPROVE_MONTH,),
    "months.arrears.find": (P.RUN_MONTH,),
    "months.arrears.find_until": (P.RUN_MONTH,),
    "months.arrears.items": (P.READ_SLIPS,),
    "months.batches.every_batch": (P.READ_SLIPS,),
    "months.comparing.compare": (P.READ_SLIPS,),
    "months.comparing.export": (P.READ_SLIPS, P.PRINT),
    "months.comparing.others": (P.READ_SLIPS,),
    "months.comparing.why_different": (P.READ_SLIPS,),
    "months.desk.desk": (P.READ_SLIPS,),
    "months.desk.known_status": (P.READ,),
    "months.desk.status": (P.READ,),
    "months.desk.waiting_claims": (P.READ,),
    "months.entitled.everybody": (P.READ_SLIPS,),
    "months.entitled.export": (P.READ_SLIPS, P.PRINT),
    "months.explaining.explain": (P.READ_SLIPS,),
    "months.explanation_paper.followed": (P.READ_SLIPS,),
    "months.explanation_paper.print_explanation": (P.READ_SLIPS, P.PRINT),
    "months.export.export_slips": (P.READ_SLIPS, P.PRINT),
    "months.golden.check": (P.READ_SLIPS,),
    "months.golden.choose": (P.EDIT_RULES,),
    "months.golden.release": (P.EDIT_RULES,),
    "months.overview.glance": (P.READ,),
    "months.overview.working_month": (P.READ,),
    "months.payments.correct": (P.LOCK_MONTH,),
    "months.payments.give_back": (P.LOCK_MONTH,),
    "months.payments.items": (P.READ_SLIPS,),
    "months.payments.offices": OWN,
    "months.payments.pay": (P.LOCK_MONTH,),
    "months.payments.pay_arrears": (P.LOCK_MONTH,),
    "months.payments.standing": (P.READ,),
    "months.payments.to_pay": (P.READ_SLIPS,),
    "months.payments.waiting": (P.READ_SLIPS,),
    "months.preflight.check": (P.READ_SLIPS,),
    "months.reopening.approve": (P.APPROVE_MONTH,),
    "months.reopening.preview": (P.READ_SLIPS,),
    "months.reopening.propose": (P.LOCK_MONTH,),
    "months.reopening.refuse": (P.APPROVE_MONTH,),
    "months.run.approve": (P.APPROVE_MONTH,),
    "months.run.calculate": (P.RUN_MONTH,),
    "months.run.freeze": (P.RUN_MONTH,),
    "months.run.lock": (P.LOCK_MONTH,),
    "months.run.send_back": (P.APPROVE_MONTH,),
    "months.run.submit": (P.RUN_MONTH,),
    "months.run.take_back": (P.RUN_MONTH,),
    "months.standing.standing": (P.READ,),
    "office.accounts.add": (P.MANAGE_USERS,),
    "office.accounts.change_own_password": OWN,
    "office.accounts.confirm": OWN,
    "office.accounts.change_role": (P.MANAGE_USERS,),
    "office.accounts.disable": (P.MANAGE_USERS,),
    "office.accounts.listed": (P.MANAGE_USERS,),
    "office.accounts.office_named": (P.READ,),
    "office.accounts.unlock": OWN,
    "office.accounts.take_back": (P.MANAGE_USERS,),
    "office.audit.entries": (P.READ_AUDIT,),
    "office.audit.export": (P.READ_AUDIT, P.PRINT),
    "office.audit.trail": (P.READ_AUDIT,),
    "office.audit.first_break": (P.READ_AUDIT,),
    "office.backup.create": (P.CHANGE_SETTINGS,),
    "office.holidays.add": (P.EDIT_CALENDAR,),
    "office.holidays.cancel": (P.EDIT_CALENDAR,),
    "office.holidays.known": (P.READ,),
    "office.holidays.read": (P.READ,),
    "office.holidays.withdraw": (P.EDIT_CALENDAR,),
    "office.moving.move": (P.CHANGE_SETTINGS,),
    "office.proving.prove": (P.READ_AUDIT,),
    "office.proving.vouched_by_paper": (P.READ_AUDIT,),
    "office.recovery.new_recovery_code": (P.MANAGE_USERS,),
    "office.recovery.reset_password": (P.MANAGE_USERS,),
    "office.reminding.due": (P.CHANGE_SETTINGS,),
    "office.reminding.remind_after": (P.CHANGE_SETTINGS,),
    "office.reminding.reminder": (P.CHANGE_SETTINGS,),
    "office.server.examine": (P.CHANGE_SETTINGS,),
    "office.server.secure": (P.MANAGE_USERS,),
    "papers.bank.batches": (P.EXPORT_BANK, P.READ_SLIPS),
    "papers.bank.arrears": (P.EXPORT_BANK, P.READ_SLIPS),
    "papers.bank.export_apart": (P.EXPORT_BANK,),
    "papers.bank.export": (P.EXPORT_BANK,),
    "papers.bank.read": (P.EXPORT_BANK, P.READ_SLIPS),
    "papers.batch.print_apart": (P.PRINT, P.READ_SLIPS),
    "papers.desk.allowed_units": OWN,
    "papers.desk.choices": (P.READ_SLIPS,),
    "papers.desk.desk_of": OWN,
    "papers.desk.find_choice": (P.READ,),
    "papers.desk.open_desk": (P.READ_SLIPS,),
    "papers.keys.create": (P.MANAGE_KEYS,),
    "papers.keys.export": (P.PRINT,),
    "papers.keys.listed": (P.READ,),
    "papers.keys.open_key": (P.PRINT,),
    "papers.keys.open_with": (P.PRINT,),
    "papers.keys.revoke": (P.MANAGE_KEYS,),
    "papers.keys.rotate": (P.MANAGE_KEYS,),
    "papers.log.of_month": (P.READ_SLIPS,),
    "papers.pades.sign": (P.PRINT,),
    "papers.redrawing.compared": OWN,
    "papers.signatories.appoint": (P.EDIT_UNITS,),
    "papers.signatories.may_appoint": OWN,
    "papers.signatories.of_unit": (P.READ,),
    "papers.styles.of_unit": (P.READ,),
    "papers.styles.preview": (P.PRINT, P.READ_SLIPS),
    "papers.styles.set_up": (P.EDIT_UNITS,),
    "papers.verifying.verify": (P.READ_SLIPS,),
    "papers.writing.preview": (P.PRINT, P.READ_SLIPS),
    "papers.writing.print_bytes": (P.PRINT, P.READ_SLIPS),
    "papers.writing.print_paper": (P.PRINT, P.READ_SLIPS),
    "papers.writing.signing_desk": (P.READ_SLIPS,),
    "reconciliation.cases.open_case": (P.RECONCILE,),
    "reconciliation.deciding.decide": (P.RECONCILE,),
    "reconciliation.deciding.decide_many": (P.RECONCILE,),
    "reconciliation.deciding.rulings_in_force": (P.READ_RECONCILIATION,),
    "reconciliation.deciding.sign": (P.RECONCILE,),
    "reconciliation.deciding.undo": (P.RECONCILE,),
    "reconciliation.documents.attach": (P.RECONCILE,),
    "reconciliation.documents.save_copy": (P.READ_RECONCILIATION,),
    "reconciliation.mapping.look": (P.RECONCILE,),
    "reconciliation.papers.export_workbook": (P.READ_RECONCILIATION, P.PRINT),
    "reconciliation.papers.export_worklist": (P.READ_RECONCILIATION, P.PRINT),
    "reconciliation.papers.print_minutes": (P.READ_RECONCILIATION, P.PRINT),
    "reconciliation.reading.every": (P.READ_RECONCILIATION,),
    "reconciliation.reading.load": (P.READ_RECONCILIATION,),
    "reconciliation.repairs.correct_master": (P.EDIT_PEOPLE,),
    "reconciliation.repairs.master_fixes": (P.READ_RECONCILIATION,),
    "review.adoption.adoption": (P.READ,),
    "review.attachments.attach": (P.IMPORT_CLAIMS,),
    "review.attachments.bring_along": (P.IMPORT_CLAIMS,),
    "review.attachments.content": (P.READ_RECORDS,),
    "review.attachments.listed": (P.READ_RECORDS,),
    "review.board.board": (P.READ_RECORDS,),
    "review.claims.activities": (P.READ_RECORDS,),
    "review.claims.one": (P.READ_RECORDS,),
    "review.claims.queue": (P.READ_RECORDS,),
    "review.claims.some": (P.READ_RECORDS,),
    "review.claims.waiting": (P.READ,),
    "review.decisions.decide": (P.DECIDE_CLAIMS,),
    "review.decisions.decide_many": (P.DECIDE_CLAIMS,),
    "review.decisions.preview": (P.READ_RECORDS,),
    "review.decisions.undo": (P.DECIDE_CLAIMS,),
    "review.decisions.undo_act": (P.DECIDE_CLAIMS,),
    "review.decisions.undo_many": (P.DECIDE_CLAIMS,),
    "review.evaluation.export": (P.PRINT,),
    "review.evaluation.print_paper": (P.PRINT,),
    "review.objections.contested": (P.READ_RECORDS,),
    "review.objections.open_period": (P.DECIDE_CLAIMS,),
    "review.objections.record": (P.IMPORT_CLAIMS,),
    "review.objections.set_rule": (P.EDIT_POLICY,),
    "review.objections.standing": (P.READ_RECORDS,),
    "review.opened.opened": (P.READ_RECORDS,),
    "review.papers.print_audit_list": (P.PRINT, P.READ_RECORDS),
    "review.papers.print_decisions": (P.PRINT, P.READ_RECORDS),
    "review.papers.print_recap": (P.PRINT, P.READ_RECORDS),
    "review.policy.correct": (P.EDIT_POLICY,),
    "review.policy.read": (P.READ,),
    "review.policy.record": (P.EDIT_POLICY,),
    "review.policy.withdraw": (P.EDIT_POLICY,),
    "review.policy.would_rejudge": (P.EDIT_POLICY,),
    "review.stakes.accepted_worth": (P.READ_SLIPS,),
    "review.stakes.weigh": (P.READ_SLIPS,),
    "review.template.unit_choices": (P.READ_PEOPLE,),
    "review.template.write_template": (P.READ_PEOPLE,),
    "rules.comparison.compare": (P.READ_SLIPS,),
    "rules.comparison.for_desk": (P.READ_SLIPS,),
    "rules.comparison.over_months": (P.READ_SLIPS,),
    "rules.comparison.side_by_side": (P.READ_SLIPS,),
    "rules.live.frozen_for_desk": (P.READ_SLIPS,),
    "rules.versions.for_desk": (P.READ,),
    "rules.versions.import_draft": (P.EDIT_RULES,),
    "rules.versions.in_force": (P.READ,),
    "rules.versions.new_draft": (P.EDIT_RULES,),
    "rules.versions.propose": (P.EDIT_RULES,),
    "rules.versions.propose_draft": (P.EDIT_RULES,),
    "rules.versions.propose_text": (P.EDIT_RULES,),
    "rules.versions.publish": (P.PUBLISH_RULES,),
    "rules.versions.publish_number": (P.PUBLISH_RULES,),
    "rules.versions.return_to_draft": (P.PUBLISH_RULES,),
    "rules.versions.save_draft": (P.EDIT_RULES,),
    "rules.versions.versions": (P.READ,),
    "rules.versions.withdraw": (P.PUBLISH_RULES,),
    "rules.versions.withdraw_number": (P.PUBLISH_RULES,),
    "staff.documents.attach": (P.EDIT_PEOPLE,),
    "staff.documents.listed": (P.READ_PEOPLE,),
    "staff.documents.proved": (P.READ_PRIVATE,),
    "staff.documents.save_copy": (P.READ_PRIVATE,),
    "staff.documents.withdraw": (P.EDIT_PEOPLE,),
    "staff.effects.of_merge": (P.READ_PEOPLE,),
    "staff.effects.of_move": (P.READ_PEOPLE,),
    "staff.events.correct": (P.EDIT_PEOPLE,),
    "staff.events.doubts": (P.READ_PEOPLE,),
    "staff.events.end": (P.EDIT_PEOPLE,),
    "staff.events.listed": (P.READ_PEOPLE,),
    "staff.events.locked_months": (P.READ,),
    "staff.events.person_of": (P.READ_PEOPLE,),
    "staff.events.record": (P.EDIT_PEOPLE,),
    "staff.events.withdraw": (P.EDIT_PEOPLE,),
    "staff.export.export_seen": (P.PRINT, P.READ_PRIVATE),
    "staff.people.add": (P.EDIT_PEOPLE,),
    "staff.people.arrears_warning": (P.READ,),
    "staff.people.correct": (P.EDIT_PEOPLE,),
    "staff.roster.person_file": (P.READ_PEOPLE,),
    "staff.roster.roster": (P.READ_PEOPLE,),
    "staff.unit_history.history": (P.READ,),
    "staff.unit_history.withdraw": (P.EDIT_UNITS,),
    "staff.units.change": (P.EDIT_UNITS,),
    "staff.units.listed": (P.READ,),
    "staff.units.merge": (P.EDIT_UNITS,),
    "staff.units.open_unit": (P.EDIT_UNITS,),
    "staff.units.split": (P.EDIT_UNITS,),
    "undo.last_own": OWN,
    "undo.undo": OWN,
}

JANUARY = Month(2021, 1)
PASSWORD = "rahasia"


def _services() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Give every function of the services that is given a session first, by its name."""
    package = polima_desktop.services
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        module = importlib.import_module(found.name)
        short = found.name.removeprefix(package.__name__ + ".")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("_") or function.__module__ != found.name:
                continue
            first = next(iter(inspect.signature(function).parameters.values()), None)
            if first is not None and str(first.annotation).removesuffix(" | None") == "Session":
                yield f"{short}.{name}", function


SERVICES = dict(_services())


def test_every_service_has_a_row_and_every_permission_its_roles() -> None:
    assert sorted(SERVICES) == sorted(TABLE)
    granted = {
        permission: " ".join(sorted(role.value for role in Role if permission in GRANTS[role]))
        for permission in Permission
    }
    assert granted == ROLES


ANYTHING = MagicMock()
ANYTHING.kind, ANYTHING.options.source = "employees", "bkpsdm"


def _argument(name: str, folder: Path) -> Any:  # noqa: ANN401 - whatever the service takes
    known: dict[str, Any] = {
        "month": JANUARY,
        "first": JANUARY,
        "second": JANUARY,
        "progress": Progress(),
        "path": folder / "tidak-ada",
        "folder": folder / "baru",
        "address": str(folder / "pindah.db"),
        "paper": Paper.SLIPS,
        "apart": Apart.UNIT,
        "role": Role.AUDITOR,
        "kind": "employees",
        "nip": "198111042008031002",
        "reason": "alasan",
        "claim_id": 1,
        "claim_ids": [1],
        "batch_id": 1,
        "person_id": 1,
        "statement_id": 1,
        "version_id": 1,
        "case_id": 1,
        "act_id": 1,
        "wanted": None,
        "code": "SD-07",
        "password": PASSWORD,
    }
    return known.get(name, ANYTHING)


def _is_refused(session: Session, service: str, folder: Path) -> bool:
    function = SERVICES[service]
    names = list(inspect.signature(function).parameters.values())[1:]
    wanted = [each for each in names if each.default is inspect.Parameter.empty]
    given = {each.name: _argument(each.name, folder / service) for each in wanted}
    try:
        function(session, **given)
    except NotAllowed:
        return True
    except Exception:  # noqa: BLE001 - allowed; what it says of nonsense is no matter here
        return False
    return False


def _granted(role: Role, service: str) -> bool:
    if service in EITHER:
        return any(need in GRANTS[role] for need in EITHER[service])
    return all(need in GRANTS[role] for need in TABLE[service])


@pytest.mark.parametrize("role", list(Role))
def test_each_role_does_what_the_table_grants(store_url: str, role: Role, tmp_path: Path) -> None:
    database = open_store(store_url)
    session = Session(database, Actor(role.value, "Seseorang", role))
    with unit_of_work(database, role.value, "test.users", datetime.now(UTC)) as work:
        accounts.add(work, role.value, "Seseorang", role, PASSWORD)
    try:
        wrong = [
            f"{service}: {'refused' if refused else 'allowed'}"
            for service in TABLE
            if service not in UNCALLED
            and (refused := _is_refused(session, service, tmp_path)) == _granted(role, service)
        ]
    finally:
        database.close()
    assert not wrong, "\n".join(wrong)

"""Which permission reads and writes which table of a PostgreSQL store, down to the column.

The one table beside ``domain.access.GRANTS``: from both, ``script`` makes the server's grants, so
that whoever comes with psql and the own password may do what the window lets them, and no more.
Every table has a row here; a test fails where one is missing.

``Whose`` says what an account of an office sees of a table; accounts of the city see all rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from polima_desktop.domain.access import GRANTS, Permission, Role

_P = Permission
Any_ = tuple[Permission, ...]
"""Granted to whoever holds one of these."""

KEPT_BY_SERVER = "SCRAM-SHA-256 di server"
"""Stands in ``users.password_hash`` where the password is a login role's."""
OF_AN_OFFICE = (Role.VERIFIKATOR, Role.AUDITOR)
"""Roles an account of an office may have on a server: the others work for the whole city."""


class Whose(StrEnum):
    """Which rows an account of an office sees: an SQL condition on the row.

    The functions are the owner's (``laws``) and know whose account asks.
    """

    CITY = "true"
    NOBODY = "false"
    PERSON = "person_id IN (SELECT polima_people())"
    PERSON_ITSELF = "id IN (SELECT polima_people())"
    UNIT = "unit_id IN (SELECT polima_units())"
    SLIP = "slip_id IN (SELECT id FROM slips)"
    CLAIM = "claim_id IN (SELECT id FROM claims)"
    PAID = "id IN (SELECT batch FROM polima_transfers())"
    PAID_BATCH = "batch_id IN (SELECT batch FROM polima_transfers())"
    ITEM = "item_id IN (SELECT item FROM polima_transfers())"
    OWN = '"user" = polima_account()'
    PRINTED = "printed_by = polima_account() OR id IN (SELECT printing_id FROM printed_slips)"
    BATCH = "applied_by = polima_account() OR id IN (SELECT batch_id FROM claims)"
    EVIDENCE = "added_by = polima_account()"


@dataclass(frozen=True)
class Hidden:
    """A column that not every reader of a table may read, and what the others get instead (SQL).

    ``city``: nor may an account of an office, whatever its role. ``same``: what they get is what
    a guarded store holds, so that its seal holds for them too.
    """

    permissions: Any_
    instead: str
    city: bool = False
    same: bool = False


@dataclass(frozen=True)
class Access:
    """What may be done with a table. ``edit``: the columns that may be changed, and who may.

    A table without ``edit`` is append-only for everybody but the owner; rows are removed where
    ``remove`` says so, and nowhere else. ``parts``: further rows, for who holds a permission, and
    then only these and one's own.
    """

    read: Any_
    add: Any_ = ()
    edit: Mapping[str, Any_] = field(default_factory=dict)
    remove: Any_ = ()
    whose: Whose = Whose.CITY
    hidden: Mapping[str, Hidden] = field(default_factory=dict)
    parts: Mapping[Any_, str] = field(default_factory=dict)


def _edit(permissions: Any_, *columns: str) -> dict[str, Any_]:
    return dict.fromkeys(columns, permissions)


_ALL: Any_ = (_P.READ,)
_EDIT: Any_ = (_P.EDIT_PEOPLE,)
_UNITS: Any_ = (_P.EDIT_UNITS,)
_STAFF: Any_ = (_P.EDIT_PEOPLE, _P.EDIT_UNITS)
_DAYS: Any_ = (_P.EDIT_CALENDAR, _P.IMPORT_RECORDS)
_POLICY: Any_ = (_P.EDIT_POLICY,)
_RECORDS: Any_ = (_P.READ_RECORDS, _P.IMPORT_RECORDS)
_IMPORT: Any_ = (_P.IMPORT_RECORDS,)
_CLAIM: Any_ = (_P.IMPORT_CLAIMS,)
_DECIDE: Any_ = (_P.DECIDE_CLAIMS,)
_IMPORTERS: Any_ = (
    _P.EDIT_PEOPLE, _P.EDIT_UNITS, _P.EDIT_CALENDAR, _P.IMPORT_RECORDS, _P.IMPORT_ROSTER,
    _P.IMPORT_CLAIMS,
)  # fmt: skip
_CODES: Any_ = (_P.IMPORT_RECORDS, _P.IMPORT_CLAIMS, _P.EDIT_RULES, _P.PUBLISH_RULES)
_LISTS: Any_ = (_P.READ_RECONCILIATION,)
_RULE: Any_ = (_P.RECONCILE,)
_RULES: Any_ = (_P.EDIT_RULES,)
_SIGN: Any_ = (_P.PUBLISH_RULES,)
_SLIPS: Any_ = (_P.READ_SLIPS,)
_RUN: Any_ = (_P.RUN_MONTH,)
_PAY: Any_ = (_P.LOCK_MONTH,)
_APPROVE: Any_ = (_P.APPROVE_MONTH,)
_COMPUTE: Any_ = (_P.RUN_MONTH, _P.APPROVE_MONTH)
_MONTH: Any_ = (_P.RUN_MONTH, _P.APPROVE_MONTH, _P.LOCK_MONTH)
_KEYS: Any_ = (_P.MANAGE_KEYS,)
_USERS: Any_ = (_P.MANAGE_USERS,)
_PAPERS: Any_ = (_P.EDIT_UNITS, _P.RUN_MONTH)

_HIDE = "CASE WHEN {0} IS NULL THEN NULL ELSE '••••' || right({0}, 4) END"
_NUMBERS: Any_ = (_P.READ_PRIVATE, _P.APPROVE_MONTH)
"""A slip bears the account it is paid to: who writes one anew reads the number."""
_NUMBER = {name: Hidden(_NUMBERS, _HIDE.format(name)) for name in ("nik", "npwp", "account_number")}
_LEAVES: Any_ = (_P.READ_HEALTH, _P.READ_RECORDS)
"""Days cannot be judged without the kind of leave: who sees the days sees the kind."""
_UNWELL = "kind IN ('cuti_sakit', 'cuti_melahirkan')"
_STATEMENT = {
    "kind": Hidden(_LEAVES, f"CASE WHEN {_UNWELL} THEN 'cuti' ELSE kind END"),
    "note": Hidden((_P.READ_HEALTH, *_COMPUTE), f"CASE WHEN {_UNWELL} THEN NULL ELSE note END"),
    "fields": Hidden(_NUMBERS, "polima_masked(fields)"),
}
_WHOSE_SLIP = {
    "person_id": Hidden(_SLIPS, "NULL::bigint"),
}
"""Everybody sees what a month comes to, and whose the amounts are who may see slips."""
_SAID = {
    name: Hidden((_P.READ_RECORDS,), "NULL::varchar")
    for name in (
        "reason",
        "evidence",
        "typed_by",
        "typed_account",
        "typed_at",
        "superior",
        "doubts",
    )
} | {name: Hidden((_P.READ_RECORDS,), "NULL::integer") for name in ("check_in", "check_out")}
_END = ("superseded_at",)


def _dated(read: Any_, write: Any_, whose: Whose = Whose.CITY) -> Access:
    return Access(read, write, _edit(write, *_END), whose=whose)


def _record(whose: Whose = Whose.PERSON) -> Access:
    return Access(_RECORDS, _IMPORT, _edit(_IMPORT, "superseded_by"), whose=whose)


ACCESS: dict[str, Access] = {
    # people
    "people": Access(_ALL, _EDIT, _edit(_STAFF, "version"), whose=Whose.PERSON_ITSELF),
    "identities": Access(_ALL, _EDIT, _edit(_EDIT, *_END), whose=Whose.PERSON, hidden=_NUMBER),
    "assignments": _dated(_ALL, _STAFF, Whose.PERSON),
    "statements": Access(
        _ALL, _EDIT, _edit(_EDIT, *_END), whose=Whose.PERSON, hidden=_STATEMENT
    ),
    "person_documents": Access(
        _ALL, _EDIT, _edit(_EDIT, "withdrawn_at", "withdrawn_by"), whose=Whose.PERSON
    ),
    "evidence": Access(
        _ALL, (_P.EDIT_PEOPLE, _P.IMPORT_CLAIMS, _P.RECONCILE), whose=Whose.EVIDENCE,
        parts={
            (_P.READ_PRIVATE,): "sha256 IN (SELECT sha256 FROM person_documents)",
            (_P.READ_RECORDS,): "sha256 IN (SELECT sha256 FROM claim_evidence)",
            (_P.READ_RECONCILIATION,): "sha256 IN (SELECT sha256 FROM ruling_documents)",
        },
    ),
    "imported_people": Access(_ALL, _EDIT, whose=Whose.PERSON),
    "roster_rows": Access(
        (_P.READ_RECONCILIATION, _P.IMPORT_ROSTER), (_P.IMPORT_ROSTER,),
        _edit((_P.IMPORT_ROSTER,), "superseded_by"), whose=Whose.NOBODY,
    ),
    # units and their papers
    "units": Access(_ALL, _UNITS),
    "unit_facts": _dated(_ALL, _UNITS),
    "unit_aliases": _dated(_ALL, _UNITS),
    "signatories": _dated(_ALL, _PAPERS),
    "paper_styles": _dated(_ALL, _PAPERS),
    # working time and policy
    "holidays": _dated(_ALL, _DAYS),
    "work_hours": _dated(_ALL, _DAYS),
    "shifts": _dated(_ALL, _DAYS, Whose.PERSON),
    "unit_points": _dated(_ALL, _DAYS),
    "transition_rules": Access(_ALL, _POLICY, _edit(_POLICY, *_END, "withdrawn")),
    "backup_permits": Access(_ALL, _POLICY, _edit(_POLICY, *_END, "withdrawn")),
    "precedence_rules": Access(_ALL, _POLICY, _edit(_POLICY, *_END, "withdrawn")),
    # records and claims
    "import_batches": Access(
        _ALL, _IMPORTERS, _edit(_IMPORTERS, "report", "undone_at", "undone_by"),
        whose=Whose.BATCH,
    ),
    "attendance_days": _record(),
    "punches": _record(),
    "activities": Access(_ALL, _CODES),
    "activity_entries": _record(),
    "case_rulings": Access(
        (_P.READ_RECORDS,), (_P.DECIDE_CASES,),
        _edit((_P.DECIDE_CASES,), "undone_by", "undone_at"), whose=Whose.PERSON,
    ),
    "claims": Access(
        _ALL, _CLAIM, _edit(_CLAIM, "superseded_by"), whose=Whose.PERSON, hidden=_SAID
    ),
    "claim_activities": Access((_P.READ_RECORDS,), _CLAIM, whose=Whose.CLAIM),
    "claim_evidence": Access((_P.READ_RECORDS,), _CLAIM, whose=Whose.PERSON),
    "decisions": Access(
        _ALL, _DECIDE, _edit(_DECIDE, "undone_by", "undone_at"), whose=Whose.CLAIM,
        hidden={"reason": Hidden((_P.READ_RECORDS,), "NULL::text")},
    ),
    "objection_periods": Access(_ALL, _DECIDE, _edit(_DECIDE, *_END)),
    "objections": Access(
        (_P.READ_RECORDS,), _CLAIM,
        _edit(_DECIDE, "answered_at", "answered_by", "answer"), whose=Whose.CLAIM,
    ),
    # reconciliation
    "reconciliations": Access(
        _ALL, _RULE, _edit(_RULE, "summary"), whose=Whose.NOBODY,
        hidden={"content": Hidden(_LISTS, "''::bytea")},
    ),
    "rulings": Access(
        _LISTS, _RULE, _edit(_RULE, "undone_by", "undone_at"), whose=Whose.NOBODY
    ),
    "ruling_documents": Access(_LISTS, _RULE, whose=Whose.NOBODY),
    "reconciliation_signatures": Access(
        _ALL, _RULE, _edit(_RULE, "voided_at"), whose=Whose.NOBODY
    ),
    # rules
    "rule_versions": Access(
        _ALL,
        _RULES,
        {
            **_edit(_RULES, "title", "decree_number", "decree_date", "valid_from", "toml",
                    "sha256", "edited_by", "edited_at"),
            **_edit((*_RULES, *_SIGN), "state", "engine", "version", "proposed_by",
                    "proposed_at", "comparison"),
            **_edit(_SIGN, "published_by", "published_at", "withdrawn_by", "withdrawn_at",
                    "withdrawn_reason"),
        },
    ),
    # months and money
    "months": Access(
        _ALL,
        _RUN,
        {
            **_edit(_MONTH, "state"),
            **_edit(_RUN, "frozen_id", "rule_version_id", "frozen_at", "frozen_by",
                    "calculated_at", "calculated_by"),
            **_edit(_COMPUTE, "submitted_at", "submitted_by", "approved_at", "approved_by",
                    "returned_at", "returned_by", "returned_how", "returned_why"),
            **_edit(_PAY, "locked_at", "locked_by"),
        },
    ),
    "frozen_inputs": Access(
        _ALL, _COMPUTE,
        hidden={"content": Hidden((_P.READ_SLIPS,), "''::bytea", city=True)},
    ),
    "month_people": Access(_ALL, _COMPUTE, whose=Whose.PERSON, hidden=_WHOSE_SLIP),
    "slips": Access(
        _ALL, _COMPUTE, _edit(_COMPUTE, "state", "replaced_reason"), whose=Whose.UNIT,
        hidden={
            **_WHOSE_SLIP,
            "identity": Hidden(_SLIPS, "'{}'::text"),
            "held_reason": Hidden(_SLIPS, "NULL::text"),
            "code": Hidden(_SLIPS, "NULL::varchar"),
        },
    ),
    "slip_lines": Access(_SLIPS, _COMPUTE, whose=Whose.SLIP),
    "payment_batches": Access(_ALL, _PAY, whose=Whose.PAID),
    "payment_corrections": Access(_ALL, _PAY, whose=Whose.PAID_BATCH),
    "payment_items": Access(
        _ALL, _PAY, whose=Whose.PERSON,
        hidden={
            **_WHOSE_SLIP,
            **{
                name: Hidden((_P.READ_PRIVATE, _P.EXPORT_BANK), _HIDE.format(name))
                for name in ("bank", "account")
            },
        },
    ),
    "payment_returns": Access(_ALL, _PAY, whose=Whose.ITEM),
    "reopenings": Access(
        _ALL, (_P.LOCK_MONTH,),
        _edit((*_PAY, *_APPROVE), "state", "decided_at", "decided_by", "decided_why"),
        whose=Whose.PERSON,
        hidden={**_WHOSE_SLIP, "why": Hidden(_SLIPS, "''::text")},
    ),
    "golden_slips": Access(
        _SLIPS, _RULES, _edit(_RULES, "released_at", "released_by", "released_why"),
        whose=Whose.SLIP,
    ),
    "arrears": Access(
        _ALL, _COMPUTE,
        {
            **_edit(_COMPUTE, "state", "decided_at", "decided_by", "decided_why"),
            **_edit((*_COMPUTE, *_PAY), "carrier_id"),
        },
        whose=Whose.PERSON,
        hidden={**_WHOSE_SLIP, "reason": Hidden(_SLIPS, "''::text")},
    ),
    "printings": Access(_ALL, (_P.PRINT,), whose=Whose.PRINTED),
    "printed_slips": Access(_ALL, (_P.PRINT,), whose=Whose.SLIP),
    # the office
    "users": Access(
        _ALL,
        _USERS,
        _edit(_USERS, "display_name", "role", "unit_id", "password_hash", "created_at",
              "disabled_at", "recovery_hash", "password_reset_at"),
        hidden={
            "password_hash": Hidden(_USERS, f"'{KEPT_BY_SERVER}'::varchar", same=True),
            "recovery_hash": Hidden(_USERS, "NULL::varchar", same=True),
        },
    ),
    "login_attempts": Access(()),  # of stores that are not guarded
    "audit": Access(
        _ALL,
        _ALL,
        hidden={
            name: Hidden((_P.READ_AUDIT,), instead)
            for name, instead in (("subject", "''"), ("detail", "'{}'"))
        },
    ),
    "seals": Access(_ALL, _ALL),
    "acts": Access(_ALL, _ALL, _edit(_ALL, "undone_at", "undone_by"), whose=Whose.OWN),
    "settings": Access(
        _ALL, (_P.CHANGE_SETTINGS,), remove=(_P.CHANGE_SETTINGS,)
    ),
    "signing_keys": Access(
        _ALL, _KEYS, _edit(_KEYS, "revoked_at", "revoked_by", "revoked_reason")
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Group:
    """The accounts of one role: of the city, or of an office."""

    role: Role
    of_an_office: bool = False

    @property
    def name(self) -> str:
        """Give its short name, without the database's."""
        return self.role.value + ("_kantor" if self.of_an_office else "")

    def may(self, permissions: Any_) -> bool:
        """Tell whether one of the permissions is granted."""
        return not GRANTS[self.role].isdisjoint(permissions)

    def rows(self, access: Access) -> str:
        """Give the SQL condition for the rows of a table this group sees and writes."""
        own = access.whose.value if self.of_an_office or access.parts else "true"
        more = [rows for permissions, rows in access.parts.items() if self.may(permissions)]
        return " OR ".join([own, *more])

    def hidden(self, access: Access) -> dict[str, str]:
        """Give the columns of a table that are hidden from this group, and what it gets instead."""
        return {
            name: one.instead
            for name, one in access.hidden.items()
            if not self.may(one.permissions) or (one.city and self.of_an_office)
        }


GROUPS: tuple[Group, ...] = (
    *(Group(role) for role in Role),
    *(Group(role, of_an_office=True) for role in OF_AN_OFFICE),
)


def unreadable(group: Group) -> set[str]:
    """Give the tables of which a group does not see every cell of every row."""
    return {
        name
        for name, access in ACCESS.items()
        if not group.may(access.read)
        or any(not access.hidden[column].same for column in group.hidden(access))
        or (group.of_an_office and access.whose is not Whose.CITY)
        or (access.parts and not all(group.may(permissions) for permissions in access.parts))
    }

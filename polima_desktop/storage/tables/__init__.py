"""Every table of the store, by aggregate. No queries here.

Facts about people and units are *bitemporal*: a row is true from ``valid_from`` up to but not
including ``valid_to`` (NULL: until further notice), and was believed from ``recorded_at`` until
``superseded_at`` (NULL: still). A change supersedes rows and adds others; no value is ever
updated in place and no row deleted, so "who was where on a day, as we knew it then" can
always be asked.

Imported mass data (attendance, activity entries, claims) carries the batch and the spreadsheet
row it came from; a later batch marks what it replaces in ``superseded_by``.

Units of the numbers: money in whole rupiah; times of day in seconds since local midnight (more
than 86,400 after midnight of a shift); volumes in ten-thousandths; slip values scaled by
their own ``decimals``.
"""

from polima_desktop.storage.tables.accounts import (
    acts,
    audit,
    login_attempts,
    seals,
    settings,
    signing_keys,
    users,
)
from polima_desktop.storage.tables.base import Big, Instant, metadata
from polima_desktop.storage.tables.months import (
    frozen_inputs,
    month_people,
    months,
    slip_lines,
    slips,
)
from polima_desktop.storage.tables.payments import (
    arrears,
    golden_slips,
    payment_batches,
    payment_corrections,
    payment_items,
    payment_returns,
    reopenings,
)
from polima_desktop.storage.tables.people import (
    assignments,
    identities,
    people,
    person_documents,
    roster_rows,
    statements,
)
from polima_desktop.storage.tables.printings import printed_slips, printings
from polima_desktop.storage.tables.reconciliation import (
    reconciliation_signatures,
    reconciliations,
    ruling_documents,
    rulings,
)
from polima_desktop.storage.tables.records import (
    activities,
    activity_entries,
    attendance_days,
    claim_activities,
    claim_evidence,
    claims,
    decisions,
    evidence,
    import_batches,
    imported_people,
    objection_periods,
    objections,
    punches,
)
from polima_desktop.storage.tables.rules import rule_versions
from polima_desktop.storage.tables.units import (
    paper_styles,
    signatories,
    unit_aliases,
    unit_facts,
    units,
)
from polima_desktop.storage.tables.working_time import (
    backup_permits,
    case_rulings,
    holidays,
    precedence_rules,
    shifts,
    transition_rules,
    unit_points,
    work_hours,
)

__all__ = [
    "Big",
    "Instant",
    "activities",
    "activity_entries",
    "acts",
    "arrears",
    "assignments",
    "attendance_days",
    "audit",
    "backup_permits",
    "case_rulings",
    "claim_activities",
    "claim_evidence",
    "claims",
    "decisions",
    "evidence",
    "frozen_inputs",
    "golden_slips",
    "holidays",
    "identities",
    "import_batches",
    "imported_people",
    "login_attempts",
    "metadata",
    "month_people",
    "months",
    "objection_periods",
    "objections",
    "paper_styles",
    "payment_batches",
    "payment_corrections",
    "payment_items",
    "payment_returns",
    "people",
    "person_documents",
    "precedence_rules",
    "printed_slips",
    "printings",
    "punches",
    "reconciliation_signatures",
    "reconciliations",
    "reopenings",
    "roster_rows",
    "rule_versions",
    "ruling_documents",
    "rulings",
    "seals",
    "settings",
    "shifts",
    "signatories",
    "signing_keys",
    "slip_lines",
    "slips",
    "statements",
    "transition_rules",
    "unit_aliases",
    "unit_facts",
    "unit_points",
    "units",
    "users",
    "work_hours",
]

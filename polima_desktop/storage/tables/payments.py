"""What was transferred, what is still owed or owing, and slips that are to be computed again.

A batch is a fact and is never edited: a mistyped number is corrected by another row, a transfer
that the bank sent back is another row, and the money may then be paid again (``attempt``).
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from polima_desktop.storage.tables.base import Big, Instant, metadata, new_id, ref

payment_batches = Table(
    "payment_batches",
    metadata,
    new_id(),
    ref("month_id", "months.id", nullable=True),  # NULL: arrears of one or several months
    Column("number", Integer, nullable=False),
    Column("sp2d_number", String(80), nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", String(60), nullable=False),
    UniqueConstraint("month_id", "number"),
)

payment_corrections = Table(  # of a mistyped number or date; the latest holds
    "payment_corrections",
    metadata,
    new_id(),
    ref("batch_id", "payment_batches.id"),
    Column("sp2d_number", String(80), nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", String(60), nullable=False),
)

payment_items = Table(
    "payment_items",
    metadata,
    new_id(),
    ref("batch_id", "payment_batches.id"),
    ref("month_id", "months.id"),  # the month that is paid for
    ref("person_id", "people.id"),
    ref("slip_id", "slips.id", nullable=True),  # a slip, or else an item of arrears
    ref("arrears_id", "arrears.id", nullable=True),
    Column("amount", Big, nullable=False),
    Column("attempt", Integer, nullable=False),  # 1 + how often it was returned before
    Column("bank", String(80)),
    Column("account", String(40)),
    Index(  # a person's month is paid once, and again only after it came back
        "uq_payment_items_slip",
        "month_id",
        "person_id",
        "attempt",
        unique=True,
        sqlite_where=text("slip_id IS NOT NULL"),
        postgresql_where=text("slip_id IS NOT NULL"),
    ),
    CheckConstraint("(slip_id IS NULL) <> (arrears_id IS NULL)", name="one_reason"),
)

payment_returns = Table(  # a transfer the bank sent back
    "payment_returns",
    metadata,
    new_id(),
    ref("item_id", "payment_items.id", index=False),
    Column("returned_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", String(60), nullable=False),
    UniqueConstraint("item_id"),
)

reopenings = Table(  # one person's locked slip: proposed by one, approved by another
    "reopenings",
    metadata,
    new_id(),
    ref("month_id", "months.id"),
    ref("person_id", "people.id"),
    ref("slip_id", "slips.id", nullable=True, index=False),  # the slip there was, if any
    Column("state", String(12), nullable=False),  # proposed, done, refused, overtaken
    Column("why", Text, nullable=False),
    Column("before", Big),
    Column("after", Big),
    Column("outcome", Text),  # held or not entitled: why there is no amount after
    Column("inputs_hash", String(64)),
    Column("proposed_at", Instant, nullable=False),
    Column("proposed_by", String(60), nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", String(60)),
    Column("decided_why", Text),
    Index(
        "uq_reopenings_proposed",
        "month_id",
        "person_id",
        unique=True,
        sqlite_where=text("state = 'proposed'"),
        postgresql_where=text("state = 'proposed'"),
    ),
)

golden_slips = Table(  # computed again before every lock; a difference refuses it
    "golden_slips",
    metadata,
    new_id(),
    ref("slip_id", "slips.id", index=False),
    Column("note", Text, nullable=False),
    Column("chosen_at", Instant, nullable=False),
    Column("chosen_by", String(60), nullable=False),
    Column("released_at", Instant),
    Column("released_by", String(60)),
    Column("released_why", Text),
    Index(
        "uq_golden_slips_standing",
        "slip_id",
        unique=True,
        sqlite_where=text("released_at IS NULL"),
        postgresql_where=text("released_at IS NULL"),
    ),
)

arrears = Table(  # recomputed - settled of a person's month; never edits the slip
    "arrears",
    metadata,
    new_id(),
    ref("month_id", "months.id"),
    ref("person_id", "people.id"),
    ref("slip_id", "slips.id", nullable=True, index=False),  # the slip it adds to, if any
    ref("frozen_id", "frozen_inputs.id", index=False),  # what it was recomputed from
    ref("rule_version_id", "rule_versions.id", index=False),
    Column("settled", Big, nullable=False),  # by slips and by earlier items
    Column("recomputed", Big, nullable=False),
    Column("difference", Big, nullable=False),
    Column("parts", Text, nullable=False),  # JSON: rupiah by cause, adding up to the difference
    Column("reason", Text, nullable=False),
    Column("state", String(12), nullable=False),  # pending, accepted, refused, overtaken
    Column("found_at", Instant, nullable=False),
    Column("found_by", String(60), nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", String(60)),
    Column("decided_why", Text),
    ref("carrier_id", "months.id", nullable=True),  # the month whose payment carries it
    Index(
        "uq_arrears_pending",
        "month_id",
        "person_id",
        unique=True,
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
)

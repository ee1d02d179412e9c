"""What every table is made with: naming, moments, ids, references, the columns of dated facts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    TypeDecorator,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)

Big = BigInteger().with_variant(Integer, "sqlite")


class Instant(TypeDecorator[datetime]):
    """A moment in UTC: timestamptz on PostgreSQL, naive UTC on SQLite, always aware in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into what the driver stores."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """Give an aware moment back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_id() -> Column[int]:
    """Give a primary key of its own."""
    return Column("id", Big, primary_key=True)


def ref(name: str, target: str, *, nullable: bool = False, index: bool = True) -> Column[int]:
    """Give a reference to another table's row."""
    return Column(name, Big, ForeignKey(target), nullable=nullable, index=index)


def dated() -> list[Column[Any]]:
    """Give the columns of a bitemporal fact, with the paper and the hand behind it."""
    return [
        Column("valid_from", Date, nullable=False),
        Column("valid_to", Date),
        Column("recorded_at", Instant, nullable=False),
        Column("superseded_at", Instant),
        Column("recorded_by", String(60), nullable=False),
        Column("decree_number", String(80)),
        Column("decree_date", Date),
        ref("batch_id", "import_batches.id", nullable=True),
    ]


def imported() -> list[Column[Any]]:
    """Give the columns that say where an imported row came from and what replaced it."""
    return [
        ref("batch_id", "import_batches.id"),
        Column("sheet", String(60)),
        Column("row", Integer, nullable=False),
        ref("superseded_by", "import_batches.id", nullable=True),
    ]

"""Writing hundreds of thousands of rows: the driver's own bulk path instead of row objects.

Measured for a month of activities: several times faster than Core inserts on SQLite, and
PostgreSQL's COPY is faster still. Only plain columns: integers, floats, texts, dates, ``None``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table


def insert_rows(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    same: dict[str, int],
) -> None:
    """Insert tuples in the order of ``columns``; ``same`` gives columns equal in every row."""
    unknown = [name for name in (*columns, *same) if name not in table.c]
    if unknown:
        raise ValueError(f"{table.name} has no columns {unknown}")
    if connection.dialect.name == "postgresql":
        _copy(connection, table, columns, rows, same)
    else:
        _execute_many(connection, table, columns, rows, same)


def _execute_many(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    same: dict[str, int],
) -> None:
    values = ", ".join(["?"] * len(columns) + [str(int(value)) for value in same.values()])
    statement = f"INSERT INTO {table.name} ({_names(columns, same)}) VALUES ({values})"  # noqa: S608
    dates = [number for number, name in enumerate(columns) if _is_date(table, name)]
    plain = [_with_text_dates(row, dates) for row in rows] if dates else list(rows)
    if plain:
        connection.exec_driver_sql(statement, plain)


def _copy(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    same: dict[str, int],
) -> None:
    constant = tuple(same.values())
    statement = f"COPY {table.name} ({_names(columns, same)}) FROM STDIN"
    cursor = connection.connection.cursor()
    with cursor.copy(statement) as copy:  # psycopg's own
        for row in rows:
            copy.write_row((*row, *constant))
    cursor.close()


def _names(columns: Sequence[str], same: dict[str, int]) -> str:
    return ", ".join(f'"{name}"' for name in (*columns, *same))


def _is_date(table: Table, name: str) -> bool:
    return table.c[name].type.python_type is date


def _with_text_dates(row: tuple[Any, ...], dates: Sequence[int]) -> tuple[Any, ...]:
    """Write dates as SQLAlchemy does on SQLite: ISO texts."""
    plain = list(row)
    for number in dates:
        if plain[number] is not None:
            plain[number] = plain[number].isoformat()
    return tuple(plain)

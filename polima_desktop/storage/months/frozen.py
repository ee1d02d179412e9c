"""A frozen month as bytes: the same columns give the same bytes and the same sha256, anywhere.

Layout: a magic line, the length of a JSON header (8 bytes, big endian), the header, then the
arrays one after another: little-endian, in the narrowest width that holds them, their bytes
transposed (first bytes of all values, then second bytes …) because that compresses well and
quickly. The sha256 is of that text; what is stored is its zlib stream. Nothing is pickled.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from polima_desktop.domain.errors import StoreUnavailable
from polima_desktop.domain.frozen import Bools, FrozenDays, FrozenEntries, FrozenMonth, Ints
from polima_desktop.domain.periods import Month
from polima_desktop.domain.rules import Column
from polima_desktop.domain.stretches import Stretches

MAGIC = b"SI POLIMA bulan beku 1\n"
LEVEL = 1
_WIDTHS = (np.int8, np.int16, np.int32, np.int64)

Array = npt.NDArray[Any]


class Packed(NamedTuple):
    """The compressed bytes and the sha256 of what they hold."""

    content: bytes
    sha256: str


def pack(frozen: FrozenMonth) -> Packed:
    """Give a frozen month as bytes."""
    arrays, meta = _taken_apart(frozen)
    parts = []
    meta["arrays"] = []
    for name in sorted(arrays):
        narrow = _narrow(arrays[name])
        meta["arrays"].append([name, narrow.dtype.str, list(narrow.shape)])
        parts.append(_shuffled(narrow))
    header = json.dumps(meta, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    payload = b"".join([MAGIC, len(header).to_bytes(8, "big"), header, *parts])
    with ThreadPoolExecutor(1) as pool:  # both leave the interpreter free meanwhile
        digest = pool.submit(hashlib.sha256, payload)
        content = zlib.compress(payload, LEVEL)
    return Packed(content, digest.result().hexdigest())


def unpack(content: bytes, sha256: str) -> FrozenMonth:
    """Give the frozen month of these bytes; refuse bytes that are not what was frozen."""
    try:
        payload = zlib.decompress(content)
    except zlib.error:
        payload = b""
    if hashlib.sha256(payload).hexdigest() != sha256 or not payload.startswith(MAGIC):
        raise StoreUnavailable(
            "Bulan beku di data ini rusak: sidiknya tidak sama lagi.", "Pulihkan dari cadangan."
        )
    meta, at = _header(payload)
    arrays: dict[str, Array] = {}
    for name, dtype, shape in meta["arrays"]:
        count = int(np.prod(shape, dtype=np.int64))
        size = count * np.dtype(dtype).itemsize
        arrays[name] = _unshuffled(payload[at : at + size], dtype).reshape(shape)
        at += size
    return _put_together(arrays, meta)


def _header(payload: bytes) -> tuple[dict[str, Any], int]:
    start = len(MAGIC) + 8
    end = start + int.from_bytes(payload[len(MAGIC) : start], "big")
    return json.loads(payload[start:end]), end


# ── columns and arrays ──────────────────────────────────────────────────────────────────────


def _taken_apart(frozen: FrozenMonth) -> tuple[dict[str, Array], dict[str, Any]]:
    columns = {
        "excluded": frozen.excluded,
        **{f"paper/{name}": column for name, column in frozen.paper.items()},
        **{f"inputs/{name}": column for name, column in frozen.inputs.items()},
    }
    stretches = frozen.stretches
    if stretches is not None:
        columns |= {f"stretches/{name}": column for name, column in stretches.inputs.items()}
    days, entries = frozen.days, frozen.entries
    arrays: dict[str, Array] = {"person_id": frozen.person_id}
    for name, column in columns.items():
        arrays[f"{name}/values"] = column.values
        if column.present is not None:
            arrays[f"{name}/present"] = column.present
    if stretches is not None:
        arrays |= {f"stretch/{name}": getattr(stretches, name) for name in _STRETCHES}
    arrays |= {f"days/{name}": getattr(days, name) for name in _DAYS}
    arrays |= {f"entries/{name}": getattr(entries, name) for name in _ENTRIES}
    meta = {
        "month": str(frozen.month),
        "columns": {name: [c.decimals, c.words] for name, c in columns.items()},
        "codes": entries.codes,
        "variable_sets": entries.variable_sets,
    }
    return arrays, meta


_DAYS = {"state": np.int8, "late": np.int32, "early": np.int32, "source": np.int64}
_STRETCHES = ("row", "first", "last", "workdays")
_ENTRIES = {
    "offsets": np.int64,
    "source": np.int64,
    "day": np.int8,
    "code": np.int64,
    "volume": np.int64,
    "minutes": np.int64,
    "variable_set": np.int64,
}


def _put_together(arrays: Mapping[str, Array], meta: Mapping[str, Any]) -> FrozenMonth:
    columns = {
        name: _column(arrays, name, decimals, words)
        for name, (decimals, words) in meta["columns"].items()
    }
    return FrozenMonth(
        month=Month.parse(meta["month"]),
        person_id=arrays["person_id"].astype(np.int64),
        excluded=columns["excluded"],
        paper=_group(columns, "paper/"),
        inputs=_group(columns, "inputs/"),
        days=FrozenDays(**{n: arrays[f"days/{n}"].astype(t) for n, t in _DAYS.items()}),
        entries=FrozenEntries(
            **{n: arrays[f"entries/{n}"].astype(t) for n, t in _ENTRIES.items()},
            codes=tuple(meta["codes"]),
            variable_sets=tuple(meta["variable_sets"]),
        ),
        stretches=_stretches(arrays, columns),
    )


def _stretches(arrays: Mapping[str, Array], columns: Mapping[str, Column]) -> Stretches | None:
    """Give the changes inside the month; a month frozen before they were kept has none."""
    if "stretch/row" not in arrays:
        return None
    parts = {name: arrays[f"stretch/{name}"].astype(np.int64) for name in _STRETCHES}
    return Stretches(**parts, inputs=_group(columns, "stretches/"))


def _column(
    arrays: Mapping[str, Array], name: str, decimals: int, words: list[str] | None
) -> Column:
    values: Ints = arrays[f"{name}/values"].astype(np.int64)
    given = arrays.get(f"{name}/present")
    present: Bools | None = None if given is None else given.astype(np.bool_)
    return Column(values, decimals, present, None if words is None else tuple(words))


def _group(columns: Mapping[str, Column], prefix: str) -> dict[str, Column]:
    return {n.removeprefix(prefix): c for n, c in columns.items() if n.startswith(prefix)}


# ── arrays and bytes ────────────────────────────────────────────────────────────────────────


def _narrow(array: Array) -> Array:
    """Give the array in the narrowest little-endian integers that hold it."""
    if array.dtype == np.bool_ or not array.size:
        return array.astype("<i1")
    low, high = int(array.min()), int(array.max())
    for width in _WIDTHS:
        if np.iinfo(width).min <= low and high <= np.iinfo(width).max:
            return array.astype(np.dtype(width).newbyteorder("<"))
    raise OverflowError("an array of more than 64 bits")


def _shuffled(array: Array) -> bytes:
    flat = np.ascontiguousarray(array).view(np.uint8).reshape(-1, array.itemsize)
    return flat.T.tobytes()


def _unshuffled(part: bytes, dtype: str) -> Array:
    width = np.dtype(dtype).itemsize
    flat = np.frombuffer(part, dtype=np.uint8).reshape(width, -1)
    return np.ascontiguousarray(flat.T).reshape(-1).view(dtype)

"""Lists that are text: any common separator and encoding, and web pages that call themselves .xls.

Gives frames of text cells; opening workbooks is ``sheets``.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections import Counter
from html.parser import HTMLParser

import pandas as pd
from pandas.errors import ParserError, ParserWarning

from polima_desktop.domain.errors import Refused
from polima_desktop.imports.apart import too_large
from polima_desktop.imports.workbook_reader import too_large as is_too_large

SEPARATORS = (";", "|", "\t", ",")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decode(content: bytes) -> str:
    """Decode by byte-order mark, then UTF-8, UTF-16 without mark, Windows-1252."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding)
    if wide := _without_mark(content):
        return _decoded(content, wide)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(content, "cp1252")


def _without_mark(content: bytes) -> str | None:
    """Give which UTF-16 a text without a mark is in: every other byte of plain letters is 0."""
    head = content[:2000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) <= len(head) // 4 or min(even, odd) > len(head) // 20:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding, errors="strict" if encoding != "cp1252" else "replace")
    except UnicodeDecodeError:
        raise Refused(
            "Berkas teks ini rusak: sebagian hurufnya tidak terbaca.",
            "Simpan ulang sebagai CSV UTF-8.",
        ) from None


def looks_binary(text: str) -> bool:
    """Tell whether decoded content is not text at all."""
    head = text[:4000]
    odd = sum(1 for letter in head if ord(letter) < 32 and letter not in "\t\r\n\f\x1a")
    return odd > max(2, len(head) // 100)


def guess_separator(text: str) -> str:
    """Give the separator that splits the most lines into the same number of cells."""
    sample = [line for line in text[:60_000].splitlines()[:80] if line.strip()]
    best, best_score = ",", 0
    for separator in SEPARATORS:
        widths = Counter(
            len(row) for row in csv.reader(sample, delimiter=separator) if len(row) > 1
        )
        if widths:
            width, lines = max(widths.items(), key=lambda pair: pair[0] * pair[1])
            if lines * (width - 1) > best_score:
                best, best_score = separator, lines * (width - 1)
    return best


def refuse_sparse(what: str, height: int, width: int, filled: int) -> None:
    """Refuse a sheet that is vast and nearly empty: unpacked it would fill the memory."""
    if is_too_large(height, width, filled):
        raise too_large(what, height, width)


def read_separated(name: str, text: str) -> pd.DataFrame:
    """Read separated text into a frame of text cells; row n of the frame is spreadsheet row n+1.

    Raises:
        Refused: a quotation mark is never closed, so where rows end is not certain.
    """
    declared = re.match(r"sep=(.)\r?\n", text)  # a spreadsheet obeys this line and hides it
    text = text[declared.end() :] if declared else text
    separator = declared[1] if declared else guess_separator(text)
    counts = [line.count(separator) for line in text.splitlines()]
    width = 1 + max(counts, default=0)
    refuse_sparse(name, len(counts), width, len(counts) + sum(counts))
    try:
        frame = _frame(text, separator, width)
    except (ParserWarning, ParserError):  # a record over several lines is wider than any line
        frame = _frame_of_records(text, separator)
    return frame.where(frame.notna(), "")


def _frame(text: str, separator: str, width: int) -> pd.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("error", ParserWarning)
        return pd.read_csv(
            io.StringIO(text),
            sep=separator,
            header=None,
            names=range(width),
            dtype=object,
            keep_default_na=False,
            skip_blank_lines=False,
            index_col=False,
        )


def _frame_of_records(text: str, separator: str) -> pd.DataFrame:
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        width = max((len(row) for row in rows), default=1)
        return _frame(text, separator, max(width, 1))
    except (csv.Error, ParserError, ParserWarning):
        raise Refused(
            'Tanda kutip (") dalam berkas tidak berpasangan, sehingga batas baris tidak pasti.',
            "Betulkan tanda kutip di berkas asal, atau ekspor ulang sebagai Excel.",
        ) from None


class _Tables(HTMLParser):
    """Collects the cells of every table of a page, cells spanning columns repeated as blanks."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._close_cell()
            self._cell = []
            span = dict(attrs).get("colspan") or "1"
            self._span = int(span) if span.isdigit() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _close_cell(self) -> None:
        if self._cell is not None and self.rows:
            self.rows[-1] += ["".join(self._cell).strip(), *[""] * (min(self._span, 100) - 1)]
        self._cell = None


def looks_like_page(text: str) -> bool:
    """Tell whether text is a web page with a table (many systems save these as .xls)."""
    return bool(re.search(r"<table\b", text[:200_000], flags=re.IGNORECASE))


def read_page(name: str, text: str) -> pd.DataFrame:
    """Read the tables of a web page one below the other."""
    tables = _Tables()
    tables.feed(text)
    tables.close()
    widths = [len(row) for row in tables.rows]
    refuse_sparse(name, len(widths), max(widths, default=0), sum(widths))
    frame = pd.DataFrame(tables.rows, dtype=object)
    return frame.where(frame.notna(), "")

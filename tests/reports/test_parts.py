"""Faces, symbols, pages: the small parts that papers are made of."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from polima_desktop.reports.content import canonical
from polima_desktop.reports.flow import Piece, height_of, paged
from polima_desktop.reports.fonts import faces
from polima_desktop.reports.qr import FIXED, qr_mask
from polima_desktop.reports.seal import is_seal, symbol


def test_figures_of_every_face_are_equally_wide() -> None:
    for face in faces().values():
        assert len({face.stringWidth(digit, 10) for digit in "0123456789"}) == 1


def test_the_compiled_part_of_reportlab_is_installed() -> None:
    assert find_spec("_rl_accel") is not None


def picture_of(operators: str) -> np.ndarray:
    """Paint the bits of a mask ten pixels a module, with a quiet zone."""
    side = int(operators.split("/W ")[1].split()[0])
    rows = bytes.fromhex(operators.split("ID ")[1].split(">")[0])
    bits = np.unpackbits(np.frombuffer(rows, np.uint8).reshape(side, -1), axis=1)[:, :side]
    pixels = np.pad((1 - bits) * np.uint8(255), 4, constant_values=255)
    return np.kron(pixels, np.ones((10, 10), np.uint8))


@pytest.mark.parametrize("code", ["K7QD-M2XA-94FH", "2222-2222-2222", "ZZZZ-YYYY-XXXX"])
def test_the_painted_mask_reads_as_its_text_at_level_m(code: str) -> None:
    found = zxingcpp.read_barcodes(picture_of(qr_mask(code)))
    assert [(symbol.text, symbol.ec_level) for symbol in found] == [(code, "M")]


@pytest.mark.parametrize(("pattern", "said", "same"), [
    (FIXED, "SP1/BAUBAU:A", True), (None, "SP1/BAUBAU:A", True), (FIXED, "SP1/BAUBAU:B", False),
    (5, "SP1/BAUBAU:A", False),
])  # fmt: skip
def test_a_seal_is_known_as_it_is_drawn_now_and_as_it_was_at_first(
    pattern: int | None, said: str, same: bool
) -> None:
    drawn = canonical(symbol(said, 10, 20, pattern).encode())
    assert is_seal(drawn, "SP1/BAUBAU:A", 10, 20) is same


def nothing(*_: object) -> None:
    """Draw nothing."""


@given(st.lists(st.floats(0.1, 150), max_size=60), st.floats(50, 200), st.floats(50, 200))
def test_pieces_keep_their_order_and_only_a_giant_overflows_its_page(
    heights: list[float], first: float, later: float
) -> None:
    pieces = [Piece(height, nothing) for height in heights]
    pages = paged(pieces, first, later)
    assert [piece for page in pages for piece in page] == pieces
    for number, page in enumerate(pages):
        room = first if number == 0 else later
        assert height_of(page) <= room + 1e-6 or len(page) == 1

"""Laying a picture over a page: from the corners of its symbol outwards, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PIL import Image

from polima_desktop.reports.likeness.page import Page, box_of
from polima_desktop.reports.likeness.pixels import (
    Box,
    Floats,
    blurred,
    found_at,
    homography,
    moved,
    warped,
)

Corners = Sequence[tuple[float, float]]
"""Of a symbol as it is read: upper left, upper right, lower right, lower left."""

_ROUNDS = ((300, 7, True), (550, 7, False), (900, 7, False), (9999, 7, False), (9999, 3, False))
"""How far from the symbol words are looked for, within how many pixels, whether flat paper."""
_ANCHORS = 64
_FINEST = 1.6  # pixels of the picture for one of the frame; a finer picture is made coarser


class Laid(NamedTuple):
    """A picture as seen from the page's frame, and how many of its pixels made one of these."""

    grey: Floats
    scale: float


def laid(picture: Image.Image, seen: Corners, page: Page, drawn: Corners) -> Laid | None:
    """Lay a picture over a page by its symbol; None: its words are not where they should be."""
    size, way = (page.grey.shape[1], page.grey.shape[0]), homography(drawn, seen)
    too_fine = _scale(way, drawn) / _FINEST
    if too_fine > 1:
        smaller = (round(picture.width / too_fine), round(picture.height / too_fine))
        picture = picture.resize(smaller, Image.Resampling.BOX)
        way = homography(drawn, np.asarray(seen, dtype=np.float64) / too_fine)
    soft, anchors = blurred(page.grey, 1.0), _anchors(page)
    for radius, reach, affine in _ROUNDS:
        near = [box for box in anchors if _distance(box, drawn) < radius]
        better = _closer(warped(picture, way, size), soft, near, reach, way, drawn, affine=affine)
        if better is None and radius > 550:
            return None
        way = way if better is None else better
    return Laid(warped(picture, way, size), _scale(way, [(size[0] / 2, size[1] / 2)]))


def _closer(
    seen: Floats, soft: Floats, near: list[Box], reach: int, way: Floats, drawn: Corners,
    *, affine: bool,
) -> Floats | None:  # fmt: skip
    """Give a better way from where the words near the symbol are found."""
    source, target = list(map(tuple, drawn)), list(map(tuple, drawn))
    for box in near:
        x, y, width, height = box
        across, down, well = found_at(seen, soft[y : y + height, x : x + width], box, reach)
        if well > 0.5:
            middle = (x + width / 2, y + height / 2)
            source.append(middle)
            target.append((middle[0] + across, middle[1] + down))
    if len(source) < 4 + max(6, len(near) // 2):
        return None
    return _robust(np.array(source), moved(way, target), affine=affine)


def _robust(source: Floats, target: Floats, *, affine: bool) -> Floats:
    """Fit again and again to those that lie well."""
    keep = np.ones(len(source), dtype=bool)
    way = homography(source, target, affine=affine)
    for _ in range(8):
        back = np.asarray(np.linalg.inv(way), dtype=np.float64)
        off = np.hypot(*(moved(back, target) - source).T)
        keep = off < max(0.8, 2 * float(np.median(off)))
        way = homography(source[keep], target[keep], affine=affine)
    return way


def _anchors(page: Page) -> list[Box]:
    """Give boxes of words long enough to be found again, spread over the page."""
    boxes = [box_of(word) for word in page.words if len(word) > 3]
    return boxes[:: max(1, len(boxes) // _ANCHORS)]


def _distance(box: Box, drawn: Corners) -> float:
    middle = np.mean(np.asarray(drawn), axis=0)
    return float(np.hypot(box[0] + box[2] / 2 - middle[0], box[1] + box[3] / 2 - middle[1]))


def _scale(way: Floats, around: Corners) -> float:
    x, y = np.mean(np.asarray(around), axis=0)
    here, right, below = moved(way, [(x, y), (x + 10, y), (x, y + 10)])
    (a, b), (c, d) = right - here, below - here
    return float(np.sqrt(abs(a * d - b * c))) / 10

"""Arithmetic of grey pictures: blurring, sampling between pixels, homographies, finding a patch.

Pictures are arrays (height, width); places are (x, y) with x to the right. Nothing here knows
what a picture shows.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

Floats = NDArray[np.float64]


def blurred(grey: Floats, sigma: float) -> Floats:
    """Give a picture under a Gaussian; the edge is continued."""
    return _along(_along(grey, sigma).T, sigma).T


def _along(grey: Floats, sigma: float) -> Floats:
    weights = gaussian(sigma)
    reach = len(weights) // 2
    padded = np.pad(grey, ((reach, reach), (0, 0)), mode="edge")
    out = np.zeros_like(grey)
    for at, weight in enumerate(weights):
        out += weight * padded[at : at + len(grey)]
    return out


def gaussian(sigma: float) -> Floats:
    """Give the weights of a Gaussian, as far as they count."""
    reach = int(3 * sigma + 1)
    weights = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * sigma * sigma + 1e-9))
    found: Floats = weights / weights.sum()
    return found


def sampled(grey: Floats, x: float, y: float, width: int, height: int) -> Floats | None:
    """Give a window whose corner lies between pixels (Catmull-Rom); None: beyond the edge."""
    left, top = int(np.floor(x)), int(np.floor(y))
    if left < 1 or top < 1:
        return None
    part = grey[top - 1 : top + height + 2, left - 1 : left + width + 2]
    if part.shape != (height + 3, width + 3):
        return None
    across, down = _cubic(x - left), _cubic(y - top)
    rows = sum(across[k] * part[:, k : k + width] for k in range(4))
    found: Floats = sum(down[k] * rows[k : k + height] for k in range(4))
    return found


def _cubic(f: float) -> Floats:
    return np.array(
        [
            -0.5 * f + f * f - 0.5 * f**3,
            1 - 2.5 * f * f + 1.5 * f**3,
            0.5 * f + 2 * f * f - 1.5 * f**3,
            -0.5 * f * f + 0.5 * f**3,
        ]
    )


# ── homographies ────────────────────────────────────────────────────────────────────────────


def moved(homography: Floats, places: ArrayLike) -> Floats:
    """Give where a homography (3, 3) takes places (n, 2)."""
    given = np.asarray(places, dtype=np.float64)
    found = np.column_stack([given, np.ones(len(given))]) @ homography.T
    return found[:, :2] / found[:, 2:]


def homography(source: ArrayLike, target: ArrayLike, *, affine: bool = False) -> Floats:
    """Fit what takes source places to target places, by least squares."""
    a, b = np.asarray(source, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if affine:
        fitted = np.linalg.lstsq(np.column_stack([a, np.ones(len(a))]), b, rcond=None)[0]
        return np.vstack([fitted.T, [0, 0, 1]])
    to_a, to_b = _levelled(a), _levelled(b)
    (x, y), (u, v) = moved(to_a, a).T, moved(to_b, b).T
    one, none = np.ones_like(x), np.zeros_like(x)
    rows = np.vstack(
        [
            np.column_stack([x, y, one, none, none, none, -u * x, -u * y, -u]),
            np.column_stack([none, none, none, x, y, one, -v * x, -v * y, -v]),
        ]
    )
    smallest = np.linalg.eigh(rows.T @ rows)[1][:, 0].reshape(3, 3)
    found = np.linalg.inv(to_b) @ smallest @ to_a
    return np.asarray(found / found[2, 2], dtype=np.float64)


def _levelled(places: Floats) -> Floats:
    """Give what takes places around the origin at a distance of about 1 (Hartley)."""
    middle = places.mean(axis=0)
    k = np.sqrt(2) / max(1e-9, float(np.hypot(*(places - middle).T).mean()))
    return np.array([[k, 0, -k * middle[0]], [0, k, -k * middle[1]], [0, 0, 1]])


def warped(picture: Image.Image, homography: Floats, size: tuple[int, int]) -> Floats:
    """Give the picture as seen through a homography from the given frame; white beyond it."""
    way: Sequence[float] = (homography / homography[2, 2]).ravel()[:8].tolist()
    seen = picture.transform(
        size, Image.Transform.PERSPECTIVE, way, Image.Resampling.BICUBIC, fillcolor=255
    )
    return np.asarray(seen, dtype=np.float64) / 255


# ── finding ─────────────────────────────────────────────────────────────────────────────────

Box = tuple[int, int, int, int]
"""Left, top, width, height in pixels."""


def found_at(grey: Floats, patch: Floats, box: Box, reach: int) -> tuple[float, float, float]:
    """Give how far from its box a patch is found best, and how well (1: the same but for light).

    A patch that cannot be looked for (at the edge, or blank) is found 0 well.
    """
    x, y, width, height = box
    top, left = y - reach, x - reach
    around = grey[max(top, 0) : y + height + reach, max(left, 0) : x + width + reach]
    if top < 0 or left < 0 or around.shape != (height + 2 * reach, width + 2 * reach):
        return 0, 0, 0
    level = patch - patch.mean()
    norm = float(np.sqrt((level * level).sum()))
    if norm < 0.01 * np.sqrt(level.size):
        return 0, 0, 0
    around = around - around.mean()
    windows = np.lib.stride_tricks.sliding_window_view(around, (height, width))
    like = np.einsum("ijkl,kl->ij", windows, level, optimize=True)
    sums, squares = _window_sums(around, width, height), _window_sums(around**2, width, height)
    spread = np.maximum(squares - sums**2 / level.size, level.size * 6e-5)
    scores = like / (np.sqrt(spread) * norm)
    row, column = np.unravel_index(int(scores.argmax()), scores.shape)
    best = float(scores[row, column])
    down = row - reach + _peak(scores[:, column], int(row))
    return column - reach + _peak(scores[row], int(column)), down, best


def _window_sums(grey: Floats, width: int, height: int) -> Floats:
    c = np.pad(grey.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    found: Floats = c[height:, width:] - c[:-height, width:] - c[height:, :-width]
    found += c[:-height, :-width]
    return found


def _peak(scores: Floats, at: int) -> float:
    """Give how far beside the best whole pixel a parabola has its top."""
    if not 0 < at < len(scores) - 1:
        return 0
    before, here, after = scores[at - 1 : at + 2]
    bend = before - 2 * here + after
    return float(np.clip((before - after) / (2 * bend), -0.5, 0.5)) if abs(bend) > 1e-9 else 0

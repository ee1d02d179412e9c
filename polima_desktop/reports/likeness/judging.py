"""Does a picture that lies over a page show what was drawn, letter by letter?

Each letter is weighed against every other one that could stand in its place: how far the picture
has gone from the one drawn (0) towards the other (1). Blur and light are those of the picture
itself. What is too coarse or too blurred to tell one figure from another is not judged at all.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from polima_desktop.reports.fonts import face_files
from polima_desktop.reports.likeness.laying import Corners, Laid, laid
from polima_desktop.reports.likeness.page import FINE, SCALE, Glyph, Page, Word, box_of, spelled
from polima_desktop.reports.likeness.pixels import (
    Floats,
    blurred,
    found_at,
    gaussian,
    sampled,
)

COARSEST, MOST_BLURRED = 0.76, 1.7
"""Pixels of the picture for one of the frame (137 dpi), and the blur in pixels of the frame."""
FIGURE_CUT, LETTER_CUT = 0.4, 0.5
"""How far towards another a letter may have gone: half way it could be either."""
SPOILT, STRAY = 0.3, 0.17
"""Of a letter's ink, how much may be otherwise; of the way from paper to ink, what may be added."""
_TELLING = 0.08  # two letters that differ in less of their ink are not told apart (l and I)
_WINDOW, _X, _Y = 26, 8, 18  # pixels around a letter, and where its origin stands in them

Area = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the page's upper left corner."""


class Likeness(NamedTuple):
    """Whether a picture could be judged, and the words that are not as they were drawn."""

    clear: bool
    differs: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Tell whether it was judged and nothing differs."""
        return self.clear and not self.differs


def compared(
    picture: Image.Image, seen: Corners, page: Page, drawn: Corners, exempt: Sequence[Area]
) -> Likeness:
    """Compare a grey picture with a page; what lies in an exempt area is not looked at.

    ``seen`` and ``drawn`` are the corners of the same symbol in the picture and in the frame.
    """
    lies = laid(picture, seen, page, drawn)
    if lies is None or lies.scale < COARSEST:
        return Likeness(clear=False)
    words = [word for word in page.words if not _within(word, exempt)]
    judge = _Judge(lies, page, words)
    if judge.blur > MOST_BLURRED:
        return Likeness(clear=False)
    wrong = [spelled(word) for word in words if judge.is_wrong(word)]
    return Likeness(clear=True, differs=(*wrong, *judge.strays(exempt)))


def _within(word: Word, areas: Sequence[Area]) -> bool:
    x, y = word[0].left / SCALE, (word[0].top + word[0].bottom) / 2 / SCALE
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in areas)


class _Judge:
    """A picture and a page in the same light and under the same blur."""

    def __init__(self, lies: Laid, page: Page, words: list[Word]) -> None:
        self._seen = lies.grey / _light(lies.grey)
        sharp = page.grey / _light(page.grey)
        self.blur = _blur(self._seen, sharp, [w for w in words if len(w) > 3])
        self._drawn = blurred(sharp, self.blur)
        self._words = words
        self._placed = {id(word): self._place(word) for word in words}
        self._contrast = float(np.median([ink for _, _, ink in self._placed.values()] or [1.0]))

    def _place(self, word: Word) -> tuple[float, float, float]:
        """Give how far beside its place a word stands, and how strong its ink is."""
        x, y, width, height = box = box_of(word)
        patch = self._drawn[y : y + height, x : x + width]
        across, down, _ = found_at(self._seen, patch, box, 3)
        there = sampled(self._seen, x + across, y + down, width, height)
        ink = 1 - patch
        if there is None:
            return 0, 0, 0
        return across, down, float(((1 - there) * ink).sum() / max(1e-9, (ink * ink).sum()))

    def is_wrong(self, word: Word) -> bool:
        """Tell whether any letter of a word looks more like another, or like none."""
        across, down, ink = self._placed[id(word)]
        ink = float(np.clip(ink, 0.8 * self._contrast, 1.25 * self._contrast))
        return any(self._is_other(glyph, across, down, ink) for glyph in word)

    def _is_other(self, glyph: Glyph, across: float, down: float, ink: float) -> bool:
        x, y = glyph.x - _X, glyph.y - _Y
        drawn = sampled(self._drawn, x, y, _WINDOW, _WINDOW)
        seen = sampled(self._seen, x + across, y + down, _WINDOW, _WINDOW)
        if drawn is None or seen is None:
            return True
        off = (1 - seen) / ink - (1 - drawn)
        shape = _shape(glyph.face, glyph.size, glyph.letter, self.blur)
        where = shape > 0.05
        if (off * off)[where].sum() > SPOILT * (shape * shape).sum():
            return True
        ways = _ways(glyph.face, glyph.size, glyph.letter, self.blur)
        cut = FIGURE_CUT if glyph.letter in string.digits else LETTER_CUT
        return bool(len(ways) and (ways @ off.ravel()).max() > cut)

    def strays(self, exempt: Sequence[Area]) -> Iterator[str]:
        """Say near which words there is ink that was not drawn, or none where it was."""
        drawn = 1 - self._contrast * (1 - self._drawn)
        seen = _mean(self._seen)
        wrong = (seen < _least(drawn) - STRAY) | (seen > -_least(-drawn) + STRAY)
        for left, top, right, bottom in exempt:
            wrong[_pixels(top) : _pixels(bottom), _pixels(left) : _pixels(right)] = False
        places = np.argwhere(wrong)
        return iter(dict.fromkeys(self._near(x, y) for y, x in places[:: 1 + len(places) // 40]))

    def _near(self, x: int, y: int) -> str:
        def distance(word: Word) -> float:
            a, b, width, height = box_of(word)
            return float(max(a - x, 0, x - a - width) + 2 * max(b - y, 0, y - b - height))

        return f"dekat {spelled(min(self._words, key=distance))}"


def _pixels(points: float) -> int:
    return max(0, round(points * SCALE))


# ── light and blur ──────────────────────────────────────────────────────────────────────────

_TILE = 40


def _light(grey: Floats) -> Floats:
    """Give how bright blank paper is at each place."""
    height, width = grey.shape
    down, across = -(-height // _TILE), -(-width // _TILE)
    padded = np.pad(grey, ((0, down * _TILE - height), (0, across * _TILE - width)), mode="edge")
    tiles = padded.reshape(down, _TILE, across, _TILE).swapaxes(1, 2).reshape(down, across, -1)
    paper = np.percentile(tiles, 88, axis=2)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(paper, 1, mode="edge"), (3, 3))
    even = Image.fromarray(np.median(around, axis=(2, 3)).astype(np.float32))
    smooth = even.resize((across * _TILE, down * _TILE), Image.Resampling.BICUBIC)
    return np.maximum(np.asarray(smooth, dtype=np.float64)[:height, :width], 0.05)


def _blur(seen: Floats, sharp: Floats, words: list[Word]) -> float:
    """Give the blur under which the drawing looks most like the picture."""
    few = words[:: 1 + len(words) // 20]

    def like(sigma: float) -> float:
        return float(np.median([_likeness(seen, sharp, word, sigma) for word in few] or [0.0]))

    about = max((0.6, 1.0, 1.4, 1.8, 2.2), key=like)
    return max((about - 0.2, about, about + 0.2), key=like)


def _likeness(seen: Floats, sharp: Floats, word: Word, sigma: float) -> float:
    x, y, width, height = box = box_of(word)
    wide = sharp[max(y - 9, 0) : y + height + 9, max(x - 9, 0) : x + width + 9]
    soft = blurred(wide, sigma)[min(y, 9) :, min(x, 9) :][:height, :width]
    return found_at(seen, soft, box, 2)[2]


def _mean(grey: Floats) -> Floats:
    padded = np.pad(grey, 1, mode="edge")
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    found: Floats = (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / 9
    return found


def _least(grey: Floats) -> Floats:
    padded = np.pad(grey, 1, mode="edge")
    rows = np.minimum(np.minimum(padded[:-2], padded[1:-1]), padded[2:])
    found: Floats = np.minimum(np.minimum(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])
    return found


# ── letters ─────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=64)
def _font(face: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO(face_files()[face]), size * SCALE * FINE)


@lru_cache(maxsize=4096)
def _fine(face: str, size: float, letter: str) -> Floats:
    """Give a letter drawn finely, with room to be moved."""
    side = _WINDOW * FINE
    canvas = Image.new("L", (2 * side, side), 0)
    at = (_X * FINE + side // 2, _Y * FINE)
    ImageDraw.Draw(canvas).text(at, letter, font=_font(face, size), fill=255, anchor="ls")
    return np.asarray(canvas, dtype=np.float64) / 255


@lru_cache(maxsize=16)
def _softening(sigma: float) -> Floats:
    """Give a matrix that makes the columns of a fine window coarse and blurs them."""
    weights = gaussian(sigma)
    wide = np.zeros((_WINDOW, _WINDOW + len(weights)))
    for row in range(_WINDOW):
        wide[row, row : row + len(weights)] = weights
    reach = len(weights) // 2
    return np.repeat(wide[:, reach : reach + _WINDOW], FINE, axis=1) / FINE


def _shape(face: str, size: float, letter: str, sigma: float, instead: str = "") -> Floats:
    """Give the ink of a letter, or of another one in the middle of its place."""
    shown = instead or letter
    room = _length(face, size, letter) - _length(face, size, shown)
    start = _WINDOW * FINE // 2 - round(room / 2)
    fine = _fine(face, size, shown)[:, start : start + _WINDOW * FINE]
    soft = _softening(sigma)
    found: Floats = soft @ fine @ soft.T
    return found


@lru_cache(maxsize=4096)
def _length(face: str, size: float, letter: str) -> float:
    return _font(face, size).getlength(letter)


@lru_cache(maxsize=2048)
def _ways(face: str, size: float, letter: str, sigma: float) -> Floats:
    """Give the ways from a letter to every other (n, pixels), each divided by its length twice.

    The product with what is off is 0 where the letter stands and 1 where the other one does.
    """
    own = _shape(face, size, letter, sigma)
    ways = []
    for other in _others(letter):
        way = _shape(face, size, letter, sigma, other) - own
        length = float((way * way).sum())
        if letter in string.digits or length > _TELLING * float((own * own).sum()):
            ways.append(way.ravel() / length)
    return np.array(ways)


def _others(letter: str) -> str:
    for kind in (string.digits, string.ascii_lowercase, string.ascii_uppercase):
        if letter in kind:
            return kind.replace(letter, "")
    return ""

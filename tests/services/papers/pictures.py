"""A page as a scanner or a telephone sees it: turned, blurred, unevenly lit, noisy, a JPEG.

Nothing is judged here. Noise comes from a seed, so that a picture is the same at every run.
"""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from polima_desktop.reports.likeness.pixels import homography

Floats = NDArray[np.float64]
FINE = 6.0  # pixels a point at which the paper itself is drawn


def paper(pdf: bytes, page: int = 0, scale: float = FINE) -> Image.Image:
    """Give a printed page, as finely as a printer puts it on paper."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[page].render(scale=scale, grayscale=True).to_pil().convert("L")
    document.close()
    return picture


def scan(
    sheet: Image.Image, dpi: float = 150, turn: float = 0.7, blur: float = 0.6, quality: int = 75,
    seed: int = 1,
) -> bytes:  # fmt: skip
    """Put a page on a scanner, slightly askew."""
    part = dpi / 72 / FINE
    turned = sheet.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    soft = turned.filter(ImageFilter.GaussianBlur(blur / part))
    small = soft.resize(
        (round(turned.width * part), round(turned.height * part)), Image.Resampling.BOX
    )
    return _jpeg(18 + 0.88 * np.asarray(small, dtype=np.float64), 3, quality, seed)


def phone(
    sheet: Image.Image, width: int = 1400, turn: float = 5, blur: float = 1.0, quality: int = 70,
    lean: float = 0.04, seed: int = 1,
) -> bytes:  # fmt: skip
    """Take a page lying on a dark table with a telephone: askew, leaning, lit from one side."""
    size = (round(width * 1.2), round(width * 1.72))
    if 45 < turn % 180 < 135:  # held crosswise, the paper fills the picture
        size = size[::-1]
    height = width * sheet.height / sheet.width
    a, b = width / 2, height / 2
    around = np.array(
        [
            [-a, -b],
            [a * (1 - lean), -b * (1 - lean / 2)],
            [a, b * (1 - lean)],
            [-a * (1 + lean / 3), b],
        ]
    )
    c, s = np.cos(np.deg2rad(turn)), np.sin(np.deg2rad(turn))
    there = around * 0.92 @ np.array([[c, s], [-s, c]]) + np.array(size) / 2
    w, h = sheet.size
    way = homography(there, [(0, 0), (w, 0), (w, h), (0, h)]).ravel()[:8].tolist()
    perspective, cubic = Image.Transform.PERSPECTIVE, Image.Resampling.BICUBIC
    fine = sheet.filter(ImageFilter.GaussianBlur(w / width / 2))
    seen = fine.transform(size, perspective, way, cubic, fillcolor=80)
    soft = np.asarray(seen.filter(ImageFilter.GaussianBlur(blur)), dtype=np.float64)
    down, across = np.mgrid[0 : size[1], 0 : size[0]]
    light = 0.6 + 0.3 * across / size[0] + 0.08 * np.sin(3 * down / size[1])
    return _jpeg((12 + 0.9 * soft) * light, 4, quality, seed)


def _jpeg(grey: Floats, noise: float, quality: int, seed: int) -> bytes:
    rough = grey + np.random.default_rng(seed).normal(0, noise, grey.shape)
    out = BytesIO()
    Image.fromarray(np.clip(rough, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=quality)
    return out.getvalue()

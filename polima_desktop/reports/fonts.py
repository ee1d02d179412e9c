"""The three static faces of Inter that papers are set in, made from the variable font.

Made in memory when the first paper of a process is written (about half a second), so
there is no cache to go stale and nothing two processes could write at once. Only Latin
letters are kept. Figures are tabular: the digits point at the glyphs of the feature
``tnum``, the letter l at its form with a tail (``cv05``), as everywhere in the program.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from fontTools import subset
from fontTools.ttLib import TTFont as FontFile
from fontTools.varLib.instancer import instantiateVariableFont
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, SEMIBOLD, ITALIC = "Inter-Regular", "Inter-SemiBold", "Inter-Italic"

_SOURCES = {
    "Inter[opsz,wght].ttf": {REGULAR: 400, SEMIBOLD: 600},
    "Inter-Italic[opsz,wght].ttf": {ITALIC: 400},
}
_FEATURES = ("tnum", "cv05")
_LETTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A
    *map(ord, "–—‘’“”•…−≤≥′″›→\N{EM SPACE}"),
]


@lru_cache(maxsize=1)
def faces() -> dict[str, TTFont]:
    """Give the faces by name, ready for reportlab."""
    return {name: TTFont(name, BytesIO(data)) for name, data in face_files().items()}


@lru_cache(maxsize=1)
def face_files() -> dict[str, bytes]:
    """Give the faces by name as TrueType files."""
    made = {}
    for source, weights in _SOURCES.items():
        latin = _latin_part(source)
        for name, weight in weights.items():
            made[name] = _instance(latin, name, weight)
    return made


def _latin_part(source: str) -> bytes:
    """Cut the variable font down first: instancing the whole one takes seconds a weight."""
    data = (files("fontpkg_inter") / "files" / source).read_bytes()
    font = FontFile(BytesIO(data), lazy=True)
    _replace_glyphs(font)
    for table in ("GSUB", "GPOS", "GDEF", "STAT", "MVAR"):
        if table in font:
            del font[table]
    keep = subset.Subsetter(subset.Options(layout_features=[], hinting=False, notdef_outline=True))
    keep.populate(unicodes=_LETTERS)
    keep.subset(font)
    return _saved(font)


def _replace_glyphs(font: FontFile) -> None:
    """Point the letters at the glyphs of our features: papers are set without shaping."""
    table = font["GSUB"].table
    swaps: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag in _FEATURES:
            for index in record.Feature.LookupListIndex:
                for part in table.LookupList.Lookup[index].SubTable:
                    swaps |= getattr(part, "ExtSubTable", part).mapping
    wanted = set(map(ord, "0123456789l"))
    for characters in font["cmap"].tables:
        for code in wanted & characters.cmap.keys():
            characters.cmap[code] = swaps.get(characters.cmap[code], characters.cmap[code])


def _instance(latin: bytes, name: str, weight: int) -> bytes:
    font = instantiateVariableFont(
        FontFile(BytesIO(latin)), {"wght": weight, "opsz": 14}, optimize=False
    )
    for name_id, text in {1: "Inter", 4: name, 6: name}.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)
    return _saved(font)


def _saved(font: FontFile) -> bytes:
    out = BytesIO()
    font.save(out)
    return out.getvalue()

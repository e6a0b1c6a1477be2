"""Fonts with an open licence: what they cover, and the small parts of them that pages carry.

HTML pages embed slices of the house fonts (whole blocks of characters, so that a slice is made
once and kept); ideographs, of which a page uses few, are cut for each page. PDF takes the fonts
from one folder of links, so that no other font can change the outcome.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import fontTools
import matplotlib as mpl
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from pmo_lib.press.convert.ideographs import small_font

__all__ = ["advance", "covered", "font_css", "font_folder"]

LATIN: Final = "Source Sans Pro"
CJK: Final = "Noto Sans CJK JP"


@dataclass(frozen=True)
class Face:
    """One font file and what CSS calls it."""

    family: str
    weight: int
    style: str
    path: Path


def _package(name: str) -> Path:
    return Path(str(files(name)))


def _latin(name: str, weight: int, style: str) -> Face:
    folder = _package("font_source_sans_pro") / "files"
    return Face(LATIN, weight, style, folder / f"SourceSansPro-{name}.otf")


def _right_to_left(script: str) -> Face:
    folder = _package("justmytype_intl_rtl") / "fonts" / "ofl" / f"notosans{script.lower()}"
    return Face(f"Noto Sans {script}", 400, "normal", folder / f"NotoSans{script}[wdth,wght].ttf")


REGULAR: Final = _latin("Regular", 400, "normal")
SEMIBOLD: Final = _latin("Semibold", 600, "normal")
ITALIC: Final = _latin("It", 400, "italic")
SEMIBOLD_ITALIC: Final = _latin("SemiboldIt", 600, "italic")
IDEOGRAPHS: Final = Face(
    CJK, 400, "normal", _package("noto_cjk_sans_jp_regular") / "NotoSansCJKjp-Regular.otf"
)
ARABIC: Final = _right_to_left("Arabic")
HEBREW: Final = _right_to_left("Hebrew")
_MATPLOTLIB = Path(mpl.get_data_path()) / "fonts" / "ttf"
SYMBOLS: Final = Face("DejaVu Sans", 400, "normal", _MATPLOTLIB / "DejaVuSans.ttf")
MONO: Final = Face("DejaVu Sans Mono", 400, "normal", _MATPLOTLIB / "DejaVuSansMono.ttf")

_BASIC: Final = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x2010, 0x203A),
    (0x20AC, 0x20AC),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
    (0x2260, 0x2265),
)
_SLICES: Final[tuple[tuple[tuple[int, int], ...], ...]] = (
    _BASIC,
    ((0x180, 0x2FF), (0x1E00, 0x1EFF)),
    ((0x370, 0x3FF),),
    ((0x400, 0x52F),),
    ((0x2000, 0x2BFF),),
)
_RIGHT_TO_LEFT: Final = ((HEBREW, ((0x590, 0x5FF),)), (ARABIC, ((0x600, 0x6FF),)))
_LAYOUT: Final = [
    "ccmp",
    "init",
    "medi",
    "fina",
    "isol",
    "rlig",
    "liga",
    "locl",
    "mark",
    "mkmk",
    "kern",
    "tnum",
]
_AXES: Final = {"wght": 400, "wdth": 100}


def font_css(text: str, *, italic: bool = False) -> str:
    """Write the ``@font-face`` rules that a page with this text needs.

    Parameters
    ----------
    text : str
        Everything the page says.
    italic : bool
        Whether any of it is in italics.

    Returns
    -------
    str
        Rules with embedded woff2 fonts; scripts that the text does not use are left out.
    """
    used = {ord(character) for character in text} | {0x20}
    upright = (REGULAR, SEMIBOLD, ITALIC) if italic else (REGULAR, SEMIBOLD)
    known = _characters(REGULAR)
    rules = []
    taken: set[int] = set()
    for ranges in _SLICES:
        part = frozenset(_within(known, ranges) - taken)
        taken |= part
        if used & part:
            rules += [_rule(face, part) for face in upright]
    for face, ranges in _RIGHT_TO_LEFT:
        if any(first <= code <= last for code in used for first, last in ranges):
            rules.append(_rule(face, frozenset(_within(_characters(face), ranges))))
    ideographs = _beyond(used - known)
    if ideographs:
        data = small_font(IDEOGRAPHS.path, frozenset(ideographs))
        rules.append(_written(IDEOGRAPHS, frozenset(ideographs), data))
    return "\n".join(rules)


def covered(code: int) -> bool:
    """Say whether one of the house fonts can print a character.

    Parameters
    ----------
    code : int
        Unicode code point.

    Examples
    --------
    >>> covered(ord("é")), covered(ord("計")), covered(0xE000)
    (True, True, False)
    """
    if any(code in _characters(face) for face in (REGULAR, SYMBOLS, ARABIC, HEBREW)):
        return True
    return code in _characters(IDEOGRAPHS)


@lru_cache
def font_folder() -> Path:
    """Give the folder with the fonts of PDF documents, and no others.

    Returns
    -------
    pathlib.Path
        Links to the font files (copies where links cannot be made), kept between processes.
    """
    faces = (REGULAR, SEMIBOLD, ITALIC, SEMIBOLD_ITALIC, IDEOGRAPHS, ARABIC, HEBREW, SYMBOLS, MONO)
    folder = _cache() / f"faces-{_digest(str(face.path) for face in faces)}"
    if not folder.exists():
        made = Path(tempfile.mkdtemp(dir=_cache()))
        for face in faces:
            _link(face.path, made / face.path.name)
        _publish(made, folder)
    return folder


@lru_cache(maxsize=65536)
def advance(text: str, *, bold: bool = False) -> float:
    """Give the width of a text in ems, as the house font sets it.

    Parameters
    ----------
    text : str
        One line; characters the font does not have count as one em.
    bold : bool
        Whether it is set semibold.

    Examples
    --------
    >>> advance("")
    0.0
    >>> advance("WWW") > advance("iii")
    True
    """
    widths = _widths(SEMIBOLD if bold else REGULAR)
    return sum((widths.get(ord(character), 1.0) for character in text), 0.0)


@lru_cache
def _widths(face: Face) -> Mapping[int, float]:
    with TTFont(face.path, lazy=True) as font:
        metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: metrics[name][0] / em for code, name in font.getBestCmap().items()}


@lru_cache
def _characters(face: Face) -> frozenset[int]:
    with TTFont(face.path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _within(codes: Iterable[int], ranges: Iterable[tuple[int, int]]) -> set[int]:
    spans = tuple(ranges)
    return {code for code in codes if any(first <= code <= last for first, last in spans)}


def _beyond(codes: set[int]) -> set[int]:
    """Find the characters for which the ideographs' font is wanted."""
    wide = {code for code in codes if code >= 0x2E80 and not 0xFB00 <= code <= 0xFEFF}
    return wide & _characters(IDEOGRAPHS) if wide else set()


@lru_cache(maxsize=256)
def _rule(face: Face, codes: frozenset[int]) -> str:
    return _written(face, codes, _kept_slice(face, codes))


def _written(face: Face, codes: frozenset[int], data: bytes) -> str:
    embedded = base64.b64encode(data).decode("ascii")
    return (
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f"font-style:{face.style};font-display:swap;unicode-range:{_unicode_range(codes)};"
        f'src:url(data:font/woff2;base64,{embedded}) format("woff2")}}'
    )


def _unicode_range(codes: Iterable[int]) -> str:
    spans: list[list[int]] = []
    for code in sorted(codes):
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)


def _kept_slice(face: Face, codes: frozenset[int]) -> bytes:
    """Take a slice from the folder kept between processes, or make it."""
    key = _digest([face.path.name, str(face.path.stat().st_size), _unicode_range(codes)])
    kept = _cache() / f"{face.path.stem.partition('[')[0]}-{key}.woff2"
    if kept.exists():
        return kept.read_bytes()
    data = _cut(face, codes)
    handle, made = tempfile.mkstemp(dir=_cache())
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(made).replace(kept)
    return data


def _cut(face: Face, codes: frozenset[int]) -> bytes:
    font = TTFont(face.path, lazy=True, recalcTimestamp=False)
    if "fvar" in font:
        instancer.instantiateVariableFont(font, dict(_AXES), inplace=True)
    options = Options(hinting=False, desubroutinize=True, notdef_outline=True)
    options.layout_features = _LAYOUT
    options.drop_tables += ["DSIG", "BASE", "VORG", "vhea", "vmtx", "meta"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer, reorderTables=False)
    return buffer.getvalue()


def _cache() -> Path:
    folder = Path(mpl.get_cachedir()) / "pmo-fonts"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join([fontTools.version, *parts]).encode()).hexdigest()[:16]


def _link(source: Path, target: Path) -> None:
    try:
        target.symlink_to(source)
    except OSError:
        shutil.copyfile(source, target)


def _publish(made: Path, folder: Path) -> None:
    try:
        made.rename(folder)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)
        if not folder.exists():
            raise

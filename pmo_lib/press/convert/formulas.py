"""Formulas as pictures: TeX mathematics drawn by matplotlib, with its words beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from pmo_lib.press.convert.tex_words import spoken

__all__ = ["Formula", "formula"]

_EM: Final = 10.0
_SCALE: Final = _EM / text_to_path.FONT_SCALE
_ENVIRONMENT: Final = re.compile(r"\\(?:begin|end)\{[a-zA-Z]+\*?\}(?:\{[lcr|]*\})?")
_DROPPED: Final = re.compile(
    r"\\(?:displaystyle|textstyle|limits|nolimits|nonumber|notag|!)(?![a-zA-Z])"
    r"|\\(?:tag|label)\{[^}]*\}"
)


@dataclass(frozen=True)
class Formula:
    """A drawn formula.

    Lengths are in ems of the surrounding text; ``depth`` is what hangs below the line.
    """

    svg: str
    width: float
    height: float
    depth: float
    words: str


@dataclass(frozen=True)
class _Line:
    path: str
    width: float
    ascent: float
    depth: float


@lru_cache(maxsize=512)
def formula(tex: str) -> Formula | None:
    r"""Draw a formula.

    Parameters
    ----------
    tex : str
        TeX mathematics without its dollars; the rows of an aligned environment are stacked.

    Returns
    -------
    Formula or None
        Nothing where the TeX is empty or beyond matplotlib's mathematics.

    Examples
    --------
    >>> formula(r"\frac{EV}{AC}").words
    'EV over AC'
    >>> formula(r"\notacommand{x}") is None
    True
    """
    rows = [row for row in re.split(r"\\\\(?:\[[^\]]*\])?", _plain(tex)) if row.strip()]
    try:
        lines = [_draw(row) for row in rows]
    except (ValueError, RuntimeError):
        return None
    if not lines or not any(line.path for line in lines):
        return None
    return _stacked(lines, spoken(tex))


def _plain(tex: str) -> str:
    kept = _DROPPED.sub("", _ENVIRONMENT.sub(" ", tex)).replace("&", " ")
    return re.sub(r"\s+", " ", kept).replace("$", r"\$").replace(r"\\$", r"\$").strip()


def _draw(tex: str) -> _Line:
    prop = FontProperties(size=text_to_path.FONT_SCALE, math_fontfamily="stix")
    width, height, depth = text_to_path.get_text_width_height_descent(f"${tex}$", prop, True)
    placed, outlines, rules = text_to_path.get_glyphs_mathtext(prop, f"${tex}$")
    parts = [_outline(*outlines[name], x, y, size) for name, x, y, size in placed]
    parts += [_outline(vertices, codes, 0, 0, 1.0) for vertices, codes in rules]
    width, height, depth = (float(length) * _SCALE for length in (width, height, depth))
    return _Line("".join(parts), width, height - depth, depth)


def _outline(vertices: Any, codes: Any, x: float, y: float, size: float) -> str:
    """Write one glyph as SVG path commands, y downwards."""
    letters = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}
    lengths = {1: 1, 2: 1, 3: 2, 4: 3, 79: 1}
    written, at = [], 0
    while at < len(codes):
        code, count = int(codes[at]), lengths[int(codes[at])]
        points = [
            f"{_number((px * size + x) * _SCALE)} {_number(-(py * size + y) * _SCALE)}"
            for px, py in vertices[at : at + count]
        ]
        written.append("Z" if code == 79 else letters[code] + " ".join(points))
        at += count
    return "".join(written)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "0" if value > -0.005 else "-0")


def _stacked(lines: list[_Line], words: str) -> Formula:
    gap, baseline, paths = 0.45 * _EM, 0.0, []
    for number, line in enumerate(lines):
        baseline += line.ascent if number == 0 else lines[number - 1].depth + gap + line.ascent
        paths.append(f'<path transform="translate(0 {_number(baseline)})" d="{line.path}"/>')
    width = max(line.width for line in lines)
    height = baseline + lines[-1].depth
    box = f"0 0 {_number(width)} {_number(height)}"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{"".join(paths)}</svg>'
    depth = lines[-1].depth if len(lines) == 1 else height / 2
    return Formula(svg, width / _EM, height / _EM, depth / _EM, words)

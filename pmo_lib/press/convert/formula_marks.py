"""Marks in a page for formulas: set where HTML holds TeX, taken away where TeX cannot be drawn."""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement

from pmo_lib.press.convert.formulas import Formula, formula
from pmo_lib.press.convert.sanitise import element

__all__ = ["formula_of", "mark_formulas", "mend_formulas"]

_TEX: Final = re.compile(
    r"\$\$(?P<dollars>[^$]+)\$\$|\\\[(?P<block>.+?)\\\]|\\\((?P<inline>.+?)\\\)", re.DOTALL
)
_VERBATIM: Final = ("pre", "code", "kbd", "samp", "style")


def formula_of(mark: HtmlElement) -> Formula | None:
    """Draw the formula that a mark stands for."""
    return formula(mark.get("tex", ""))


def mark_formulas(body: HtmlElement) -> None:
    r"""Mark the TeX in a page's text: ``$$…$$``, ``\[…\]`` and ``\(…\)``, as JupyterLab shows it.

    Parameters
    ----------
    body : lxml.html.HtmlElement
        Changed in place. Single dollars are money, and code is left alone.
    """
    for part in list(body.iter()):
        if part.tag in _VERBATIM or any(True for _ in part.iterancestors(*_VERBATIM)):
            continue
        if part.text and _TEX.search(part.text):
            part.text, marks = _split(part.text)
            for place, mark in enumerate(marks):
                part.insert(place, mark)
    for part in list(body.iterdescendants()):
        holder = part.getparent()
        if part.tail and _TEX.search(part.tail) and holder.tag not in _VERBATIM:
            part.tail, marks = _split(part.tail)
            for place, mark in enumerate(marks, holder.index(part) + 1):
                holder.insert(place, mark)


def _split(text: str) -> tuple[str, list[HtmlElement]]:
    """Take the formulas out of a text: what stands before them, and marks with what follows."""
    found = list(_TEX.finditer(text))
    marks = []
    for number, one in enumerate(found):
        tex = one.group("dollars") or one.group("block") or one.group("inline")
        display = "inline" if one.group("inline") else "block"
        mark = element("pmo-math", display=display, tex=tex.strip())
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        mark.tail = text[one.end() : end]
        marks.append(mark)
    return text[: found[0].start()], marks


def mend_formulas(body: HtmlElement) -> None:
    """Let a formula that cannot be drawn stand as its source."""
    for mark in list(body.iter("pmo-math")):
        if formula_of(mark) is None:
            source = element("code", mark.get("tex", ""))
            source.tail = mark.tail
            mark.getparent().replace(mark, source)

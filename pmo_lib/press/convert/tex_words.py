r"""TeX mathematics in words, for readers who hear it: ``\frac{EV}{AC}`` is "EV over AC"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["spoken"]

_TOKEN: Final = re.compile(r"\\[a-zA-Z]+|\\.|[0-9]+(?:[.,][0-9]+)*|[a-zA-Z]+|\s+|.", re.DOTALL)
_SAID: Final = {
    "+": "plus",
    "-": "minus",
    "−": "minus",
    "=": "equals",
    "<": "is less than",
    ">": "is greater than",
    "/": "over",
    "*": "times",
    "|": "bar",
    "!": "factorial",
    "'": "prime",
    "%": "percent",
    "&": "",
    "~": "",
    r"\times": "times",
    r"\cdot": "times",
    r"\div": "divided by",
    r"\pm": "plus or minus",
    r"\le": "is at most",
    r"\leq": "is at most",
    r"\ge": "is at least",
    r"\geq": "is at least",
    r"\ne": "is not equal to",
    r"\neq": "is not equal to",
    r"\approx": "is about",
    r"\sim": "is distributed as",
    r"\propto": "is proportional to",
    r"\in": "in",
    r"\to": "to",
    r"\rightarrow": "to",
    r"\Rightarrow": "implies",
    r"\infty": "infinity",
    r"\partial": "partial",
    r"\nabla": "nabla",
    r"\ldots": "and so on",
    r"\dots": "and so on",
    r"\cdots": "and so on",
    r"\sum": "the sum",
    r"\prod": "the product",
    r"\int": "the integral",
    r"\lim": "the limit",
    r"\%": "percent",
    r"\$": "dollars",
    r"\&": "and",
    r"\{": "{",
    r"\}": "}",
    r"\\": ",",
}
_ACCENTS: Final = ("hat", "bar", "tilde", "vec", "dot", "overline", "widehat")
_SILENT: Final = {r"\left", r"\right", r"\,", r"\;", r"\:", r"\!", r"\quad", r"\qquad", r"\ "} | {
    rf"\{name}"
    for name in ("displaystyle", "limits", "big", "Big", "bigl", "bigr", "nonumber", "notag")
}
_WRAPPERS: Final = ("text", "mathrm", "mathbf", "mathit", "mathsf", "operatorname", "mathcal")
_RANGED: Final = (r"\sum", r"\prod", r"\int", r"\lim")
_POWERS: Final = {"2": "squared", "3": "cubed", "prime": "prime", "T": "transposed"}


def spoken(tex: str) -> str:
    r"""Say a formula in words.

    Parameters
    ----------
    tex : str
        TeX mathematics without its dollars.

    Returns
    -------
    str
        One line; empty for an empty formula. Commands that are not known are said by name.

    Examples
    --------
    >>> spoken(r"\mathrm{SPI} = \frac{EV}{PV} \leq \sqrt{x^2}")
    'SPI equals EV over PV is at most the square root of x squared'
    >>> spoken(r"\sum_{i=1}^{n} w_i")
    'the sum from i equals 1 to n of w sub i'
    """
    tokens = [token for token in _TOKEN.findall(tex) if not token.isspace()]
    words = " ".join(_Reader(tokens).until_end())
    words = re.sub(r"\s+", " ", words)
    words = re.sub(r"\s+([,.;:)\]])", r"\1", words)
    return re.sub(r"([(\[])\s+", r"\1", words).strip(" ,")


class _Reader:
    """Reads tokens from left to right; each method leaves off after what it read."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    def until_end(self) -> list[str]:
        words: list[str] = []
        while self._at < len(self._tokens):
            words += self._next()
        return words

    def _take(self) -> str:
        token = self._tokens[self._at] if self._at < len(self._tokens) else ""
        self._at += 1
        return token

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _group(self) -> str:
        """Read one argument: a group in braces, or a single token."""
        if self._peek() != "{":
            return " ".join(self._next()) if self._peek() else ""
        self._take()
        words: list[str] = []
        while self._peek() not in ("", "}"):
            words += self._next()
        self._take()
        return " ".join(words)

    def _next(self) -> list[str]:
        token = self._take()
        name = token.removeprefix("\\")
        if token in _RANGED:
            return list(self._ranged(_SAID[token]))
        if token in _SILENT or token == "}":
            return []
        if token in (r"\begin", r"\end"):
            self._group()
            return []
        if token == "{":
            self._at -= 1
            return [self._group()]
        if token == "^":
            return [self._power(self._group())]
        if token == "_":
            return ["sub", self._group()]
        if token.startswith("\\") and name in (*_ACCENTS, *_WRAPPERS, "sqrt", "binom"):
            return [self._command(name)]
        if name in ("frac", "dfrac", "tfrac"):
            return [_part(self._group()), "over", _part(self._group())]
        return [_SAID.get(token, name)]

    def _command(self, name: str) -> str:
        if name == "sqrt":
            return self._root()
        said = self._group()
        if name == "binom":
            return f"{said} choose {self._group()}"
        return f"{said} {name.removeprefix('wide')}" if name in _ACCENTS else said

    def _root(self) -> str:
        if self._peek() != "[":
            return f"the square root of {self._group()}"
        self._take()
        degree = self._take()
        self._take()
        return f"the root {degree} of {self._group()}"

    def _ranged(self, said: str) -> Iterator[str]:
        yield said
        ranged = False
        while self._peek() in ("_", "^", r"\limits"):
            mark = self._take()
            if mark != r"\limits":
                ranged = True
                yield f"{'from' if mark == '_' else 'to'} {self._group()}"
        if ranged or self._peek():
            yield "of"

    @staticmethod
    def _power(said: str) -> str:
        return _POWERS.get(said, f"to the power {said}")


def _part(said: str) -> str:
    """Mark off a part of a fraction that has several words."""
    return f"({said})" if " " in said else said

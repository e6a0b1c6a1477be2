"""Colours of pages in the dark, and whether a colour can be read on what it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

__all__ = ["DARK", "LEAST_CONTRAST", "contrast", "readable"]

LEAST_CONTRAST: Final = 4.5
"""Of text against its ground: WCAG 2.2, success criterion 1.4.3."""

DARK: Final[Mapping[str, str]] = {
    "text": "#E8ECF1",
    "muted": "#AAB4C0",
    "rule": "#46505E",
    "faint": "#222B36",
    "paper": "#151B23",
    "blue": "#7FB2E5",
    "teal": "#4CC4BA",
    "plum": "#E08AB8",
    "orange": "#F98E55",
    "grey": "#B9C1CB",
    "lilac": "#BBA3E4",
    "red": "#FF7B7B",
    "amber-red": "#FF9A66",
    "amber": "#F2B04C",
    "amber-green": "#C3D04A",
    "green": "#5FCB8C",
}
"""The contract's colours on a dark page, by name."""

_STEPS: Final = 100


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG 2.2 defines it, from 1 to 21.

    Examples
    --------
    >>> contrast("#000000", "#FFFFFF")
    21.0
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, grounds: Iterable[str]) -> str:
    """Give a colour, or the nearest darker or lighter shade of it that can be read on some grounds.

    Parameters
    ----------
    colour : str
        ``#`` and six hexadecimal digits.
    grounds : iterable of str
        What it stands on: all light, or all dark.

    Returns
    -------
    str
        The colour itself where it has :data:`LEAST_CONTRAST` on all of them.
    """
    on = list(grounds)
    towards = 0 if _luminance(on[0]) > 0.5 else 255
    shades = (_mixed(colour, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next(one for one in shades if min(contrast(one, g) for g in on) >= LEAST_CONTRAST)


def _mixed(colour: str, towards: int, share: float) -> str:
    if not share:
        return colour
    return "#" + "".join(f"{round(c + (towards - c) * share):02X}" for c in _channels(colour))


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

"""Comments: drawn by tone, each about one theme, which is known to the sample's tests."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from string import Formatter
from typing import Final

import numpy as np

from pmo_lib.tables.sample.months import Bools, Ints, Texts, either
from pmo_lib.tables.sample.office.comment_words import (
    AFTER,
    BEFORE,
    COMMENTS,
    NOTHING,
    THINGS,
)
from pmo_lib.tables.sample.office.known import pick

THEMES: Final = tuple(COMMENTS)
TONES: Final = ("praise", "wish", "complaint")
NO_THEME: Final = "none"


@dataclass(frozen=True)
class Comments:
    """Comments and the theme of each; where there is none, both are missing."""

    text: Texts
    theme: Texts


def draw_comments(rng: np.random.Generator, tone: Ints, given: Bools, lean: Ints) -> Comments:
    """Draw comments for some answers.

    Parameters
    ----------
    rng : numpy.random.Generator
        Random numbers.
    tone : numpy.ndarray
        Position in ``TONES`` of each answer.
    given : numpy.ndarray
        Whether the answer has a comment.
    lean : numpy.ndarray
        Theme, by position, that each answer is likely to be about; -1 for any.
    """
    n = len(tone)
    drawn = rng.integers(0, len(THEMES), n)
    theme = np.where((lean >= 0) & (rng.random(n) < 0.5), lean, drawn)
    text, inside = np.full(n, "", dtype=object), np.full(n, "", dtype=object)
    for number, name in enumerate(THEMES):
        for place, kind in enumerate(TONES):
            here = np.flatnonzero(given & (theme == number) & (tone == place))
            sentences = _sentences(name, kind)
            which = rng.integers(0, len(sentences), len(here))
            text[here] = np.array([_opened(words) for words in sentences], dtype=object)[which]
            inside[here] = np.array(sentences, dtype=object)[which]
    before = pick(rng, BEFORE, n)
    whole = before + np.where(before == "", text, inside) + "." + pick(rng, AFTER, n)
    said = np.where(rng.random(n) < 0.2, text, whole)
    empty = given & (rng.random(n) < 0.06)
    said = np.where(empty, pick(rng, NOTHING, n), said)
    about = np.where(empty, NO_THEME, np.array(THEMES, dtype=object)[theme])
    return Comments(either(given, said), either(given, about))


def _sentences(theme: str, tone: str) -> list[str]:
    """All comments of a theme and tone as they stand inside a sentence, with every filling."""
    found = []
    for words in COMMENTS[theme][tone]:
        slots = [name for _, name, _, _ in Formatter().parse(words) if name]
        for filling in product(*(THINGS[slot] for slot in slots)):
            found.append(words.format(**dict(zip(slots, filling, strict=True))))
    return [w if w.startswith(("I ", "March")) else w[0].lower() + w[1:] for w in found]


def _opened(words: str) -> str:
    return words[0].upper() + words[1:]

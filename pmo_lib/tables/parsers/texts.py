r"""Text fields: which characters are kept, and how a tidy text looks.

Kept as they are: every letter, sign and space, tabs and line breaks, joiners (Persian, Hindi and
emoji need them), and the invisible marks that names in Arabic and Hebrew need (U+200E, U+200F,
U+061C). Changed, so that what is stored is what a reader sees:

- control characters, lone surrogates and noncharacters, which XML, PDF and UTF-8 cannot hold,
  become U+FFFD, the sign of a character that could not be read;
- other line breaks (vertical tab, form feed, U+0085, U+2028, U+2029) become ``\n``;
- characters that never show (zero-width space, soft hyphen, byte order mark, word joiner, tags)
  are left out: two names that look alike are alike;
- direction overrides, which make text read as another text than it is, are left out; embeddings
  and isolates stay, each closed at the end of its line at the latest, so that none reaches into
  the page around it, and what closes nothing is left out.

A text differs from what :func:`clean_text` makes of it exactly where something was changed, which
is how changes are counted.
"""

from __future__ import annotations

import re
from typing import Final

from pmo_lib.tables.parsers.unreadable import Unreadable

__all__ = ["TEXT_LIMIT", "beginning", "clean_text", "parse_line", "parse_paragraphs"]

TEXT_LIMIT: Final = 1_000_000
"""Characters that a text has at most."""

_KEPT_OF_TOO_LONG: Final = 1_000
_PLANE_ENDS: Final = "".join(
    chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF)
)
_BREAK: Final = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_UNHOLDABLE: Final = re.compile(
    f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANE_ENDS}]"
)
_UNSEEN: Final = re.compile(
    "[\u00ad\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_DIRECTION: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_POP, _POP_ISOLATE = "\u202c", "\u2069"
_CLOSED_BY: Final = {
    **dict.fromkeys("\u202a\u202b", _POP),
    **dict.fromkeys("\u2066\u2067\u2068", _POP_ISOLATE),
    **dict.fromkeys("\u202d\u202e", ""),
}
"""What closes an embedding or an isolate; an override is left out with what closes it."""


def clean_text(raw: str) -> str:
    r"""Make text safe to store and to show; the module says which characters change.

    Parameters
    ----------
    raw : str
        Text as the source has it.

    Raises
    ------
    Unreadable
        The text has more than 1,000,000 characters.

    Examples
    --------
    >>> clean_text("safe\x00\u202etxt.exe\u202c")
    'safe�txt.exe'
    """
    if len(raw) > TEXT_LIMIT:
        raise Unreadable(
            f"text: at most {TEXT_LIMIT:,} characters; this has {len(raw):,}", "a shorter text"
        )
    if raw.isprintable():
        return raw
    text = _UNSEEN.sub("", _UNHOLDABLE.sub("\ufffd", _BREAK.sub("\n", raw)))
    if not _DIRECTION.search(text):
        return text
    return "".join(_closed(line) for line in re.split(r"([\r\n])", text))


def parse_line(raw: str) -> str:
    r"""Clean a text and fold all its whitespace to single spaces.

    Raises
    ------
    Unreadable
        As :func:`clean_text` does.

    Examples
    --------
    >>> parse_line(" North\u200b Road\r\n(Phase\xa02) ")
    'North Road (Phase 2)'
    """
    return " ".join(clean_text(raw).split())


def parse_paragraphs(raw: str) -> str:
    r"""Clean a text of several paragraphs: their breaks stay, other whitespace is folded.

    Raises
    ------
    Unreadable
        As :func:`clean_text` does.

    Examples
    --------
    >>> parse_paragraphs("The budget variance\xa0exceeds 5%. \r\r\nThe bu\rdget ")
    'The budget variance exceeds 5%.\nThe bu\ndget'
    """
    lines = (" ".join(line.split()) for line in re.split(r"[\r\n]+", clean_text(raw)))
    return "\n".join(line for line in lines if line)


def beginning(raw: str) -> str:
    """Give what a reject keeps of a text: all of it, or the beginning of one that is too long.

    Examples
    --------
    >>> beginning("5m"), beginning("5" * 10_000_000)[-28:]
    ('5m', '5... (10,000,000 characters)')
    """
    if len(raw) <= TEXT_LIMIT:
        return raw
    return f"{raw[:_KEPT_OF_TOO_LONG]}... ({len(raw):,} characters)"


def _closed(line: str) -> str:
    """Close every embedding and isolate of a line; leave out overrides, and what closes nothing."""
    kept: list[str] = []
    awaited: list[str] = []
    isolates = 0
    for character in line:
        if character in _CLOSED_BY:
            awaited.append(_CLOSED_BY[character])
            isolates += awaited[-1] == _POP_ISOLATE
            kept.append(character if awaited[-1] else "")
        elif character == _POP:
            if awaited and awaited[-1] != _POP_ISOLATE:
                kept.append(awaited.pop())
        elif character == _POP_ISOLATE:
            if isolates:
                isolates -= 1
                while awaited.pop() != _POP_ISOLATE:
                    pass
                kept.append(character)
        else:
            kept.append(character)
    return "".join([*kept, *reversed(awaited)])

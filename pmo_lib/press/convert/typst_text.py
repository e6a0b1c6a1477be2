"""Text as Typst takes it: always inside string literals, never as markup."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from pmo_lib.press.convert.fonts import covered
from pmo_lib.press.convert.sanitise import printable
from pmo_lib.press.convert.table_layout import breakable

__all__ = ["content", "plain", "quoted"]

_PLAIN: Final = re.compile(r"[\n\t\x20-\x7e\u00a0-\u017f\u2013\u2014\u2018-\u201d\u2026]*")
_IGNORABLE: Final = re.compile(
    "[\u00ad\u034f\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\U000e0000-\U000e0fff]"
)
_BETWEEN: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f"


def quoted(text: str) -> str:
    r"""Write a Typst string literal.

    Examples
    --------
    >>> print(quoted('#a "b" \\'))
    "#a \"b\" \\"
    """
    escaped = printable(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "").replace("\t", "\\t") + '"'


def content(text: str) -> str:
    r"""Write text as Typst content; characters that no font has are named in a box.

    Examples
    --------
    >>> content("a \ue000")
    '#"a ";#unknown("U+E000");'
    """
    text = breakable(text)
    if _PLAIN.fullmatch(text):
        return f"#{quoted(text)};" if text else ""
    written, run = [], ""
    for character in printable(text):
        if _has_glyph(character):
            run += "" if _is_dropped(character) else character
        else:
            written += [f"#{quoted(run)};"] if run else []
            written.append(f"#unknown({quoted(_name(character))});")
            run = ""
    return "".join(written) + (f"#{quoted(run)};" if run else "")


def plain(text: str) -> str:
    r"""Give text with characters that no font has by their names, for code and drawings.

    Examples
    --------
    >>> plain("a\ue000")
    'a[U+E000]'
    """
    if _PLAIN.fullmatch(text):
        return text
    return "".join(
        ("" if _is_dropped(one) else one) if _has_glyph(one) else f"[{_name(one)}]"
        for one in printable(text)
    )


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    if character in "\n\t\r" or _IGNORABLE.match(character):
        return True
    if unicodedata.category(character) in ("Zl", "Zp", "Zs"):
        return True
    return covered(ord(character))


def _is_dropped(character: str) -> bool:
    """Say whether a mark means nothing once fonts are fixed; breaks and directions do mean."""
    return bool(_IGNORABLE.match(character)) and character not in _BETWEEN


def _name(character: str) -> str:
    return f"U+{ord(character):04X}"

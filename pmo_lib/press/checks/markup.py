"""Texts in HTML, SVG, JSON and plain text: between tags, in tags, decoded and embedded."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from pmo_lib.press.checks.binary import bytes_pieces, is_binary
from pmo_lib.press.checks.folding import APART
from pmo_lib.press.checks.pieces import Piece

__all__ = ["from_base64", "markup_pieces"]

_DRAWN: Final = re.compile(r"""\b(?:d|points)=(["'])[-+MmZzLlHhVvCcSsQqTtAa0-9eE.,\s]*\1""")
"""Coordinates of a drawing: half of a page, and no text."""

_INLINE: Final = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong"
    r"|sub|sup|tspan|u|var|wbr)\b[^<>]*>|<!--[^<>]*-->",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<[^<>]*>")
_PERCENT: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_ESCAPE: Final = re.compile(
    r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([0-9A-Fa-f]{2,6})\s?|([nrtbf]))"
)
_DATA: Final = re.compile(r"""data:[^,"'()<>\s]{0,200};base64,([A-Za-z0-9+/=%\s_-]*)""", re.I)
_RUN: Final = re.compile(r"[A-Za-z0-9+/_-]{64,}={0,2}")
_TIMES: Final = 4


def markup_pieces(place: str, text: str, depth: int = 0) -> Iterator[Piece]:
    """Find all texts in a piece of markup or plain text.

    Parameters
    ----------
    place : str
        Where the markup stands.
    text : str
        The markup.
    depth : int
        How often something was unpacked to get there.

    Yields
    ------
    Piece
        All text between tags, also of style and script; then the tags with their attributes, and
        comments; both again with entities, percent signs and escapes decoded, where that makes a
        difference; and the texts of what is embedded.

    Raises
    ------
    ReportError
        What is embedded cannot be unpacked.
    """
    text, embedded = _taken_apart(text)
    text = _DRAWN.sub("", text)
    for version in dict.fromkeys((text, _decoded(text))):
        yield Piece(place, _TAG.sub(" ", _INLINE.sub("", version)))
        tags = _TAG.findall(version)
        if tags:
            yield Piece(f"{place}, tags and comments", APART.join(tags))
    for content in embedded:
        yield from bytes_pieces(f"{place}, embedded data", content, depth + 1)


def from_base64(text: str) -> bytes:
    """Bytes that a text in base64 stands for, of either alphabet; none where it stands for none."""
    letters = re.sub(r"[\s=]+", "", unquote(text)).translate(str.maketrans("-_", "+/"))
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4))
    except (binascii.Error, ValueError):
        return b""


def _taken_apart(text: str) -> tuple[str, list[bytes]]:
    """Take what is in base64 out of a text; what may be words all the same stays in it too."""
    embedded: list[bytes] = []

    def declared(found: re.Match[str]) -> str:
        embedded.append(from_base64(found.group(1)))
        return found.group()[: found.start(1) - found.start()]

    def guessed(found: re.Match[str]) -> str:
        content = from_base64(found.group())
        if is_binary(content):
            embedded.append(content)
            return " "
        if content.isascii():
            embedded.append(content)
        return found.group()

    text = _DATA.sub(declared, text)
    return _RUN.sub(guessed, text), embedded


def _decoded(text: str) -> str:
    """Text with entities, percent signs and escapes decoded, also where one stands in another."""
    for _ in range(_TIMES):
        before = text
        if "&" in text:
            text = html.unescape(text)
        if _PERCENT.search(text):
            text = unquote(text)
        if _ESCAPE.search(text):
            text = _ESCAPE.sub(_character, text)
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if text == before:
            break
    return text


def _character(found: re.Match[str]) -> str:
    code = next((part for part in found.groups()[:4] if part), None)
    if code is None:
        return " "
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else " "

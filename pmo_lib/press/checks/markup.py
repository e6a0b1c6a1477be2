"""Texts in HTML, SVG, JSON and plain text: between tags, in tags, decoded and embedded."""

from __future__ import annotations

import binascii
import html
import re
from typing import Final
from urllib.parse import unquote

from pmo_lib.press.checks.binary import is_binary
from pmo_lib.press.checks.folding import APART

__all__ = ["from_base64", "taken_apart", "without_tags"]

_DRAWN: Final = re.compile(
    r"""=(["'])(?:(?<=\b[dxy]=["'])|(?<=\b[cxy][12xy]=["'])|(?<=\bpoints=["'])"""
    r"""|(?<=\btransform=["']))"""
    r"""(?:[-+MmZzLlHhVvCcSsQqTtAa0-9eE.,\s]++|\\n|(?:matrix|rotate|scale|translate)\(|\))*+\1"""
)
"""Where a drawing has its parts: half of a page, and no text."""

_INLINE: Final = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong"
    r"|sub|sup|tspan|u|var|wbr)\b[^<>]*>|<!--[^<>]*-->",
    re.IGNORECASE,
)
_TAG: Final = re.compile(f"(<[^<>{APART}]*>)")
_ENCODED: Final = re.compile(r"[&%\\]")
_PERCENT: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_ESCAPE: Final = re.compile(
    r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})"
    r"|([0-9A-Fa-f]{2,6})[ \t\r\n\f]?|([nrtbf]))"
)
_DATA: Final = re.compile(r"64,(?<=;[bB][aA][sS][eE]64,)([A-Za-z0-9+/=%_ \t\r\n\f-]*)")
"""What follows ``data:font/woff2;base64,``; its last letters are rarest, so looked for first."""

_RUN: Final = re.compile(r"[A-Za-z0-9+/_-]{64,}(?:\r?\n[A-Za-z0-9+/_-]+)*={0,2}")
_ALPHABET: Final = bytes.maketrans(b"-_", b"+/")
_IN_RUN: Final = bytes(
    b"."[0] if re.match(rb"[A-Za-z0-9+/_-]", bytes([c])) else 0 for c in range(256)
)
_LONG: Final = re.compile(r"\S{64,}")
_TIMES: Final = 4


def taken_apart(text: str) -> tuple[list[str], list[bytes]]:
    """Find all texts in markup or plain text.

    Parameters
    ----------
    text : str
        The markup; where it is more than one, with :data:`APART` between.

    Returns
    -------
    texts : list of str
        What stands between tags, also in style and script; the tags with their attributes, and
        comments, each once; and both decoded, where something in them is written in entities,
        percent signs or escapes, with and without the tags that so appear.
    embedded : list of bytes
        What stands there in base64.
    """
    embedded: list[bytes] = []
    parts = _split(_without_data(text, embedded))
    texts = [_without_runs(part, embedded) for part in parts]
    encoded = [part for some in texts for part in some.split(APART) if _ENCODED.search(part)]
    decoded = _without_data(_decoded(APART.join(encoded)), embedded)
    decoded = _without_runs(decoded, embedded)
    tagged = APART.join(part for part in decoded.split(APART) if "<" in part)
    return [*texts, decoded, *_split(tagged)], embedded


def without_tags(text: str) -> str:
    """Text between tags, where a tag that does not end a word leaves no gap."""
    return _split(text)[0]


def from_base64(text: str) -> bytes:
    """Bytes that a text in base64 stands for, of either alphabet; none where it stands for none."""
    letters = unquote(text).encode().translate(_ALPHABET, b" \t\r\n\f\v=")
    try:
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return b""


def _split(text: str) -> tuple[str, str]:
    """Text between tags, and text in tags, each tag once."""
    parts = _TAG.split(text)
    tags = dict.fromkeys(parts[1::2])
    gaps = {tag: "" if _INLINE.fullmatch(tag) else " " for tag in tags}
    parts[1::2] = [gaps[tag] for tag in parts[1::2]]
    said = _DRAWN.sub("", APART.join(tags)).split(APART)
    return "".join(parts), APART.join(dict.fromkeys(said))


def _without_data(text: str, embedded: list[bytes]) -> str:
    """Take out what says that it is base64, but leave what may be words all the same."""

    def declared(found: re.Match[str]) -> str:
        embedded.append(from_base64(found.group(1)))
        return f"64 {_LONG.sub(' ', found.group(1))}"

    return _DATA.sub(declared, text)


def _without_runs(text: str, embedded: list[bytes]) -> str:
    """Take out long runs of letters that turn out to be bytes; what may be words stays in too."""

    def guessed(found: re.Match[str]) -> str:
        content = from_base64(found.group())
        if is_binary(content):
            embedded.append(content)
            return _LONG.sub(" ", found.group())
        if _is_text(content):
            embedded.append(content)
        return found.group()

    marks = text.encode("utf-8", "surrogatepass").translate(_IN_RUN)
    return _RUN.sub(guessed, text) if b"." * 64 in marks else text


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


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

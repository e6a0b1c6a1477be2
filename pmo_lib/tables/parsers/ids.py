"""Ids of the store, made from ids and names of the source."""

from __future__ import annotations

import re
from base64 import b32encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Final
from unicodedata import normalize

from pmo_lib.tables.parsers.typed import Kind, refuse_kind
from pmo_lib.tables.parsers.unreadable import Unreadable
from pmo_lib.tables.schemas import ID_PATTERN

__all__ = ["parse_id", "parse_id_from_name"]

_ACCEPTED: Final = "MOD-0135-2122-Q1"
_RESERVED: Final = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\.|\Z)", re.IGNORECASE)
_SLUG: Final = 48
_HASH: Final = 12


def parse_id(text: str, kind: Kind = "t", *, upper: bool, replace: Mapping[str, str]) -> str:
    """Make an id of the store from an id of the source.

    Parameters
    ----------
    text : str
        The source's id.
    kind : {'t', 'n', 'd', 'b'}
        The type that the source gave the cell; an id that a spreadsheet took for a date is no
        longer known.
    upper : bool
        Whether to write it in capitals.
    replace : mapping of str to str
        What is put in place of what, in order.

    Raises
    ------
    Unreadable
        What comes out is not an id that the store takes, or not a safe file name on any system.

    Examples
    --------
    >>> parse_id("MoD_0135_2122-Q1", upper=True, replace={"_": "-"})
    'MOD-0135-2122-Q1'
    """
    if kind in ("d", "b"):
        refuse_kind("id", kind, _ACCEPTED)
    made = text.upper() if upper else text
    for old, new in replace.items():
        made = made.replace(old, new)
    if not re.match(ID_PATTERN, made):
        raise Unreadable("id: letters, digits, '.', '_' and '-', at most 64", _ACCEPTED)
    if _RESERVED.match(made) or made.endswith(".") or ".." in made:
        raise Unreadable("id: a name that every system takes for a file", _ACCEPTED)
    return made


def parse_id_from_name(text: str) -> str:
    """Make an id of the store from a name, where the source has no id.

    Parameters
    ----------
    text : str
        The name, with its whitespace folded.

    Returns
    -------
    str
        What can be read of the name in capitals, digits and hyphens, and 60 bits of its SHA-256
        hash: one name gives one id, and two names give two, also where they read alike.

    Raises
    ------
    Unreadable
        There is no name.

    Examples
    --------
    >>> parse_id_from_name("Crossrail: Réseau Est")
    'CROSSRAIL-RESEAU-EST-...'
    """
    name = normalize("NFC", text)
    if not name.strip():
        raise Unreadable("id: a name to make it from", "North Road Widening")
    ascii_ = normalize("NFKD", name.upper()).encode("ascii", "ignore").decode("ascii")
    slug = re.sub(r"[^A-Z0-9]+", "-", ascii_.upper()).strip("-")[:_SLUG].strip("-")
    hashed = sha256(name.encode("utf-8", "surrogatepass")).digest()
    return f"{slug or 'NAME'}-{b32encode(hashed).decode('ascii')[:_HASH]}"

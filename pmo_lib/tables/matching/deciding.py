"""Deciding: what a person accepts is appended to the source's file of decisions."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import yaml

from pmo_lib.errors import ParameterError
from pmo_lib.files import write_file
from pmo_lib.tables.matching.appending import appended
from pmo_lib.tables.store import Store
from pmo_lib.tables.store.aliases import Decision, Decisions, read_decisions

__all__ = ["decide"]

_HEAD: Final = (
    "# What is the same, decided by a person. Applied when the store is read, to rows of this "
    "source.\n"
)
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")


def decide(
    store: Store,
    source: str,
    table: str,
    accepted: Sequence[tuple[str, str]],
    *,
    decided: date,
    by: str,
    why: str,
) -> tuple[Path, list[str]]:
    """Append decisions to a source's file, whose comments and order stay as they are.

    Parameters
    ----------
    store : Store
        Its rows are to be read under the new decisions.
    source : str
        Id of the source.
    table : str
        Whose ids are the same.
    accepted : sequence of (str, str)
        Each an alias and what it is.
    decided, by, why
        When, by whom and for what reason.

    Returns
    -------
    tuple of pathlib.Path and list of str
        The file, which is made where there is none, and the lines that were added: none for what
        the file says already.

    Raises
    ------
    ParameterError
        An id is not held, decisions do not agree, or ``by`` or ``why`` is empty. Nothing is
        written.
    StoreError
        A decision makes one of two rows of one day. Nothing is written.
    """
    for name, given in (("by", by), ("why", why)):
        if not given.strip():
            raise ParameterError(f"A decision says {name}; expected some text, found {given!r}.")
    path = store.aliases / f"{source}.yml"
    held = read_decisions(path)
    known = {(entry.table, entry.alias, entry.is_) for entry in held.entries}
    new = [
        Decision(table, alias, is_, decided, by, why, f"The decision {alias}={is_}")
        for alias, is_ in dict.fromkeys(accepted)
        if (table, alias, is_) not in known
    ]
    wanted = Decisions((*held.entries, *new))
    store.reader.check(source, wanted)
    lines = [_line(decision) for decision in new]
    if lines:
        text = appended(_text(path), table, lines)
        if text is None:
            raise ParameterError(
                f"The decisions on {table} in {path} stand between brackets; write each on a line "
                "of its own that begins with '- ', and accept again."
            )
        _check_text(text, wanted)
        write_file(path, text.encode())
    return path, lines


def _text(path: Path) -> str:
    return path.read_bytes().decode() if path.exists() else _HEAD


def _line(decision: Decision) -> str:
    told = [
        f"alias: {_scalar(decision.alias)}",
        f"is: {_scalar(decision.is_)}",
        f"decided: {decision.decided}",
        f"by: {_quoted(decision.by)}",
        f"why: {_quoted(decision.why)}",
    ]
    return f"- {{{', '.join(told)}}}"


def _scalar(id_: str) -> str:
    """Write an id so that it is read as text, also where it looks like a number or a word."""
    plain = _PLAIN.fullmatch(id_) and yaml.safe_load(id_) == id_
    return id_ if plain else _quoted(id_)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=not text.isprintable())


def _check_text(text: str, wanted: Decisions) -> None:
    """Make sure that the file will be read as what was there and what was added."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "decisions.yml"
        path.write_bytes(text.encode())
        found = read_decisions(path)

    def bare(decisions: Decisions) -> set[Decision]:
        return {replace(entry, place="") for entry in decisions.entries}

    if bare(found) != bare(wanted):
        raise ParameterError(
            "The decisions cannot be added without changing others; nothing was written. Write "
            "them into the file by hand."
        )

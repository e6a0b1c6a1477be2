"""Appending to a YAML file of lists: what is there stays as it is, comments and order too."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

__all__ = ["appended"]


def appended(text: str, section: str, lines: Sequence[str]) -> str | None:
    r"""Add items to one of the lists that a YAML file has under its keys.

    Parameters
    ----------
    text : str
        The file.
    section : str
        Key of the list; added at the end of the file where it has none.
    lines : sequence of str
        One item a line, each beginning with ``- ``.

    Returns
    -------
    str or None
        The file with the items at the end of the list; none where the list or the whole stands
        between brackets, to which no line can be added.

    Examples
    --------
    >>> print(appended("a:\n- 1  # one\n# end of a\nb: []\n", "a", ["- 2"]), end="")
    a:
    - 1  # one
    - 2
    # end of a
    b: []
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if isinstance(root, yaml.MappingNode) and root.flow_style:
        return None
    sections = root.value if isinstance(root, yaml.MappingNode) else []
    for key, held in sections:
        if key.value == section:
            return _added(text, key, held, lines)
    new = [f"{section}:", *(f"  {line}" for line in lines)]
    return _inserted(text, len(_rows(text)), new)


def _added(text: str, key: yaml.Node, held: yaml.Node, lines: Sequence[str]) -> str | None:
    if held.value in ([], "", "~", "null"):
        bare = text[: held.start_mark.index] + text[held.end_mark.index :]
        return _inserted(bare, key.end_mark.line + 1, [f"  {line}" for line in lines])
    if not isinstance(held, yaml.SequenceNode) or held.flow_style:
        return None
    indent = " " * held.start_mark.column
    return _inserted(text, _last_line(held) + 1, [indent + line for line in lines])


def _inserted(text: str, at: int, lines: Sequence[str]) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    rows = _rows(text)
    if rows and not rows[-1].endswith("\n"):
        rows[-1] += newline
    return "".join([*rows[:at], *(line + newline for line in lines), *rows[at:]])


def _rows(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _last_line(node: yaml.Node) -> int:
    """Last line, from 0, on which something of a node stands."""
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        return _last_line(node.value[-1])
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        return _last_line(node.value[-1][1])
    end = node.end_mark
    return int(end.line if end.column else end.line - 1)

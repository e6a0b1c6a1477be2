"""YAML that remembers the line of each key, so that an error can say where it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from pmo_lib.errors import MappingError

__all__ = ["Located", "read_located"]

Place = tuple[str | int, ...]

LARGEST: Final = 5 * 1024 * 1024
"""At most so many bytes are read of a mapping file."""

MOST_NODES: Final = 200_000
"""At most so many keys and values may a file hold once its anchors are written out."""


@dataclass(frozen=True)
class Located:
    """Content of a YAML file, and the line of each key and item by its place."""

    path: Path
    content: Any
    lines: dict[Place, int]

    def error(self, place: Sequence[str | int], message: str) -> MappingError:
        """Make an error that names file, line and key.

        Parameters
        ----------
        place : sequence of str or int
            Keys and positions that lead there; parts that the file does not have are passed over.
        message : str
            What is wrong there.
        """
        known: Place = ()
        for part in place:
            if (*known, part) in self.lines:
                known = (*known, part)
        key = ".".join(str(part) for part in known) or "the file"
        return MappingError(f"{self.path}, line {self.lines.get(known, 1)}, {key}: {message}.")


def read_located(path: Path) -> Located:
    """Read a YAML file.

    Raises
    ------
    MappingError
        The file is missing, not YAML, or gives a key twice.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise MappingError(f"The mapping {path} is larger than {LARGEST:,} bytes.")
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        if node is not None and _size(node, {}, ()) > MOST_NODES:
            raise MappingError(
                f"The mapping {path} holds more than {MOST_NODES:,} keys and values once its "
                "anchors are written out; write less of it by anchors."
            )
        content = yaml.safe_load(text)
    except RecursionError as error:
        raise MappingError(f"The mapping {path} is nested too deeply.") from error
    except OSError as error:
        raise MappingError(f"The mapping {path} cannot be read ({error.strerror}).") from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise MappingError(f"The mapping {path} is not a YAML file: {error}") from error
    located = Located(path, content, {(): 1})
    _walk(node, (), located)
    return located


def _size(node: yaml.Node, sizes: dict[int, int], above: tuple[int, ...]) -> int:
    """Count the keys and values below a node, each anchor as often as it is named."""
    if id(node) in above:
        raise yaml.YAMLError("an anchor that holds itself")
    if id(node) not in sizes:
        inner = (*above, id(node))
        children: list[yaml.Node] = []
        if isinstance(node, yaml.MappingNode):
            children = [child for pair in node.value for child in pair]
        elif isinstance(node, yaml.SequenceNode):
            children = node.value
        sizes[id(node)] = 1 + sum(_size(child, sizes, inner) for child in children)
    return sizes[id(node)]


def _walk(node: yaml.Node | None, place: Place, located: Located) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, str(key.value))
            if inner in located.lines:
                first = located.lines[inner]
                located.lines[inner] = key.start_mark.line + 1
                raise located.error(inner, f"the key stands twice, first on line {first}")
            located.lines[inner] = key.start_mark.line + 1
            _walk(value, inner, located)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            located.lines[*place, number] = value.start_mark.line + 1
            _walk(value, (*place, number), located)

"""A plan as a stream of its parts: safe to read whoever made it, and bounded by one part.

No document type, and so no entity, is accepted, nothing is fetched, and elements are nested as
deep, and texts are as long, as libxml2 allows by default.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lxml import etree

from pmo_lib.errors import SourceError

__all__ = ["NAMESPACE", "Part", "Plan", "local", "qualified"]

NAMESPACE: Final = "http://schemas.microsoft.com/project"

LARGEST_PART: Final = 16 * 1024 * 1024
"""A task, resource, assignment or calendar of more bytes is not read."""

_CHUNK: Final = 1 << 16
_MOST_PROPERTIES: Final = 1_000
_BRACED: Final = f"{{{NAMESPACE}}}"
_PARTS: Final = (
    *("Calendar", "Task", "Resource", "Assignment"),
    *("OutlineCode", "WBSMask", "ExtendedAttribute"),
    *("View", "Filter", "Group", "Table", "Map", "Report", "Drawing", "DataLink", "VBAProject"),
)
"""Elements of which a plan has many; each is dropped once it has been seen."""

Element = Any
"""An element of lxml, which has no types of its own."""


def qualified(name: str) -> str:
    """Give the name of an element with its namespace."""
    return _BRACED + name


def local(element: Element) -> str:
    """Give the name of an element without the plan's namespace."""
    name: str = element.tag
    return name.removeprefix(_BRACED)


@dataclass(frozen=True)
class Part:
    """One calendar, task, resource or assignment of a plan.

    ``path`` leads to it from the element that holds all of its kind: ``Task[3]``.
    """

    element: Element
    path: str


@dataclass
class Plan:
    """A file of Microsoft Project XML.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    properties : element or None
        The root, with the plan's own fields, once the parts have been gone through.
    """

    path: Path
    properties: Element | None = field(default=None, init=False)

    def parts(self, *names: str) -> Iterator[Part]:
        """Give the plan's parts of some kinds in the order of the file.

        A part holds all below it; those of a plan that is embedded in a task are below the task.

        Raises
        ------
        SourceError
            The file cannot be read, is not well-formed, is no plan, has a document type, or a
            part is too large.
        """
        try:
            self._check_root()
            yield from self._stream(frozenset(names))
        except etree.XMLSyntaxError as error:
            raise SourceError(
                f"{self.path} is not well-formed XML ({error.msg}); it may be cut off. Export the "
                "plan again."
            ) from error
        except OSError as error:
            raise SourceError(f"{self.path} cannot be read ({error.strerror}).") from error

    def _check_root(self) -> None:
        with self.path.open("rb") as file:
            events = etree.iterparse(file, events=("start",), resolve_entities=False)
            root = next(iter(events))[1]
        if root.getroottree().docinfo.internalDTD is not None:
            raise SourceError(
                f"{self.path} has a document type (<!DOCTYPE ...>), which a plan has no need of "
                "and which can be used to attack a reader; export the plan again."
            )
        if root.tag != qualified("Project"):
            namespace, _, name = str(root.tag).rpartition("}")
            raise SourceError(
                f"{self.path}: the root element is {name!r} in the namespace "
                f"{namespace.removeprefix('{')!r}; expected 'Project' in {NAMESPACE!r}: save the "
                "plan as Microsoft Project XML."
            )

    def _stream(self, wanted: frozenset[str]) -> Iterator[Part]:
        parser = etree.XMLPullParser(
            events=("start", "end"),
            tag=[_BRACED + name for name in _PARTS],
            remove_comments=True,
            remove_pis=True,
            resolve_entities=False,
        )
        counts: Counter[str] = Counter()
        held, depth = 0, 0
        for chunk in self._chunks():
            parser.feed(chunk)
            held += len(chunk)
            for event, element in parser.read_events():
                depth += 1 if event == "start" else -1
                if event == "end" and depth == 0:
                    held = 0
                    name = local(element)
                    counts[name] += 1
                    if name in wanted:
                        yield Part(element, f"{name}[{counts[name]}]")
                    _drop(element)
                    self.properties = element.getroottree().getroot()
            self._check_size(held)
        self.properties = parser.close()

    def _chunks(self) -> Iterable[bytes]:
        with self.path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk

    def _check_size(self, held: int) -> None:
        """Refuse what would fill the memory: one part that does not end, or endless properties."""
        root = self.properties
        if held > LARGEST_PART or (root is not None and len(root) > _MOST_PROPERTIES):
            raise SourceError(
                f"{self.path} has an element of more than {LARGEST_PART:,} bytes, or more than "
                f"{_MOST_PROPERTIES:,} properties; export the plan again without what is not "
                "needed."
            )
        for child in root if root is not None else ():
            if len(child) and child.getnext() is not None:
                child.clear()


def _drop(element: Element) -> None:
    """Free a part and what stands before it."""
    element.clear()
    holder = element.getparent()
    while holder is not None and element.getprevious() is not None:
        del holder[0]

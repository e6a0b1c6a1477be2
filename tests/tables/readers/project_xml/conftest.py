"""Plans that tests write as text, and what the reader makes of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pmo_lib.tables.readers import Cells, Fault, Heading, Headings, ProjectXmlReader, Reading

NAMESPACE = "http://schemas.microsoft.com/project"


@dataclass
class Read:
    """All records of a plan: the texts of each, its cells by name, and what was left out."""

    reading: Reading
    rows: list[dict[str, str]] = field(default_factory=list)
    cells: dict[str, list[Cells]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    sheets: set[str] = field(default_factory=set)
    batches: int = 0

    def place(self, name: str, at: int) -> tuple[int, str]:
        """Line and reference of a cell in the first batch."""
        cells = self.cells[name][0]
        return int(cells.row[at]), str(cells.references()[at])


def read(path: Path, element: str, *names: str, **settings: Any) -> Read:
    """Read the named fields of a plan's records; all others are left out by a rule."""
    reader = ProjectXmlReader.model_validate({"type": "project_xml", "element": element} | settings)
    wanted = {name: Heading((name,), (), required=False) for name in names}
    found = Read(reader.open(path, Headings(wanted, ((".", "not wanted"),))))
    for batch in found.reading.batches:
        found.batches += 1
        found.faults += batch.faults
        found.sheets.add(batch.sheet)
        for name, cells in batch.cells.items():
            found.cells.setdefault(name, []).append(cells)
        for at in range(batch.size):
            texts = {name: str(cells.raw[at]) for name, cells in batch.cells.items()}
            found.rows.append({name: texts.get(name, "") for name in names})
    return found


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write what stands in a plan's root element to a file."""

    def written(inner: str, *, name: str = "plan.xml", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        text = (
            f'<?xml version="1.0" encoding="{encoding}"?>\n<Project xmlns="{NAMESPACE}">\n'
            f"{inner}\n</Project>"
        )
        path.write_bytes(text.encode(encoding))
        return path

    return written


@pytest.fixture
def of_plan(write: Callable[..., Path]) -> Callable[..., Read]:
    """Write what stands in a plan's root element, and read one kind of its records."""

    def made(inner: str, element: str, *names: str, **settings: Any) -> Read:
        return read(write(inner), element, *names, **settings)

    return made

"""Forms held to their template: what stands on the blank form stands on every return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from pmo_lib.errors import MappingError, SourceError
from pmo_lib.tables.parsers import CellError
from pmo_lib.tables.readers.forms.datamap import Answer, Datamap
from pmo_lib.tables.readers.records import cell_reference, tidied
from pmo_lib.tables.readers.sheets import Workbook, open_workbook

__all__ = ["Difference", "Template", "read_cells", "read_template", "told"]

_SHOWN: Final = 5
_LONGEST: Final = 40

Place = tuple[int, int]
"""Row and column of a cell, from 1."""

FormCells = Mapping[str, Mapping[Place, Any]]
"""Cells of a form by sheet and place; a sheet that it lacks is absent."""


@dataclass(frozen=True)
class Difference:
    """Where a form differs from its template.

    ``place`` is none where the whole sheet is not there.
    """

    keys: tuple[str, ...]
    sheet: str
    place: Place | None
    expected: str = ""
    found: str = ""

    @property
    def reference(self) -> str:
        """Name of the cell; empty of a whole sheet."""
        return cell_reference(self.place[1], self.place[0]) if self.place else ""

    def __str__(self) -> str:
        """Say what differs."""
        keys = _listed(self.keys)
        if self.place is None:
            return f"{keys} (no sheet {self.sheet!r})"
        if not self.expected:
            return f"{keys} (outside of sheet {self.sheet!r})"
        found = f"found {_short(self.found)}" if self.found else "found nothing"
        return f"{keys} ({self.reference}: expected {_short(self.expected)}, {found})"


@dataclass(frozen=True)
class Template:
    """What a form has beside its answers.

    Parameters
    ----------
    datamap : Datamap
        The answers.
    fixed : mapping of str to mapping of (int, int) to str
        Text that stands on the blank form, by sheet and place; none without a blank form.
    """

    datamap: Datamap
    fixed: Mapping[str, Mapping[Place, str]]

    def differences(self, cells: FormCells) -> list[Difference]:
        """Find where a form is not of this version."""
        found = []
        for sheet, answers in self.datamap.by_sheet().items():
            keys = tuple(answer.key for answer in answers)
            held = cells.get(sheet)
            if held is None:
                found.append(Difference(keys, sheet, None))
            elif min(answer.row for answer in answers) > max((row for row, _ in held), default=0):
                found.append(Difference(keys, sheet, (answers[0].row, answers[0].position)))
            else:
                found += self._moved(sheet, answers, held)
        return found

    def _moved(
        self, sheet: str, answers: Sequence[Answer], held: Mapping[Place, Any]
    ) -> list[Difference]:
        """Find fixed text that stands on the blank form and not here."""
        found = []
        for place, expected in self.fixed.get(sheet, {}).items():
            text = _text(held.get(place))
            if text != expected:
                key = nearest(place, answers)
                found.append(Difference((key,), sheet, place, expected, text))
        return found


def nearest(place: Place, answers: Sequence[Answer]) -> str:
    """Name the answer that a text belongs to: right of it, left of it, below it, or the nearest.

    Examples
    --------
    >>> answers = [Answer("cost", "S", "C", 2, 2), Answer("name", "S", "B", 5, 3)]
    >>> nearest((2, 1), answers), nearest((4, 2), answers)
    ('cost', 'name')
    """
    row, column = place

    def distance(answer: Answer) -> tuple[int, int]:
        aside, below = answer.position - column, answer.row - row
        if below == 0:
            return (0, aside) if aside > 0 else (1, -aside)
        if aside == 0 and below > 0:
            return 2, below
        return 3, abs(aside) + abs(below)

    return min(answers, key=distance).key


def told(differences: Sequence[Difference]) -> str:
    """Say which keys differ, and of the first few what was expected and found."""
    count = len({key for one in differences for key in one.keys})
    more = len(differences) - _SHOWN
    parts = [*map(str, differences[:_SHOWN]), *([f"and {more} more places"] if more > 0 else [])]
    return f"{count} key{'s differ' if count > 1 else ' differs'}: {'; '.join(parts)}"


def read_template(datamap: Datamap, path: Path | None) -> Template:
    """Read the blank form of a datamap.

    Parameters
    ----------
    datamap : Datamap
        Its answers.
    path : pathlib.Path or None
        The blank form; without one only sheets are held to the datamap.

    Raises
    ------
    MappingError
        The blank form cannot be read, or lacks a cell that the datamap names.
    """
    if path is None:
        return Template(datamap, {})
    try:
        with path.open("rb") as file:
            cells = read_cells(file, f"{path}", datamap)
    except OSError as error:
        raise MappingError(f"The template {path} cannot be read ({error.strerror}).") from error
    except SourceError as error:
        raise MappingError(f"The template is no form: {error}") from error
    lacking = Template(datamap, {}).differences(cells)
    if lacking:
        first = next(one for one in datamap.answers if one.key in lacking[0].keys)
        raise MappingError(
            f"{datamap.path}, line {first.line}, {first.key}: the template {path.name} has no cell "
            f"{first.sheet!r} {first.reference}."
        )
    answered = {(one.sheet, (one.row, one.position)) for one in datamap.answers}
    fixed = {
        sheet: {
            place: text
            for place, value in held.items()
            if (sheet, place) not in answered and (text := _text(value))
        }
        for sheet, held in cells.items()
    }
    return Template(datamap, fixed)


def read_cells(file: BinaryIO, where: str, datamap: Datamap) -> FormCells:
    """Read the filled cells of the sheets that a datamap names.

    Raises
    ------
    SourceError
        The file is no workbook, or cannot be read.
    """
    book: Workbook = open_workbook(file, where)
    named = {tidied(sheet.name).casefold(): sheet for sheet in book.sheets}
    found: dict[str, dict[Place, Any]] = {}
    for name in datamap.by_sheet():
        sheet = named.get(name.casefold())
        if sheet is not None:
            rows, _ = book.rows(sheet)
            found[name] = {
                (row, at): value
                for row, values in rows
                for at, value in enumerate(values, start=1)
                if not isinstance(value, str) or value.strip()
            }
    return found


def _text(value: Any) -> str:
    """Give the text of a cell that holds text; of any other, nothing."""
    plain = isinstance(value, str) and not isinstance(value, CellError)
    return tidied(value) if plain else ""


def _short(text: str) -> str:
    return repr(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}...")


def _listed(keys: Sequence[str]) -> str:
    more = f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else ""
    return ", ".join(keys[:_SHOWN]) + more

"""Reading forms: each returned workbook is one record, its cells named by a datamap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar, Final, Literal

import numpy as np
from pydantic import Field

from pmo_lib.errors import SourceError
from pmo_lib.tables.keys import Beside, Keys, Ruled
from pmo_lib.tables.parsers import text_of
from pmo_lib.tables.readers.forms.datamap import Datamap, read_datamap
from pmo_lib.tables.readers.forms.members import Form, forms_of
from pmo_lib.tables.readers.forms.template import (
    FormCells,
    Template,
    read_cells,
    read_template,
    told,
)
from pmo_lib.tables.readers.grids import cells_of
from pmo_lib.tables.readers.headings import Found, Headings, find
from pmo_lib.tables.readers.named import named_batches
from pmo_lib.tables.readers.records import Batch, Cells, Fault, Reading

__all__ = ["FormReader"]

_TOGETHER: Final = 500
"""So many forms make one batch."""


@dataclass(frozen=True)
class _Answered:
    """What one form says, in the datamap's order."""

    file: str
    values: Sequence[Any]


class FormReader(Keys):
    """Forms: one workbook a record, alone or in a zip archive with others.

    ``datamap`` is a CSV with the columns ``cell_key``, ``template_sheet`` and ``cell_reference``,
    which says where each answer stands; a field's heading is its ``cell_key``. ``template`` is
    the blank form: all its text on the sheets of the datamap stands unchanged on a return, or
    the return is of another version and is rejected, with the keys that differ; its neighbours
    go on. Without it a return is rejected only where a sheet is not there, or ends before its
    answers. Both paths are relative to the mapping file. ``ignored_members`` are patterns of an
    archive's members that are no forms, each with its rule.
    """

    of_files: ClassVar[bool] = True
    type: Literal["form"]
    datamap: Beside
    template: Beside | None = None
    ignored_members: list[Ruled] = Field(default_factory=list)

    def open(self, path: Path, headings: Headings) -> Reading:
        """Read a form, or all of an archive.

        Raises
        ------
        MappingError
            The datamap or the template is wrong.
        SourceError
            The file cannot be read, or a field's key is not in the datamap.
        """
        datamap = read_datamap(self.datamap)
        template = read_template(datamap, self.template)
        keys = {answer.line: answer.key for answer in datamap.answers}
        found = find(headings, keys, where=f"{datamap.path}", what="line")
        reading = Reading(path.name, iter(()))
        reading.notes.update(found.notes)
        reading.batches = self._batches(path, template, found, headings, reading)
        return reading

    def _batches(
        self, path: Path, template: Template, found: Found, headings: Headings, reading: Reading
    ) -> Iterator[Batch]:
        try:
            with path.open("rb") as file:
                forms = forms_of(path, file, self.ignored_members, reading.ignored)
                while read := [_read(form, template) for form in islice(forms, _TOGETHER)]:
                    faults = [one for one in read if isinstance(one, Fault)]
                    answered = [one for one in read if isinstance(one, _Answered)]
                    filled = [one for one in answered if any(map(_filled, one.values))]
                    reading.ignored["blank form"] += len(answered) - len(filled)
                    yield from _in_batches(filled, faults, template, found, headings, reading)
        except OSError as error:
            raise SourceError(f"{path} cannot be read ({error.strerror}).") from error


def _read(form: Form, template: Template) -> _Answered | Fault:
    """Read the answers of one form, or say why it cannot be taken."""
    accepted = f"a form of {template.datamap.path.name}"
    if form.content is None:
        return Fault(1, "", "", f"form: {form.problem}", accepted, form.name)
    try:
        cells = read_cells(form.content, form.name, template.datamap)
    except SourceError as error:
        return Fault(1, "", "", f"form: {error}", accepted, form.name)
    values = _answers(template.datamap, cells)
    differences = template.differences(cells)
    if not differences:
        return _Answered(form.name, values)
    first = differences[0]
    raw = " | ".join(
        f"{answer.key}: {text_of(value)}"
        for answer, value in zip(template.datamap.answers, values, strict=True)
        if _filled(value)
    )
    return Fault(
        first.place[0] if first.place else 1,
        first.reference,
        raw,
        f"form: of another version; {told(differences)}",
        accepted,
        form.name,
        first.sheet,
    )


def _answers(datamap: Datamap, cells: FormCells) -> list[Any]:
    return [cells.get(one.sheet, {}).get((one.row, one.position), "") for one in datamap.answers]


def _filled(value: Any) -> bool:
    return not isinstance(value, str) or bool(value.strip())


def _in_batches(
    forms: Sequence[_Answered],
    faults: Sequence[Fault],
    template: Template,
    found: Found,
    headings: Headings,
    reading: Reading,
) -> Iterator[Batch]:
    """One batch of some forms, or one for each group that is repeated."""
    files = np.array([form.file for form in forms], dtype=object)
    by_line = {answer.line: at for at, answer in enumerate(template.datamap.answers)}

    def cells(line: int) -> Cells:
        answer = template.datamap.answers[by_line[line]]
        rows = np.full(len(forms), answer.row, dtype=np.int64)
        values = cells_of([form.values[by_line[line]] for form in forms], rows, answer.column)
        return replace(values, sheet=answer.sheet, file=files)

    if forms:
        yield from named_batches(found, len(forms), cells, headings, reading, faults=faults)
    elif faults:
        yield Batch(0, {}, faults=tuple(faults))

"""The office tables of a period: a prepare notebook runs on the whole snapshot, once."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import nbformat

from pmo_lib.contract import OFFICE_MIME
from pmo_lib.errors import PMOError, ReportError
from pmo_lib.params import home
from pmo_lib.press.execute import execute
from pmo_lib.press.runs import CELLS, SLICE
from pmo_lib.press.workers import Workers
from pmo_lib.tables.store import Cutter, Office
from pmo_lib.tables.store.office import freeze_office, has_office, read_office

__all__ = ["NOTEBOOK", "OFFICE", "prepare_office"]

NOTEBOOK: Final = "prepare_office.ipynb"
"""Name of the notebook that makes the office tables, in the workbench's ``notebooks``."""

OFFICE: Final = ".office"
"""Folder of the frozen office tables below the output folder, a folder a period."""

_EXECUTED: Final = "prepare_office.executed.ipynb"


@dataclass(frozen=True)
class _Preparation:
    notebook: Path
    folder: Path
    period: str
    engine: str
    time_limit: float


def prepare_office(
    cutter: Cutter, out: Path, workers: Workers, *, refresh: bool, engine: str, time_limit: float
) -> Office | None:
    """Give the office tables of a period: those that are frozen, else made now and frozen.

    Parameters
    ----------
    cutter : Cutter
        Cuts the whole snapshot of the period for the notebook.
    out : pathlib.Path
        Output folder: the tables stay beside the reports that were made with them.
    workers : Workers
        Where the notebook runs.
    refresh : bool
        Make them anew, where they are frozen too.
    engine : {'forked', 'stock'}
        Where its cells are executed.
    time_limit : float
        Seconds that the notebook may take.

    Returns
    -------
    Office or None
        None where the workbench has no notebook :data:`NOTEBOOK`.

    Raises
    ------
    ReportError
        The notebook failed, or displayed a table that is unknown; it is kept beside the tables,
        as far as it got.
    SchemaError
        A table breaks its schema.
    StoreError
        The frozen tables are damaged.
    """
    place, period = out / OFFICE / cutter.period.name, cutter.period.name
    notebook = home() / "notebooks" / NOTEBOOK
    if has_office(place) and not refresh:
        return read_office(place, period)
    if not notebook.is_file():
        return None
    workers.start(1)
    with tempfile.TemporaryDirectory(prefix="pmo-office-", ignore_cleanup_errors=True) as work:
        folder = Path(work)
        cutter.cut("portfolio", "portfolio", "internal").write(folder / CELLS / SLICE)
        given = _Preparation(notebook, folder, period, engine, time_limit)
        found = _run(given, workers, place)
    return freeze_office(place, period, found)


def _run(
    preparation: _Preparation, workers: Workers, place: Path
) -> dict[str, list[dict[str, Any]]]:
    """Run the notebook in a process of its own, as reports are; keep it where it fails."""
    ((_, found),) = workers.run(_prepare, [preparation])
    if isinstance(found, dict):
        return found
    place.mkdir(parents=True, exist_ok=True)
    if (preparation.folder / _EXECUTED).exists():
        shutil.copy(preparation.folder / _EXECUTED, place / _EXECUTED)
    raise ReportError(
        f"The office tables of {preparation.period} could not be made, so no report was: "
        f"{found or 'the process died.'} Look into {place}."
    )


def _prepare(given: _Preparation) -> dict[str, list[dict[str, Any]]] | str:
    """Execute the notebook; give the rows of each table, or say what went wrong."""
    parameters = {"data": SLICE, "period": given.period, "edition": "internal"}
    try:
        executed = execute(
            given.notebook,
            parameters,
            folder=given.folder / CELLS,
            output=given.folder / _EXECUTED,
            time_limit=given.time_limit,
            engine=given.engine,
        )
        return _displayed(executed)
    except PMOError as error:
        return str(error)


def _displayed(executed: nbformat.NotebookNode) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            table = output.get("data", {}).get(OFFICE_MIME)
            if table is None:
                continue
            if table["table"] in found:
                raise ReportError(f"It displayed the table {table['table']!r} more than once.")
            found[table["table"]] = table["rows"]
    return found

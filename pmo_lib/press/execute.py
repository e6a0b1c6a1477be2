"""Execute one notebook by papermill: parameters checked before, evidence kept after."""

from __future__ import annotations

import ast
import logging
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import nbformat
import papermill
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.iorw import write_ipynb

from pmo_lib.errors import ParameterError, ReportError, allowed_words
from pmo_lib.params import ReportParams
from pmo_lib.press.engines import DEFAULT_ENGINE, engine_named
from pmo_lib.press.forked import Usage

_REGISTERED: Final = "pmo"
START_LIMIT: Final = 120
"""Seconds that a kernel may take to start."""


class TimeLimitError(ReportError):
    """The cells took longer than they may."""


def notebook_parameters(notebook: Path) -> list[str]:
    """Names in a notebook's tagged ``parameters`` cell.

    Parameters
    ----------
    notebook : pathlib.Path
        A notebook file.

    Returns
    -------
    list of str
        The names, in order.

    Raises
    ------
    ParameterError
        The file is missing or is not a notebook, no cell is tagged ``parameters``, or the cell
        holds a name that is not in :class:`~pmo_lib.params.ReportParams`.
    """
    return list(_parameters_of(notebook, notebook.stat().st_mtime_ns if notebook.exists() else 0))


@lru_cache(maxsize=64)
def _parameters_of(notebook: Path, _changed: int) -> tuple[str, ...]:
    names = _inspect(notebook)
    allowed = ReportParams.model_fields
    for name in names:
        if name not in allowed:
            raise ParameterError(
                f"{notebook.name}: its parameters cell holds the unknown parameter {name!r}; "
                f"{allowed_words(name, allowed)}"
            )
    return tuple(names)


def _inspect(notebook: Path) -> list[str]:
    if not notebook.is_file():
        there = sorted(path.name for path in notebook.parent.glob("*.ipynb"))
        raise ParameterError(
            f"There is no notebook {notebook}; {allowed_words(notebook.name, there)}"
        )
    try:
        cells = nbformat.read(notebook, as_version=4).cells  # type: ignore[no-untyped-call]
        tagged = [cell for cell in cells if "parameters" in cell.metadata.get("tags", [])]
        names = _assigned(tagged[0].source) if tagged else []
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, SyntaxError) as error:
        raise ParameterError(
            f"{notebook}: not a notebook that can be read: {type(error).__name__}: {error}. "
            "Open it in JupyterLab and save it again."
        ) from error
    if not names:
        raise ParameterError(
            f"{notebook}: no cell with names and defaults is tagged 'parameters'; tag one, "
            f"with some of {', '.join(ReportParams.model_fields)}."
        )
    return names


def _assigned(source: str) -> list[str]:
    """Names that a cell's statements set, annotated or not."""
    names = []
    for statement in ast.parse(source).body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        targets = [statement.target] if isinstance(statement, ast.AnnAssign) else targets
        names += [target.id for target in targets if isinstance(target, ast.Name)]
    return names


def check_parameters(notebook: Path, parameters: Mapping[str, Any]) -> None:
    """Hold the parameters of a run to the typed contract and to the notebook.

    Parameters
    ----------
    notebook : pathlib.Path
        The notebook that would take them.
    parameters : mapping
        Names and values.

    Raises
    ------
    ParameterError
        A name is not in the contract, a value is of the wrong type, or the notebook has no such
        parameter and would report on its default in place of it.
    """
    ReportParams.checked(parameters, where=notebook.name)
    names = notebook_parameters(notebook)
    for name in parameters:
        if name not in names:
            raise ParameterError(
                f"{notebook.name}: its parameters cell lacks {name!r}, which this run must set; "
                f"it holds {', '.join(names)}."
            )


def execute(
    notebook: Path,
    parameters: Mapping[str, Any],
    *,
    folder: Path,
    output: Path,
    time_limit: float,
    engine: str = DEFAULT_ENGINE,
    on_end: Callable[[Usage | None], None] = lambda usage: None,
) -> nbformat.NotebookNode:
    """Execute a notebook in a fresh process of this environment.

    Parameters
    ----------
    notebook : pathlib.Path
        The notebook; it is not changed.
    parameters : mapping
        Values for its ``parameters`` cell.
    folder : pathlib.Path
        Working folder of the run.
    output : pathlib.Path
        Where the executed notebook is written: whole, or up to the failure.
    time_limit : float
        Seconds that all cells together may take.
    engine : {'forked', 'stock'}
        Where the cells run.
    on_end : callable, optional
        Told what the run took, where that is known, when it has ended, however it ended.

    Returns
    -------
    nbformat.NotebookNode
        The executed notebook.

    Raises
    ------
    ParameterError
        See :func:`check_parameters`, or there is no such engine; nothing was executed.
    TimeLimitError
        The limit was passed; ``output`` holds the evidence, as it does where
    ReportError
        a cell raised or the kernel died.
    """
    check_parameters(notebook, parameters)
    chosen = engine_named(engine)
    kernel = chosen.kernel(notebook)
    try:
        executed = _papermill(notebook, parameters, folder, output, time_limit, kernel)
    except PapermillExecutionError as error:
        raise ReportError(
            f"Cell {error.exec_count} of {notebook.name} stopped with "
            f"{error.ename}: {error.evalue or 'no message'}"
        ) from error
    except CellTimeoutError as error:
        raise TimeLimitError(
            f"{notebook.name} ran longer than its limit of {time_limit:g} seconds and was stopped."
        ) from error
    except (DeadKernelError, RuntimeError) as error:
        raise ReportError(
            f"The kernel of {notebook.name} died before the last cell: "
            f"{chosen.reason(kernel) or error}"
        ) from error
    finally:
        on_end(chosen.usage(kernel))
    _no_quiet_exit(executed, notebook)
    return executed


def _papermill(
    notebook: Path,
    parameters: Mapping[str, Any],
    folder: Path,
    output: Path,
    time_limit: float,
    kernel: type[AsyncKernelManager],
) -> nbformat.NotebookNode:
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    papermill_engines.register(_REGISTERED, EvidenceEngine)
    executed: nbformat.NotebookNode = papermill.execute_notebook(
        str(notebook.resolve()),
        str(output),
        parameters=dict(parameters),
        engine_name=_REGISTERED,
        kernel_name="python3",
        language="python",
        request_save_on_cell_execute=False,
        progress_bar=False,
        start_timeout=START_LIMIT,
        evidence=str(output),
        kernel_manager_class=kernel,
        record_timing=False,
        shutdown_kernel="immediate",
        timeout_func=_remaining(time_limit),
        resources={"metadata": {"path": str(folder)}},
    )
    return executed


class EvidenceEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's stock engine, which also saves the notebook where the kernel dies or hangs."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, evidence: str, **options: Any
    ) -> Any:
        """Execute all cells; on any failure that no cell tells of, save what there is."""
        try:
            return super().execute_managed_notebook(nb_man, kernel_name, **options)
        except BaseException:
            write_ipynb(nb_man.nb, evidence)
            raise
        finally:
            join_streams(nb_man.nb)


def join_streams(notebook: nbformat.NotebookNode) -> None:
    """Join text that was printed in one go and came in pieces, as a matter of time.

    nbclient would join it, too, in a time that grows with the square of the longest line.
    """
    for cell in notebook.cells:
        joined: list[Any] = []
        for output in cell.get("outputs", []):
            last = joined[-1] if joined else None
            if last and output.get("name") and output.get("name") == last.get("name"):
                last.text += output.text
            else:
                joined.append(output)
        if joined:
            cell.outputs = joined


def _remaining(time_limit: float) -> Callable[[Any], float]:
    """Give each cell what the cells before it left of the run's time."""
    end: list[float] = []

    def left(_cell: Any) -> float:
        if not end:
            end.append(time.monotonic() + time_limit)
        return max(end[0] - time.monotonic(), 0.001)

    return left


def _no_quiet_exit(executed: nbformat.NotebookNode, notebook: Path) -> None:
    """Refuse a run that ``sys.exit(0)`` in a cell ended early: papermill lets it pass."""
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                raise ReportError(
                    f"Cell {cell.execution_count} of {notebook.name} ended the run early with "
                    f"{output.ename}."
                )

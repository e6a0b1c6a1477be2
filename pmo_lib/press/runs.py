"""The run list: which notebook for whom, from report sets and what a person chose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from pmo_lib.errors import ParameterError, SelectionError
from pmo_lib.params import PERIOD_LATEST, ReportSet, home
from pmo_lib.press.execute import check_parameters, notebook_parameters
from pmo_lib.press.members import check_known, ids_of, members_due, names_of
from pmo_lib.press.presentation import Presentation, Presentations
from pmo_lib.tables.store import Cutter, Period

__all__ = ["CELLS", "DEFAULT_SETS", "FORMATS", "SLICE", "Run", "Selection", "run_list"]

DEFAULT_SETS: Final = ("client", "programme", "portfolio")
"""Sets that are made where none is named."""

FORMATS: Final = ("html", "pdf")

CELLS: Final = "cells"
"""Folder inside the working folder of a run that its cells work in, and have alone in reach: what
the press writes stands beside it, where no cell can have put a link to somewhere else."""

SLICE: Final = "slice"
"""The slice's folder inside that of the cells."""

_OWN_EDITION: Final = {"client": "client", "programme": "board", "portfolio": "board"}
_SAFE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True)
class Selection:
    """What a person asked for.

    Parameters
    ----------
    sets : sequence of str
        Names of report sets; none means :data:`DEFAULT_SETS`, or, where clients or programmes
        are named, the sets of their levels.
    clients, programmes : sequence of str
        Only these; where any are named, levels of which none is named are left out.
    period : str
        Name of a period, or ``latest``.
    limit : int, optional
        At most so many runs of each set.
    formats : sequence of {'html', 'pdf'}
        Only these of what each set makes; none means all.
    """

    sets: Sequence[str] = ()
    clients: Sequence[str] = ()
    programmes: Sequence[str] = ()
    period: str = PERIOD_LATEST
    limit: int | None = None
    formats: Sequence[str] = ()

    def named(self, level: str) -> list[str]:
        """Ids that were named for a level, each once, in the order given."""
        given = {"client": self.clients, "programme": self.programmes}.get(level, ())
        return list(dict.fromkeys(given))

    def set_names(self) -> list[str]:
        """Names of the sets that this selection means."""
        if self.sets:
            return list(dict.fromkeys(self.sets))
        named = [level for level in ("client", "programme") if self.named(level)]
        return named or list(DEFAULT_SETS)


@dataclass(frozen=True)
class Run:
    """One report to make: a notebook, for one client, programme or the portfolio, one period."""

    set: str
    notebook: Path
    level: str
    id: str
    name: str
    period: Period
    edition: str
    presentation: Presentation
    formats: tuple[str, ...] = field(default=FORMATS)

    @property
    def language(self) -> str:
        """Language of its words."""
        return self.presentation.language

    @property
    def stem(self) -> str:
        """File name of the report without its ending.

        The notebook's, and the edition's where it is not the level's own, so that an internal
        edition never replaces a client's.
        """
        own = self.edition == _OWN_EDITION[self.level]
        return self.notebook.stem if own else f"{self.notebook.stem}.{self.edition}"

    @property
    def folder(self) -> PurePosixPath:
        """Folder of the report below the output folder."""
        place = {
            "client": PurePosixPath(self.id),
            "programme": PurePosixPath("programmes", self.id),
            "portfolio": PurePosixPath("portfolio"),
        }[self.level]
        return PurePosixPath(self.period.name) / place

    @property
    def report(self) -> PurePosixPath:
        """What is the same for the same report each time it is made."""
        return PurePosixPath(self.period.name, self.level, self.id, self.stem)

    def parameters(self) -> dict[str, Any]:
        """Values for the notebook's parameters cell; the slice stands in the run's own folder."""
        given = {"data": SLICE, "period": self.period.name, "edition": self.edition}
        if self.level != "portfolio":
            given[f"{self.level}_id"] = self.id
        if "language" in notebook_parameters(self.notebook):
            given["language"] = self.language
        return given


def run_list(
    sets: Mapping[str, ReportSet],
    cutter: Cutter,
    selection: Selection,
    *,
    on_left_out: Callable[[str], None] = lambda told: None,
) -> list[Run]:
    """Expand report sets into runs.

    Parameters
    ----------
    sets : mapping of str to ReportSet
        All report sets, by name.
    cutter : Cutter
        Knows the period and who is in it.
    selection : Selection
        What to make of them.
    on_left_out : callable, optional
        Told, in a sentence, of each set that nobody named and that is not due for the period.

    Returns
    -------
    list of Run
        In the order of the sets, then of the ids.

    Raises
    ------
    SelectionError
        A client or programme is not in the store or in the chosen sets, a set that was named is not
        due for the period, or nothing is left.
    ParameterError
        A set is not there or not whole, its notebook does not take the parameters, or two runs
        would be written to one place.
    """
    for level in ("client", "programme"):
        check_known(level, selection.named(level), cutter)
    chosen = members_due(
        sets, cutter, selection.set_names(), named=selection.sets, on_left_out=on_left_out
    )
    runs = [run for part, ids in chosen for run in _runs_of(part, ids, cutter, selection)]
    _named_are_made(runs, selection)
    if not runs:
        raise SelectionError(
            f"There is nothing to make: {', '.join(selection.set_names())} in "
            f"{cutter.period.name} name no client or programme that the store holds."
        )
    _places_apart(runs)
    for run in {run.notebook: run for run in runs}.values():
        check_parameters(run.notebook, run.parameters())
    return runs


def _runs_of(
    part: ReportSet, ids: Sequence[str], cutter: Cutter, selection: Selection
) -> list[Run]:
    if (selection.clients or selection.programmes) and not selection.named(part.level):
        return []
    names = names_of(part.level, cutter)
    formats = tuple(f for f in part.formats if not selection.formats or f in selection.formats)
    if not formats:
        raise ParameterError(
            f"Report set {part.name!r} makes {', '.join(part.formats) or 'no format'}; asked was "
            f"{', '.join(selection.formats)}. Add it to formats in params/reports/{part.name}.yml."
        )
    named = selection.named(part.level)
    held = ids_of(part, ids, cutter) or names
    wanted = [id_ for id_ in held if not named or id_ in named]
    presented = Presentations(part, cutter)
    return [
        Run(
            set=part.name,
            notebook=home() / "notebooks" / part.notebook,
            level=part.level,
            id=_safe(id_),
            name=names[id_],
            period=cutter.period,
            edition=part.edition,
            presentation=presented.of(id_),
            formats=formats,
        )
        for id_ in wanted[: selection.limit]
    ]


def _safe(id_: str) -> str:
    if not _SAFE.fullmatch(id_):
        raise ParameterError(
            f"{id_!r} cannot name a folder: expected letters, digits, '.', '_' and '-'."
        )
    return id_


def _named_are_made(runs: Sequence[Run], selection: Selection) -> None:
    for level in ("client", "programme"):
        made = {run.id for run in runs if run.level == level}
        lacking = [id_ for id_ in selection.named(level) if id_ not in made]
        if lacking and (not made or selection.limit is None):
            names = ", ".join(selection.set_names())
            other = "leave --set out, or name" if selection.sets else "use --set to name"
            raise SelectionError(
                f"Report set {names} makes no report for {level} {lacking[0]!r}; "
                f"{other} a set that does."
            )


def _places_apart(runs: Iterable[Run]) -> None:
    """Also where a file system takes small and capital letters for the same."""
    counts = Counter(str(run.folder / run.stem).casefold() for run in runs)
    doubled = [place for place, count in counts.items() if count > 1]
    if doubled:
        raise ParameterError(
            f"{counts[doubled[0]]} runs would be written to {doubled[0]}; give the report sets "
            "different notebooks or editions."
        )

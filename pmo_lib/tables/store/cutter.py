"""The cutter: reads a period and the one before once, then cuts any number of slices."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from typing import Final

import pandas as pd
import pyarrow as pa

from pmo_lib.contract import EDITIONS, LEVELS
from pmo_lib.errors import SelectionError, allowed_words
from pmo_lib.params import PERIOD_LATEST
from pmo_lib.tables.schemas import OFFICE_TABLES
from pmo_lib.tables.store import periods as calendar
from pmo_lib.tables.store.named import Named, named_in
from pmo_lib.tables.store.office import Office
from pmo_lib.tables.store.parts import Frames
from pmo_lib.tables.store.selection import Selection
from pmo_lib.tables.store.side import Places, Side
from pmo_lib.tables.store.slices import Slice, blank, sliced_tables
from pmo_lib.tables.store.store import Store

__all__ = ["Cutter"]

_PORTFOLIO: Final = "portfolio"


class Cutter:
    """Cuts slices of one period for any client, programme or the portfolio.

    Parameters
    ----------
    store : Store
        Where the rows are; read wholly once, when the first slice is asked for.
    period : str
        Name of a period that the store holds, or ``latest``.

    Raises
    ------
    SelectionError
        The store does not hold the period.
    StoreError
        A part is damaged, or a row names a period that the ``periods`` table lacks: then also
        when the first slice is asked for.
    """

    def __init__(self, store: Store, period: str = PERIOD_LATEST) -> None:
        self.periods: Final = tuple(store.periods())
        self.period: Final = calendar.choose(period, self.periods)
        self.previous_period: Final = calendar.preceding(self.period, self.periods)
        self._office: dict[str, pa.Table] = {}
        self._store = store

    @functools.cached_property
    def state(self) -> str:
        """Hash of all that slices are cut from: while it stays, so does every slice."""
        return self._store.state()

    def add_office(self, office: Office) -> None:
        """Add the office tables of the period to every slice that is cut from now on."""
        self._office = dict(office.tables)

    def clients(self) -> dict[str, str]:
        """Names of the clients in the period's snapshot, by id, in order of id."""
        return dict(self._names["client"])

    def programmes(self) -> dict[str, str]:
        """Names of the programmes in the period's snapshot, by id, in order of id."""
        return dict(self._names["programme"])

    def client_column(self, column: str) -> dict[str, str]:
        """Give what a column of the period's clients says, by id, where it says something."""
        rows = self._rows["client"].set_index("client_id")[column].dropna()
        return {str(id_): str(value) for id_, value in rows.items() if value}

    def named(self) -> Named:
        """Collect the ids and names of all clients, in the period's snapshot and the one before."""
        sides = [side.tables for side in (self._current, self._previous) if side]
        return named_in(*sides)

    def cut(self, level: str, id: str, edition: str) -> Slice:  # noqa: A002  the field is `id`
        """Cut what one report sees.

        Parameters
        ----------
        level : {'client', 'programme', 'portfolio'}
            What the report is about.
        id : str
            The client or programme; not looked at for the portfolio.
        edition : {'client', 'board', 'internal'}
            The audience.

        Returns
        -------
        Slice
            ``current`` has the projects linked to the client or programme at the period's data
            date. ``previous`` has those linked at the data date before and the history of those
            linked now; its links are this client's or programme's alone.

        Raises
        ------
        SelectionError
            The level or edition is unknown, or the snapshot does not hold the id.
        """
        at = self._places(level, id, edition)
        return Slice(
            level,
            _PORTFOLIO if level == _PORTFOLIO else id,
            edition,
            self.period,
            self.previous_period,
            Frames({**self._current.seen(at[0], edition).arrow, **self._office_seen(edition)}),
            self._previous.seen(at[1], edition) if self._previous else _nothing(edition),
        )

    def fingerprint(self, level: str, id: str, edition: str) -> str:  # noqa: A002  as in `cut`
        """Hash of the slice that :meth:`cut` would give without office tables, without cutting it.

        Parameters
        ----------
        level, id, edition
            As :meth:`cut` has them.

        Returns
        -------
        str
            Equal for equal slices; a row that the slice does not hold, or a column that its
            edition does not see, does not change it.

        Raises
        ------
        SelectionError
            As :meth:`cut` raises it.
        """
        at = self._places(level, id, edition)
        sides = [self._current.fingerprint(at[0], edition)]
        if self._previous:
            sides.append(self._previous.fingerprint(at[1], edition))
        told = [level, id, edition, str(self.period), str(self.previous_period), *sides]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    @functools.cached_property
    def _current(self) -> Side:
        return Side.load(self._store, self.period)

    @functools.cached_property
    def _previous(self) -> Side | None:
        return Side.load(self._store, self.previous_period) if self.previous_period else None

    @functools.cached_property
    def _rows(self) -> dict[str, pd.DataFrame]:
        """Rows of clients and programmes in the period's snapshot, by level."""
        day = self.period.data_date
        return {level: self._store.read(f"{level}s", day) for level in ("client", "programme")}

    @functools.cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        """Names of clients and programmes by id, by level."""
        return {
            level: dict(zip(rows[f"{level}_id"], rows["name"], strict=True))
            for level, rows in self._rows.items()
        }

    def _places(
        self, level: str, id_: str, edition: str
    ) -> tuple[Mapping[str, Places | None], Mapping[str, Places | None]]:
        """Find where the rows of a slice stand, in this period's snapshot and the one before."""
        self._check(level, id_, edition)
        before = self._previous
        if level == _PORTFOLIO:
            return self._current.whole(edition), before.whole(edition) if before else {}
        now = self._current.linked(level, id_)
        current = Selection(self._current, level, id_, now, edition).places()
        if before is None:
            return current, {}
        both = now | before.linked(level, id_)
        return current, Selection(before, level, id_, both, edition).places()

    def _office_seen(self, edition: str) -> dict[str, pa.Table]:
        """Office tables in the columns that an edition sees."""
        return {
            name: self._office[name].select(blank(name, edition).column_names)
            if name in self._office
            else blank(name, edition)
            for name in OFFICE_TABLES
        }

    def _check(self, level: str, id_: str, edition: str) -> None:
        for what, given, allowed in (("level", level, LEVELS), ("edition", edition, EDITIONS)):
            if given not in allowed:
                raise SelectionError(
                    f"There is no {what} {given!r}; {allowed_words(given, allowed)}."
                )
        if level != _PORTFOLIO and id_ not in (names := self._names[level]):
            raise SelectionError(
                f"The store holds no {level} {id_!r} in {self.period.name}; "
                f"{allowed_words(id_, names)}."
            )


def _nothing(edition: str) -> Frames:
    return Frames({name: blank(name, edition) for name in sliced_tables()})

"""The cutter: reads a period and the one before once, then cuts any number of slices."""

from __future__ import annotations

from typing import Final

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
from pmo_lib.tables.store.side import Side
from pmo_lib.tables.store.slices import Slice, blank, sliced_tables
from pmo_lib.tables.store.store import Store

__all__ = ["Cutter"]

_PORTFOLIO: Final = "portfolio"


class Cutter:
    """Cuts slices of one period for any client, programme or the portfolio.

    Parameters
    ----------
    store : Store
        Where the rows are; read wholly once, here.
    period : str
        Name of a period that the store holds, or ``latest``.

    Raises
    ------
    SelectionError
        The store does not hold the period.
    StoreError
        A part is damaged, or a row names a period that the ``periods`` table lacks.
    """

    def __init__(self, store: Store, period: str = PERIOD_LATEST) -> None:
        held = store.periods()
        self.period: Final = calendar.choose(period, held)
        self.previous_period: Final = calendar.preceding(self.period, held)
        self._office: dict[str, pa.Table] = {}
        self._current = Side.load(store, self.period)
        self._previous = self.previous_period and Side.load(store, self.previous_period)

    def add_office(self, office: Office) -> None:
        """Add the office tables of the period to every slice that is cut from now on."""
        self._office = dict(office.tables)

    def clients(self) -> dict[str, str]:
        """Names of the clients in the period's snapshot, by id, in order of id."""
        return self._current.names("client")

    def programmes(self) -> dict[str, str]:
        """Names of the programmes in the period's snapshot, by id, in order of id."""
        return self._current.names("programme")

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
        self._check(level, id, edition)
        if level == _PORTFOLIO:
            current = self._current.whole(edition)
            previous = self._previous.whole(edition) if self._previous else _nothing(edition)
            return self._slice(level, _PORTFOLIO, edition, current, previous)
        now = self._current.linked(level, id)
        current = Selection(self._current, level, id, now, edition).frames()
        previous = _nothing(edition)
        if self._previous:
            both = now | self._previous.linked(level, id)
            previous = Selection(self._previous, level, id, both, edition).frames()
        return self._slice(level, id, edition, current, previous)

    def _slice(
        self, level: str, id_: str, edition: str, current: Frames, previous: Frames
    ) -> Slice:
        office = {
            name: self._office[name].select(blank(name, edition).column_names)
            if name in self._office
            else blank(name, edition)
            for name in OFFICE_TABLES
        }
        whole = Frames({**current.arrow, **office})
        return Slice(level, id_, edition, self.period, self.previous_period, whole, previous)

    def _check(self, level: str, id_: str, edition: str) -> None:
        for what, given, allowed in (("level", level, LEVELS), ("edition", edition, EDITIONS)):
            if given not in allowed:
                raise SelectionError(
                    f"There is no {what} {given!r}; {allowed_words(given, allowed)}."
                )
        if level != _PORTFOLIO and id_ not in (names := self._current.names(level)):
            raise SelectionError(
                f"The store holds no {level} {id_!r} in {self.period.name}; "
                f"{allowed_words(id_, names)}."
            )


def _nothing(edition: str) -> Frames:
    return Frames({name: blank(name, edition) for name in sliced_tables()})

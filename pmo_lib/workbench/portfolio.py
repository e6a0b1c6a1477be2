"""What there is to explore: the clients and periods of a store, and their slices."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pmo_lib.errors import SelectionError, allowed_words
from pmo_lib.params import sample_store
from pmo_lib.tables.sample import make_sample
from pmo_lib.tables.store import Cutter, Period, Slice, Store

__all__ = ["Portfolio", "client_label", "find_client"]

_SAMPLE = "sample"


class Portfolio:
    """A store, and the period of it that is being looked at.

    Parameters
    ----------
    data : str
        Folder of a store, or ``sample``, which is made where it is not there yet.

    Raises
    ------
    StoreError
        There is no store in the folder, or it is damaged.
    """

    def __init__(self, data: str) -> None:
        sample = data == _SAMPLE
        self.store = make_sample(sample_store()) if sample else Store.open(Path(data).resolve())
        self.periods: list[Period] = self.store.periods()
        self._cutter: Cutter | None = None

    def look_at(self, period: str) -> Period:
        """Turn to a period, or the latest: reads it and the one before.

        Returns
        -------
        Period
            The one that was meant.

        Raises
        ------
        SelectionError
            The store does not hold the period; none is then being looked at.
        """
        self._cutter = None
        self._cutter = Cutter(self.store, period)
        return self._cutter.period

    @property
    def period(self) -> Period | None:
        """The period that is being looked at."""
        return self._cutter.period if self._cutter else None

    @property
    def clients(self) -> dict[str, str]:
        """Names of the period's clients, by id."""
        return self._cutter.clients() if self._cutter else {}

    def cut(self, client_id: str, edition: str) -> Slice:
        """Cut what a report on this client would see.

        Raises
        ------
        SelectionError
            No period is being looked at, or it does not hold the client.
        """
        if self._cutter is None:
            raise SelectionError("No period is chosen yet; choose one that the store holds.")
        return self._cutter.cut("client", client_id, edition)


def client_label(client_id: str, name: str) -> str:
    """Write a client as name and id.

    Examples
    --------
    >>> client_label("C0001", "Northwind Energy")
    'Northwind Energy (C0001)'
    """
    return f"{name} ({client_id})"


def find_client(typed: str, clients: Mapping[str, str]) -> str:
    """Find the client that a person means.

    Parameters
    ----------
    typed : str
        An id, a name, both as :func:`client_label` writes them, or a part that only one has.
    clients : mapping of str to str
        Names by id.

    Returns
    -------
    str
        The client's id.

    Raises
    ------
    SelectionError
        No client is meant, or several are; the message names the nearest.

    Examples
    --------
    >>> find_client("northwind", {"C0001": "Northwind Energy", "C0002": "Harbour Rail"})
    'C0001'
    """
    wanted = " ".join(typed.split()).casefold()
    labels = {id_: client_label(id_, name) for id_, name in clients.items()}
    for whole in (
        {id_ for id_, label in labels.items() if wanted in (id_.casefold(), label.casefold())},
        {id_ for id_, name in clients.items() if wanted == name.casefold()},
        {id_ for id_, label in labels.items() if wanted in label.casefold()},
    ):
        if len(whole) == 1:
            return whole.pop()
        if whole:
            raise SelectionError(
                f"{len(whole)} clients match {typed!r}; choose one: "
                f"{_listed([labels[id_] for id_ in sorted(whole)])}."
            )
    near = allowed_words(typed, labels.values(), limit=5)
    raise SelectionError(
        f"No client of this period matches {typed!r}; {near}. Any part of a name or id will do."
    )


def _listed(labels: list[str], limit: int = 5) -> str:
    more = f" and {len(labels) - limit} more" if len(labels) > limit else ""
    return ", ".join(labels[:limit]) + more

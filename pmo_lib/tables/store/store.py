"""The store: immutable snapshots by as-of date, and what was known when.

On disk::

    <root>/
      store.json                                  format and version
      parts/<source>/<table>/<sha256>.parquet     never changed
      snapshots/<as_of>/<number>.json             one manifest a load, written last

The snapshot of a day holds, of every source, the rows of its latest load at or before that day.
A correction is a later load for the same day: it supersedes the parts of the earlier one, which
stay for those who ask what was known then. Tables whose key names the period accumulate. Numbers,
not the clock, order the loads of a day.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from pmo_lib.errors import StoreError
from pmo_lib.params import home
from pmo_lib.tables.schemas import ID_PATTERN
from pmo_lib.tables.store import periods, reading, verifying
from pmo_lib.tables.store.changes import difference
from pmo_lib.tables.store.manifests import Snapshot
from pmo_lib.tables.store.marker import check_marker, has_marker, make_marker
from pmo_lib.tables.store.periods import Period
from pmo_lib.tables.store.reading import Reader, Wanted
from pmo_lib.tables.store.transaction import Writer
from pmo_lib.tables.store.verifying import Damage
from pmo_lib.tables.store.writing import Load

__all__ = ["Store"]


class Store:
    """Canonical tables on disk, by as-of date.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the store. Use :meth:`open` or :meth:`create`, which look at what is there.
    aliases : pathlib.Path, optional
        Folder of the decisions on what is the same, one file a source, which are applied to all
        that is read; without it ``params/aliases`` of the workbench.

    Attributes
    ----------
    reader : Reader
        Which loads count, and what decisions make the same: for matching and tracing.
    """

    def __init__(self, root: Path, aliases: Path | None = None) -> None:
        self.root = Path(root)
        self.aliases = home() / "params" / "aliases" if aliases is None else Path(aliases)
        self.reader = Reader(self.root, self.aliases)
        self._writer = Writer(self.root, self.reader)

    @classmethod
    def open(cls, root: Path, aliases: Path | None = None) -> Store:
        """Open a store that exists.

        Raises
        ------
        StoreError
            There is none, or it was written by another version.
        """
        check_marker(Path(root))
        return cls(root, aliases)

    @classmethod
    def create(cls, root: Path, aliases: Path | None = None) -> Store:
        """Make an empty store, or open the one that is there.

        Raises
        ------
        StoreError
            The folder holds something else, or a store of another version.
        """
        if has_marker(Path(root)):
            return cls.open(root, aliases)
        make_marker(Path(root))
        return cls(root, aliases)

    def write(
        self,
        source: str,
        as_of: date,
        tables: Mapping[str, pd.DataFrame],
        *,
        loaded_at: datetime,
        about: Mapping[str, str] | None = None,
    ) -> str:
        """Add what one source says for one day, from frames: :meth:`loading` in one call.

        Parameters
        ----------
        source, as_of, loaded_at, about
            As :meth:`loading` has them.
        tables : mapping of str to pandas.DataFrame
            Rows by table name.

        Returns
        -------
        str
            Name of the snapshot. Rows equal to the source's latest for that day add none.

        Raises
        ------
        SchemaError, StoreError
            As :meth:`loading` and :meth:`Load.add` raise them; nothing is written.
        """
        with self.loading(source, as_of, loaded_at=loaded_at, about=about) as load:
            for name, rows in sorted(tables.items()):
                load.add(name, rows)
        return load.snapshot

    @contextlib.contextmanager
    def loading(
        self,
        source: str,
        as_of: date,
        *,
        loaded_at: datetime,
        about: Mapping[str, str] | None = None,
    ) -> Iterator[Load]:
        """Add what one source says for one day, batch by batch.

        The store changes wholly at the end of the ``with`` block, or not at all where it is left
        by an error. One batch stands in memory at a time. A second writer waits; loads of one
        thread may stand inside each other.

        Parameters
        ----------
        source : str
            Id of the source; its earlier load for the same day is superseded.
        as_of : datetime.date
            The day at which the data stand.
        loaded_at : datetime.datetime
            The instant of the load, with its time zone.
        about : mapping of str to str, optional
            What the manifest is to say of the load, such as title and licence of the source and
            the hash of its mapping.

        Yields
        ------
        Load
            Takes the rows by :meth:`Load.add`; at the end its ``snapshot`` is the snapshot's name.
            The same batches as in the source's latest load for that day add no snapshot.

        Raises
        ------
        SchemaError
            Rows break the schema of their table, also with those of another batch.
        StoreError
            A name is not allowed, ``loaded_at`` has no time zone, or the disk does not take it.

        Examples
        --------
        >>> import tempfile
        >>> from datetime import UTC
        >>> folder = tempfile.TemporaryDirectory()
        >>> store = Store.create(Path(folder.name) / "store")
        >>> batches = [
        ...     pd.DataFrame({"client_id": [one], "name": [one.title()]}) for one in ("ada", "bo")
        ... ]
        >>> now = datetime(2026, 4, 2, 9, tzinfo=UTC)
        >>> with store.loading("office", date(2026, 3, 31), loaded_at=now) as load:
        ...     for batch in batches:
        ...         load.add("clients", batch)
        >>> load.snapshot
        '2026-03-31/0001'
        >>> store.read("clients", columns=["name"])["name"].tolist()
        ['Ada', 'Bo']
        >>> folder.cleanup()
        """
        if not re.match(ID_PATTERN, source):
            raise StoreError(
                f"{source!r} cannot be the id of a source: expected letters, digits, '.', '_', '-'."
            )
        instant = reading.as_instant(loaded_at, "loaded_at")
        day = reading.as_day(as_of)
        with self._writer.loading(source, day, instant, about or {}) as load:
            yield load

    def remove_unused(self) -> None:
        """Remove a store that has no snapshot, unless another process is writing into it."""
        self._writer.remove_unused()

    def read(
        self,
        table: str,
        as_of: date | None = None,
        known_by: datetime | None = None,
        *,
        columns: Sequence[str] | None = None,
        where: Mapping[str, object] | None = None,
    ) -> pd.DataFrame:
        """Rows of one table as they stood on a day, and as they were known at an instant.

        Parameters
        ----------
        table : str
            Name of a canonical table.
        as_of : datetime.date, optional
            The latest day that counts; without it, all that is there.
        known_by : datetime.datetime, optional
            Loads after this instant, and decisions on aliases after its day, are left out.
        columns : sequence of str, optional
            Only these columns, in this order; the others are not read.
        where : mapping of str to object, optional
            For key columns a value, or a list or set of values: only rows that have one of them.
            The other rows are not held in memory.

        Returns
        -------
        pandas.DataFrame
            All columns of the schema, sorted by key; no rows where no source has the table.
            Rows that were written before the schema had a column have no value in it.
            Of two rows with one key the one with the later as-of date, then the later load, stays.
            Ids are those that the decisions on aliases give.

        Raises
        ------
        StoreError
            The table or a column is unknown, a part is missing or damaged, or a decision makes one
            of two rows of one day.
        ParameterError
            A file of decisions on aliases is wrong.
        """
        wanted = Wanted.of(table, columns, where)
        return self.reader.rows(self.reader.in_force(table, as_of, known_by), wanted, known_by)

    def read_snapshot(
        self,
        name: str,
        table: str,
        known_by: datetime | None = None,
        *,
        columns: Sequence[str] | None = None,
        where: Mapping[str, object] | None = None,
    ) -> pd.DataFrame:
        """Rows of one table as one load wrote them, also where it is superseded.

        Parameters
        ----------
        name : str
            Name of the snapshot, such as ``2026-03-31/0002``.
        table, known_by, columns, where
            As :meth:`read` has them.

        Returns
        -------
        pandas.DataFrame
            As :meth:`read` gives them; no rows where the load did not have the table.

        Raises
        ------
        StoreError, ParameterError
            As :meth:`read` raises them, and where there is no such snapshot.
        """
        wanted = Wanted.of(table, columns, where)
        return self.reader.rows([self.reader.snapshot(name)], wanted, known_by)

    def changes(
        self, table: str, a: date, b: date, *, known_by: datetime | None = None
    ) -> pd.DataFrame:
        """List what differs in one table between two days.

        Parameters
        ----------
        table : str
            Name of a canonical table.
        a, b : datetime.date
            The days; what was there at ``a`` is ``before``.
        known_by : datetime.datetime, optional
            Both days as they were known at this instant.

        Returns
        -------
        pandas.DataFrame
            The table's key columns, then ``change`` (added, removed, changed), ``column``,
            ``before`` and ``after``, by key and column. A row that is on one side only has a line
            for each of its values. No rows where nothing differs.

        Raises
        ------
        StoreError, ParameterError
            As :meth:`read` raises them.

        Examples
        --------
        >>> import tempfile
        >>> from datetime import UTC
        >>> folder = tempfile.TemporaryDirectory()
        >>> store = Store.create(Path(folder.name) / "store")
        >>> for month, names in ((3, ["Ada", "Bo"]), (4, ["Ada", "Beau"])):
        ...     rows = pd.DataFrame({"client_id": ["C1", "C2"], "name": names})
        ...     now = datetime(2026, month, 30, 18, tzinfo=UTC)
        ...     _ = store.write("office", now.date(), {"clients": rows}, loaded_at=now)
        >>> store.changes("clients", date(2026, 3, 30), date(2026, 4, 30))
          client_id   change column before after
        0        C2  changed   name     Bo  Beau
        >>> folder.cleanup()
        """
        before, after = (self.read(table, day, known_by) for day in (a, b))
        return difference(before, after, reading.schema_of(table).key_columns())

    def snapshots(self, *, readable: bool = False) -> list[Snapshot]:
        """All loads, by as-of date and then in the order they were made.

        Parameters
        ----------
        readable : bool
            Leave out those whose manifest is damaged, which are else an error.

        Raises
        ------
        StoreError
            A manifest is damaged.
        """
        return self.reader.snapshots(readable=readable)

    def state(self) -> str:
        """Hash of all loads and of all decisions on aliases: while it stays, so does what is read.

        Raises
        ------
        StoreError
            A manifest is damaged.
        """
        return self.reader.state()

    def periods(self) -> list[Period]:
        """List reporting periods whose data date has a snapshot, oldest first."""
        return periods.held(self.read("periods"), {s.as_of for s in self.snapshots()})

    def verify(self) -> list[Damage]:
        """Read every part and manifest, and list all damages; none where the store is whole."""
        return verifying.damages(self.root)

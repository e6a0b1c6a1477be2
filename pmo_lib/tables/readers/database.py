"""Databases, by a URL and one query, which can change nothing."""

from __future__ import annotations

import functools
import os
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal
from urllib.parse import quote

import numpy as np
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers.headings import Headings, find
from pmo_lib.tables.readers.named import named_batches, typed_cells
from pmo_lib.tables.readers.queries import QueryReader, deadline
from pmo_lib.tables.readers.records import BATCH, Batch, Cells, Ints, Reading, tidied

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

__all__ = ["SqlReader"]

_VARIABLE: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_PASSWORD: Final = re.compile(r"//[^/@]*:(?!\$\{)[^/@]+@|[?&]password=(?!\$\{)")
_FILE: Final = "{file}"
_CONNECT_SECONDS: Final = 15


def _without_password(url: str) -> str:
    if _PASSWORD.search(url):
        raise PydanticCustomError(
            "password", "no password stands in a mapping; write ${NAME} and set the variable", {}
        )
    return url


class SqlReader(QueryReader):
    """The result of a query.

    ``url`` is SQLAlchemy's: ``postgresql+psycopg://reader:${PMO_PASSWORD}@db.example/pmo``.
    ``${NAME}`` stands for a variable of the environment, whose value no message shows, and
    ``{file}`` for the file that is read: ``sqlite:///{file}``. On PostgreSQL the transaction is
    read-only, SQLite opens the file so; of other databases nothing is committed, so let the
    account be one that may only read. Instants with a zone are given in UTC.
    """

    type: Literal["sql"]
    url: Annotated[str, AfterValidator(_without_password)]

    @property
    def of_files(self) -> bool:
        """Whether it reads a file of the folder."""
        return _FILE in self.url

    def open(self, path: Path, headings: Headings) -> Reading:
        """Ask the database as the batches are read.

        Raises
        ------
        SourceError
            As the batches are read: a variable is not set, the database is not there or does not
            answer in time, refuses the query, or its result lacks a column.
        """
        reading = Reading(path.name, iter(()))
        reading.batches = self._batches(path, headings, reading)
        return reading

    def _batches(self, path: Path, headings: Headings, reading: Reading) -> Iterator[Batch]:
        address = _Address.of(self.url, path)
        with address.told(path.name), ExitStack() as stack:
            connection = stack.enter_context(_connected(address.engine()))
            rows = _rows(connection, self)
            names = {at: tidied(name) for at, name in enumerate(next(rows), start=1)}
            texts = {at: name for at, name in names.items() if name}
            found = find(headings, texts, where=path.name)
            reading.notes.update(found.notes)
            count = 0
            for chunk in rows:
                numbers = np.arange(count + 1, count + len(chunk) + 1, dtype=np.int64)
                count += len(chunk)
                columns = list(zip(*chunk, strict=True))
                cells = functools.partial(_cells, columns, numbers, names)
                yield from named_batches(found, len(chunk), cells, headings, reading)


def _cells(
    columns: Sequence[Sequence[Any]], numbers: Ints, names: Mapping[int, str], at: int
) -> Cells:
    return typed_cells(columns[at - 1], numbers, names[at])


def _rows(connection: Connection, reader: SqlReader) -> Iterator[Sequence[Any]]:
    """Give the names of the columns, then rows, a batch at a time."""
    from sqlalchemy import text

    sqlite = connection.dialect.name == "sqlite"
    interrupt = getattr(connection.connection.driver_connection, "interrupt", None)
    _make_read_only(connection, reader.timeout_seconds)
    streamed = connection.execution_options(yield_per=BATCH)
    query = text(reader.query)
    values = reader.bound()
    if sqlite:
        values = {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}

    def limit() -> Any:
        return deadline(interrupt, reader.timeout_seconds) if interrupt else nullcontext()

    with limit():
        result = streamed.execute(query, values)
        names = list(result.keys())
    yield names
    while True:
        with limit():
            chunk = result.fetchmany(BATCH)
        if not chunk:
            return
        yield chunk


def _make_read_only(connection: Connection, seconds: float) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {round(seconds * 1000)}")


@contextmanager
def _connected(engine: Engine) -> Iterator[Connection]:
    """Connect, and commit nothing."""
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@dataclass(frozen=True)
class _Address:
    """A URL with its variables filled in, and the values that no message may show."""

    written: str
    url: str
    secrets: Mapping[str, str]
    file: Path | None

    @classmethod
    def of(cls, written: str, path: Path) -> _Address:
        """Fill in a URL.

        Raises
        ------
        SourceError
            A variable is not set.
        """
        secrets = {name: os.environ.get(name, "") for name in _VARIABLE.findall(written)}
        missing = next((name for name, value in secrets.items() if not value), None)
        if missing is not None:
            raise SourceError(
                f"The url of {path.name} takes the variable {missing} of the environment, which "
                f"is not set; set it, and let no file of the project hold it."
            )
        whole = _VARIABLE.fullmatch(written)
        url = secrets[whole[1]] if whole else ""
        url = url or _VARIABLE.sub(lambda found: quote(secrets[found[1]], safe=""), written)
        return cls(written, url, secrets, path if _FILE in written else None)

    def engine(self) -> Engine:
        """Make what connects: without a pool, to SQLite read-only."""
        from sqlalchemy import create_engine
        from sqlalchemy.exc import SQLAlchemyError
        from sqlalchemy.pool import NullPool

        url = self._parsed()
        try:
            if url.get_backend_name() == "sqlite":
                return create_engine("sqlite://", creator=self._sqlite(url), poolclass=NullPool)
            of_libpq = url.get_driver_name() in ("psycopg", "psycopg2")
            limits = {"connect_timeout": _CONNECT_SECONDS} if of_libpq else {}
            return create_engine(url, poolclass=NullPool, connect_args=limits)
        except (SQLAlchemyError, ModuleNotFoundError) as error:
            raise SourceError(
                f"The url {self.written!r} cannot be used: {self._public(str(error))} Install the "
                "driver that it names, or name another, as postgresql+psycopg does."
            ) from None

    def _parsed(self) -> URL:
        """Take the URL apart; what is wrong with it may be part of a password, so is not shown."""
        from sqlalchemy import make_url
        from sqlalchemy.exc import SQLAlchemyError

        try:
            return make_url(self.url.replace(_FILE, "file"))
        except (SQLAlchemyError, ValueError):
            raise SourceError(
                f"The url {self.written!r} is none, once its variables are filled in; expected "
                "such as postgresql+psycopg://user:${PASSWORD}@host/database. In a variable that "
                "holds a whole url, signs of a password are written as %40 for @."
            ) from None

    def _sqlite(self, url: URL) -> Any:
        file = self.file or Path(url.database or "")
        if not file.is_file():
            raise SourceError(f"There is no database file {file}.")
        return lambda: sqlite3.connect(f"file:{quote(str(file.resolve()))}?mode=ro", uri=True)

    @contextmanager
    def told(self, name: str) -> Iterator[None]:
        """Say of what goes wrong in the database what it says, without what is secret."""
        from sqlalchemy.exc import SQLAlchemyError

        try:
            yield
        except (SQLAlchemyError, sqlite3.Error) as error:
            said = self._public(str(getattr(error, "orig", None) or error))
            raise SourceError(f"{name}: the database says: {said}") from None

    def _public(self, message: str) -> str:
        """Leave out what is secret; keep one line."""
        for variable, value in self.secrets.items():
            for shown in {value, quote(value, safe="")}:
                message = message.replace(shown, f"${{{variable}}}")
        return tidied(message).rstrip(".")[:500] + "."

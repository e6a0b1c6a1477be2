"""What every table schema has: keys, who may see a column, how a client's rows are found."""

import functools
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import pandera.pandas as pa
from pandas.api.types import pandas_dtype
from pandera.errors import SchemaError as SchemaFailure
from pandera.errors import SchemaErrors

from pmo_lib.contract import EDITIONS
from pmo_lib.errors import SchemaError

DAY = pa.DateTime
"""Dtype of dates (midnight, no zone) and instants (UTC, no zone)."""

ID_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z"
"""Ids inside the store: safe as a file name on any system."""

CURRENCY_PATTERN: Final = r"^[A-Z]{3}\Z"
"""Currencies by the three letters of ISO 4217."""

PERIOD_PATTERN: Final = r"^(1[7-9]|2[01])\d\d(-(0[1-9]|1[0-2])|-Q[1-4])?\Z"
"""Names of periods: a month ``2026-10``, a quarter ``2026-Q3`` or a year ``2023``.

Years are those from 1700 to 2199, whose days a table can hold.
"""

STATES: Final = (
    "withheld",
    "to_be_decided",
    "given_as_range",
    "not_provided",
    "not_applicable",
    "reset",
    "unreadable",
)
"""Recorded values that are states, kept in ``<column>_state`` beside a value that is not there.

``given_as_range``: the source gave bounds, not an amount.
"""

PRECISIONS: Final = ("year", "quarter", "month", "day")
"""How exactly a source gave a date."""

RATING_KEYS: Final = ("red", "amber_red", "amber", "amber_green", "green")
SCALES: Final = ("rag3", "rag5")
DIMENSIONS: Final = ("overall", "time", "cost", "quality", "risk", "benefits", "people")
ASSESSORS: Final = ("independent", "owner")
LIFECYCLES: Final = ("pipeline", "live", "on_hold", "complete", "cancelled")

SLICE_BY: Final = (
    "all",
    "project_id",
    "project_or_client",
    "client_id",
    "programme_id",
    "person_id",
    "request_id",
    "saving_id",
    "office",
    "none",
)
"""How the rows of a slice are found.

``all``: every slice has the rows that name no project, and those of its own projects.
``project_id``: rows of the slice's projects.
``project_or_client``: rows of the slice's projects that name no other client, and rows that name
the client.
``client_id``: rows that name the client; a programme has those of its projects.
``programme_id``: a programme's own row, or those of the programmes of a client's projects.
``person_id``: the people whom other rows of the slice name, in columns that the edition sees.
``request_id``, ``saving_id``: rows that belong to a service request or a saving of the slice.
``office``: only the slice of the whole portfolio has rows.
``none``: no slice has the table.
"""


def column(
    *,
    unit: str = "",
    visibility: str = "client",
    refers: str = "",
    nullable: bool = True,
    **checks: Any,
) -> Any:
    """Declare a column with the metadata that every column has.

    Parameters
    ----------
    unit : str
        Unit of the values; empty for identifiers and text.
    visibility : {'client', 'board', 'internal'}
        The narrowest edition that holds the column.
    refers : str
        Name of the table whose id the column holds; empty where it holds none, or the own id of
        its table.
    nullable : bool
        Whether a value may be missing.
    **checks
        Passed on to :func:`pandera.pandas.Field`.
    """
    metadata = {
        "unit": unit,
        "visibility": visibility,
        "refers": refers,
        "key": checks.pop("key", False),
    }
    return pa.Field(nullable=nullable, metadata=metadata, **checks)


def key(**checks: Any) -> Any:
    """Declare a key column: never missing, seen in every edition."""
    return column(nullable=False, key=True, **checks)


def identifier(*, refers: str = "") -> Any:
    """Declare a key column that holds one of the store's own ids."""
    return key(str_matches=ID_PATTERN, refers=refers)


def period_key() -> Any:
    """Declare the key column that names the reporting period."""
    return key(str_matches=PERIOD_PATTERN)


def week_key() -> Any:
    """Declare the key column that names a week by its Monday."""
    return key(unit="date, a Monday")


def recorded_state(*, visibility: str = "client") -> Any:
    """Declare the ``<column>_state`` of a column whose source may give a state, not a value."""
    return column(isin=[*STATES], visibility=visibility)


def precision() -> Any:
    """Declare how exactly the source gave a date; missing means to the day."""
    return column(isin=[*PRECISIONS])


def money(*, visibility: str = "client") -> Any:
    """Declare an amount in the row's ``currency`` and ``price_basis``."""
    return column(unit="currency", visibility=visibility)


def iso_currency(*, visibility: str = "client") -> Any:
    """Declare the currency of the row's amounts, by its three letters."""
    return column(str_matches=CURRENCY_PATTERN, visibility=visibility)


@dataclass(frozen=True)
class Failure:
    """A value that breaks its schema: column, row, and what the table takes there."""

    column: str
    row: int
    limit: str


class Table(pa.DataFrameModel):
    """Base of all canonical tables."""

    class Config:
        """Closed tables: a column that the schema does not know is an error."""

        strict = True
        coerce = True

    @pa.check("^week$", regex=True)
    def is_a_monday(cls, weeks: "pd.Series[pd.Timestamp]") -> "pd.Series[bool]":  # noqa: N805
        """Whether weeks are named by their Monday."""
        return weeks.dt.day_of_week == 0

    @classmethod
    def table(cls) -> str:
        """Name of the table: the class name in snake case."""
        return "".join(f"_{c.lower()}" if c.isupper() else c for c in cls.__name__).lstrip("_")

    @classmethod
    def columns(cls) -> list[str]:
        """Names of the columns, in order."""
        return list(cls.to_schema().columns)

    @classmethod
    def key_columns(cls) -> list[str]:
        """Names of the columns that together name a row."""
        specs = cls.to_schema().columns
        return [name for name, spec in specs.items() if (spec.metadata or {})["key"]]

    @classmethod
    def slice_by(cls) -> str:
        """How the rows of a slice are found; one of :data:`SLICE_BY`."""
        return str((cls.Config.metadata or {})["slice_by"])  # type: ignore[attr-defined]

    @classmethod
    def visible_columns(cls, edition: str) -> list[str]:
        """Names of the columns that an edition may hold.

        Parameters
        ----------
        edition : {'client', 'board', 'internal'}
            The audience.
        """
        rank = EDITIONS.index(edition)
        specs = cls.to_schema().columns
        return [
            name
            for name, spec in specs.items()
            if EDITIONS.index((spec.metadata or {})["visibility"]) <= rank
        ]

    @classmethod
    def references(cls) -> dict[str, str]:
        """Columns that hold the ids of a table, each with the table's name."""
        specs = cls.to_schema().columns
        found = {name: str((spec.metadata or {})["refers"]) for name, spec in specs.items()}
        return {name: table for name, table in found.items() if table}

    @classmethod
    def without_rows(cls) -> pd.DataFrame:
        """Make a frame of this table without rows, with its columns and dtypes."""
        return _without_rows(cls).copy()

    @classmethod
    def check(cls, frame: pd.DataFrame) -> pd.DataFrame:
        """Hold rows to the schema: columns added where absent, dtypes set, keys unique.

        Parameters
        ----------
        frame : pandas.DataFrame
            Rows of this table; nullable columns may be absent.

        Returns
        -------
        pandas.DataFrame
            The rows with all columns in schema order, sorted by key.

        Raises
        ------
        SchemaError
            With all failures at once.
        """
        unknown = sorted(set(frame.columns) - set(cls.columns()))
        if unknown:
            raise SchemaError(f"Table {cls.table()} has no column {', '.join(unknown)}.", unknown)
        whole = frame.reindex(columns=cls.columns())
        checked = _sound(cls, whole)
        if checked is None:
            try:
                checked = cls.validate(whole, lazy=True)
            except SchemaErrors as error:
                raise _schema_error(cls.table(), error) from error
        doubled = checked[cls.key_columns()][checked.duplicated(cls.key_columns())].astype(str)
        if len(doubled):
            failures = ["key given twice: " + ", ".join(row) for row in doubled.to_numpy().tolist()]
            raise SchemaError(
                f"Table {cls.table()}: {len(failures)} keys stand more than once, "
                f"first {failures[0]!r}.",
                failures,
            )
        return pd.DataFrame(checked).sort_values(
            cls.key_columns(), kind="stable", ignore_index=True
        )

    @classmethod
    def failures(cls, frame: pd.DataFrame) -> list[Failure]:
        """Find the values that break the schema, each once.

        Parameters
        ----------
        frame : pandas.DataFrame
            Rows of this table, numbered from 0; nullable columns may be absent.

        Returns
        -------
        list of Failure
            None for rows that keep to it; of keys given twice nothing is said here.
        """
        try:
            cls.validate(frame.reindex(columns=cls.columns()), lazy=True)
        except SchemaErrors as error:
            cases = error.failure_cases[["column", "check", "index"]].dropna(subset=["index"])
            cases = cases.drop_duplicates(["column", "index"])
            return [
                Failure(str(c), int(i), _limit(str(k))) for c, k, i in cases.to_numpy().tolist()
            ]
        return []


_LIMITS: Final = {
    "greater_than_or_equal_to": "at least {}",
    "less_than_or_equal_to": "at most {}",
    "greater_than": "more than {}",
    "less_than": "less than {}",
    "isin": "one of {}",
    "str_matches": "text like {}",
    "coerce_dtype": "a value of the type {}",
    "dtype": "a value of the type {}",
}


def _limit(check: str) -> str:
    """Say in words what a check of pandera asks for."""
    name, _, given = check.removesuffix(")").partition("(")
    words = given.strip("[]").replace("'", "")
    return _LIMITS.get(name, name.replace("_", " ")).format(words)


@functools.cache
def _without_rows(table: type[Table]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in _dtypes(table).items()})


@functools.cache
def _dtypes(table: type[Table]) -> dict[str, Any]:
    specs = table.to_schema().columns
    return {name: pandas_dtype(spec.dtype.type) for name, spec in specs.items()}


@functools.cache
def _rules(table: type[Table]) -> pa.DataFrameSchema:
    """Make the schema of rows that have their dtypes: what is left to hold them to.

    A column that may be missing and has no checks is held to nothing more, and costs no time.
    """
    specs = table.to_schema().columns
    return pa.DataFrameSchema(
        {
            name: pa.Column(None, checks=spec.checks, nullable=spec.nullable)
            for name, spec in specs.items()
            if spec.checks or not spec.nullable
        }
    )


def _sound(table: type[Table], frame: pd.DataFrame) -> pd.DataFrame | None:
    """Rows that are sound and have their dtypes, but for columns that are empty or cast safely.

    None where anything else would have to be cast or breaks a rule: whoever asks then validates
    them in full, which takes longer and tells every failure.
    """
    have = frame.dtypes
    cast = {name: dtype for name, dtype in _dtypes(table).items() if have[name] != dtype}
    if not all(_widens(have[name], cast[name]) or frame[name].isna().all() for name in cast):
        return None
    found = frame.astype(cast)
    try:
        return pd.DataFrame(_rules(table).validate(found))
    except SchemaFailure:
        return None


def _widens(have: Any, want: Any) -> bool:
    """Whether a cast from one dtype to another loses and adds nothing."""
    return (str(have), str(want)) in (("int64", "float64"), ("bool", "boolean"))


def _schema_error(table: str, error: SchemaErrors) -> SchemaError:
    failures = [
        f"{row.column}: {row.check} fails for {row.failure_case!r} (row {row.index})"
        for row in error.failure_cases.itertuples(index=False, name="Case")
    ]
    return SchemaError(
        f"Table {table}: {len(failures)} values break its schema, first: {failures[0]}.", failures
    )

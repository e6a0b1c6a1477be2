"""The sample's store: made once, beside its place, then renamed into it."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import pandas as pd

from pmo_lib import errors
from pmo_lib.tables import schemas
from pmo_lib.tables.sample.draw import SEED, draw_portfolio
from pmo_lib.tables.sample.months import PERIODS, SNAPSHOTS, periods_table
from pmo_lib.tables.sample.returns import SOURCE
from pmo_lib.tables.store import Store

_MARKER: Final = "sample.json"
_LOADED_AFTER: Final = timedelta(days=4)


def sample_tables(*, scale: int = 1, seed: int = SEED) -> dict[str, pd.DataFrame]:
    """Make the sample portfolio's tables as known at its last day, in memory.

    Parameters
    ----------
    scale : int
        Multiplies clients, programmes, projects and people.
    seed : int
        The same seed gives the same rows.

    Returns
    -------
    dict of str to pandas.DataFrame
        Rows by table name, held to their schemas, with the whole history of 24 periods.

    Raises
    ------
    ParameterError
        ``scale`` is less than 1, or ``seed`` is negative.
    """
    tables = draw_portfolio(scale=scale, seed=seed).known(PERIODS - 1)
    return {name: schemas.TABLES[name].check(frame) for name, frame in tables.items()}


def labelled_comments(*, scale: int = 1, seed: int = SEED) -> pd.DataFrame:
    """Tell what each comment of the sample's ``feedback`` is truly about.

    Parameters
    ----------
    scale, seed : int
        Those of the sample.

    Returns
    -------
    pandas.DataFrame
        A row a comment: ``response_id``, ``comment``, its ``theme`` (``none`` where it is about
        nothing) and ``names_a_person``, which makes it unsafe to quote.

    Raises
    ------
    ParameterError
        ``scale`` is less than 1, or ``seed`` is negative.
    """
    return draw_portfolio(scale=scale, seed=seed).office.feedback.labels


def make_sample(folder: Path, *, scale: int = 1, seed: int = SEED) -> Store:
    """Make the sample portfolio's store, or open it where it has been made already.

    Parameters
    ----------
    folder : pathlib.Path
        Where the store stands or is to stand. One made by other code, another scale or another
        seed, or only half made, is made again; a second maker waits for the first.
    scale : int
        Multiplies clients, programmes, projects and people.
    seed : int
        The same seed gives the same store, part for part.

    Returns
    -------
    Store
        With one snapshot a month end for the last six months.

    Raises
    ------
    ParameterError
        ``scale`` is less than 1, or ``seed`` is negative.
    StoreError
        The folder holds something other than a sample.
    """
    folder = Path(folder)
    wanted = {"made_by": _fingerprint(), "scale": scale, "seed": seed}
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        if _is_whole(folder, wanted):
            return Store.open(folder)
        _refuse_what_is_not_ours(folder)
        for left_behind in folder.parent.glob(f".{folder.name}.*.part"):
            shutil.rmtree(left_behind)
        place = Path(tempfile.mkdtemp(".part", f".{folder.name}.", folder.parent))
        try:
            _write(place / "store", wanted, scale, seed)
            if folder.exists():
                folder.rename(place / "old")
            (place / "store").rename(folder)
        finally:
            shutil.rmtree(place)
    return Store.open(folder)


def _write(root: Path, wanted: dict[str, Any], scale: int, seed: int) -> None:
    """Write one snapshot a month end: the first with all before it, each later with its news."""
    portfolio = draw_portfolio(scale=scale, seed=seed)
    store = Store.create(root)
    data_dates = periods_table()["data_date"].dt.date.tolist()
    first = PERIODS - SNAPSHOTS
    for period in range(first, PERIODS):
        as_of = data_dates[period]
        tables = portfolio.known(period) if period == first else portfolio.news(period)
        loaded_at = datetime.combine(as_of, time(9), tzinfo=UTC) + _LOADED_AFTER
        store.write(SOURCE, as_of, tables, loaded_at=loaded_at)
    (root / _MARKER).write_text(json.dumps(wanted, indent=1) + "\n", encoding="utf-8")


def _is_whole(folder: Path, wanted: dict[str, Any]) -> bool:
    """Whether the folder holds the sample that is wanted, with all its parts."""
    try:
        if json.loads((folder / _MARKER).read_text(encoding="utf-8")) != wanted:
            return False
        found = Store.open(folder).snapshots()
    except (OSError, ValueError, errors.StoreError):
        return False
    return len(found) == SNAPSHOTS and all(
        (folder / part.path).is_file() for snapshot in found for part in snapshot.parts
    )


def _refuse_what_is_not_ours(folder: Path) -> None:
    """Only a sample may be made again: not a store of real sources, not a folder of other files."""
    if not folder.exists() or (folder / _MARKER).exists():
        return
    sources = {path.name for path in (folder / "parts").glob("*")}
    others = [path.name for path in folder.glob("*") if path.name not in _STORE_NAMES]
    if not folder.is_dir() or others or sources - {SOURCE}:
        found = ", ".join(sorted(others) or sorted(sources)) or "a file"
        raise errors.StoreError(
            f"{folder} holds something other than the sample portfolio ({found}); "
            "expected a sample, an empty folder or none. Name another folder."
        )


_STORE_NAMES: Final = ("store.json", "parts", "snapshots", ".lock")


def _fingerprint() -> str:
    """Hash of the code that makes the sample and of its schemas."""
    found = hashlib.sha256()
    for package in (__file__, str(schemas.__file__)):
        folder = Path(package).parent
        for path in sorted(folder.rglob("*.py")):
            name = path.relative_to(folder).as_posix()
            found.update(name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder.parent / f".{folder.name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

"""What reports were made from, kept so that they can be made again, by the hash of its content.

On disk::

    <out>/.slices/<sha256>.tar.zst     a slice: named by the hash of its slice.json
    <out>/.sources/<sha256>.tar.zst    a notebook, its brand, the parameter files that it may read
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pyarrow as pa

from pmo_lib.errors import SelectionError
from pmo_lib.files import digest, write_file
from pmo_lib.params import brand_files, home
from pmo_lib.press.inputs import parameter_files
from pmo_lib.press.ledger import Origin
from pmo_lib.press.runs import Run

__all__ = [
    "KEPT_DAYS",
    "SLICES",
    "SOURCES",
    "forget",
    "keep_slice",
    "keep_sources",
    "kept_until",
    "take",
]

KEPT_DAYS: Final = 100
"""Days after the issue of a report for which what it was made from is kept: a quarter and more."""

SLICES: Final = ".slices"
SOURCES: Final = ".sources"
_ENDING: Final = ".tar.zst"


def keep_slice(out: Path, name: str, folder: Path) -> None:
    """Keep a slice that stands in a folder, under the hash of its content."""
    files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    _keep(out / SLICES / f"{name}{_ENDING}", files)


def keep_sources(out: Path, run: Run, inputs: Mapping[str, str]) -> str:
    """Keep a run's notebook with its brand and the parameter files, and give their name."""
    notebook, brand = run.notebook, run.presentation.brand.key
    told = f"{notebook.name} {inputs['notebook']} {inputs['params']} {brand} {inputs['brand']}"
    name = digest(told.encode())
    files = {path.relative_to(home()): path for path in (*parameter_files(), *brand_files(brand))}
    _keep(out / SOURCES / f"{name}{_ENDING}", {**files, Path("notebooks", notebook.name): notebook})
    return name


def take(out: Path, kind: str, name: str, into: Path) -> None:
    """Lay what is kept into a folder.

    Raises
    ------
    SelectionError
        It is no longer kept.
    """
    path = out / kind / f"{name}{_ENDING}"
    if not name or not path.is_file():
        raise SelectionError(
            f"What this report was made from is no longer in {out / kind}: it is kept for "
            f"{KEPT_DAYS} days after the issue. Restore {path.name} from a copy."
        )
    with path.open("rb") as file, pa.CompressedInputStream(file, "zstd") as content:
        packed = io.BytesIO(content.read())
    with tarfile.open(fileobj=packed) as tar:
        tar.extractall(into, filter="data")


def kept_until(issued: str) -> str:
    """Last day on which what a report was made from is kept for certain."""
    return (datetime.fromisoformat(issued) + timedelta(days=KEPT_DAYS)).date().isoformat()


def forget(out: Path, origins: Iterable[Origin], *, now: datetime) -> None:
    """Remove what no report was made from in the last days, as seen from an instant.

    Parameters
    ----------
    out : pathlib.Path
        Output folder.
    origins : iterable of Origin
        Of all runs; those of the last batch count in any case.
    now : datetime.datetime
        Instant of the batch.
    """
    oldest = now - timedelta(days=KEPT_DAYS)
    origins = list(origins)
    last = max((origin.batch for origin in origins), default=0)
    recent = [
        origin
        for origin in origins
        if origin.batch == last or datetime.fromisoformat(origin.issued) >= oldest
    ]
    for folder, names in (
        (SLICES, {origin.slice for origin in recent}),
        (SOURCES, {origin.sources for origin in recent}),
    ):
        for path in (out / folder).glob(f"*{_ENDING}"):
            if path.name.removesuffix(_ENDING) not in names:
                path.unlink()


def _keep(place: Path, files: Mapping[Path, Path]) -> None:
    """Pack files by their names, if that is not done already; equal files give equal bytes."""
    if place.exists():
        return
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, path in sorted(files.items()):
            content = path.read_bytes()
            entry = tarfile.TarInfo(name.as_posix())
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(packed.getbuffer())
    write_file(place, sink.getvalue().to_pybytes())

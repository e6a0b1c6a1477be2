"""Plans in the formats of other tools (MPP, XER, PMXML, MPX and more), converted by MPXJ.

MPXJ is a library for Java, which is installed by ``pip install mpxj`` and needs a Java of 11 or
later. It is no dependency of the project: it runs as a program of its own, with a limit of time and
of memory, and what it writes is read as Microsoft Project XML.
"""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

from pydantic import Field

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers.headings import Headings
from pmo_lib.tables.readers.project_xml import PlanReader, read_plan
from pmo_lib.tables.readers.records import Batch, Reading, tidied

__all__ = ["BinaryPlanReader"]

_CONVERT: Final = "org.mpxj.sample.MpxjConvert"
_MEMORY: Final = "-Xmx2g"


class BinaryPlanReader(PlanReader):
    """A plan of another tool than Microsoft Project XML, read by way of that.

    All else is as of :class:`~pmo_lib.tables.readers.project_xml.ProjectXmlReader`. Places are
    those of the converted plan. Of a file that holds several plans the first is read. The
    conversion may take ``timeout_seconds``.
    """

    type: Literal["mpp"]
    timeout_seconds: float = Field(300, gt=0, le=86_400)

    def open(self, path: Path, headings: Headings) -> Reading:
        """Convert a plan and read its records.

        Raises
        ------
        SourceError
            As its batches are read: MPXJ or Java is not installed, the file is none that MPXJ
            reads, or the conversion takes too long.
        """
        reading = Reading(path.name, iter(()))
        reading.batches = self._batches(path, headings, reading)
        return reading

    def _batches(self, path: Path, headings: Headings, reading: Reading) -> Iterator[Batch]:
        try:
            changed = path.stat().st_mtime_ns
        except OSError as error:
            raise SourceError(f"{path} cannot be read ({error.strerror}).") from error
        converter = _Converter.found(path)
        folder = _converted(converter, path.resolve(), changed, self.timeout_seconds)
        reading.stated["converted"] = f"by MPXJ {converter.version}"
        yield from read_plan(_target(folder, path), self, headings, reading)


@dataclass(frozen=True)
class _Converter:
    """The program that converts."""

    java: str
    jars: str
    version: str

    @classmethod
    def found(cls, path: Path) -> _Converter:
        """Find MPXJ and Java.

        Raises
        ------
        SourceError
            One of them is not installed.
        """
        spec = importlib.util.find_spec("mpxj")
        home = os.environ.get("JAVA_HOME")
        java = shutil.which("java", path=f"{home}/bin" if home else None) or shutil.which("java")
        if spec is None or not spec.submodule_search_locations:
            raise SourceError(
                f"{path.name} is converted by MPXJ, which is not installed; install it with "
                "pip install mpxj, or save the plan as Microsoft Project XML."
            )
        if java is None:
            raise SourceError(
                f"{path.name} is converted by MPXJ, which needs Java, and there is none; install a "
                "Java runtime, or save the plan as Microsoft Project XML."
            )
        jars = Path(spec.submodule_search_locations[0]) / "lib"
        return cls(java, f"{jars}/*", importlib.metadata.version("mpxj"))

    def run(self, path: Path, target: Path, seconds: float) -> str:
        """Convert a plan, and give what the program wrote."""
        options = [_MEMORY, "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8"]
        command = [self.java, *options, "-cp", self.jars, _CONVERT, f"{path}", f"{target}"]
        done = subprocess.run(
            command,
            cwd=target.parent,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )
        return done.stdout + done.stderr


@functools.lru_cache(maxsize=1)
def _converted(
    converter: _Converter, path: Path, changed: int, seconds: float
) -> TemporaryDirectory[str]:
    """Convert a plan into a folder of its own; once for all its records.

    ``changed`` is when the file was last changed, so that a new one is converted anew.
    """
    folder = TemporaryDirectory(prefix="pmo-plan-")
    target = _target(folder, path)
    try:
        said = converter.run(path, target, seconds)
    except subprocess.TimeoutExpired:
        raise SourceError(
            f"{path} was not converted within {seconds:g} seconds; state a longer timeout_seconds, "
            "or save the plan as Microsoft Project XML."
        ) from None
    except OSError as error:
        raise SourceError(f"{converter.java} cannot be run ({error.strerror}).") from error
    if not target.is_file() or not target.stat().st_size:
        reason = next((line for line in said.splitlines() if "Error" in line), said)
        raise SourceError(
            f"{path} cannot be converted by MPXJ: {tidied(reason)[:300] or 'it says nothing'}; "
            "save the plan as Microsoft Project XML."
        )
    return folder


def _target(folder: TemporaryDirectory[str], path: Path) -> Path:
    """Name the converted plan after the file, so that messages tell which it is."""
    return Path(folder.name) / f"{path.name}.xml"

"""Queries: one statement that reads, with what the mapping knows of the file as parameters."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, PrivateAttr
from pydantic_core import PydanticCustomError

from pmo_lib.errors import SourceError
from pmo_lib.tables.keys import Keys

__all__ = ["PARAMETER", "QueryReader", "deadline"]

PARAMETER: Final = re.compile(r"(?<![:\w\\]):([A-Za-z_]\w*)(?!:)")
"""A parameter of a query; ``::`` is a cast, and a colon after a backslash is a colon."""

_READS: Final = re.compile(
    r"(?:\s|\(|--[^\n]*(?:\n|\Z)|/\*.*?\*/)*(?:SELECT|WITH|VALUES|TABLE)\b",
    re.IGNORECASE | re.DOTALL,
)


def _one_that_reads(text: str) -> str:
    """Hold a query to one statement; that it changes nothing is up to the database."""
    query = text.strip().removesuffix(";")
    if ";" in query:
        raise PydanticCustomError(
            "query", "one statement, without a semicolon; found another after it", {}
        )
    if not _READS.match(query):
        raise PydanticCustomError("query", "a query begins with SELECT, WITH, VALUES or TABLE", {})
    return query


class QueryReader(Keys):
    """Base of the readers that ask a database.

    ``query`` is one ``SELECT``. It may have parameters: ``:period``, ``:start``, ``:end``,
    ``:data_date`` and whatever else the mapping knows of the file, such as its facts. No batch may
    take longer than ``timeout_seconds``.
    """

    query: Annotated[str, AfterValidator(_one_that_reads)]
    timeout_seconds: float = Field(600, gt=0, le=86_400)
    _of_file: Mapping[str, str | date] = PrivateAttr(default_factory=dict)

    @property
    def parameters(self) -> list[str]:
        """Names of the query's parameters."""
        return list(dict.fromkeys(PARAMETER.findall(self.query)))

    def asked(self, known: Mapping[str, str | date]) -> Self:
        """Give the reader with what the mapping knows of the file."""
        found = self.model_copy()
        found._of_file = dict(known)
        return found

    def bound(self) -> dict[str, str | date]:
        """Give each parameter its value.

        Raises
        ------
        SourceError
            One of them is of nothing that is known.
        """
        lacking = [name for name in self.parameters if name not in self._of_file]
        if lacking:
            raise SourceError(
                f"The query takes :{lacking[0]}, which is not known of the file; known are "
                f"{', '.join(self._of_file) or 'none'}."
            )
        return {name: self._of_file[name] for name in self.parameters}


@contextmanager
def deadline(interrupt: Callable[[], object], seconds: float) -> Iterator[None]:
    """Interrupt what runs longer.

    Parameters
    ----------
    interrupt : callable
        Makes the statement that runs end with an error; called from another thread.
    seconds : float
        How long it may run.

    Raises
    ------
    SourceError
        It was interrupted.
    """
    late = threading.Event()

    def stop() -> None:
        late.set()
        interrupt()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception:
        if late.is_set():
            raise SourceError(
                f"The query took longer than {seconds:g} seconds for a batch; let it read less, or "
                "state a longer timeout_seconds."
            ) from None
        raise
    finally:
        timer.cancel()

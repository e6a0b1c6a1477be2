"""The account of a load: what was read is accepted, rejected, or ignored by a named rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pmo_lib.errors import SourceError

__all__ = ["FILES", "RECORDS", "Count", "Tally"]

FILES = "files"
RECORDS = "records"
"""Names, beside those of the tables, under which files and source records are counted."""


@dataclass(frozen=True)
class Count:
    """What became of the rows offered to one table, or of the records of one file.

    ``read = accepted + rejected + ignored``; ``values_rejected`` counts single values that could
    not be read in rows that stayed, ``rules`` how many rows and values each rule left out.
    """

    table: str
    read: int
    accepted: int
    rejected: int
    ignored: int
    values_rejected: int = 0
    values_ignored: int = 0
    rules: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Tally:
    """Counts while a file is mapped."""

    read: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    ignored: Counter[tuple[str, str]] = field(default_factory=Counter)
    values_rejected: Counter[str] = field(default_factory=Counter)
    values_ignored: Counter[tuple[str, str]] = field(default_factory=Counter)

    def closed(self, accepted: Mapping[str, int], *, what: str) -> tuple[Count, ...]:
        """Close the account.

        Parameters
        ----------
        accepted : mapping of str to int
            How many rows each table really got.
        what : str
            What was mapped, for the message.

        Raises
        ------
        SourceError
            What was read is not what was accepted, rejected and ignored.
        """
        counts = tuple(self._count(table, number) for table, number in accepted.items())
        for count in counts:
            if count.read != count.accepted + count.rejected + count.ignored:
                raise SourceError(
                    f"{what}: the account of {count.table} does not add up: read {count.read}, "
                    f"accepted {count.accepted}, rejected {count.rejected}, ignored "
                    f"{count.ignored}; nothing was written. Please report this."
                )
        return counts

    def _count(self, table: str, accepted: int) -> Count:
        rows = {rule: number for (name, rule), number in self.ignored.items() if name == table}
        values = {
            rule: number for (name, rule), number in self.values_ignored.items() if name == table
        }
        return Count(
            table=table,
            read=self.read[table],
            accepted=accepted,
            rejected=self.rejected[table],
            ignored=sum(rows.values()),
            values_rejected=self.values_rejected[table],
            values_ignored=sum(values.values()),
            rules=rows | values,
        )

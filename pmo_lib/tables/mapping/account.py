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
    """What became of the rows offered to one table, or of the records of one kind in one file.

    ``read = accepted + rejected + ignored``; ``values_rejected`` counts single values that could
    not be read in rows that stayed, ``values_ignored`` those that are not stored by a rule, and
    ``rules`` how many rows and values each rule left out.
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
    """Counts of one table, or of one kind of record, while a load goes on."""

    read: int = 0
    rejected: int = 0
    ignored: Counter[str] = field(default_factory=Counter)
    values_rejected: int = 0
    values_ignored: Counter[str] = field(default_factory=Counter)

    def closed(self, name: str, accepted: int, *, where: str) -> Count:
        """Close the account.

        Parameters
        ----------
        name : str
            The table, or :data:`RECORDS` or :data:`FILES`.
        accepted : int
            How many rows or records there really are.
        where : str
            What was loaded, for the message.

        Raises
        ------
        SourceError
            What was read is not what was accepted, rejected and ignored.
        """
        ignored = self.ignored.total()
        if self.read != accepted + self.rejected + ignored:
            raise SourceError(
                f"{where}: the account of {name} does not add up: read {self.read}, accepted "
                f"{accepted}, rejected {self.rejected}, ignored {ignored}; nothing was written. "
                "Please report this."
            )
        return Count(
            table=name,
            read=self.read,
            accepted=accepted,
            rejected=self.rejected,
            ignored=ignored,
            values_rejected=self.values_rejected,
            values_ignored=self.values_ignored.total(),
            rules={rule: n for rule, n in (self.ignored + self.values_ignored).items() if n},
        )

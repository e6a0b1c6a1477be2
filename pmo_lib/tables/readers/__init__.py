"""Readers: one file a source format; each gives source records and says what it left out.

A reader is a function of a file, how it is written and the headings to look for. It returns a
:class:`~pmo_lib.tables.readers.records.Reading` and raises
:class:`~pmo_lib.errors.SourceError` where the file is not what was said.
"""

from pmo_lib.tables.readers.records import Cell, Heading, Reading, Record
from pmo_lib.tables.readers.transposed import read_transposed

__all__ = ["Cell", "Heading", "Reading", "Record", "read_transposed"]

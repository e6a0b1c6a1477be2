"""Readers: one file a source format; each gives records with their places, batch by batch.

A reader is a typed part of a mapping file with a method ``open(path, headings)``, which gives a
:class:`~pmo_lib.tables.readers.records.Reading`. It raises
:class:`~pmo_lib.errors.SourceError` where the file is not what was said. One that asks a query is
first told what the mapping knows of the file, by
:meth:`~pmo_lib.tables.readers.queries.QueryReader.asked`.
"""

from typing import Annotated

from pydantic import Field

from pmo_lib.tables.readers.binary_plan import BinaryPlanReader
from pmo_lib.tables.readers.columnar import DuckdbReader, ParquetReader
from pmo_lib.tables.readers.database import SqlReader
from pmo_lib.tables.readers.delimited import DelimitedReader
from pmo_lib.tables.readers.forms import FormReader
from pmo_lib.tables.readers.headings import Heading, Headings, Repeat
from pmo_lib.tables.readers.project_xml import ProjectXmlReader
from pmo_lib.tables.readers.queries import QueryReader
from pmo_lib.tables.readers.records import Batch, Cells, Fault, Reading
from pmo_lib.tables.readers.workbook import WorkbookReader

ReaderSpec = Annotated[
    DelimitedReader
    | WorkbookReader
    | FormReader
    | ProjectXmlReader
    | BinaryPlanReader
    | SqlReader
    | ParquetReader
    | DuckdbReader,
    Field(discriminator="type"),
]
"""Any of the readers, by its ``type``."""

__all__ = [
    "Batch",
    "BinaryPlanReader",
    "Cells",
    "DelimitedReader",
    "DuckdbReader",
    "Fault",
    "FormReader",
    "Heading",
    "Headings",
    "ParquetReader",
    "ProjectXmlReader",
    "QueryReader",
    "ReaderSpec",
    "Reading",
    "Repeat",
    "SqlReader",
    "WorkbookReader",
]

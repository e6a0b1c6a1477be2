"""Forms: one workbook a record, whose cells a datamap names."""

from pmo_lib.tables.readers.forms.reader import FormReader

__all__ = ["FormReader"]

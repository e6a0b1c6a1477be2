"""Workbooks: opened safely, with every cell told that the library leaves out."""

from pmo_lib.tables.readers.sheets.books import Sheet, Workbook, open_workbook

__all__ = ["Sheet", "Workbook", "open_workbook"]

"""Source mappings: ``params/sources/*.yml`` -> canonical tables, every value accounted for."""

from pmo_lib.tables.mapping.apply import Mapped, map_records
from pmo_lib.tables.mapping.contract import SourceFile, SourceMapping
from pmo_lib.tables.mapping.reading import read_mapping

__all__ = ["Mapped", "SourceFile", "SourceMapping", "map_records", "read_mapping"]

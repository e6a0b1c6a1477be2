"""Source mappings: ``params/sources/*.yml`` -> canonical tables, every value accounted for."""

from pmo_lib.tables.mapping.apply import Mapper
from pmo_lib.tables.mapping.contract import SourceMapping
from pmo_lib.tables.mapping.files import SourceFile, chosen_files
from pmo_lib.tables.mapping.reading import read_mapping

__all__ = ["Mapper", "SourceFile", "SourceMapping", "chosen_files", "read_mapping"]

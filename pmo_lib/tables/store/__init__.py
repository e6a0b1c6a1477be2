"""Immutable snapshots by as-of date, and the slices that are cut from them."""

from pmo_lib.tables.store.cutter import Cutter
from pmo_lib.tables.store.manifests import Snapshot
from pmo_lib.tables.store.named import Named
from pmo_lib.tables.store.office import Office
from pmo_lib.tables.store.periods import Period
from pmo_lib.tables.store.slices import Slice, read_slice
from pmo_lib.tables.store.store import Store
from pmo_lib.tables.store.verifying import Damage
from pmo_lib.tables.store.writing import Load

__all__ = [
    "Cutter",
    "Damage",
    "Load",
    "Named",
    "Office",
    "Period",
    "Slice",
    "Snapshot",
    "Store",
    "read_slice",
]

"""Immutable snapshots by as-of date, and the slices that are cut from them."""

from pmo_lib.tables.store.cutter import Cutter
from pmo_lib.tables.store.periods import Period
from pmo_lib.tables.store.slices import Slice, read_slice
from pmo_lib.tables.store.store import Snapshot, Store

__all__ = ["Cutter", "Period", "Slice", "Snapshot", "Store", "read_slice"]

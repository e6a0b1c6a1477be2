"""The ledger: one row for each attempt at a report, chained by hashes, in one SQLite file."""

from pmo_lib.press.ledger.book import LEDGER, Ledger, standing_records
from pmo_lib.press.ledger.entries import Entry
from pmo_lib.press.ledger.record import Origin, Outcome, Record, last_good
from pmo_lib.press.ledger.verifying import Fault, verify

__all__ = [
    "LEDGER",
    "Entry",
    "Fault",
    "Ledger",
    "Origin",
    "Outcome",
    "Record",
    "last_good",
    "standing_records",
    "verify",
]

"""Records that no run made, for tests of what is done with them."""

from pmo_lib.press.ledger import Record


def record(id_="C-1", **given) -> Record:
    """Make the record of a client's report."""
    whole = {
        "report": f"2026-10/client/{id_}/client_report",
        "set": "client",
        "notebook": "client_report.ipynb",
        "level": "client",
        "id": id_,
        "name": f"Name of {id_}",
        "period": "2026-10",
        "cadence": "month",
        "period_end": "2026-10-31",
        "edition": "client",
        "language": "en-GB",
        "outcome": "made",
        "reason": "",
        "issued": "2026-11-02T09:00:00+00:00",
        "since": "",
        "seconds": 1.5,
        "artefacts": {},
        "evidence": "",
        "summary": {"headline": "All green – 緑"},
        "batch": 1,
    }
    return Record(**{**whole, **given})

"""The ledger: rows read back, chained, appended whole or not at all; a bad file is told."""

import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from dataclasses import replace

import pytest

from pmo_lib.errors import LedgerError
from pmo_lib.press.ledger import LEDGER, Ledger, standing_records, verify


@pytest.fixture
def record(made_up):
    return made_up.record


@pytest.fixture
def out(tmp_path, record):
    """Give a folder with a ledger of two batches, and a document that it names."""
    (tmp_path / "2026-10").mkdir()
    (tmp_path / "2026-10/page.html").write_text("good")
    named = {
        "artefacts": {"html": "2026-10/page.html"},
        "hashes": {"html": "770e607624d689265ca6c44884d0807d9b054d23c473c106c72be9de08b7376c"},
    }
    with Ledger.writing(tmp_path) as ledger:
        ledger.begin({"todo": 2})
        ledger.append([record("C-1", **named), record("C-2", outcome="held", reason="why")])
        ledger.end(1, {"made": 1})
        ledger.begin({"todo": 1})
        ledger.append(
            [
                record("C-1", **named, outcome="skipped", state="later", batch=2, stands=2),
                record("C-2", batch=2),
            ]
        )
    return tmp_path


def edit(out, statement, *values):
    with closing(sqlite3.connect(out / LEDGER)) as connection:
        connection.execute(statement, values)
        connection.commit()


def faults(out):
    with Ledger.reading(out) as ledger:
        return verify(ledger, out)


def test_rows_read_back_as_they_were_appended_with_the_number_that_the_ledger_gave(
    tmp_path, record
):
    given = [record("C-1"), record("C-2", stages={"execute": 1.25}, peak_mb=300.5)]
    with Ledger.writing(tmp_path) as ledger:
        kept = ledger.append(given)
        assert ledger.runs() == kept
    assert kept == [replace(one, number=number) for number, one in enumerate(given, start=1)]


def test_what_stands_is_the_last_attempt_that_was_not_skipped_in_the_last_state_seen(out):
    found = standing_records(out)
    assert {report: (one.number, one.outcome) for report, one in found.items()} == {
        "2026-10/client/C-1/client_report": (2, "made"),
        "2026-10/client/C-2/client_report": (7, "made"),
    }
    assert found["2026-10/client/C-1/client_report"].state == "later"


def test_batches_come_with_their_ends_and_one_that_was_stopped_without(out):
    with Ledger.reading(out) as ledger:
        ended, stopped = ledger.batches()
    assert (ended[0]["batch"], ended[1]["made"]) == (1, 1)
    assert (stopped[0]["batch"], stopped[1]) == (2, None)


def test_nothing_stands_where_nothing_was_made(tmp_path):
    assert standing_records(tmp_path) == {}
    with pytest.raises(LedgerError, match="There is no ledger in"):
        Ledger.reading(tmp_path)


def test_of_rows_that_are_appended_together_none_is_there_when_one_cannot_be(tmp_path, record):
    with Ledger.writing(tmp_path) as ledger:
        with pytest.raises(ValueError, match="JSON"):
            ledger.append([record("C-1"), record("C-2", seconds=float("nan"))])
        assert ledger.runs() == []
        assert [one.number for one in ledger.append([record("C-3")])] == [1]


def test_a_ledger_that_is_as_it_was_written_has_no_fault(out):
    assert faults(out) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "UPDATE entries SET content = replace(content, 'held', 'made') WHERE number = 3",
            "Row 3 was changed after it was written: made 2026-10/client/C-2/client_report.",
        ),
        ("DELETE FROM entries WHERE number = 3", "Row 3 is missing from the ledger."),
        (
            "UPDATE entries SET previous = 'other' WHERE number = 5",
            "Row 5 does not follow the row before it.",
        ),
    ],
)
def test_a_row_that_was_edited_or_removed_is_found_and_named(out, statement, told):
    edit(out, statement)
    assert told in [fault.told for fault in faults(out)]


def test_an_edited_row_whose_own_hash_was_made_to_fit_breaks_the_chain_at_the_next(out):
    from pmo_lib.press.ledger.entries import chained

    with Ledger.reading(out) as ledger:
        entry = list(ledger.entries())[2]
    text = entry.text.replace("held", "made")
    statement = "UPDATE entries SET content = ?, hash = ? WHERE number = 3"
    edit(out, statement, text, chained(entry.previous, text))
    assert [fault.told for fault in faults(out)] == ["Row 4 does not follow the row before it."]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda page: page.write_text("gooD"), "changed"),
        (lambda page: page.unlink(), "missing"),
        (lambda page: page.with_name("other.pdf").write_text("x"), "unknown"),
    ],
)
def test_a_document_that_is_not_as_recorded_is_found_and_named(out, change, kind):
    change(out / "2026-10/page.html")
    (fault,) = faults(out)
    assert fault.kind == kind
    assert fault.path in fault.told
    assert fault.path == ("2026-10/other.pdf" if kind == "unknown" else "2026-10/page.html")
    assert fault.row == (None if kind == "unknown" else 2)


def test_a_ledger_of_a_newer_version_is_refused_and_not_changed(out):
    edit(out, "PRAGMA user_version = 2")
    before = (out / LEDGER).read_bytes()
    for opened in (Ledger.reading, Ledger.writing):
        with pytest.raises(LedgerError, match=r"is of version 2, this program reads 1"):
            opened(out)
    assert (out / LEDGER).read_bytes() == before


@pytest.mark.parametrize("damage", ["head", "middle", "other"])
def test_a_damaged_ledger_says_so_and_is_left_as_it_is(out, damage):
    path = out / LEDGER
    content = bytearray(path.read_bytes())
    if damage == "head":
        content[:16] = b"no database here"
    elif damage == "middle":
        content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    if damage == "other":
        path.unlink()
        edit(out, "CREATE TABLE notes (text)")
    before = path.read_bytes()
    with pytest.raises(LedgerError, match=r"is damaged|is not a ledger"):
        standing_records(out)
    with (
        pytest.raises(LedgerError, match=r"is damaged|is not a ledger"),
        Ledger.writing(out) as one,
    ):
        one.standing()
    assert path.read_bytes() == before


def test_a_locked_ledger_says_so_and_loses_nothing(out, record, monkeypatch):
    monkeypatch.setattr("pmo_lib.press.ledger.book.PATIENCE", 0.05)
    with closing(sqlite3.connect(out / LEDGER, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerError, match="is locked by another program"):
            standing_records(out)
        other.execute("ROLLBACK")
        with Ledger.writing(out) as ledger:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(LedgerError, match="is locked by another program"):
                ledger.append([record()])
            other.execute("ROLLBACK")
            ledger.append([record("C-3")])
    assert faults(out) == []


def test_it_is_read_while_a_batch_writes_and_by_one_who_may_not_write(out):
    with closing(sqlite3.connect(out / LEDGER, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM entries")
        assert len(standing_records(out)) == 2
        reader = sqlite3.connect(f"{(out / LEDGER).as_uri()}?mode=ro", uri=True)
        with closing(reader):
            assert reader.execute("SELECT count(*) FROM runs").fetchall() == [(4,)]


def test_a_reader_cannot_change_it(out, record):
    with Ledger.reading(out) as ledger, pytest.raises(LedgerError, match="readonly"):
        ledger.append([record()])


def test_a_kill_in_the_middle_of_a_row_leaves_the_rows_before_it(out):
    code = f"""
    import os, sqlite3
    connection = sqlite3.connect({str(out / LEDGER)!r}, isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN IMMEDIATE")
    for number in range(8, 400):
        row = (number, '{{"batch": 9, "kind": "run"}}' + " " * 4000, "", "")
        connection.execute("INSERT INTO entries (number, content, previous, hash) "
                           "VALUES (?, ?, ?, ?)", row)
    os.kill(os.getpid(), 9)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=False)
    assert (out / f"{LEDGER}-journal").exists()
    assert faults(out) == []


def test_a_full_disk_is_told_and_the_row_is_wholly_absent(out, record):
    with Ledger.writing(out) as ledger:
        ledger._run("PRAGMA max_page_count = 1")
        with pytest.raises(LedgerError, match="the disk may be full"):
            ledger.append([record(f"C-{n}", name="x" * 9000) for n in range(50)])
    assert faults(out) == []

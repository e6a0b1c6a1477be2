"""A batch that is killed goes on by the same command: each report once, the tree as if whole.

The long version, with twenty kills of parents and children, is ``bench/faults.py``.
"""

import errno
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from pmo_lib.errors import LedgerError
from pmo_lib.press import publish
from pmo_lib.press.batch import Selection, make_reports
from pmo_lib.press.ledger import LEDGER, Ledger, verify
from pmo_lib.press.lock import LOCK, working_in

ROOT = Path(__file__).resolve().parents[2]
NOT_COMPARED = {LEDGER, LOCK}


def tree(out):
    """Every file with its content, but those whose content tells the history."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name not in NOT_COMPARED
    }


@pytest.fixture(scope="module")
def uninterrupted(office_home, office_store, tmp_path_factory, now):
    out = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PMO_HOME", str(office_home))
        make_reports(office_store, Selection(limit=1), out=out, now=now, jobs=2)
    return tree(out)


ONTO_THE_DISK = "'.pdf.' in os.readlink(f'/proc/self/fd/{given[0]}')"


def killed(store, out, home, *, at, when, only="True", who="os.getpid()"):
    """Make the same reports in a process that, where a function is called, kills one."""
    code = f"""
    import os
    from datetime import datetime
    from multiprocessing import active_children
    from pathlib import Path
    from pmo_lib import files
    from pmo_lib.press import batch, publish
    from pmo_lib.press.ledger import Ledger
    from pmo_lib.tables.store import Store
    calls = []
    def dying(*given, **named):
        if {only}:
            calls.append(given)
        if len(calls) == {when}:
            os.kill({who}, 9)
        return before(*given, **named)
    before = {at}
    {at} = dying
    if __name__ == "__main__":
        now = datetime.fromisoformat("2026-11-02T09:00+00:00")
        batch.make_reports(Store.open(Path({str(store.root)!r})), batch.Selection(limit=1),
                           out=Path({str(out)!r}), now=now, jobs=2)
    """
    path = out.parent / "killed.py"
    path.write_text(textwrap.dedent(code))
    environment = {**os.environ, "PMO_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, path], env=environment, capture_output=True, check=False)


@pytest.mark.parametrize(
    ("at", "only", "when", "made"),
    [
        ("files.os.fsync", ONTO_THE_DISK, 1, 0),  # where a document is half-way onto the disk
        ("publish.write_file", "True", 2, 0),  # between the documents of one report
        ("Ledger.append", "True", 3, 1),  # documents in their place, their row not written
    ],
)
def test_after_a_kill_the_same_command_gives_the_same_tree_and_each_report_once(
    uninterrupted, office_store, at_home, tmp_path, now, at, only, when, made
):
    out = tmp_path / "out"
    done = killed(office_store, out, at_home, at=at, only=only, when=when)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert bool(list(out.rglob("*.pdf.*.partial"))) is (only == ONTO_THE_DISK)
    again = make_reports(office_store, Selection(limit=1), out=out, now=now, jobs=2)
    assert sum(record.outcome == "skipped" for record in again.records) == made
    assert again.exit_code == 0
    assert tree(out) == uninterrupted
    with Ledger.reading(out) as ledger:
        good = [record.report for record in ledger.runs("outcome = 'made'")]
        assert sorted(good) == sorted({record.report for record in again.records})
        assert verify(ledger, out) == []


def test_after_the_kill_of_a_worker_the_same_command_gives_the_same_tree(
    uninterrupted, office_store, at_home, tmp_path, now
):
    out = tmp_path / "out"
    worker = "active_children()[-1].pid"
    done = killed(office_store, out, at_home, at="publish.write_file", when=1, who=worker)
    assert done.returncode == 0, done.stderr.decode()
    again = make_reports(office_store, Selection(limit=1), out=out, now=now, jobs=2)
    assert again.exit_code == 0
    assert {record.outcome for record in again.records} <= {"skipped", "made"}
    assert tree(out) == uninterrupted
    with Ledger.reading(out) as ledger:
        assert verify(ledger, out) == []


@pytest.fixture
def small_disk(tmp_path):
    """Give a folder on a disk of 300 KB, and what makes it larger."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk may not be mounted here")
    larger = ["mount", "-o", "remount,size=100m", str(place)]
    yield place, lambda: subprocess.run(larger, check=True)
    subprocess.run(["umount", str(place)], check=True)


def test_on_a_disk_that_fills_up_a_batch_stops_with_a_sentence_and_goes_on_on_a_larger(
    uninterrupted, office_store, at_home, small_disk, now
):
    place, make_larger = small_disk
    with pytest.raises(LedgerError, match=r"the same command again|disk may be full"):
        make_reports(office_store, Selection(limit=1), out=place / "out", now=now, jobs=1)
    make_larger()
    make_reports(office_store, Selection(limit=1), out=place / "out", now=now, jobs=1)
    assert tree(place / "out") == uninterrupted


def test_a_disk_that_is_full_stops_the_batch_with_a_sentence_and_the_next_goes_on(
    uninterrupted, office_store, at_home, tmp_path, now, monkeypatch
):
    out, written = tmp_path / "out", []

    def full(path, content):
        written.append(path)
        if len(written) == 4:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        before(path, content)

    before = publish.write_file
    monkeypatch.setattr(publish, "write_file", full)
    with pytest.raises(LedgerError, match=r"No space left on device.*same command again"):
        make_reports(office_store, Selection(limit=1), out=out, now=now, jobs=1)
    again = make_reports(office_store, Selection(limit=1), out=out, now=now, jobs=2)
    assert [record.outcome for record in again.records] == ["skipped", "made", "made"]
    assert tree(out) == uninterrupted


@pytest.fixture(scope="module")
def one_made(office_home, office_store, tmp_path_factory, now):
    """Give the folder of a batch that made one report."""
    out = tmp_path_factory.mktemp("one")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PMO_HOME", str(office_home))
        make_reports(office_store, Selection(clients=["C-1"]), out=out, now=now)
    return out


@pytest.fixture
def made(one_made, at_home, tmp_path):
    """Give a copy of that folder, to spoil."""
    return Path(shutil.copytree(one_made, tmp_path / "out"))


def test_with_the_clock_set_back_nothing_is_lost_and_the_ledger_is_in_order(
    made, office_store, now
):
    before, earlier = tree(made), now - timedelta(days=400)
    chosen = Selection(clients=["C-1"])
    (skipped,) = make_reports(office_store, chosen, out=made, now=earlier).records
    assert skipped.outcome == "skipped"
    assert {**tree(made), "index.html": before["index.html"]} == before
    (anew,) = make_reports(office_store, chosen, out=made, now=earlier, force=True).records
    assert (anew.outcome, anew.issued) == ("made", earlier.isoformat())
    assert before.keys() == tree(made).keys()
    with Ledger.reading(made) as ledger:
        assert verify(ledger, made) == []
        assert [one.outcome for one in ledger.runs()] == ["made", "skipped", "made"]
        assert ledger.standing()[anew.report].number == anew.number


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (lambda page: page.write_text(page.read_text().replace("C-1", "C-2")), "changed"),
        (lambda page: page.unlink(), "missing"),
    ],
)
def test_an_index_that_is_not_as_the_last_batch_left_it_is_found_and_written_again(
    made, office_store, now, spoil, kind
):
    spoil(made / "index.html")
    with Ledger.reading(made) as ledger:
        (fault,) = verify(ledger, made)
    assert (fault.kind, fault.path) == (kind, "index.html")
    make_reports(office_store, Selection(clients=["C-1"]), out=made, now=now)
    with Ledger.reading(made) as ledger:
        assert verify(ledger, made) == []


def test_a_second_batch_in_the_same_folder_changes_nothing(made, office_store, now):
    before = tree(made)
    with working_in(made, now=now), pytest.raises(LedgerError, match="Another batch works in"):
        make_reports(office_store, Selection(), out=made, now=now, force=True)
    assert tree(made) == before


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ("PRAGMA user_version = 9", "is of version 9"),
        ("BEGIN EXCLUSIVE", "is locked by another program"),
    ],
)
def test_a_batch_that_cannot_use_the_ledger_says_so_and_changes_nothing(
    made, office_store, now, monkeypatch, spoil, told
):
    monkeypatch.setattr("pmo_lib.press.ledger.book.PATIENCE", 0.05)
    with closing(sqlite3.connect(made / LEDGER, isolation_level=None)) as other:
        other.execute(spoil)
        before = tree(made), (made / LEDGER).read_bytes()
        with pytest.raises(LedgerError, match=told):
            make_reports(office_store, Selection(), out=made, now=now, force=True)
        assert (tree(made), (made / LEDGER).read_bytes()) == before

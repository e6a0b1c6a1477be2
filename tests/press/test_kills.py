"""A batch that is killed goes on by the same command: each report once, the tree as if whole.

The long version, with twenty kills of parents and children, is ``bench/faults.py``.
"""

import errno
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from pmo_lib.errors import LedgerError
from pmo_lib.press import publish
from pmo_lib.press.batch import Selection, make_reports
from pmo_lib.press.ledger import LEDGER, Ledger, verify
from pmo_lib.press.lock import LOCK

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


def killed(store, out, home, *, at, when):
    """Make the same reports in a process that kills itself where a function is called."""
    code = f"""
    import os
    from datetime import datetime
    from pathlib import Path
    from pmo_lib.press import batch, files, publish
    from pmo_lib.press.ledger import Ledger
    from pmo_lib.tables.store import Store
    calls = []
    def dying(*given, **named):
        calls.append(given)
        if len(calls) == {when}:
            os.kill(os.getpid(), 9)
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
    done = subprocess.run([sys.executable, path], env=environment, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


@pytest.mark.parametrize(
    ("at", "when", "made"),
    [
        ("files.os.fsync", 6, 0),  # where a document is half-way onto the disk
        ("publish.write_file", 2, 0),  # between the documents of one report
        ("Ledger.append", 3, 1),  # documents in their place, their row not written
    ],
)
def test_after_a_kill_the_same_command_gives_the_same_tree_and_each_report_once(
    uninterrupted, office_store, at_home, tmp_path, now, at, when, made
):
    out = tmp_path / "out"
    killed(office_store, out, at_home, at=at, when=when)
    again = make_reports(office_store, Selection(limit=1), out=out, now=now, jobs=2)
    assert sum(record.outcome == "skipped" for record in again.records) == made
    assert again.exit_code == 0
    assert tree(out) == uninterrupted
    with Ledger.reading(out) as ledger:
        good = [record.report for record in ledger.runs("outcome = 'made'")]
        assert sorted(good) == sorted({record.report for record in again.records})
        assert verify(ledger, out) == []


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

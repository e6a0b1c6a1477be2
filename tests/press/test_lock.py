"""One batch at a time in an output folder; what one that was killed left is cleared up."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from pmo_lib.errors import LedgerError
from pmo_lib.press.lock import LOCK, holder, working_in


def elsewhere(out, then):
    """Start a process that holds a folder, and wait until it does."""
    code = f"""
    import os, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from pmo_lib.press.lock import working_in
    with working_in(Path({str(out)!r}), now=datetime(2026, 11, 2, 9, tzinfo=UTC)) as work:
        (work / "slice").write_text("of a client")
        print(work, flush=True)
        {then}
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    return process, Path(process.stdout.readline().strip())


def test_the_second_batch_is_told_who_holds_the_folder_and_since_when(tmp_path, now):
    process, _ = elsewhere(tmp_path, "sys.stdin.read()")
    with process:
        told = rf"Another batch works in .*: process {process.pid} on .*, since 2026-11-02T09:00"
        with pytest.raises(LedgerError, match=told), working_in(tmp_path, now=now):
            pass
        process.stdin.close()
    with working_in(tmp_path, now=now):
        pass


def test_also_within_one_process(tmp_path, now):
    with working_in(tmp_path, now=now):
        with pytest.raises(LedgerError, match="Another batch"), working_in(tmp_path, now=now):
            pass
        assert holder(tmp_path).since == now.isoformat()
    assert holder(tmp_path) is None


def test_the_lock_of_one_that_was_killed_is_taken_over_and_its_working_folder_removed(
    tmp_path, now
):
    process, work = elsewhere(tmp_path, "os.kill(os.getpid(), 9)")
    process.communicate()
    (tmp_path / "2026-10").mkdir()
    left = tmp_path / "2026-10" / f".report.html.{process.pid}.partial"
    left.write_text("half")
    assert work.exists()
    assert holder(tmp_path).pid == process.pid
    with working_in(tmp_path, now=now) as mine:
        assert not work.exists()
        assert not left.exists()
        assert mine.exists()
    assert not mine.exists()


def test_a_lock_file_removes_no_folder_but_a_batch_s_own(tmp_path, now):
    precious = tmp_path / "precious"
    precious.mkdir()
    told = {"pid": 1, "host": "x", "since": "2026", "work": str(precious)}
    out = tmp_path / "out"
    out.mkdir()
    for content in (json.dumps(told), "no JSON", "[]"):
        (out / LOCK).write_text(content)
        with working_in(out, now=now):
            pass
    assert precious.exists()

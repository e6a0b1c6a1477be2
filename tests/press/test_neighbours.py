"""Runs that do harm, in a batch with others, whose documents are as without them.

One that hangs stands among those of ``test_batch.py``.
"""

import contextlib
import os
import time

import pytest

from pmo_lib.press.batch import Selection, make_reports
from pmo_lib.press.forked.fence import can_fence

SOUND = ["client", "programme", "portfolio"]
HARM = {
    "segfaults": ("failed", "died before the last cell"),
    "eats_memory": ("failed", "stopped with MemoryError"),
    "prints_1_gb": ("failed", "outputs are larger than they may be"),
    "leaves_a_child": ("failed", "ValueError: it went on"),
    "changes_folder": ("made", ""),
    "patches_pandas": ("made", ""),
    "writes_outside": ("failed", "PermissionError") if can_fence() else ("made", ""),
}


@pytest.fixture(scope="module")
def batches(office_home, office_store, tmp_path_factory, now):
    """Give a batch of sound runs between harmful ones, and one of the sound alone."""
    made = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PMO_HOME", str(office_home))
        for name, sets in {"mixed": [SOUND[0], *HARM, *SOUND[1:]], "alone": SOUND}.items():
            out = tmp_path_factory.mktemp(name)
            chosen = Selection(sets=sets, limit=1)
            made[name] = make_reports(office_store, chosen, out=out, now=now), out
    return made


def record(batches, name, of="mixed"):
    return next(one for one in batches[of][0].records if one.set == name)


@pytest.mark.parametrize("name", HARM)
def test_each_harmful_run_ends_alone_and_says_what_it_did(batches, name):
    one = record(batches, name)
    assert (one.outcome, HARM[name][1] in one.reason) == (HARM[name][0], True), one.reason


@pytest.mark.parametrize("name", SOUND)
def test_the_documents_of_its_neighbours_are_the_same_to_the_byte(batches, name):
    for path in record(batches, name).artefacts.values():
        mixed, alone = (batches[of][1] / path for of in ("mixed", "alone"))
        assert mixed.read_bytes() == alone.read_bytes()
    assert record(batches, name).artefacts == record(batches, name, "alone").artefacts


def test_a_report_that_was_made_in_spite_of_harm_holds_what_it_would_without(batches):
    sound = record(batches, "client").summary
    for name in ("changes_folder", "patches_pandas"):
        assert record(batches, name).summary == sound


def test_a_child_that_a_run_left_is_ended_with_it(batches):
    kept = batches["mixed"][1] / record(batches, "leaves_a_child").evidence / "executed.ipynb"
    pid = int(kept.read_text().partition("child ")[2].split("!")[0])
    until = time.monotonic() + 5
    with contextlib.suppress(ProcessLookupError):
        while time.monotonic() < until:
            os.kill(pid, 0)
            time.sleep(0.05)
        pytest.fail(f"process {pid} is still there")


def test_what_a_run_wrote_beside_its_folder_is_in_no_output(batches):
    assert not list(batches["mixed"][1].parent.rglob("outside.txt"))

"""Reports on published returns: none is held without cause."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pmo_lib.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
GMPP = Path(os.environ.get("PMO_SHARED") or ROOT / ".." / "shared") / "data" / "gmpp"


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.skipif(not GMPP.is_dir(), reason=f"the published returns are not at {GMPP}")
def test_a_rehearsal_of_the_published_returns_holds_no_report(tmp_path):
    mapping = ROOT / "params" / "sources" / "gmpp.yml"
    loaded = run("load", mapping, "--from", GMPP, "--store", tmp_path / "store")
    assert loaded.exit_code == 0, loaded.output
    words = ["--store", tmp_path / "store", "--period", "2023", "--out", tmp_path / "out", "--json"]
    made = run("rehearse", *words)
    assert made.exit_code == 0, made.output
    outcomes = [(run["outcome"], run["reason"]) for run in json.loads(made.stdout)]
    assert len(outcomes) >= 6
    assert set(outcomes) == {("made", "")}

"""Notebooks run as they stand: reports without errors, method notebooks to their saved outputs."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
METHODS = sorted((ROOT / "notebooks" / "methods").glob("*.ipynb"))


def nbval(path: Path, mode: str) -> subprocess.CompletedProcess[str]:
    """Run one notebook under nbval, in this environment."""
    command = [sys.executable, "-m", "pytest", mode, "--nbval-current-env", "-p", "no:xdist"]
    command += ["-p", "no:cacheprovider", "-o", "addopts=", str(path)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_on_the_sample_without_errors(path: Path):
    done = nbval(path, "--nbval-lax")
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout


@pytest.mark.parametrize("path", METHODS, ids=lambda path: path.stem)
def test_a_method_notebook_gives_its_saved_outputs(path: Path):
    done = nbval(path, "--nbval")
    assert done.returncode == 0, done.stdout[-3000:]


def test_strict_nbval_sees_an_output_that_changed(tmp_path: Path):
    changed = tmp_path / "changed.ipynb"
    source = METHODS[0].read_text(encoding="utf-8")
    assert "0.88" in source
    changed.write_text(source.replace("0.88", "0.89"), encoding="utf-8")
    assert nbval(changed, "--nbval").returncode == 1

"""The stock loop: for each client ``papermill``, ``jupyter nbconvert`` to HTML and to PDF."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from watching import Took, watched

from pmo_lib.params import home
from pmo_lib.press.runs import Run

BIN = Path(sys.executable).parent


def by_stock(cut: Sequence[tuple[Run, Path]], out: Path, *, light: bool = False) -> Took:
    """Make packs by the stock commands, in two loops side by side."""
    out.mkdir()
    script = out / "loop.sh"
    lines: list[list[str]] = [[], []]
    for number, (run, folder) in enumerate(cut):
        given = " ".join(f"-p {name} '{value}'" for name, value in run.parameters().items())
        made = out / f"{run.id}.ipynb"
        lines[number % 2] += [
            f"{BIN}/papermill --no-progress-bar --cwd {folder} {run.notebook} {made} {given}",
            f"{BIN}/jupyter nbconvert --to html {made}",
            f"{BIN}/jupyter nbconvert --to webpdf --disable-chromium-sandbox {made}",
        ]
    loops = []
    for number, loop in enumerate(lines):
        script = out / f"loop{number}.sh"
        script.write_text("set -e\n" + "\n".join(loop), encoding="utf-8")
        loops.append((["bash", str(script)], out))
    settings = {"PLAYWRIGHT_BROWSERS_PATH": str(browsers(out.parent)), "PMO_HOME": str(home())}
    if light:
        settings["PYTHONPATH"] = str(without_grammar(out.parent))
    took = watched(len(cut), loops, **settings)
    for kind in ("html", "pdf"):
        if len(list(out.glob(f"*.{kind}"))) != len(cut):
            raise SystemExit(f"The stock loop made too few documents of kind {kind}.")
    return took


def browsers(place: Path) -> Path:
    """Let playwright find the system's Chromium where it looks for its own."""
    import playwright

    found = Path(playwright.__file__).parent / "driver" / "package" / "browsers.json"
    known = {one["name"]: one for one in json.loads(found.read_text())["browsers"]}
    shell = known["chromium-headless-shell"]["revision"]
    folder = place / "browsers" / f"chromium_headless_shell-{shell}"
    if not folder.exists():
        system = "chrome-headless-shell-linux64"
        (folder / system).mkdir(parents=True)
        (folder / system / "chrome-headless-shell").symlink_to(str(shutil.which("chromium")))
        (folder / "INSTALLATION_COMPLETE").touch()
    return folder.parent


def without_grammar(place: Path) -> Path:
    """Hide the package whose import takes a second, as where it is not installed."""
    folder = place / "light"
    folder.mkdir(exist_ok=True)
    (folder / "rfc3987_syntax.py").write_text("raise ImportError('left out')\n")
    return folder

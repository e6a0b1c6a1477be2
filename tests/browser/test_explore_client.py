"""The exploration notebook in real JupyterLab, driven by a headless browser."""

import csv
import io
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import pytest

from pmo_lib.params import home, sample_store
from pmo_lib.tables.sample import make_sample

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

PATIENCE = 120_000
"""Milliseconds that anything may take; on a free machine it takes a few seconds."""

NO_NEWS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
STAY_HOME = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab and the workbench folder that it shows."""

    url: str
    token: str
    folder: Path


@pytest.fixture(scope="module")
def workbench(tmp_path_factory) -> Path:
    """Lay out a workbench: notebooks and parameters as they are, the sample, no reports."""
    make_sample(sample_store())
    folder = tmp_path_factory.mktemp("workbench")
    shutil.copytree(home() / "params", folder / "params")
    (folder / "notebooks").mkdir()
    for name in ("explore_client.ipynb", "client_report.ipynb"):
        shutil.copy(home() / "notebooks" / name, folder / "notebooks")
    (folder / ".pmo").symlink_to(sample_store().parent, target_is_directory=True)
    return folder


@pytest.fixture(scope="module")
def lab(workbench: Path, tmp_path_factory) -> Iterator[Lab]:
    """Run JupyterLab on the workbench; its settings, runtime files and home are its own."""
    own = tmp_path_factory.mktemp("jupyter")
    for plugin, settings in NO_NEWS.items():
        path = own / "settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(settings))
    token = secrets.token_hex(16)
    port = _free_port()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--ServerApp.root_dir={workbench}", f"--ServerApp.port={port}"]
    command += ["--ServerApp.ip=127.0.0.1", "--ServerApp.port_retries=0"]
    command += [f"--IdentityProvider.token={token}", "--LabApp.extension_manager=readonly"]
    command += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    with (own / "log").open("wb") as log:
        server = subprocess.Popen(command, env=_environment(own, workbench), stdout=log, stderr=log)
    try:
        _wait_until_it_answers(server, port, own / "log")
        yield Lab(f"http://127.0.0.1:{port}/", token, workbench)
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@pytest.fixture
def page(lab: Lab) -> Iterator["playwright.Page"]:
    """Open a page that reaches JupyterLab alone; had it asked for more, that is an error."""
    strayed: list[str] = []
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", *STAY_HOME]
        )
        page = browser.new_page(viewport={"width": 1400, "height": 1500})
        page.set_default_timeout(PATIENCE)
        page.route(
            lambda url: not url.startswith((lab.url, "data:", "blob:")),
            lambda route: (strayed.append(route.request.url), route.abort()),
        )
        yield page
        browser.close()
    assert not strayed


@pytest.fixture
def explorer(page: "playwright.Page", lab: Lab) -> "playwright.Locator":
    """Run all cells and give the explorer."""
    page.goto(f"{lab.url}lab/tree/notebooks/explore_client.ipynb?reset&token={lab.token}")
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    panel = page.locator(".pmo-explorer")
    expect(panel.locator(".pmo-scroll caption")).to_contain_text("Overall rating", timeout=PATIENCE)
    return panel


def test_analyst_explores_exports_and_makes_a_report_in_jupyterlab(explorer, page, lab):
    caption = explorer.locator(".pmo-scroll caption")
    rows = explorer.locator(".pmo-scroll tbody tr")
    picture = explorer.locator(".pmo-plot")
    client, measure = explorer.locator("input[list]"), explorer.locator("select").nth(1)
    expect(client).to_have_value(re.compile(r"\(C0001\)"))
    expect(picture.locator("svg")).to_be_visible()
    first_picture, few = picture.get_attribute("aria-label"), rows.count()
    _shot(page, "ratings")

    measure.select_option(label="Milestones and slip")
    expect(caption).to_contain_text("milestones")
    expect(picture).not_to_have_attribute("aria-label", first_picture)
    _shot(page, "milestones")

    client.fill("C0002")
    client.press("Enter")
    expect(client).to_have_value(re.compile(r" \(C0002\)$"))
    expect(rows.nth(100)).to_be_attached()
    assert rows.count() > few
    _shot(page, "large")

    explorer.get_by_role("button", name="Export these rows").click()
    link = explorer.get_by_role("link", name=re.compile(r"^C0002_.*_milestones\.csv$"))
    written = (lab.folder / "reports" / "exports" / link.inner_text()).read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert len(table) == rows.count() + 1
    assert _fetched(page, lab, link) == written

    client.fill("C0001")
    client.press("Enter")
    expect(client).to_have_value(re.compile(r" \(C0001\)$"))
    explorer.get_by_role("button", name="Make this client’s report").click()
    expect(explorer.get_by_text("Making the report of")).to_be_visible()
    measure.select_option(label="Cost against budget")
    expect(caption).to_contain_text("Cost of")
    expect(explorer.get_by_text("Making the report of"), "the page is not held up").to_be_visible()
    expect(explorer.get_by_text("is made:")).to_be_visible(timeout=PATIENCE)
    assert b"<html" in _fetched(page, lab, explorer.get_by_role("link", name="HTML"))
    assert _fetched(page, lab, explorer.get_by_role("link", name="PDF")).startswith(b"%PDF-")
    _shot(page, "made")

    client.fill("nobody at all")
    client.press("Enter")
    expect(explorer.get_by_text("No client of this period matches")).to_be_visible()
    expect(rows).to_have_count(0)
    expect(page.locator("[data-mime-type='application/vnd.jupyter.stderr']")).to_have_count(0)


def _fetched(page: "playwright.Page", lab: Lab, link: "playwright.Locator") -> bytes:
    """Fetch what the link leads to: it must lie in what JupyterLab serves."""
    expect(link).to_have_attribute("href", re.compile(r"/files/"))
    address = page.evaluate("link => link.href", link.element_handle())
    answer = page.request.get(address, headers={"Authorization": f"token {lab.token}"})
    assert answer.ok, address
    return answer.body()


def _shot(page: "playwright.Page", name: str) -> None:
    """Keep a picture for a person to look at, where one is asked for."""
    folder = os.environ.get("PMO_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"explore_{name}.png")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _environment(own: Path, workbench: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    return kept | {
        "HOME": str(own),
        "XDG_CACHE_HOME": str(own / "cache"),
        "IPYTHONDIR": str(own / "ipython"),
        "JUPYTER_CONFIG_DIR": str(own / "config"),
        "JUPYTER_DATA_DIR": str(own / "data"),
        "JUPYTER_RUNTIME_DIR": str(own / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(own / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(own / "workspaces"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
        "MPLCONFIGDIR": mpl.get_cachedir(),
        "PMO_HOME": str(workbench),
    }


def _wait_until_it_answers(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    ends = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < ends and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")

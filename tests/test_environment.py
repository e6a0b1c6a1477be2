"""The three lists of dependencies say the same."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
PYPI_ONLY = {
    "axe-playwright-python",
    "font-source-sans-pro",
    "justmytype-intl-rtl",
    "landlockpy",
    "noto-cjk-sans-jp-regular",
    "playwright",
    "typst",
}


def split(requirement: str) -> tuple[str, str]:
    """Name, lower case and without extras, and version specifier of a requirement."""
    name, specifier = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*(.*)", requirement).groups()
    return name.lower(), specifier.replace(" ", "")


def declared() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [one for extra in project["optional-dependencies"].values() for one in extra]
    return dict(split(one) for one in [*project["dependencies"], *extras])


def test_conda_environment_lists_the_dependencies_of_the_project():
    entries = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    pip = next(entry["pip"] for entry in entries if isinstance(entry, dict))
    conda = dict(split(entry) for entry in entries if isinstance(entry, str))
    assert conda.pop("python") == ">=3.11"
    conda.pop("pip")
    from_pip = dict(split(entry) for entry in pip)
    assert set(from_pip) == PYPI_ONLY
    assert conda | from_pip == declared()


def test_lock_pins_every_dependency_with_hashes_and_names_no_host():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pins = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==", lock, flags=re.MULTILINE)
    assert declared().keys() <= {pin.lower() for pin in pins}
    blocks = re.split(r"^(?=\S)", lock, flags=re.MULTILINE)[1:]
    assert blocks
    assert all("--hash=sha256:" in block for block in blocks)

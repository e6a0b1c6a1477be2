"""What the documents tell a new user to do, done: the page on sources, step by step."""

import os
import re
import shutil
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter
from typer.testing import CliRunner

from pmo_lib.cli.main import app
from pmo_lib.tables.readers import ReaderSpec

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def run(*arguments):
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output
    return "\n".join(line.rstrip() for line in done.output.splitlines())


def patched(text, diff):
    """Apply a block: lines with a plus come after the line before them, or in its place."""
    for sign, words, added in re.findall(r"^([ -])(.*)\n((?:\+.*\n)*)", diff, re.MULTILINE):
        assert text.count(f"{words}\n") == 1, words
        kept = "" if sign == "-" else f"{words}\n"
        text = text.replace(f"{words}\n", kept + re.sub(r"^\+", "", added, flags=re.MULTILINE))
    return text


@pytest.fixture(scope="module")
def water(tmp_path_factory):
    """Go through the page's steps: look, start a mapping, decide, load."""
    published = Path(os.environ.get("PMO_SHARED") or ROOT / ".." / "shared") / "data"
    (file,) = sorted((published / "melbourne_water").glob("*.csv")) or [None]
    if file is None:
        pytest.skip(f"the published data are not at {published / 'melbourne_water'}")
    place = tmp_path_factory.mktemp("walk")
    (place / "water").mkdir()
    shutil.copy(file, place / "water")
    mapping = place / "water.yml"
    looked = run("inspect", place / "water" / file.name, "--write", mapping)
    text = mapping.read_text(encoding="utf-8")
    for diff in blocks("diff"):
        text = patched(text, diff)
    mapping.write_text(text, encoding="utf-8")
    loading = (mapping, "--from", place / "water", "--period", "2024-06")
    loaded = run("load", *loading, "--store", place / "store")
    return place, looked, text, loaded


def test_a_look_at_the_file_finds_what_the_page_shows(water):
    shown = blocks("text")[0].splitlines()
    assert shown[0] in water[1]
    for line in shown[1:-1]:
        assert " ".join(line.split()).removesuffix(" ...") in " ".join(water[1].split())


def test_no_decision_is_left_after_the_pages_edits(water):
    assert not re.findall("CHECK|CHOOSE", "\n".join(water[2].splitlines()[1:]))


def test_the_load_prints_the_account_that_the_page_shows(water):
    assert blocks("text")[1].rstrip() in water[3]


def test_a_number_is_traced_as_the_page_shows(water):
    found = run("trace", "progress", "Q05388|2024-06", "manager_eac", "--store", water[0] / "store")
    assert found.startswith(blocks("text")[2].rstrip())


def test_the_readers_of_the_page_are_readers(tmp_path):
    (tmp_path / "return_map.csv").write_text(blocks("csv")[0], encoding="utf-8")
    (tmp_path / "return_blank.xlsx").touch()
    context = {"folder": tmp_path}
    types = []
    for block in blocks("yaml"):
        for records in yaml.safe_load(block)["records"].values():
            found = TypeAdapter(ReaderSpec).validate_python(records["reader"], context=context)
            types.append(found.type)
    assert types == ["form", "sql"]


def test_every_file_that_the_page_names_is_there():
    for path in re.findall(r"\]\((\.\./[^)]+)\)", PAGE):
        assert (ROOT / "docs" / path).exists(), path
    for name in set(re.findall(r"`(\w+\.yml)`", PAGE)) - {"water.yml"}:
        assert (ROOT / "params" / "sources" / name).exists(), name

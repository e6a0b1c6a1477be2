"""The page on report sets and brands says of every key what the files take."""

import re
from pathlib import Path

import pytest
import yaml

from pmo_lib.params import Brand, ReportSet, load_brand, load_sets

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "report-sets.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_table_has_every_key_of_a_set_and_no_other():
    rows = re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE)
    keys = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
    assert keys == ReportSet.model_fields.keys() - {"name"}


def test_the_example_of_a_set_is_one(tmp_path):
    (tmp_path / "quarterly.yml").write_text(EXAMPLES[0])
    assert load_sets(tmp_path)["quarterly"].ids == ("C0002", "C0035")


def test_the_example_of_a_brand_is_the_house_brand_and_has_every_key():
    given = yaml.safe_load(EXAMPLES[1])
    assert given.keys() == Brand.model_fields.keys() - {"key"}
    assert (given["name"], given["colour"]) == (load_brand().name, load_brand().colour)


@pytest.mark.parametrize("key", ["cadence", "edition", "level"])
def test_the_page_names_every_word_that_a_key_takes(key):
    (row,) = re.findall(rf"^\| `{key}` \| (.*?) \|", PAGE, re.MULTILINE)
    for word in re.findall(r"'([^']+)'", str(ReportSet.model_fields[key].annotation)):
        assert f"`{word}`" in row

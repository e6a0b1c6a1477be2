"""Mapping files: a typed contract whose errors name file, line, key and the nearest word."""

import textwrap

import pytest

from pmo_lib.errors import MappingError
from pmo_lib.tables.mapping import read_mapping

GOOD = """\
    source: office
    title: The office's return
    licence: ours
    reader: transposed
    encoding: utf-8
    delimiter: ";"
    record_id: id
    files:
      - name: return.csv
        period: "2026"
        cadence: year
        start: 2026-01-01
        end: 2026-12-31
        data_date: 2026-12-31
    states:
      - {pattern: '^Exempt', state: withheld}
    vocabularies:
      clients:
        A: {name: Alpha}
    fields:
      id: {type: id, heading: '^Id$'}
      client: {type: word, heading: '^Client$', vocabulary: clients}
      cost:
        type: money
        heading: '^Cost$'
        symbol: "£"
        multiply_by: 1000
    tables:
      clients:
        - columns:
            client_id: {from: client}
            name: {from: client.name}
      projects:
        - columns:
            project_id: {from: id}
            lifecycle: {value: live}
            budget: {from: cost}
    """


@pytest.fixture
def mapping(tmp_path):
    def reading(old="", new=""):
        text = textwrap.dedent(GOOD)
        assert old in text
        path = tmp_path / "office.yml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return read_mapping(path)

    return reading


def test_a_good_file_is_read(mapping):
    found = mapping()
    assert found.source == "office"
    assert found.files[0].period == "2026"


def test_the_project_s_own_mappings_are_good(gmpp_mapping):
    assert [file.period for file in read_mapping(gmpp_mapping).files] == ["2022", "2023"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("delimiter:", "delimeter:", r"line 6, delimeter: .*did you mean 'delimiter'"),
        ("reader: transposed", "reader: transpose", r"line 4, reader: .*did you mean 'transposed'"),
        ("encoding: utf-8", "encoding: utf-88", r"line 5, encoding: 'utf-88' is no encoding"),
        ("title: The office's return\n", "", r"line 1, the file: the key 'title' is missing"),
        ("record_id: id", "record_id: idd", r"line 7, record_id: 'idd' is no field; .*'id'"),
        ('period: "2026"', "period: 2026", r"line 10, files\.0\.period: .*valid string"),
        ("cadence: year", "cadence: yearly", r"line 11, files\.0\.cadence: .*did you mean 'year'"),
        ("start: 2026-01-01", "start: soon", r"line 12, files\.0\.start: .*date"),
        ("state: withheld", "state: witheld", r"line 16, states\.0\.state: .*'withheld'"),
        ("'^Exempt'", "'^(Exempt'", r"line 16, states\.0\.pattern: not a pattern"),
        ("vocabulary: clients", "vocabulary: client", r"fields\.client\.vocabulary: .*'clients'"),
        ("type: money", "type: mony", r"line 24, fields\.cost\.type: 'mony' .*mean 'money'"),
        ("multiply_by: 1000", "multiply: 1", r"line 27, fields\.cost\.multiply: .*multiply_by"),
        ("{value: live}", "live", r"line 36, .*lifecycle: expected keys and values, found 'live'"),
        ("multiply_by: 1000", "multiply_by: 0", r"line 27, fields\.cost\.multiply_by: .*greater"),
        ("budget: {from: cost}", "budgets: {from: cost}", r"line 37, .*budgets: .*'budget'"),
        ("{from: cost}", "{from: costs}", r"line 37, .*budget: 'costs' is no field; .*'cost'"),
        ("{from: client.name}", "{from: client.nam}", r"line 32, .*'nam' is no attribute of"),
        ("{value: live}", "{value: live, from: id}", r"line 36, .*expected exactly one of from"),
        ("  projects:", "  project:", r"line 33, tables\.project: .*did you mean 'projects'"),
        ("        budget: {from: cost}\n", "", r"line 23, fields\.cost: the field is in no table"),
        ("title:", "source: other\ntitle:", r"line 2, source: the key stands twice"),
        ("source: office", "source: [", "not a YAML file"),
    ],
)  # fmt: skip
def test_an_error_names_file_line_and_key_and_the_nearest_word(mapping, old, new, message):
    with pytest.raises(MappingError, match=message) as caught:
        mapping(old, new)
    assert "office.yml" in str(caught.value)


def test_a_row_that_depends_on_a_field_names_its_rule(mapping):
    with pytest.raises(MappingError, match=r"line 30, tables\.clients\.0: only_with needs"):
        mapping("  clients:\n    - columns:", "  clients:\n    - only_with: cost\n      columns:")


def test_an_empty_file_and_a_missing_file_are_refused(tmp_path):
    (tmp_path / "empty.yml").write_text("")
    with pytest.raises(MappingError, match=r"empty\.yml, line 1, the file: "):
        read_mapping(tmp_path / "empty.yml")
    with pytest.raises(MappingError, match=r"gone\.yml cannot be read"):
        read_mapping(tmp_path / "gone.yml")

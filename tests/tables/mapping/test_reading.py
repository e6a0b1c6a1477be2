"""Mapping files: a typed contract whose errors name file, line, key and the nearest word."""

import textwrap

import pytest

from pmo_lib.errors import MappingError
from pmo_lib.tables.mapping import read_mapping
from pmo_lib.tables.mapping.contract import reader_for

GOOD = """\
    source: office
    title: The office's return
    licence: ours
    files:
      - name: return.csv
        period: "2026"
        cadence: year
        start: 2026-01-01
        facts: {scale: rag5}
    states:
      - {pattern: '^Exempt', state: withheld}
    vocabularies:
      clients:
        A: {name: Alpha}
    records:
      returns:
        reader: {type: delimited, encoding: utf-8, delimiter: ";"}
        record_id: id
        fields:
          id: {type: id, heading: Id}
          client: {type: word, heading: Client, vocabulary: clients}
          rating: {type: rating, pattern: '^RAG', scale: file}
          finish: {type: date, heading: Finish, formats: ["%d/%m/%Y"]}
          cost:
            type: money
            heading: [Cost, {name: Price, files: '_2025'}]
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
                finish: {from: finish}
          status_reports:
            - columns:
                project_id: {from: id}
                rating: {from: rating}
                scale: {from: rating.scale}
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


def test_every_mapping_of_the_project_is_good(source_mappings):
    assert {path.stem: read_mapping(path).source for path in source_mappings} == {
        path.stem: path.stem for path in source_mappings
    }
    assert len(source_mappings) >= 3


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("delimiter:", "delimeter:", r"line 17, .*reader\.delimeter: .*'delimiter'"),
        ("type: delimited", "type: delimted", r"line 17, .*reader\.type: .*'delimited'"),
        ("utf-8", "utf-88", r"line 17, .*reader\.encoding: 'utf-88' is no encoding"),
        ("title: The office's return\n", "", r"line 1, the file: the key 'title' is missing"),
        ("record_id: id", "record_id: idd", r"line 18, .*record_id: 'idd' is no field; .*'id'"),
        ('period: "2026"', "period: 2026", r"line 6, files\.0\.period: .*valid string"),
        ("cadence: year", "cadence: yearly", r"line 7, files\.0\.cadence: .*did you mean 'year'"),
        ("start: 2026-01-01", "start: soon", r"line 8, files\.0\.start: .*date"),
        ("name: return.csv", "title: x", r"line 5, files\.0\.title: unknown key 'title'"),
        ("facts: {scale: rag5}", "facts: {}", r"line 5, files\.0: .*'scale', which is no"),
        ("{from: client.name}", '{template: "{file.nam}"}', r"line 5, .*'nam', which is no attr"),
        ("facts: {", "reader: {delimeter: x}\n    facts: {", r"line 9, .*delimeter: unk"),
        ("state: withheld", "state: witheld", r"line 11, states\.0\.state: .*'withheld'"),
        ("'^Exempt'", "'^(Exempt'", r"line 11, states\.0\.pattern: not a pattern"),
        ("vocabulary: clients", "vocabulary: client", r"fields\.client\.vocabulary: .*'clients'"),
        ("type: money", "type: mony", r"line 25, .*fields\.cost\.type: 'mony' .*mean 'money'"),
        ("multiply_by: 1000", "multiply: 1", r"line 28, .*fields\.cost\.multiply: .*multiply_by"),
        ("{value: live}", "live", r"line 37, .*lifecycle: expected keys and values, found 'live'"),
        ("multiply_by: 1000", "multiply_by: 0", r"line 28, .*fields\.cost\.multiply_by: .*greater"),
        ("budget: {from: cost}", "budgets: {from: cost}", r"line 38, .*budgets: .*'budget'"),
        ("{from: cost}", "{from: costs}", r"line 38, .*budget: 'costs' is no field; .*'cost'"),
        ("{from: client.name}", "{from: client.nam}", r"line 33, .*'nam' is no attribute of"),
        ("{value: live}", "{value: live, from: id}", r"line 37, .*expected exactly one of from"),
        ("  projects:", "  project:", r"line 34, .*tables\.project: .*did you mean 'projects'"),
        ("            budget: {from: cost}\n", "", r"line 24, .*fields\.cost: the field is in no"),
        ("heading: Id", "heading: []", r"fields\.id: a field has a heading or a pattern"),
        ("%d/%m/%Y", "%d/%k/%Y", r"line 23, .*finish\.formats: .*%k"),
        ("scale: file", "scale: rag4", r"line 22, .*rating\.scale: 'rag4' is not allowed"),
        ("title:", "source: other\ntitle:", r"line 2, source: the key stands twice"),
        ("source: office", "source: [", "not a YAML file"),
        ("start: 2026-01-01", "start: 2026-13-01", "not a YAML file: month must be in 1..12"),
        ('delimiter: ";"', "header_rows: 0", r"line 17, .*header_rows: .*greater than or equal"),
        ("multiply_by: 1000", "multiply_by: .inf", r"multiply_by: .*finite number"),
        ('"2026"', '"0000"', r"line 6, files\.0\.period: String should match"),
        ("rag5}", "rag4}", r"line 9, files\.0\.facts\.scale: 'rag4' is no scale; .*'rag5'"),
        ("finish: {from: finish}", "finish: {from: rating}", r"finish: the column takes days: a"),
        ("finish: {from: finish}", "finish: {from: finish.written}", r"the column takes days: a"),
        ("finish: {from: finish}", "finish: {file: name}", r"finish: the column takes days: a"),
        ("finish: {from: finish}", "finish: {value: 1/2/26}", r"finish: the column takes days: a"),
        ("budget: {from: cost}", "budget: {from: id}", r"budget: the column takes no texts and"),
        ("budget: {from: cost}", "budget: {from: finish}", r"budget: the column takes no texts"),
        ("budget: {from: cost}", "budget: {value: '5'}", r"budget: the column takes no texts"),
    ],
)  # fmt: skip
def test_an_error_names_file_line_and_key_and_the_nearest_word(mapping, old, new, message):
    with pytest.raises(MappingError, match=message) as caught:
        mapping(old, new)
    assert "office.yml" in str(caught.value)


def test_a_template_may_take_the_facts_of_the_file(mapping):
    mapping("{from: client.name}", '{template: "{client} of {file.scale} at {file.data_date}"}')


def test_a_row_that_depends_on_a_field_names_its_rule(mapping):
    with pytest.raises(MappingError, match=r"line 31, .*clients\.0: only_with and where go"):
        mapping("- columns:", "- only_with: cost\n          columns:")


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("{clinet: [A]}", r"where\.clinet: 'clinet' is no field; did you mean 'client'"),
        ("{cost: [A]}", r"where\.cost: where takes a field of the type word"),
        ("{client: [B]}", r"where\.client: 'B' is no word; Allowed: , A"),
    ],
)
def test_a_row_for_some_words_only_names_a_field_and_its_words(mapping, where, message):
    with pytest.raises(MappingError, match=message):
        mapping("- columns:", f"- where: {where}\n          otherwise: x\n          columns:")


def test_a_field_that_only_chooses_rows_has_to_be_accounted_for(mapping):
    columns = "client_id: {from: client}\n            name: {from: client.name}"
    constants = "client_id: {value: A}\n            name: {value: Alpha}"
    chosen = "- where: {client: [A]}\n          otherwise: x\n          columns:"
    with pytest.raises(MappingError, match=r"fields\.client: the field is in no table"):
        mapping(f"- columns:\n            {columns}", f"{chosen}\n            {constants}")


def test_several_words_need_a_row_each(mapping):
    with pytest.raises(MappingError, match="client may have several words; give a row to each"):
        mapping("vocabulary: clients}", "vocabulary: clients, split: ' & '}")
    with pytest.raises(MappingError, match="the field has one word; say under split"):
        mapping("- columns:", "- each: client\n          columns:")


def test_a_file_overrides_settings_of_the_reader_for_itself(mapping):
    found = mapping("facts: {", 'reader: {delimiter: ","}\n    facts: {')
    reader = reader_for(found.records["returns"], found.files[0])
    assert (reader.delimiter, reader.encoding) == (",", "utf-8")


def test_a_heading_may_be_called_otherwise_in_some_files(mapping):
    records = mapping().records["returns"]
    assert records.headings("return_2025.csv").fields["cost"].names == ("Cost", "Price")
    assert records.headings("return.csv").fields["cost"].names == ("Cost",)


def test_an_empty_file_and_a_missing_file_are_refused(tmp_path):
    (tmp_path / "empty.yml").write_text("")
    with pytest.raises(MappingError, match=r"empty\.yml, line 1, the file: "):
        read_mapping(tmp_path / "empty.yml")
    with pytest.raises(MappingError, match=r"gone\.yml cannot be read"):
        read_mapping(tmp_path / "gone.yml")


def _bomb():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for one, two in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{two}: &{two} [{', '.join([f'*{one}'] * 9)}]")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (_bomb(), "more than 200,000 keys and values once its anchors are written out"),
        ("a: &a [*a]", "an anchor that holds itself"),
        ("[" * 3000 + "]" * 3000, "is nested too deeply"),
        ("a: " + "x" * (6 << 20), "is larger than 5,242,880 bytes"),
    ],
)
def test_a_file_made_to_be_too_large_is_refused_before_it_is_written_out(tmp_path, text, message):
    (tmp_path / "bomb.yml").write_text(text)
    with pytest.raises(MappingError, match=message):
        read_mapping(tmp_path / "bomb.yml")

"""Report parameters, report sets and thresholds: typed, with errors that help."""

from pathlib import Path

import pytest

from pmo_lib.errors import ParameterError
from pmo_lib.params import ReportParams, home, load_sets, load_thresholds


def test_unknown_parameter_names_the_nearest():
    with pytest.raises(ParameterError, match="did you mean 'client_id'"):
        ReportParams.checked({"client": "C0001"}, where="here")


@pytest.mark.parametrize("given", [{"period": 2023}, {"edition": "public"}, {"client_id": None}])
def test_wrong_type_or_word_is_refused(given: dict):
    with pytest.raises(ParameterError, match=next(iter(given))):
        ReportParams.checked(given, where="here")


def test_a_key_that_is_code_is_only_an_unknown_name():
    with pytest.raises(ParameterError, match="unknown parameter"):
        ReportParams.checked({"y=__import__('os');x": 1}, where="here")


def test_the_sets_of_the_workbench_name_notebooks_that_are_there():
    sets = load_sets()
    assert {"client", "programme", "portfolio", "sample"} <= sets.keys()
    for one in sets.values():
        assert one.gathers or (home() / "notebooks" / one.notebook).is_file()
        assert set(one.gathers) <= sets.keys()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: [", "not a YAML file"),
        ("- a\n- b", "expected a mapping"),
        ("title: A\nnotbook: x.ipynb", "did you mean 'notebook'"),
        ("title: A\nformats: [docx]", "formats"),
        ("notebook: x.ipynb", "title"),
        ("title: A\ncadence: week", "cadence"),
        ("title: A\nyear_end: 13", "year_end"),
        ("title: A\nlevel: client\nclients: [12]", "clients.0 is 12"),
        ("title: A\ngathers: {client: []}\ncadence: month", "cadence stands beside gathers"),
        ("title: A\nlevel: programme\nclients: [C1]", "level is programme; leave clients out"),
        ("title: A\nnotebook: x.ipynb\nprogrammes: [P1]", "level is not named"),
    ],
)
def test_a_wrong_set_file_is_named_with_its_fault(tmp_path: Path, text: str, said: str):
    (tmp_path / "bad.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError, match=said) as caught:
        load_sets(tmp_path)
    assert "bad.yml" in str(caught.value)


def test_a_set_is_held_to_the_ids_of_its_own_level_and_to_all_where_it_names_none(tmp_path: Path):
    (tmp_path / "few.yml").write_text("title: A\nlevel: programme\nprogrammes: [P2, P1]")
    (tmp_path / "all.yml").write_text("title: A\nlevel: client\nclients: []")
    sets = load_sets(tmp_path)
    assert (sets["few"].ids, sets["all"].ids) == (("P2", "P1"), ())


def test_each_set_of_the_workbench_says_in_words_who_reads_it():
    assert all(one.audience for one in load_sets().values())


def test_a_folder_without_sets_gives_none(tmp_path: Path):
    assert load_sets(tmp_path) == {}


def test_every_threshold_has_a_value_and_an_origin(tmp_path: Path):
    assert load_thresholds()["stale_cycles"] == 1.5
    (tmp_path / "t.yml").write_text("stale_cycles: {value: 1.5}", encoding="utf-8")
    with pytest.raises(ParameterError, match="origin"):
        load_thresholds(tmp_path / "t.yml")


def test_home_can_be_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PMO_HOME", str(tmp_path))
    assert home() == tmp_path

"""Plans of other tools: converted by a program of its own, or a word on what is missing."""

import importlib.util
import shutil
import sys

import pytest

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers import BinaryPlanReader
from pmo_lib.tables.readers import binary_plan as module

TASKS = BinaryPlanReader(type="mpp", element="Task")
XML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Project xmlns="http://schemas.microsoft.com/project">'
    "<Name>North</Name><Tasks>"
    "<Task><UID>1</UID><ID>1</ID><Name>Dig</Name></Task></Tasks></Project>"
)


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "north.mpp"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    return path


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Put a program in the place of Java, and a package in that of MPXJ."""

    def made(script):
        package = tmp_path / "packages" / "mpxj"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("raise RuntimeError('never imported')")
        described = package.parent / "mpxj-99.0.dist-info"
        described.mkdir()
        (described / "METADATA").write_text("Metadata-Version: 2.1\nName: mpxj\nVersion: 99.0\n")
        monkeypatch.syspath_prepend(str(package.parent))
        java = tmp_path / "bin" / "java"
        java.parent.mkdir()
        java.write_text(f"#!{sys.executable}\nimport sys, time, pathlib\n{script}\n")
        java.chmod(0o755)
        monkeypatch.setenv("JAVA_HOME", str(tmp_path))
        module._converted.cache_clear()

    return made


WRITES = f"pathlib.Path(sys.argv[-1]).write_text({XML!r})"


def test_without_mpxj_the_error_says_what_to_install(plan, ask, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SourceError, match=r"not installed; install it with pip install mpxj, or s"):
        ask(TASKS, plan, "UID")


def test_without_java_the_error_says_what_to_install(plan, ask, installed, monkeypatch):
    installed("")
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setattr(shutil, "which", lambda name, path=None: None)
    with pytest.raises(SourceError, match="needs Java, and there is none; install a Java runtime"):
        ask(TASKS, plan, "UID")


def test_what_the_program_writes_is_read_as_a_plan(plan, ask, installed):
    installed(WRITES)
    found = ask(TASKS, plan, "UID", "Name")
    assert found.rows == [("1", "Dig")]
    assert found.reading.file == "north.mpp"
    assert found.reading.stated == {"converted": "by MPXJ 99.0"}


def test_a_plan_is_converted_once_for_all_its_records_and_again_when_it_changes(
    plan, ask, installed, tmp_path
):
    installed(f"open({str(tmp_path / 'runs')!r}, 'a').write('x'); {WRITES}")
    project = BinaryPlanReader(type="mpp", element="Project")
    ask(TASKS, plan, "UID")
    assert ask(project, plan, "Name").rows == [("North",)]
    assert (tmp_path / "runs").read_text() == "x"
    plan.write_bytes(b"another")
    ask(TASKS, plan, "UID")
    assert (tmp_path / "runs").read_text() == "xx"


def test_what_cannot_be_converted_is_told_in_the_programs_words(plan, ask, installed):
    installed("print('Reading'); print('Conversion Error: Unsupported file type'); sys.exit(1)")
    with pytest.raises(SourceError, match=r"north\.mpp cannot be converted .*Unsupported file typ"):
        ask(TASKS, plan, "UID")


def test_a_conversion_that_does_not_end_is_stopped(plan, ask, installed):
    installed("time.sleep(60)")
    reader = BinaryPlanReader(type="mpp", element="Task", timeout_seconds=0.3)
    with pytest.raises(SourceError, match=r"north\.mpp was not converted within 0\.3 seconds"):
        ask(reader, plan, "UID")


def test_an_error_in_the_converted_plan_names_the_file(plan, ask, installed):
    installed(WRITES)
    with pytest.raises(SourceError, match=r"north\.mpp.*lacks the heading of Start"):
        ask(TASKS, plan, "Start")


def test_a_file_that_is_not_there_is_refused(tmp_path, ask):
    with pytest.raises(SourceError, match="cannot be read"):
        ask(TASKS, tmp_path / "none.mpp", "UID")


@pytest.mark.parametrize("suffix", ["xer", "mpx"])
def test_a_plan_that_mpxj_wrote_is_read_by_it(tmp_path, ask, suffix):
    module._converted.cache_clear()
    spec = importlib.util.find_spec("mpxj")
    if spec is None or shutil.which("java") is None:
        pytest.skip("no MPXJ (pip install mpxj) or no Java")
    source, path = tmp_path / "plan.xml", tmp_path / f"plan.{suffix}"
    long_enough_for_mpxj = " " * 512
    source.write_text(XML + long_enough_for_mpxj)
    converter = module._Converter.found(source)
    converter.run(source, path, 60)
    assert ("Dig",) in ask(TASKS, path, "Name").rows

"""Files are there wholly or not at all, and are known by their hash."""

import hashlib

import pytest

from pmo_lib.files import digest, digest_if_there, digest_of, write_file


def _broken(self, target):
    raise OSError("disk")


def test_a_file_is_written_wholly_or_not_at_all_and_no_part_is_left(tmp_path, monkeypatch):
    path = tmp_path / "deep" / "page.html"
    write_file(path, b"old")
    monkeypatch.setattr("pathlib.Path.replace", _broken)
    with pytest.raises(OSError, match="disk"):
        write_file(path, b"new and longer")
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_a_hash_is_that_of_the_bytes_wherever_they_are(tmp_path):
    content = b"of a page"
    write_file(tmp_path / "page.html", content)
    wanted = hashlib.sha256(content).hexdigest()
    assert {digest(content), digest_of(tmp_path / "page.html")} == {wanted}
    assert digest_if_there(tmp_path / "page.html") == wanted


@pytest.mark.parametrize("name", ["gone.html", "page.html/inside", "."])
def test_what_is_no_file_has_no_hash(tmp_path, name):
    write_file(tmp_path / "page.html", b"a page")
    assert digest_if_there(tmp_path / name) is None

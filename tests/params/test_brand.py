"""Brands: who issues a report, in which colour, with which logo."""

import base64
from pathlib import Path

import pytest

from pmo_lib.errors import ParameterError
from pmo_lib.params import brand_files, brand_names, load_brand

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'
GOOD = 'name: Acme\ncolour: "#AB1234"\n'


@pytest.fixture
def write(tmp_path: Path):
    """Write the files of a brand, and read it."""

    def written(text: str, logo: str = "", content: bytes = SVG):
        (tmp_path / "acme.yml").write_text(text, encoding="utf-8")
        if logo:
            (tmp_path / logo).write_bytes(content)
        return load_brand("acme", tmp_path)

    return written


def test_the_house_brand_is_there_and_whole():
    assert load_brand().key == "house"
    assert "house" in brand_names()


def test_a_brand_has_its_logos_content_and_not_its_place(write):
    brand = write(GOOD + "logo: acme.svg", "acme.svg")
    assert (brand.name, brand.colour) == ("Acme", "#AB1234")
    head, _, body = brand.logo.partition(",")
    assert (head, base64.b64decode(body)) == ("data:image/svg+xml;base64", SVG)


def test_a_brand_without_a_logo_has_none(write):
    assert write(GOOD).logo == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: Acme", "colour"),
        ("name: ''\ncolour: '#123456'", "name"),
        ("name: Acme\ncolour: red", "colour is 'red'"),
        (GOOD + "colour_dark: '#12'", "colour_dark"),
        (GOOD + "color: '#123456'", "did you mean 'colour'"),
        (GOOD + "logo: away.svg", "'away.svg', expected the name of a file beside it"),
        (GOOD + "logo: ../brands/acme.svg", "expected the name of a file beside it"),
    ],
)
def test_a_wrong_brand_is_named_with_its_fault(write, text, told):
    with pytest.raises(ParameterError, match=told) as caught:
        write(text, "acme.svg")
    assert "acme.yml" in str(caught.value)


@pytest.mark.parametrize(
    ("logo", "content", "told"),
    [
        ("acme.svg", SVG + b" " * 50_000, "a logo may have 50,000"),
        ("acme.png", SVG, "is no logo"),
        ("acme.svg", b"GIF89a", "is no logo"),
        ("acme.gif", b"GIF89a", "is no logo"),
    ],
)
def test_a_logo_that_is_too_large_or_no_picture_of_its_kind_is_refused(write, logo, content, told):
    with pytest.raises(ParameterError, match=told):
        write(f"{GOOD}logo: {logo}", logo, content)


def test_an_unknown_brand_is_told_with_the_nearest(write, tmp_path: Path):
    write(GOOD)
    for key in ("acmee", "../acme"):
        with pytest.raises(ParameterError, match="did you mean 'acme'"):
            load_brand(key, tmp_path)


def test_the_files_of_a_brand_are_its_own_and_its_logos():
    assert [path.name for path in brand_files("house")] == ["house.yml", "house.svg"]

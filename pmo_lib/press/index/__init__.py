"""The index page: every report that is there, over all periods, in one file that opens offline."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from pmo_lib.contract import RATINGS
from pmo_lib.files import write_file
from pmo_lib.params import Words, load_wording
from pmo_lib.press.convert.fonts import font_css
from pmo_lib.press.convert.html import theme_css
from pmo_lib.press.index.rows import Row, rows_of
from pmo_lib.press.ledger import standing_records

__all__ = ["write_index"]


def write_index(out: Path, *, now: datetime, language: str = "en-GB") -> Path:
    """Write the index page of an output folder from its ledger.

    Parameters
    ----------
    out : pathlib.Path
        Output folder.
    now : datetime.datetime
        Instant that the page names as its own.
    language : str
        Wording file of the page.

    Returns
    -------
    pathlib.Path
        The page, ``index.html`` in the output folder. Where nothing was made it says so.

    Raises
    ------
    LedgerError
        The ledger cannot be read.
    """
    words = load_wording(language)
    rows = rows_of(standing_records(out).values(), words)
    page = out / "index.html"
    write_file(page, _page(rows, words, now).encode())
    return page


def _page(rows: list[Row], words: Words, now: datetime) -> str:
    loader = PackageLoader("pmo_lib.press.index", "")
    environment = Environment(
        loader=loader,
        autoescape=select_autoescape(["j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = environment.get_template("index.html.j2").render(
        rows=rows,
        words=words,
        say=lambda key, **values: words.text(f"index.{key}", **values),
        ratings=RATINGS,
        theme=theme_css(),
        filters=_filters(rows, words),
        now=now,
        held=sum(row.held for row in rows),
    )
    return text.replace("/*fonts*/", font_css(text), 1)


def _filters(rows: list[Row], words: Words) -> dict[str, dict[str, str]]:
    """Choices that the rows give, by filter, each with its word; periods newest first."""
    kinds = ("period", "level", "status", "change", "freshness", "edition")
    found: dict[str, dict[str, str]] = {kind: {} for kind in kinds}
    for row in rows:
        for kind in kinds:
            key, word = row.choice(kind)
            found[kind][key] = word
    order = [*RATINGS, "none", "held"]
    found["status"] = {key: found["status"][key] for key in order if key in found["status"]}
    return found

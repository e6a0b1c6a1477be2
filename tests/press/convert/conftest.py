"""Small notebooks made by code: a report with the whole page vocabulary, and a plain one."""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from pmo_lib.contract import INK, PALETTE, RATINGS, SUMMARY_MIME

HOSTILE = (
    "#let x = 1",
    "$5 and $$6$$",
    "*a* _b_ `c` ~d~",
    "<script>alert('x')</script>",
    '@ref <label> \\ "quoted" ]) #{ panic() }',
    "日本語の計画",
    "مشروع المستشفى",
    "בית חולים",
    "emoji 🚀 and Thai ไทย",
    "control\x07 zero\x00 override\u202egnp",
    "x" * 90,
)


def html_output(html: str, **data: Any) -> NotebookNode:
    return new_output("display_data", data={"text/html": html, "text/plain": "<Block>", **data})


def cell(*outputs: NotebookNode, tags: tuple[str, ...] = (), source: str = "show()") -> Any:
    return new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})


def chip(key: str, *, stale: bool = False) -> str:
    look = RATINGS[key]
    classes = f"pmo-rating pmo-rating--{key}" + (" pmo-rating--stale" if stale else "")
    return (
        f'<span class="{classes}"><svg class="pmo-shape" aria-hidden="true" viewBox="0 0 12 12">'
        f'<path d="{look.path}" fill="{look.colour}"/></svg><b>{look.letter}</b> '
        f'<span class="pmo-word">{key.replace("_", " ").capitalize()}</span></span>'
    )


def figure(anchor: str, label: str = "Planned") -> str:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="400pt" height="120pt" '
        'viewBox="0 0 400 120"><defs><style>*{stroke-linejoin:round}</style>'
        '<clipPath id="p0"><rect x="0" y="0" width="400" height="120"/></clipPath></defs>'
        f'<g id="axes_1" clip-path="url(#p0)"><path d="M10 100L390 20" style="fill: none; '
        f'stroke: {PALETTE["blue"]}"/></g><text x="20" y="20" '
        f"style=\"font: 9px 'Source Sans Pro'; fill: {INK['text']}\">{escape(label)}</text></svg>"
    )
    return (
        f'<figure class="pmo-figure" id="{anchor}"><figcaption><strong>Cost is rising</strong> '
        "<span>Actual cost, £m, 2025 to 2026</span></figcaption>"
        '<div class="pmo-plot" role="img" aria-label="Line that rises from 1 to 9 million pounds">'
        f'{svg}</div><details class="pmo-data"><summary>Data behind this figure</summary>'
        f"{table([['DATA-ROW', '1']])}</details></figure>"
    )


def table(rows: list[list[str]], *, variant: str = "") -> str:
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f'<td class="num">{escape(value)}</td>' for value in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return (
        f'<table class="pmo-table {variant}"><caption>Spend by project</caption><thead><tr>'
        f'<th scope="col">Project</th><th scope="col" class="num">Spend, £m</th></tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


@pytest.fixture
def report() -> NotebookNode:
    header = (
        '<style>* { color: red }</style><header class="pmo-header"><p class="pmo-kicker">Client '
        "highlight report</p><h1>Harbours Agency</h1><p class='pmo-subtitle'>October 2026</p>"
        '<dl class="pmo-facts"><div><dt>Data as of</dt><dd class="pmo-stale">31 August 2026 (stale)'
        "</dd></div><div><dt>Projects</dt><dd>17</dd></div></dl></header>"
        '<p class="pmo-headline">3 of 17 live projects are red; one is worse than last month.</p>'
    )
    position = (
        '<section class="pmo-section" id="position"><h2>Position</h2>'
        '<table class="pmo-table pmo-table--status"><caption>Status</caption><thead><tr>'
        '<th scope="col">Dimension</th><th scope="col">This</th><th scope="col">Reason</th></tr>'
        f'</thead><tbody><tr><th scope="row">Cost</th><td>{chip("red")} '
        '<span class="pmo-move pmo-move--worse">worse</span></td><td>CPI is 0.82</td></tr>'
        f'<tr><th scope="row">Time</th><td>{chip("withheld", stale=True)}</td><td>Withheld</td>'
        '</tr></tbody></table><dl class="pmo-keyfigures"><div><dt>Cost performance</dt><dd>'
        "<b>0.82</b> <span>each £1 earned 82p</span></dd></div></dl></section>"
    )
    exceptions = (
        '<section class="pmo-section" id="exceptions"><h2>Exceptions</h2><ul class="pmo-list">'
        f'<li>{chip("red")} <strong>Sea wall</strong> <span class="pmo-why">CPI 0.7</span></li>'
        "</ul>"
        '<p class="pmo-more">and 2 more</p><p class="pmo-empty">None this period.</p></section>'
    )
    details = (
        '<section class="pmo-section pmo-new-page" id="cost"><h2>Cost</h2>'
        + figure("fig-cost")
        + figure("fig-two", "Ω 計画 ไ")
        + table([[name, "1,234.5"] for name in HOSTILE])
        + '<details class="pmo-explain"><summary>Method</summary><p>How it is made.</p></details>'
        '<p class="pmo-note">See <a href="#position">the position</a>.</p></section>'
    )
    notebook = new_notebook(metadata={"pmo": {"document": "report", "language": "en-GB"}})
    notebook.cells = [
        new_code_cell("SECRET-CODE = 1", metadata={"tags": ["injected-parameters"]}),
        new_markdown_cell("SECRET-NOTE", metadata={"tags": ["analyst"]}),
        cell(html_output(header), source="SECRET-CODE"),
        cell(new_output("stream", name="stdout", text="SECRET-STREAM"), html_output(position)),
        cell(html_output(exceptions), html_output(details)),
        cell(html_output("SECRET-OUTPUT"), tags=("remove-output",)),
        cell(new_output("display_data", data={SUMMARY_MIME: {}, "text/plain": "SECRET-SUMMARY"})),
        new_markdown_cell("## Notes\n\nThe index is $\\frac{EV}{AC}$ and\n\n$$x^2 \\leq 4$$"),
    ]
    return notebook


@pytest.fixture
def png() -> str:
    drawn = Figure(figsize=(2, 1))
    FigureCanvasAgg(drawn)
    drawn.add_subplot().plot([1, 2])
    buffer = io.BytesIO()
    drawn.savefig(buffer, dpi=60, metadata={"Software": None})
    return base64.b64encode(buffer.getvalue()).decode()


@pytest.fixture
def plain(png: str) -> NotebookNode:
    frame = pd.DataFrame({"name": ["#one", "<two>"], "cost": [1.5, 20.25]})
    notebook = new_notebook(metadata={"language_info": {"name": "python"}})
    notebook.cells = [
        new_markdown_cell(
            "# Exploration\n\nSome **bold** text and [a link](https://example.org).\n\n"
            "- one\n- two\n\n1. first\n\n```python\nprint(1)\n```\n\n"
            "![far](https://example.org/far.png)\n\n<script>boom()</script><b>unclosed"
        ),
        new_markdown_cell("#### Skipped\n\n# Second top\n\n### Deep"),
        cell(
            new_output("stream", name="stdout", text=f"hello{'-' * 300}\n"),
            source="print('hello')",
        ),
        cell(html_output(frame.to_html())),
        cell(html_output(frame.style.highlight_max(subset="cost").to_html())),
        cell(new_output("display_data", data={"image/png": png})),
        cell(
            new_output(
                "display_data",
                data={"image/png": png},
                metadata={"image/png": {"alt": "Spend rises"}},
            )
        ),
        cell(html_output("<div id='x'><script>draw()</script></div>")),
        cell(new_output("display_data", data={"text/plain": "<Thing at 0x7f00aabbccdd>"})),
        cell(
            new_output(
                "error", ename="ValueError", evalue="no such", traceback=["\x1b[31mTrace\x1b[0m"]
            )
        ),
    ]
    return notebook


@pytest.fixture
def notebook_of() -> Callable[..., NotebookNode]:
    """Make a report that holds some HTML."""

    def make(*outputs: str, **about: Any) -> NotebookNode:
        metadata = {"pmo": {"document": "report", **about}}
        return new_notebook(metadata=metadata, cells=[cell(html_output(one)) for one in outputs])

    return make


@pytest.fixture
def hostile_texts() -> tuple[str, ...]:
    return HOSTILE


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium; tests that look at pages skip where there is none."""
    pytest.importorskip("playwright")
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        pytest.skip(f"no Chromium at {path}: install it, or set CHROMIUM to its path")
    return path


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[NotebookNode], Path]:
    """Write a notebook into an empty folder."""

    def save(notebook: NotebookNode) -> Path:
        path = tmp_path / "sample.ipynb"
        nbformat.write(notebook, path)
        return path

    return save

"""How the explorer looks: styles, sentences, links to files."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from pmo_lib.blocks import Block, HouseStyle, Table
from pmo_lib.contract import FONT_STACK, INK, RATINGS
from pmo_lib.params import home

__all__ = ["PANEL", "chart", "linked", "said", "style", "table"]

PANEL: Final = "pmo-explorer"
"""Class of the explorer's panel."""

_WEIGHTS: Final = {"Regular": 400, "Semibold": 600}
_STYLE: Final = f"""
.{PANEL} .widget-html-content {{min-width:0}}
.{PANEL} .pmo-paper {{background:{INK["paper"]};color:{INK["text"]};line-height:1.4;
  padding:.6rem .9rem;border:1px solid {INK["rule"]};border-radius:4px}}
.{PANEL} .pmo-paper figure {{margin:0;max-width:60rem}}
.{PANEL} .pmo-paper figcaption span {{color:{INK["muted"]}}}
.{PANEL} .pmo-paper p {{margin:0}}
.{PANEL} .pmo-plot svg {{display:block;width:100%;margin-top:.4rem;overflow:visible}}
.{PANEL} .pmo-shape {{margin-right:.25em;vertical-align:-.05em}}
.{PANEL} .pmo-scroll {{max-height:30rem;overflow:auto}}
.{PANEL} .pmo-table {{width:100%}}
.{PANEL} .pmo-table thead th {{position:sticky;top:-.6rem;background:{INK["faint"]};
  vertical-align:bottom;font-weight:600}}
.{PANEL} .pmo-table td,.{PANEL} .pmo-table tbody th {{border-top:1px solid {INK["rule"]}}}
.{PANEL} .pmo-table td.num {{white-space:nowrap}}
.{PANEL} .pmo-table .pmo-why {{white-space:normal}}
.{PANEL} .pmo-table tbody th {{font-weight:600;min-width:10rem}}
.{PANEL} .pmo-said {{line-height:1.4}}
.{PANEL} .pmo-said--wrong {{border-left:4px solid {RATINGS["red"].colour};padding:.2rem .6rem}}
"""


@cache
def style() -> str:
    """Give the explorer's styles, with the charts' font, which JupyterLab does not have.

    Results stand on paper, since their ink is made for a light ground.
    """
    faces = "".join(_face(name, weight) for name, weight in _WEIGHTS.items())
    return f"{HouseStyle().html()}<style>{faces}{_STYLE}</style>"


def said(message: str, *, wrong: bool = False) -> str:
    """Write a sentence for the status line.

    Parameters
    ----------
    message : str
        Plain text; empty leaves the line empty.
    wrong : bool
        Whether it says that something could not be done.
    """
    return _sentence(escape(message), wrong) if message else ""


def chart(block: Block) -> str:
    """Put a figure, or the note in its place, on paper."""
    return f'<div class="pmo-paper">{block.html()}</div>'


def table(block: Table) -> str:
    """Put a table on paper, a long one in a window of its own."""
    return f'<div class="pmo-paper pmo-scroll" tabindex="0">{block.html()}</div>'


def linked(
    message: str, files: Mapping[str, Path] | None = None, *, wrong: bool = False
) -> tuple[dict[str, Any], ...]:
    """Write a sentence with links to files, as the outputs of an output widget.

    Parameters
    ----------
    message : str
        Plain text.
    files : mapping of str to pathlib.Path, optional
        Files by what their link says. JupyterLab resolves the links by the notebook's folder, as
        in any cell; the folder is said too, for where it cannot.
    wrong : bool
        Whether it says that something could not be done.
    """
    given = files or {}
    links = ", ".join(_link(name, path) for name, path in given.items())
    folders = ", ".join(sorted({_place(path.parent) for path in given.values()}))
    where = f" <small>({escape(folders)})</small>" if folders else ""
    html = _sentence(f"{escape(message)} {links}{where}", wrong)
    plain = " ".join([message, *map(str, given.values())])
    data = {"text/html": html, "text/plain": plain}
    return ({"output_type": "display_data", "data": data, "metadata": {}},)


def _sentence(html: str, wrong: bool) -> str:
    classes = "pmo-said pmo-said--wrong" if wrong else "pmo-said"
    return f'<div class="{classes}" role="status">{html}</div>'


def _link(name: str, path: Path) -> str:
    place = Path(os.path.relpath(path)).as_posix()
    return f'<a href="{escape(quote(place), quote=True)}">{escape(name)}</a>'


def _place(folder: Path) -> str:
    """Name a folder as seen from the workbench where it lies in it."""
    root = home()
    return str(folder.relative_to(root) if folder.is_relative_to(root) else folder)


def _face(name: str, weight: int) -> str:
    path = files("font_source_sans_pro") / "files" / f"SourceSansPro-{name}.otf"
    data = base64.b64encode(path.read_bytes()).decode()
    return (
        f"@font-face{{font-family:'{FONT_STACK[0]}';font-weight:{weight};"
        f"src:url(data:font/otf;base64,{data})}}"
    )

"""Markdown as nbconvert reads it, with formulas marked for the press to draw."""

from __future__ import annotations

import re
from html import escape

from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

__all__ = ["latex2html", "markdown2html"]


class _Renderer(IPythonRenderer):
    def block_math(self, body: str) -> str:
        return _math_mark(body, block=True)

    def inline_math(self, body: str) -> str:
        return _math_mark(body, block=False)

    def latex_environment(self, name: str, body: str) -> str:
        return _math_mark(f"\\begin{{{name}}}{body}\\end{{{name}}}", block=True)

    def block_mermaidjs(self, code: str) -> str:
        return f"<pre><code>{escape(code)}</code></pre>"

    def _embed_image_or_attachment(self, src: str) -> str:
        if src.startswith("attachment:") and src.removeprefix("attachment:") not in (
            self.attachments
        ):
            return ""
        return str(super()._embed_image_or_attachment(src))


def _math_mark(tex: str, *, block: bool) -> str:
    display = "block" if block else "inline"
    return f'<pmo-math display="{display}" tex="{escape(tex.strip())}"></pmo-math>'


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """Render Markdown; images that lie beside the notebook are embedded."""
    cell, resources = context.get("cell", {}), context.get("resources", {})
    renderer = _Renderer(
        escape=False,
        embed_images=True,
        exclude_anchor_links=True,
        attachments=cell.get("attachments", {}),
        path=resources.get("metadata", {}).get("path", "") or ".",
    )
    return MarkdownWithMath(renderer=renderer).render(source)


def latex2html(source: str) -> str:
    """Mark a LaTeX output as one formula."""
    tex = re.sub(r"^\s*(\$\$?|\\\[)|(\$\$?|\\\])\s*$", "", source.strip())
    return _math_mark(tex, block=True)

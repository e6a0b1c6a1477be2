"""One leak planted in each kind of place that a run's artefacts have; each is caught."""

import base64
import gzip
import io
import json
import zipfile
import zlib
from functools import cache
from html import escape
from urllib.parse import quote

import pikepdf
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from pmo_lib.contract import SUMMARY_MIME
from pmo_lib.press.convert import documents

NAME = "Corvenbridge Authority"
SPACED = "Corvenbridge\n   <!-- --> AUTHORITY"
OWN = "<p>Hollinmere Energy, C0001, J0001</p>"


def packed(content):
    return base64.b64encode(content if isinstance(content, bytes) else content.encode()).decode()


def png(**options):
    notes = PngInfo()
    for how, text in options.items():
        getattr(notes, f"add_{how}")("Title", text, **({"zip": True} if how == "itxt" else {}))
    sink = io.BytesIO()
    Image.new("L", (2, 2)).save(sink, "PNG", pnginfo=notes)
    return sink.getvalue()


def jpeg():
    sink, notes = io.BytesIO(), Image.Exif()
    notes[0x010E] = NAME  # ImageDescription
    Image.new("L", (2, 2)).save(sink, "JPEG", exif=notes)
    return sink.getvalue()


def zipped(text):
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.csv", text)
    return sink.getvalue()


def uri(kind, content):
    return f'<img alt="" src="data:{kind};base64,{packed(content)}">'


LONG = f"{NAME:>80}"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg"><text>{NAME}</text></svg>'
ESCAPED = "".join(f"\\u{ord(char):04x}" for char in NAME)

HTML = {
    "text": f"<p>Like {NAME}.</p>",
    "text in another case, over lines": f"<p>{SPACED}</p>",
    "text with tags inside a word": "<p>Cor<b>ven</b>bridge <i>Auth</i>ority</p>",
    "text with soft hyphens": "<p>Corven\u00adbridge Au&shy;thority</p>",
    "text in entities": "<p>" + "".join(f"&#{ord(char)};" for char in NAME) + "</p>",
    "text in entities of entities": "<p>Corvenbridge&amp;nbsp;Authority</p>",
    "title of the page": f"<title>{NAME}</title>",
    "attribute": f'<p data-x="{NAME}">',
    "alternative text": f"<img alt='{NAME}'>",
    "label for screen readers": f'<div role="img" aria-label="{NAME}"></div>',
    "comment": f"<!-- {NAME} -->",
    "style": f"<style>p::after {{ content: '{NAME}' }}</style>",
    "script": f"<script>var x = '{NAME}';</script>",
    "embedded JSON": f'<script type="application/json">{json.dumps({"a": [NAME]})}</script>',
    "embedded JSON in escapes": f'<script type="application/json">"{ESCAPED}"</script>',
    "embedded JSON over lines": "<script>x = 'Corvenbridge\\nAuthority'</script>",
    "address": f'<a href="https://example.org/?q={quote(NAME)}">x</a>',
    "target of a link": f'<a href="../{NAME}/report.html">x</a>',
    "text of a drawing": SVG,
    "title of a drawing": f"<svg><title>{NAME}</title></svg>",
    "description of a drawing": f"<svg><desc>{NAME}</desc></svg>",
    "embedded drawing in base64": uri("image/svg+xml", SVG),
    "embedded drawing in percent signs": f"<img src='data:image/svg+xml,{quote(SVG)}'>",
    "embedded drawing inside a drawing": uri("image/svg+xml", uri("image/svg+xml", SVG)),
    "embedded picture's text": uri("image/png", png(text=NAME)),
    "embedded picture's packed text": uri("image/png", png(itxt=NAME)),
    "embedded photograph's note": uri("image/jpeg", jpeg()),
    "what follows an embedded picture": uri("image/png", png() + NAME.encode()),
    "embedded packed data": uri("application/gzip", gzip.compress(f"a,{NAME}".encode())),
    "embedded workbook": uri("application/zip", zipped(f"a,{NAME}")),
    "base64 that nothing declares": f'<script>x = "{packed(LONG)}"</script>',
    "base64 of more than plain letters": f'<script>x = "{packed("é" + LONG)}"</script>',
    "base64 over lines": f"<pre>{base64.encodebytes((LONG * 2).encode()).decode()}</pre>",
    "words after what is embedded": f"<p>data:image/png;base64,iVBORw0KGgo= {NAME}</p>",
    "words where base64 should be": f"<p>data:text/plain;base64,{NAME}</p>",
}


@pytest.mark.parametrize("place", HTML)
def test_a_leak_in_the_page_is_caught(place, leaked):
    assert leaked(html=f"<html>{OWN}{HTML[place]}</html>") == {NAME}


BROKEN_IDS = {
    "tags inside it": "<p>see J0<b>00</b>2.</p>",
    "a soft hyphen": "<p>see J0&shy;002.</p>",
    "entities": "<p>see &#74;000&#x32;.</p>",
    "percent signs": '<a href="?of=%4A0002">x</a>',
    "escapes": "<script>x = '\\u004a0002'</script>",
    "wide letters": "<p>see \uff2a\uff10\uff10\uff10\uff12.</p>",
}


@pytest.mark.parametrize("how", BROKEN_IDS)
def test_an_id_that_is_written_in_another_way_is_caught(how, leaked):
    assert leaked(html=f"<html>{OWN}{BROKEN_IDS[how]}</html>") == {"J0002"}


def test_the_page_without_a_leak_is_not_held(found):
    bare = f"{OWN}{uri('image/png', png(text='Hollinmere Energy'))}"
    assert found(html=bare) == found()


def report(*blocks, title="Own report"):
    outputs = [new_output("display_data", data={"text/html": one}) for one in blocks]
    notebook = new_notebook(cells=[new_code_cell("", outputs=outputs)])
    notebook.metadata["pmo"] = {"document": "report", "title": title}
    return notebook


def printed(*blocks, **about):
    return documents(report(*blocks, **about), ["pdf"])["pdf"]


@cache
def plain():
    return printed(f"<h1>Own report</h1>{OWN}")


def changed(change):
    sink = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain())) as pdf:
        change(pdf)
        pdf.save(sink)
    return sink.getvalue()


def with_xmp(pdf):
    with pdf.open_metadata() as metadata:
        metadata["dc:description"] = NAME


def with_attachment(pdf, content=None, name="data.csv"):
    pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content or NAME.encode(), filename=name)


def with_link(pdf):
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"https://example.org/{quote(NAME)}")
    link = {"Type": "/Annot", "Subtype": "/Link", "Rect": [0, 0, 9, 9]}
    link = pikepdf.Dictionary({f"/{k}": _named(v) for k, v in link.items()})
    link.A = action
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(link)])


def _named(value):
    return pikepdf.Name(value) if isinstance(value, str) else value


def with_note(pdf):
    note = {"/Type": "/Annot", "/Subtype": "/Text", "/Rect": [0, 0, 9, 9]}
    note = pikepdf.Dictionary({key: _named(value) for key, value in note.items()})
    note.Contents = pikepdf.String(NAME)
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])


def packed_as_objects():
    sink = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain())) as pdf:
        pdf.Root.Outlines.First.Title = pikepdf.String(NAME)
        pdf.save(sink, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return sink.getvalue()


def with_words_in_place_of_marks(pdf):
    text = NAME.encode("utf-16-be").hex().encode()
    marked = b"/Span <</ActualText <FEFF" + text + b">>> BDC EMC"
    pdf.pages[0].contents_add(pikepdf.Stream(pdf, marked))


FIGURE = (
    '<figure class="pmo-figure"><div class="pmo-plot" role="img" aria-label="{}">'
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9pt" height="9pt">'
    '<path d="M0 0L9 9"/></svg></div></figure>'
)
NARROW = f'<table class="pmo-table"><tr><td>{"wide " * 300}</td><td>{NAME}</td></tr></table>'

PDF = {
    "text": lambda: printed(f"<h1>Own</h1><p>Like {NAME}.</p>"),
    "text that a line breaks": lambda: printed(f"<h1>Own</h1>{NARROW}"),
    "heading and outline": lambda: printed(f"<h1>Own</h1><h2>{NAME}</h2>"),
    "alternative text": lambda: printed(f"<h1>Own</h1>{FIGURE.format(NAME)}"),
    "title": lambda: changed(lambda pdf: pdf.docinfo.update({"/Title": NAME})),
    "metadata": lambda: changed(with_xmp),
    "outline alone": lambda: changed(lambda pdf: pdf.Root.Outlines.First.update({"/Title": NAME})),
    "attachment": lambda: changed(with_attachment),
    "packed attachment": lambda: changed(lambda pdf: with_attachment(pdf, zipped(NAME))),
    "name of an attachment": lambda: changed(lambda pdf: with_attachment(pdf, b"x", f"{NAME}.csv")),
    "attached PDF": lambda: changed(
        lambda pdf: with_attachment(pdf, changed(with_attachment), "more.pdf")
    ),
    "link": lambda: changed(with_link),
    "note on the page": lambda: changed(with_note),
    "outline in packed objects": packed_as_objects,
    "text in place of marks": lambda: changed(with_words_in_place_of_marks),
}


@pytest.mark.parametrize("place", PDF)
def test_a_leak_in_the_print_is_caught(place, leaked):
    assert leaked(pdf=PDF[place]()) == {NAME}


def test_the_print_without_a_leak_is_not_held(found):
    assert found(pdf=plain()) == found()


def test_a_name_that_a_print_breaks_with_a_hyphen_is_caught(leaked):
    broken = "Corven\u00adbridge Authority " * 30
    pdf = printed(f'<h1>Own</h1><table class="pmo-table"><tr><td>{broken}</td></tr></table>')
    assert leaked(pdf=pdf) == {NAME}


def executed(*outputs, cell=None, **metadata):
    made = new_notebook(cells=[new_code_cell("client_id = 'C0002'", outputs=list(outputs))])
    made.cells[0].metadata.update(cell or {})
    made.metadata.update(metadata)
    return made


def shown(kind, value, **metadata):
    return new_output("display_data", data={kind: value}, metadata=metadata)


NOTEBOOK = {
    "stream": executed(new_output("stream", name="stderr", text=f"warning: {NAME}")),
    "traceback": executed(new_output("error", ename="E", evalue="x", traceback=[f"at {NAME}"])),
    "plain text beside the page": executed(shown("text/plain", f"Frame({NAME})")),
    "LaTeX": executed(shown("text/latex", f"\\textbf{{{NAME}}}")),
    "JSON of some other program": executed(shown("application/x+json", {"a": [{"b": NAME}]})),
    "key of JSON": executed(shown("application/x+json", {NAME: 1})),
    "picture": executed(shown("image/png", packed(png(text=NAME)) + "\n")),
    "drawing": executed(shown("image/svg+xml", SVG)),
    "metadata of an output": executed(shown("text/plain", "", **{"image/png": {"alt": NAME}})),
    "metadata of a cell": executed(cell={"name": NAME}),
    "metadata of the notebook": executed(title=NAME),
    "state of a widget": executed(
        widgets={"application/vnd.jupyter.widget-state+json": {"state": {"a": {"value": NAME}}}}
    ),
    "summary for the index": executed(shown(SUMMARY_MIME, {"headline": f"Like {NAME}"})),
    "printed prose": new_notebook(cells=[new_markdown_cell("As **Corvenbridge** Authority")]),
    "attachment of prose": new_notebook(
        cells=[new_markdown_cell("", attachments={"a": {"image/png": packed(png(text=NAME))}})]
    ),
}


@pytest.mark.parametrize("place", NOTEBOOK)
def test_a_leak_in_the_executed_notebook_is_caught(place, leaked):
    assert leaked(notebook=NOTEBOOK[place]) == {NAME}


def test_the_code_of_a_notebook_and_its_notes_to_analysts_are_not_published_nor_searched(found):
    notes = new_markdown_cell(f"Try {NAME} too.", metadata={"tags": ["analyst"]})
    notebook = executed()
    notebook.cells.append(notes)
    assert found(notebook=notebook) == found()


def test_a_leak_in_a_file_name_is_caught(leaked):
    assert leaked(path="2026-10/C0001/corvenbridge_authority") == {NAME}


def test_a_packed_picture_text_of_the_old_kind_is_caught(leaked):
    chunk = b"Title\0\0" + zlib.compress(NAME.encode())
    body = len(chunk).to_bytes(4) + b"zTXt" + chunk + b"\0\0\0\0"
    whole = png()
    assert leaked(html=uri("image/png", whole[:33] + body + whole[33:])) == {NAME}


def test_a_name_that_holds_markup_is_caught_as_text_and_as_markup(leaked):
    name = "Depot <b>North</b> works"
    assert leaked(html=f"<p>{escape(name)}</p>") == {name}
    assert leaked(html=f"<p>{name}</p>") == {name}
    assert leaked(notebook=executed(shown(SUMMARY_MIME, {"headline": name}))) == {name}
    assert leaked(notebook=executed(new_output("stream", text=name))) == {name}
    assert leaked(pdf=printed(f"<h1>Own</h1><p>{escape(name)}</p>")) == {name}

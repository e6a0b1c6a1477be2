"""Hostile ids and names, from the store to the page and the print: text comes out as text."""

import re
import unicodedata
from datetime import UTC, date, datetime

import pandas as pd
import pypdfium2
import pytest
from lxml import html

from pmo_lib.errors import SchemaError
from pmo_lib.press.batch import Selection, make_reports
from pmo_lib.tables.store import Store

NAMES = {
    "HTML": "<script>alert('x')</script><b onclick=y>bold</b> &lt;i&gt; &amp;amp;",
    "attribute": "\"><img src=x onerror=alert(1)> ' autofocus",
    "Typst": '#panic("x") #{read("/etc/passwd")} $x$ @ref <label> *b* _i_ `c` \\',
    "LaTeX": "\\input{/etc/passwd} $\\frac{1}{0}$ \\(x\\) \\begin{x} $$y$$",
    "Markdown": "# Not a heading [link](javascript:x) ![p](http://x.example/p.png) ~~no~~",
    "formula": "=cmd|' /C calc'!A0 @SUM(1) +1 -1",
    "template": "{{ 7 * 7 }} {% raw %} {n} %s %(x)s ${HOME} {0.__class__}",
    "path": "../../../../var/log\\..\\..\\hosts",
    "long": "Long " + "name of a project that goes on and on " * 7 + "to its end",
    "one word": "W" * 300,
    "emoji": "Rocket 🚀 and family 👩‍👩‍👧 and flag 🇳🇿 ok",
    "right to left": "مشروع المستشفى (مرحلة 2) \u202eoverride",
    "spaces": "  two   spaces\tand\nlines  ",
    "odd letters": "Zalgo z̶͎̆a̸ ﬁne ½ ﷽",
}
DRAWN_OTHERWISE = ("emoji", "right to left", "odd letters", "one word")
"""Names of which a print holds what its fonts can set, in another order or broken."""

IDS = ["a..b", "-".join(["x" * 15] * 4), "C.0001.", "0", "nul_"]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A store whose one client with an odd id has a project by each hostile name."""
    month = pd.Timestamp("2026-10-31")
    projects = [f"J{n:02d}" for n in range(len(NAMES))]
    links = pd.DataFrame({"project_id": projects, "client_id": "a..b"})
    reports = pd.DataFrame({"project_id": projects, "period": "2026-10", "dimension": "overall"})
    period = {"period": "2026-10", "cadence": "month", "start": month.replace(day=1)}
    names = [NAMES["HTML"], NAMES["Typst"], NAMES["LaTeX"], NAMES["long"], NAMES["template"]]
    store = Store.create(tmp_path_factory.mktemp("hostile") / "store")
    store.write(
        "made-up",
        date(2026, 10, 31),
        {
            "periods": pd.DataFrame([{**period, "end": month, "data_date": month}]),
            "clients": pd.DataFrame({"client_id": IDS, "name": names}),
            "projects": pd.DataFrame(
                {"project_id": projects, "name": list(NAMES.values()), "lifecycle": "live"}
            ),
            "project_clients": links.assign(valid_from=pd.Timestamp("2026-01-05")),
            "status_reports": reports.assign(
                assessor="owner", rating="red", scale="rag3", narrative=list(NAMES.values())
            ),
        },
        loaded_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    return store


@pytest.fixture(scope="module")
def made(office, tmp_path_factory):
    """Report on the client, and on one whose name alone is hostile."""
    out = tmp_path_factory.mktemp("hostile-out") / "out"
    now = datetime(2026, 11, 2, 9, tzinfo=UTC)
    clients = Selection(clients=["a..b", IDS[1]])
    batch = make_reports(office, clients, out=out, now=now, jobs=2)
    assert [(one.outcome, one.reason) for one in batch.records] == [("made", "")] * 2
    return out, batch.records


@pytest.fixture(scope="module")
def page(made):
    return html.document_fromstring((made[0] / made[1][0].artefacts["html"]).read_bytes())


@pytest.fixture(scope="module")
def said(made):
    """Give the text of the print."""
    pdf = pypdfium2.PdfDocument(made[0] / made[1][0].artefacts["pdf"])
    return _letters("".join(one.get_textpage().get_text_range() for one in pdf))


def _letters(text):
    """Letters, digits and marks of a text, however it is broken into lines."""
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\ufffe]", "", text)


@pytest.mark.parametrize("kind", NAMES)
def test_a_hostile_name_is_text_on_the_page(kind, page):
    assert _letters(NAMES[kind]) in _letters(page.text_content())


@pytest.mark.parametrize("kind", [kind for kind in NAMES if kind not in DRAWN_OTHERWISE])
def test_a_hostile_name_is_text_in_the_print(kind, said):
    assert _letters(NAMES[kind]) in said


def test_no_hostile_name_makes_an_element_a_handler_or_an_address(page):
    own = page.xpath("//script")
    assert len(own) == 1, "the page's own"
    assert "alert" not in own[0].text
    assert not page.xpath("//img | //iframe | //b[@onclick] | //*[@autofocus] | //math")
    assert not [name for one in page.iter() for name in one.attrib if str(name).startswith("on")]
    addresses = page.xpath("//@href | //@src | //@action")
    assert all(one.startswith("#") for one in addresses), addresses
    assert {one.tag for one in page.xpath("//h1")} == {"h1"}


def test_signs_that_no_font_has_are_named_in_the_print(said):
    assert "U+1F680" in said


def test_files_stand_below_the_output_folder_by_the_id_as_it_is(made):
    out, records = made
    pages = sorted(str(path.relative_to(out)) for path in out.glob("2026-10/*/*.html"))
    assert pages == sorted(f"2026-10/{one.id}/client_report.html" for one in records)
    assert not [path for path in out.parent.iterdir() if path != out]


def test_the_title_and_the_index_hold_the_name_as_text(made):
    out, records = made
    page = html.document_fromstring((out / records[1].artefacts["html"]).read_bytes())
    assert NAMES["Typst"] in page.findtext(".//title")
    index = html.document_fromstring((out / "index.html").read_bytes())
    assert _letters(NAMES["HTML"]) in _letters(index.text_content())
    assert not index.xpath("//b[@onclick]")


@pytest.mark.parametrize(
    "id_", ["../up", "a/b", "a b", "é", "🚀", "x" * 300, "", "a\n", "<b>", "=1"]
)
def test_an_id_that_is_no_safe_name_never_enters_the_store(id_, tmp_path):
    rows = pd.DataFrame({"client_id": [id_], "name": ["x"]})
    store = Store.create(tmp_path / "store")
    with pytest.raises(SchemaError, match="client_id"):
        store.write("made-up", date(2026, 1, 1), {"clients": rows}, loaded_at=datetime.now(UTC))

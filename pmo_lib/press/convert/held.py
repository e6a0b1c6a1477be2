"""The page in place of a report that is held back: what is missing, who can help, since when."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from pmo_lib.press.convert.brand import PLAIN, Look
from pmo_lib.press.convert.fonts import font_css
from pmo_lib.press.convert.html import document_template, logo_html, theme_css
from pmo_lib.press.convert.sanitise import printable
from pmo_lib.press.convert.words import DEFAULT_LANGUAGE, document_words

__all__ = ["held_page"]


def held_page(
    title: str,
    *,
    missing: Sequence[str],
    who: str,
    since: str,
    period: str = "",
    last_good: tuple[str, str] | None = None,
    withdrawn: str = "",
    language: str = DEFAULT_LANGUAGE,
    look: Look = PLAIN,
) -> bytes:
    """Write the HTML page that a reader gets in place of a report that is held.

    Parameters
    ----------
    title : str
        Whom or what the report is about.
    missing : sequence of str
        What is missing, a sentence each; never a stack trace.
    who : str
        Who can put it right.
    since : str
        Since when it is held, as readers write dates.
    period : str
        The reporting period.
    last_good : tuple of str, optional
        Address and date of the last good edition.
    withdrawn : str
        Sentence on the edition of this same period that was withdrawn, where there was one.
    language : str
        Language of the fixed words.
    look : Look
        The brand of who issues it.

    Returns
    -------
    bytes
        One UTF-8 HTML file that needs nothing outside itself.
    """
    words = document_words(language)
    values = [look.words, title, who, since, period, withdrawn, *missing, *(last_good or ())]
    page = document_template("held.html.j2").render(
        title=printable(title),
        missing=[printable(one) for one in missing],
        who=printable(who),
        since=printable(since),
        period=printable(period),
        last_good=last_good if last_good and not _is_script(last_good[0]) else None,
        withdrawn=printable(withdrawn),
        language=language,
        words=words,
        look=look,
        logo=logo_html(look),
        theme=Markup(theme_css(look)),
        fonts=Markup(font_css(" ".join(values))),
    )
    return page.encode("utf-8")


def _is_script(address: str) -> bool:
    return ":" in address.partition("/")[0] and not address.startswith(("http:", "https:"))

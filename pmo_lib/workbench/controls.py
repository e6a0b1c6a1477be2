"""The explorer's widgets: what a person chooses by, and where the answers stand."""

from __future__ import annotations

from collections.abc import Iterable

import ipywidgets as widgets

from pmo_lib.params import Words
from pmo_lib.workbench import look
from pmo_lib.workbench.measures import MEASURES

__all__ = ["Controls"]


class Controls:
    """Widgets of one explorer, laid out, nothing chosen yet.

    Parameters
    ----------
    words : Words
        The language.
    periods : iterable of tuple of str
        What each period is called, and its name in the store, latest first.

    Attributes
    ----------
    client : ipywidgets.Combobox
        Takes a name, an id or a part of one; its options are offered while typing.
    period, measure : ipywidgets.Dropdown
        Names in the store; no period is chosen at first.
    export, make : ipywidgets.Button
        Disabled while there is nothing to export or to make.
    exported, made : ipywidgets.Output
        What came of the buttons.
    said, chart, table : ipywidgets.HTML
        The status line and the results.
    panel : ipywidgets.VBox
        All of them.
    """

    def __init__(self, words: Words, periods: Iterable[tuple[str, str]]) -> None:
        text = words.text
        self.client = widgets.Combobox(
            placeholder=text("explore.client_hint"),
            description=text("explore.client"),
            continuous_update=False,
        )
        self.period = widgets.Dropdown(
            options=list(periods), value=None, description=text("explore.period")
        )
        self.measure = widgets.Dropdown(
            options=[(text(f"explore.measures.{key}"), key) for key in MEASURES],
            description=text("explore.measure"),
        )
        self.export = widgets.Button(description=text("explore.export"), icon="download")
        self.make = widgets.Button(description=text("explore.make"), icon="file-text-o")
        self.exported, self.made = widgets.Output(), widgets.Output()
        self.said, self.chart, self.table = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.panel = self._laid_out()

    def _laid_out(self) -> widgets.VBox:
        for control, width in ((self.client, 24), (self.period, 15), (self.measure, 16)):
            control.layout = widgets.Layout(width=f"{width}rem")
            control.style.description_width = "4.5rem"
        for button in (self.export, self.make):
            button.layout = widgets.Layout(width="auto", margin="2px 2px 2px 4.8rem")
            button.disabled = True
        self.make.layout.margin = "2px"
        for result in (self.said, self.chart, self.table):
            result.layout = widgets.Layout(width="auto", margin="2px")
        row = widgets.Layout(flex_flow="row wrap")
        panel = widgets.VBox(
            [
                widgets.HTML(look.style(), layout=widgets.Layout(display="none")),
                widgets.HBox([self.client, self.period, self.measure], layout=row),
                widgets.HBox([self.export, self.make], layout=row),
                self.exported,
                self.made,
                self.said,
                self.chart,
                self.table,
            ]
        )
        panel.add_class(look.PANEL)
        return panel

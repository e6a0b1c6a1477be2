"""The explorer: choose client, period and measure; table and chart follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Thread
from typing import Any, Final

import ipywidgets as widgets
import pandas as pd

from pmo_lib.blocks import Setting
from pmo_lib.errors import PMOError
from pmo_lib.params import ReportParams, home, load_thresholds, load_wording
from pmo_lib.tables.store import Period, Slice
from pmo_lib.workbench import look
from pmo_lib.workbench.controls import Controls
from pmo_lib.workbench.export import export_name, export_rows
from pmo_lib.workbench.making import Outcome, make_report, report_command
from pmo_lib.workbench.measures import MEASURES
from pmo_lib.workbench.portfolio import Portfolio, client_label, find_client

__all__ = ["MAKER", "Explorer"]

MAKER: Final = "pmo-make-report"
"""Name of the thread that waits for a report."""

_HERE: Final = "explore_client.ipynb"


class Explorer:
    """An analyst's first look at a client, in JupyterLab.

    Parameters
    ----------
    **given
        The names of :class:`pmo_lib.params.ReportParams` that a client's report takes: ``data``,
        ``client_id``, ``period``, ``edition``, ``language``. What is wrong with them, or is not in
        the store, is said in one sentence where the explorer is displayed; nothing is raised.

    Attributes
    ----------
    rows : pandas.DataFrame
        The rows that are shown, with all columns of their analytic; empty while none are.
    slice : Slice or None
        What a report on the chosen client and period would see.
    outcome : Outcome or None
        What became of the report that was last asked for; none while it is being made.
    controls : Controls
        The widgets; setting their values does what a person's choice does. Absent where the
        portfolio could not be opened.
    """

    def __init__(self, **given: Any) -> None:
        self.rows = pd.DataFrame()
        self.slice: Slice | None = None
        self.outcome: Outcome | None = None
        self._maker: Thread | None = None
        try:
            self._open(ReportParams.checked(given, where=_HERE))
            self.panel = self.controls.panel
        except PMOError as error:
            self.panel = widgets.HTML(look.style() + look.said(str(error), wrong=True))
            self.panel.add_class(look.PANEL)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return self.panel._repr_mimebundle_(**kwargs)

    def _open(self, params: ReportParams) -> None:
        """Open the portfolio, lay out the controls, and make the first choice."""
        self._words = load_wording(params.language)
        self._limits = load_thresholds()
        self._edition = params.edition
        self._portfolio = Portfolio(params.data)
        named = [(self._named(period), period.name) for period in reversed(self._portfolio.periods)]
        self.controls = Controls(self._words, named)
        self.controls.client.value = params.client_id
        with self._told():
            self._turn_to(params.period)
            self._choose()
        self.controls.client.observe(self._on_client, "value")
        self.controls.period.observe(self._on_period, "value")
        self.controls.measure.observe(self._on_measure, "value")
        self.controls.export.on_click(self._on_export)
        self.controls.make.on_click(self._on_make)

    # What a person does

    def _on_client(self, change: Mapping[str, Any]) -> None:
        if self.slice is None or change["new"] != self._label(self.slice.id):
            with self._told():
                self._choose()

    def _on_period(self, change: Mapping[str, Any]) -> None:
        looked_at = self._portfolio.period
        if looked_at is None or change["new"] != looked_at.name:
            with self._told():
                self._turn_to(change["new"])
                self._choose()

    def _on_measure(self, _: Any) -> None:
        with self._told():
            self._choose()

    def _on_export(self, _: Any) -> None:
        if self.slice is not None:
            self.controls.exported.outputs = self._export(self.slice)

    def _on_make(self, _: Any) -> None:
        if self.slice is None:
            return
        client, period = self.slice.id, self.slice.period
        whose = {"client": self._label(client), "period": self._named(period)}
        command = report_command(self._portfolio.store.root, client_id=client, period=period.name)
        self.outcome = None
        self.controls.make.disabled = True
        self.controls.made.outputs = look.linked(self._words.text("explore.making", **whose))
        self._maker = Thread(target=self._make, args=(command, whose), name=MAKER, daemon=True)
        self._maker.start()

    # What follows

    def _turn_to(self, name: str) -> None:
        """Read a period and offer its clients."""
        self._clear()
        self._say(self._words.text("explore.reading"))
        period = self._portfolio.look_at(name)
        labels = [client_label(id_, name) for id_, name in self._portfolio.clients.items()]
        self.controls.client.options = tuple(sorted(labels, key=str.casefold))
        self.controls.period.value = period.name

    def _choose(self) -> None:
        """Find the client that is meant, and show the measure of it."""
        self._clear()
        typed = self.controls.client.value
        if not typed.strip():
            self._say(self._words.text("explore.no_client"))
            return
        client = find_client(typed, self._portfolio.clients)
        self.slice = self._portfolio.cut(client, self._edition)
        self.controls.client.value = self._label(client)
        self._show(self.slice)

    def _show(self, chosen: Slice) -> None:
        at = Setting.of(self._words, chosen.period, chosen.previous_period)
        view = MEASURES[self.controls.measure.value](chosen, at, self._limits)
        self.rows = view.rows
        self.controls.chart.value = look.chart(view.chart)
        self.controls.table.value = look.table(view.table)
        self.controls.export.disabled = self.rows.empty
        self.controls.make.disabled = self._maker is not None
        self._say("")

    def _clear(self) -> None:
        """Leave nothing on the page that belongs to an earlier choice."""
        self.slice, self.rows = None, pd.DataFrame()
        self.controls.chart.value = self.controls.table.value = ""
        self.controls.exported.outputs = ()
        self.controls.export.disabled = self.controls.make.disabled = True

    def _export(self, shown: Slice) -> tuple[dict[str, Any], ...]:
        """Write the shown rows, and tell where they are."""
        name = export_name(
            client_id=shown.id,
            period=shown.period.name,
            measure=self.controls.measure.value,
            edition=self._edition,
        )
        folder = home() / "reports" / "exports"
        try:
            path = export_rows(self.rows, folder, name)
        except OSError as error:
            why = error.strerror or str(error)
            told = self._words.text("explore.not_written", path=folder, why=why)
            return look.linked(told, wrong=True)
        told = self._words.text("explore.exported", n=len(self.rows))
        return look.linked(told, {path.name: path})

    def _make(self, command: list[str], whose: Mapping[str, str]) -> None:
        """Make the report beside the kernel's own work, and tell what became of it."""
        outcome = make_report(command)
        made = outcome.outcome == "made"
        key = "explore.made" if made else f"explore.not_made.{outcome.outcome}"
        told = self._words.text(key, why=outcome.reason, **whose)
        files = {kind.upper(): path for kind, path in outcome.artefacts.items()}
        self.controls.made.outputs = look.linked(told, files, wrong=not made)
        self._maker = None
        self.controls.make.disabled = self.slice is None
        self.outcome = outcome

    def _say(self, message: str, *, wrong: bool = False) -> None:
        self.controls.said.value = look.said(message, wrong=wrong)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in one sentence why nothing can be shown; a fault of ours is logged as well."""
        try:
            yield
        except PMOError as error:
            self._clear()
            self._say(str(error), wrong=True)
        except Exception as error:
            self._clear()
            kind = type(error).__name__
            self._say(self._words.text("explore.broken", kind=kind, why=error), wrong=True)
            raise

    def _named(self, period: Period) -> str:
        return self._words.period(period.name, period.cadence, period.end)

    def _label(self, client: str) -> str:
        return client_label(client, self._portfolio.clients[client])

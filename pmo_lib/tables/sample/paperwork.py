"""Stories that stand in the papers: names, links, canary words, withheld and unreadable values."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.cast import LATEST, Cast
from pmo_lib.tables.sample.lives import Lives
from pmo_lib.tables.sample.months import PERIOD, PERIOD_BEGIN, PERIOD_END, Bools, Texts, either
from pmo_lib.tables.sample.parties import DEFAULT_CLIENT, LARGEST_CLIENT
from pmo_lib.tables.sample.projects import Papers, code_named
from pmo_lib.tables.sample.returns import SOURCE, place
from pmo_lib.tables.sample.titles import HOSTILE_NAMES

HANDOVER: Final = float(PERIOD_BEGIN[-1] + 14)
"""The day on which projects that move to another client do so."""

Tables = dict[str, pd.DataFrame]


def plant_in_papers(
    cast: Cast, lives: Lives, papers: Papers, words: Texts, *, sterling: Bools
) -> None:
    """Plant shared and moved projects, names, canary words and withheld budgets."""
    live = lives.kind == "live"
    _plant_links(cast, lives, papers, sterling)
    renamed = cast.pick(live & (lives.known < PERIOD_END[-2]), 4)
    papers.name[renamed] = code_named(papers.old_name[renamed])
    cast.tell("renamed", renamed, "the project has another name than last period")
    hostile = cast.pick(live, len(HOSTILE_NAMES))
    names = np.array(HOSTILE_NAMES, dtype=object)[: len(hostile)]
    papers.name[hostile] = papers.old_name[hostile] = names
    cast.tell("hostile_name", hostile, "the name is shown as written and breaks nothing")
    withheld = cast.pick(live, 6)
    papers.withheld[withheld] = True
    cast.tell("withheld_budget", withheld, "counted as withheld beside the visible total")
    _plant_clients(cast, papers, len(sterling), live)
    _plant_canaries(cast, papers, words)


def _plant_links(cast: Cast, lives: Lives, papers: Papers, sterling: Bools) -> None:
    """Give five projects a second client and move three to another, each client used once."""
    count = np.bincount(papers.lead, minlength=len(sterling))
    usual = sterling & (count >= 1)
    usual[[DEFAULT_CLIENT, LARGEST_CLIENT]] = False
    several = (usual & (count >= 2))[papers.lead]
    alone = np.zeros(len(lives), dtype=bool)
    alone[np.unique(np.where(several, papers.lead, -1), return_index=True)[1]] = True
    old = (lives.kind == "live") & (lives.known < PERIOD_BEGIN[-4])
    chosen = cast.pick(several & alone & old, 8)
    usual[papers.lead[chosen]] = False
    others = cast.rng.choice(np.flatnonzero(usual), len(chosen), replace=False)
    shared, moved = chosen[:5], chosen[5:]
    papers.partner[shared], papers.moved_to[moved] = others[:5], others[5:]
    cast.tell("shared_project", shared, "in the packs of both clients, counted once in totals")
    left = papers.lead[moved]
    cast.tell(
        "left_this_period", moved, "served this client last period, not in this", clients=left
    )


def _plant_clients(cast: Cast, papers: Papers, clients: int, live: Bools) -> None:
    served = np.bincount(papers.lead, minlength=clients)
    for links in (papers.partner, papers.moved_to):
        served += np.bincount(links[links >= 0], minlength=clients)
    idle = np.flatnonzero(served == 0)
    nothing = "a report that says so, without figures"
    cast.tell("client_without_project", np.full(len(idle), -1), nothing, clients=idle)
    large = np.flatnonzero(np.bincount(papers.lead[live], minlength=clients) == 40)
    cast.tell("client_with_40_projects", np.full(len(large), -1), "40 live projects", clients=large)


def _plant_canaries(cast: Cast, papers: Papers, words: Texts) -> None:
    """Put each client's word into the descriptions of the projects that it alone is served by."""
    alone = (papers.partner < 0) & (papers.moved_to < 0)
    named = papers.description + " Filed under " + words[papers.lead] + "."
    papers.description = np.where(alone, named, papers.description)
    clients, first = np.unique(np.where(alone, papers.lead, -1), return_index=True)
    for client, project in zip(clients.tolist(), first.tolist(), strict=True):
        if client >= 0:
            told = (np.array([project]), str(words[client]), np.array([client]))
            cast.tell("canary", told[0], told[1], clients=told[2])


def withhold(tables: Tables, ids: Texts, withheld: Bools) -> None:
    """Take out what would tell a withheld budget."""
    hidden = ids[withheld]
    plan, progress = tables["plan_periods"], tables["progress"]
    tables["plan_periods"] = plan[~plan["project_id"].isin(hidden)]
    here = progress["project_id"].isin(hidden)
    for column in ("manager_eac", "period_budget", "period_forecast"):
        progress.loc[here, column] = np.nan
        progress[f"{column}_state"] = either(here, "withheld", progress.get(f"{column}_state"))
    progress.loc[here, "earned_value"] = np.nan


_UNREADABLE: Final = (
    ("progress", "manager_eac", "money: a number", "£1.45m, 1450000"),
    ("milestones", "forecast_date", "date: a day that exists", "2026-09-30, 30/09/2026"),
)
_TYPED: Final = {
    "manager_eac": ("£1.45.2m", "2.3m ??", "see attached", "1,2O0,000"),
    "forecast_date": ("31/09/2026", "Q3-ish"),
}


def spoil(cast: Cast, tables: Tables, ids: Texts, eligible: Bools) -> None:
    """Make some values of the last period unreadable and write down what stood there."""
    rejects = []
    for table, column, rule, accepted in _UNREADABLE:
        raws, rows = _TYPED[column], tables[table]
        good = rows[(rows["period"] == PERIOD[LATEST]) & rows[column].notna()]
        if table == "milestones":
            good = good[good["actual_date"].isna()]
        sound = good.drop_duplicates("project_id", keep="last").set_index("project_id").index
        chosen = cast.pick(eligible & np.isin(ids, sound), len(raws))
        at = good[good["project_id"].isin(ids[chosen])].drop_duplicates("project_id", keep="last")
        tables[table].loc[at.index, column] = None
        tables[table].loc[at.index, f"{column}_state"] = "unreadable"
        position = rows[rows["period"] == PERIOD[LATEST]].index.get_indexer(at.index)
        named = {"table_name": table, "column_name": column, "project_id": at["project_id"]}
        typed = {"raw": raws[: len(at)], "rule": rule, "accepted": accepted}
        where = place(table, column, PERIOD[LATEST], position)
        rejects.append(pd.DataFrame({**named, **typed, **where}))
        cast.tell("unreadable_value", chosen, "counted as unreadable and shown as it was written")
    found = pd.concat(rejects, ignore_index=True)
    found.insert(0, "reject_id", [f"R{i + 1:06d}" for i in range(len(found))])
    tables["rejects"] = found.assign(source=SOURCE)

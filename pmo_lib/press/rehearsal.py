"""A rehearsal: a small batch of the clients on whom a full one would most likely stumble."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from pmo_lib.contract import LEVELS
from pmo_lib.params import ReportSet
from pmo_lib.tables.store import Cutter

__all__ = ["REHEARSAL", "Choice", "choose", "rehearsal_set"]

REHEARSAL: Final = "rehearsal"
"""Name of the report set that a rehearsal makes."""

_LIVE: Final = ("live", "on_hold")
_MARKS: Final = re.compile(r"[<>#$*_\\{}@`=|]")
_ODD: Final = {
    "reads from right to left": re.compile("[\u0590-\u08ff]"),
    "has wide letters": re.compile("[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uff60]"),
    "has letters of another alphabet": re.compile("[\u0370-\u058f\u0900-\u10ff]"),
    "has signs that fonts may lack": re.compile("[\u2190-\u2bff\U00010000-\U0010ffff]"),
    "has marks of a markup language": _MARKS,
}


@dataclass(frozen=True)
class Choice:
    """A client, programme or the portfolio, and why it is rehearsed.

    Parameters
    ----------
    level : {'client', 'programme', 'portfolio'}
        What it is.
    id : str
        Its id; ``portfolio`` for the whole.
    why : tuple of str
        Each reason for which it was chosen.
    """

    level: str
    id: str
    why: tuple[str, ...]


def choose(cutter: Cutter, sets: Mapping[str, ReportSet]) -> list[Choice]:
    """Choose whom to rehearse with: from the same rows always the same, the first by id of equals.

    Parameters
    ----------
    cutter : Cutter
        Holds the period.
    sets : mapping of str to ReportSet
        All report sets: whom the usual ones do not report on is not chosen.

    Returns
    -------
    list of Choice
        Clients, then programmes, by id, each once with all its reasons; then the portfolio.
    """
    tables = cutter.cut("portfolio", "portfolio", "internal").current
    day = pd.Timestamp(cutter.period.data_date)
    why: dict[tuple[str, str], list[str]] = {}
    for level, everyone in (("client", cutter.clients()), ("programme", cutter.programmes())):
        held = sets[level].ids if level in sets else ()
        names = {id_: name for id_, name in everyone.items() if id_ in (held or everyone)}
        links = _links(tables, level, day)
        reasons = {**_by_size(names, links)}
        if level == "client":
            reasons |= {
                **_by_name(names),
                **_by_projects(tables, links),
                **_by_rejects(tables, links),
            }
        for reason, ids in reasons.items():
            if first := min((id_ for id_ in ids if id_ in names), default=None):
                why.setdefault((level, first), []).append(reason)
    chosen = [Choice(level, id_, tuple(reasons)) for (level, id_), reasons in sorted(why.items())]
    return [*chosen, Choice("portfolio", "portfolio", ("the whole",))]


def rehearsal_set(choices: Sequence[Choice]) -> ReportSet:
    """Make the report set of a rehearsal: the usual reports, of those who were chosen."""
    ids = {level: [one.id for one in choices if one.level == level] for level in LEVELS}
    gathers = {level: chosen for level, chosen in ids.items() if chosen}
    return ReportSet(name=REHEARSAL, title="Rehearsal", gathers={**gathers, "portfolio": []})


def _links(tables: Mapping[str, pd.DataFrame], level: str, day: pd.Timestamp) -> pd.DataFrame:
    """Projects of each client or programme at the data date: ``id``, ``project_id``, ``live``."""
    links = tables[f"project_{level}s"]
    links = links.loc[links["valid_from"].le(day) & ~links["valid_to"].le(day)]
    projects = tables["projects"].set_index("project_id")["lifecycle"]
    return pd.DataFrame(
        {
            "id": links[f"{level}_id"],
            "project_id": links["project_id"],
            "live": links["project_id"].map(projects).isin(_LIVE),
        }
    )


def _by_size(names: Mapping[str, str], links: pd.DataFrame) -> dict[str, Iterable[str]]:
    live = links.loc[links["live"]].groupby("id").size()
    live = live.loc[live.index.isin(list(names))]
    found: dict[str, Iterable[str]] = {"it has no project": names.keys() - {*links["id"]}}
    if len(live):
        found[f"the largest: {live.max()} live projects"] = live.index[live == live.max()]
        found[f"the smallest: live projects {live.min()}"] = live.index[live == live.min()]
    return found


def _by_name(names: Mapping[str, str]) -> dict[str, Iterable[str]]:
    longest = max(map(len, names.values()), default=0)
    found: dict[str, Iterable[str]] = {
        f"its name is the longest: {longest} characters": [
            id_ for id_, name in names.items() if len(name) == longest
        ]
    }
    for reason, pattern in _ODD.items():
        found[f"its name {reason}"] = [i for i, name in names.items() if pattern.search(name)]
    return found


def _by_projects(
    tables: Mapping[str, pd.DataFrame], links: pd.DataFrame
) -> dict[str, Iterable[str]]:
    """Clients by what is odd about one of their live projects."""
    projects, reviews = tables["projects"], tables["gate_reviews"]
    names = projects["name"].fillna("")
    shared = links["project_id"].value_counts()
    odd = {
        "a project's name has marks of a markup language": names.str.contains(_MARKS, regex=True),
        "a project has no name": projects["name"].isna(),
        "a project's budget is withheld": projects["budget_state"] == "withheld",
        "a project also serves another": projects["project_id"].isin(shared.index[shared > 1]),
        "a project did not pass its gate": projects["project_id"].isin(
            reviews.loc[reviews["outcome"] == "not_passed", "project_id"]
        ),
    }
    live = links.loc[links["live"]]
    return {
        reason: live.loc[live["project_id"].isin(projects.loc[which, "project_id"]), "id"]
        for reason, which in odd.items()
    }


def _by_rejects(
    tables: Mapping[str, pd.DataFrame], links: pd.DataFrame
) -> dict[str, Iterable[str]]:
    """Client of whose values most could not be read."""
    rejects = tables["rejects"]
    of_project = links.sort_values("id").drop_duplicates("project_id").set_index("project_id")["id"]
    counts = rejects["client_id"].fillna(rejects["project_id"].map(of_project)).value_counts()
    if counts.empty:
        return {}
    return {
        f"the most values that could not be read: {counts.max()}": counts.index[
            counts == counts.max()
        ]
    }

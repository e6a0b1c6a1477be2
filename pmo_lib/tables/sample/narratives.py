"""The ``status_reports`` table: ratings flattened to rows, with narratives that match them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample import phrases
from pmo_lib.tables.sample.curves import Course
from pmo_lib.tables.sample.lives import Lives
from pmo_lib.tables.sample.milestones import Marks
from pmo_lib.tables.sample.months import (
    PERIOD,
    PERIOD_END,
    Bools,
    Floats,
    Ints,
    Texts,
    dates,
    either,
)
from pmo_lib.tables.sample.projects import Papers
from pmo_lib.tables.sample.status import COLOURS, COST, NO_ROW, OVERALL, TIME, Reports
from pmo_lib.tables.sample.titles import BUILDING, MILESTONES
from pmo_lib.tables.schemas import DIMENSIONS

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_NOT_MEASURED: Final = 0.06


def status_table(
    rng: np.random.Generator,
    lives: Lives,
    papers: Papers,
    course: Course,
    marks: Marks,
    reports: Reports,
    ids: Texts,
) -> pd.DataFrame:
    """Make ``status_reports``: a row a project, period, dimension and assessor."""
    n = len(lives)
    way = rng.integers(0, 4, n)
    turn = rng.integers(0, 60, n)
    texts = {
        OVERALL: _overall(lives, reports, _next_milestone(marks, papers.category), turn),
        TIME: _with_slip(_parts("time", reports.owner[:, :, TIME], turn), marks, reports),
        COST: _with_forecast(
            _parts("cost", reports.owner[:, :, COST], turn), course, reports, papers.withheld
        ),
    }
    for dimension, name in enumerate(DIMENSIONS):
        if dimension not in texts:
            texts[dimension] = _parts(name, reports.owner[:, :, dimension], turn + dimension)
    texts[OVERALL] = _repeated(texts[OVERALL], reports.repeats)
    frames = [
        _rows(reports.owner[:, :, d], d, "owner", texts[d], reports, ids, way)
        for d in range(len(DIMENSIONS))
    ]
    seen = _pick(phrases.ASSURED, reports.independent, turn)
    frames.append(_rows(reports.independent, OVERALL, "independent", seen, reports, ids, way))
    return _not_applicable(pd.concat(frames, ignore_index=True), ids[rng.random(n) < _NOT_MEASURED])


def _rows(
    rating: Ints,
    dimension: int,
    assessor: str,
    text: Texts,
    reports: Reports,
    ids: Texts,
    way: Ints,
) -> pd.DataFrame:
    project, at = np.nonzero(rating != NO_ROW)
    given = rating[project, at]
    written = np.array([phrases.WRITTEN[colour] for colour in COLOURS], dtype=object)
    return pd.DataFrame(
        {
            "project_id": ids[project],
            "period": PERIOD[at],
            "dimension": DIMENSIONS[dimension],
            "assessor": assessor,
            "rating": np.array(COLOURS, dtype=object)[given],
            "rating_as_written": written[given, way[project]],
            "scale": "rag3",
            "narrative": text[project, at],
            "data_as_of": dates(reports.data_as_of[project, at]),
            "submitted": dates(reports.submitted[project, at]),
        }
    )


def _not_applicable(rows: pd.DataFrame, without: Texts) -> pd.DataFrame:
    """Projects without a benefits case say so instead of giving a rating."""
    here = (rows["dimension"] == "benefits") & rows["project_id"].isin(without)
    rows["rating_state"] = either(here, "not_applicable")
    rows.loc[here, "rating"] = None
    rows.loc[here, "rating_as_written"] = "n/a"
    rows.loc[here, "narrative"] = "Measured as part of its programme."
    return rows


def _pick(choices: Mapping[str, Sequence[str]], rating: Ints, turn: Ints) -> Texts:
    """One sentence for each rating; a project goes through them in turn, period by period."""
    step = turn[:, None] + np.arange(rating.shape[1])
    found = np.full(rating.shape, "", dtype=object)
    for number, colour in enumerate(COLOURS):
        given = np.array(choices[colour], dtype=object)
        found = np.where(rating == number, given[step % len(given)], found)
    return found


def _parts(name: str, rating: Ints, turn: Ints) -> Texts:
    return _pick(phrases.PARTS[name], rating, turn)


def _overall(lives: Lives, reports: Reports, coming: Texts, turn: Ints) -> Texts:
    """Position, its cause where it is not green, the next milestone, and what happens next."""
    rating = reports.owner[:, :, OVERALL]
    cause = reports.owner[:, :, 1:].argmax(axis=2) + 1
    named = np.array([f" {text}" for text in phrases.CAUSES], dtype=object)[cause]
    after = _pick(phrases.NEXT, rating, turn // 7)
    text = _pick(phrases.OVERALL, rating, turn) + np.where(rating > 0, named, "")
    text = text + coming + " " + after
    held = lives.held[:, None] <= PERIOD_END
    closing = lives.ended[:, None] <= PERIOD_END
    stopped = closing & (lives.kind == "cancelled")[:, None]
    text = np.where(held, phrases.HELD, text)
    closed = _pick(phrases.CLOSED, rating, turn)
    return np.where(stopped, phrases.STOPPED, np.where(closing, closed, text))


def _repeated(text: Texts, repeats: Bools) -> Texts:
    """Copy the narrative of the period before where a report repeats it."""
    for t in np.flatnonzero(repeats.any(axis=0)):
        text[:, t] = np.where(repeats[:, t], text[:, t - 1], text[:, t])
    return text


def _next_milestone(marks: Marks, categories: Texts) -> Texts:
    """Say which milestone comes next and when it is forecast, for each project and period."""
    coming = np.where(marks.open() & ~np.isnan(marks.forecast), marks.forecast, np.inf)
    slot = coming.argmin(axis=1)
    day = np.take_along_axis(coming, slot[:, None, :], axis=1)[:, 0]
    names = np.array([MILESTONES["change"], MILESTONES["build"]], dtype=object)
    place = np.take_along_axis(marks.place, slot, axis=1)
    kind = np.isin(categories, BUILDING).astype(int)[:, None]
    text = " Next milestone: " + names[kind, place] + ", forecast for " + _written(day) + "."
    return np.where(np.isfinite(day), text, "")


def _written(days: Floats) -> Texts:
    """Days as ``3 March 2026``; infinity as nothing."""
    known, where = np.unique(np.where(np.isfinite(days), days, 0), return_inverse=True)
    calendar = known.astype("datetime64[D]").tolist()
    texts = [f"{day.day} {_MONTHS[day.month - 1]} {day.year}" for day in calendar]
    return np.array(texts, dtype=object)[where].reshape(days.shape)


def _numbered(numbers: Floats, pattern: str) -> Texts:
    """Whole numbers set into a sentence, which leads with a space; NaN as nothing."""
    known, where = np.unique(np.nan_to_num(numbers, nan=0.0), return_inverse=True)
    said = [f" {pattern.format(abs(int(number)))}" for number in known]
    texts = [text.replace(" 1 days ", " 1 day ") for text in said]
    return np.where(
        np.isnan(numbers), "", np.array(texts, dtype=object)[where].reshape(numbers.shape)
    )


def _with_slip(text: Texts, marks: Marks, reports: Reports) -> Texts:
    """Add the forecast slip of the finish in days, as the milestones have it."""
    slip = np.where(marks.open()[:, -1], marks.final_slip(), np.nan)
    late = _numbered(slip, "The finish is forecast {} days after its baseline date.")
    early = _numbered(slip, "The finish is forecast {} days before its baseline date.")
    green = reports.owner[:, :, TIME] == 0
    told = np.where(slip > 0, late, np.where((slip < 0) & green, early, ""))
    return np.asarray(text + np.where(green & (slip > 0), "", told))


def _with_forecast(text: Texts, course: Course, reports: Reports, withheld: Bools) -> Texts:
    """Add the manager's forecast at completion against the budget, where both are known."""
    over = np.rint(100 * (course.manager_eac / course.budget - 1))
    over[withheld] = np.nan
    above = _numbered(over, "The forecast at completion is {} per cent above the budget.")
    told = np.where((over > 0) & (reports.owner[:, :, COST] > 0), above, "")
    return np.asarray(text + told)

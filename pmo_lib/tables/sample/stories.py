"""The planted stories: projects are picked and their lives and reports bent until they are true."""

from __future__ import annotations

import numpy as np

from pmo_lib.tables.sample.cast import LATEST, Cast
from pmo_lib.tables.sample.curves import Course
from pmo_lib.tables.sample.lives import Lives, new_finish
from pmo_lib.tables.sample.milestones import Marks, in_order
from pmo_lib.tables.sample.months import (
    NOW,
    PERIOD_BEGIN,
    PERIOD_END,
    Bools,
    Ints,
    earlier_workday,
)
from pmo_lib.tables.sample.status import COST, NO_ROW, OVERALL, TIME, Reports

_SCOPE, _DEPENDENCY = 0, 4  # positions in titles.REASONS


def plant_in_lives(cast: Cast, lives: Lives) -> None:
    """Plant what changes baselines, and name those who joined or closed by themselves."""
    live = lives.kind == "live"
    lately = PERIOD_BEGIN[-1]
    cast.tell(
        "joined_this_period",
        cast.pick(live & (lives.known >= lately), 5),
        "in this period's portfolio, not in the last one's",
    )
    closed = (lives.kind == "complete") & (lives.ended >= lately)
    cast.tell("left_this_period", cast.pick(closed, 4), "live last period, complete in this one")
    settled = live & (NOW - lives.start > 240) & (lives.finish - NOW > 75)
    once = settled & (lives.n_baselines == 1) & (NOW - lives.start > 450)
    twice = cast.pick(once & (lives.finish > lives.planned[:, 0] + 30), 4)
    for period in (14, 20):
        _rebaseline(cast, lives, twice, period, _SCOPE, low=0.04, high=0.15)
    cast.tell("rebaselined_twice", twice, "re-baselined twice within 12 months")
    quiet = settled & (lives.n_baselines < 3) & (lives.last(lives.effective) < NOW - 120)
    dearer = cast.pick(quiet, 5)
    _rebaseline(cast, lives, dearer, LATEST, _SCOPE, low=0.06, high=0.22)
    cast.tell("budget_up", dearer, "the approved budget is higher than last period")
    later = cast.pick(quiet & (lives.finish > lives.last(lives.planned) + 45), 5)
    _rebaseline(cast, lives, later, LATEST, _DEPENDENCY, low=0.0, high=0.0)
    cast.tell("finish_later", later, "the approved finish is later than last period")


def _rebaseline(
    cast: Cast, lives: Lives, who: Ints, period: int, reason: int, *, low: float, high: float
) -> None:
    n = len(lives)
    chosen = np.isin(np.arange(n), who)
    day = earlier_workday(PERIOD_BEGIN[period] + cast.rng.uniform(5, 25, n))
    planned = new_finish(lives, day, cast.rng.uniform(0.6, 0.9, n))
    growth = cast.rng.uniform(low, np.nextafter(high, 1), n)
    lives.rebaseline(chosen, day, planned, np.full(n, reason), growth)


def plant_in_course(cast: Cast, lives: Lives, course: Course) -> None:
    """Plant projects that stay above 90 per cent complete."""
    done = course.earned_value / course.budget
    near = (lives.kind == "live") & (done[:, -1] > 0.8) & (done[:, -5] > 0.7)
    steady = (course.budget[:, -6:] == course.budget[:, -1:]).all(axis=1)
    stuck = cast.pick(near & steady & (lives.finish > NOW + 10), 5)
    budget = course.budget[stuck, -1]
    course.earned_value[stuck] = np.minimum(
        course.earned_value[stuck], np.rint(0.9 * budget)[:, None]
    )
    course.earned_value[stuck, -4:] = np.rint(budget[:, None] * [0.9, 0.9, 0.95, 0.95])
    course.tier[stuck] = "T3"
    cast.tell(
        "over_90_percent_for_3_periods", stuck, "at least 90 per cent complete for three periods"
    )


def plant_in_marks(cast: Cast, lives: Lives, marks: Marks) -> None:
    """Plant milestones that slip day for day, and forecasts that lie in the past."""
    live = lives.kind == "live"
    old = live & (PERIOD_END[-6] > lives.start) & (lives.last(lives.effective) < PERIOD_END[-6])
    near = marks.baseline[:, :, -1] < PERIOD_END[-6] + 75
    slippery = marks.open()[:, :, -1] & marks.key() & near
    sliding = cast.pick(old & slippery.any(axis=1), 5)
    _slide(marks, sliding, slippery[sliding].argmax(axis=1))
    cast.tell(
        "slip_velocity_one", sliding, "a key milestone slips day for day for three periods or more"
    )
    overdue = marks.overdue()[:, :, -1] & (marks.forecast[:, :, -2] < NOW - 1)
    past = cast.pick(live & overdue.any(axis=1), 5)
    slot = overdue[past].argmax(axis=1)
    marks.forecast[past, slot, -1] = marks.forecast[past, slot, -2]
    cast.tell("forecast_in_past", past, "an open milestone is forecast for a day that has passed")


def _slide(marks: Marks, projects: Ints, slots: Ints) -> None:
    """Keep a milestone the same number of days away for six periods; what follows it moves too."""
    away = np.maximum(10, marks.baseline[projects, slots, -1] - PERIOD_END[-6] + 3)[:, None]
    marks.forecast[projects, slots, -6:] = PERIOD_END[-6:] + away
    earlier = marks.forecast[projects, slots, :-6]
    marks.forecast[projects, slots, :-6] = np.minimum(earlier, PERIOD_END[-6] + away)
    slid = marks.forecast[projects, slots][:, None, :]
    in_front = (np.arange(marks.place.shape[1]) < slots[:, None])[:, :, None]
    around = marks.forecast[projects]
    marks.forecast[projects] = in_order(np.where(in_front, np.minimum(around, slid), around))


def plant_in_reports(cast: Cast, lives: Lives, marks: Marks, reports: Reports) -> None:
    """Plant what owners and reviewers declare, and when."""
    late = np.flatnonzero(reports.late[:, -1])
    cast.taken[late] = True
    cast.tell("late_reporter", late, "no status report for the period")
    told = (reports.owner[:, :, OVERALL] != NO_ROW).all(axis=1, where=_last(3)) & (
        lives.kind == "live"
    )
    overdue = (marks.overdue()[:, :, -1] & marks.key()).any(axis=1)
    watermelon = cast.pick(told & overdue, 8)
    _declare(reports, watermelon, {LATEST - 1: 0, LATEST: 0})
    cast.tell(
        "green_overdue_milestone", watermelon, "declared green while a key milestone is overdue"
    )
    now = reports.owner[:, -1, OVERALL]
    worse = cast.pick(told & (now >= 1), 6)
    _declare(reports, worse, {LATEST - 1: 1, LATEST: 2})
    cast.tell("red_worsened", worse, "overall moved from amber to red this period")
    better = cast.pick(told & (now <= 1), 6)
    _declare(reports, better, {LATEST - 1: 1, LATEST: 0})
    cast.tell("improved", better, "overall moved from amber to green this period")
    stale = cast.pick(told, 8)
    reports.data_as_of[stale, -1] = PERIOD_END[-3]
    cast.tell("stale_report", stale, "the period's report rests on data two months old")
    same = reports.owner[:, -2, OVERALL] == now
    copied = cast.pick(told & same, 6)
    reports.repeats[copied, -1] = True
    cast.tell("identical_narrative", copied, "the overall narrative is word for word last period's")
    _change_assessor(cast, reports, told)


def _last(count: int) -> Bools:
    return np.arange(LATEST + 1) > LATEST - count


def _declare(reports: Reports, who: Ints, overall: dict[int, int]) -> None:
    """Set owners' overall ratings; time and cost are held to no worse, one of them to no better."""
    reports.independent[who, -2:] = NO_ROW
    for period, rating in overall.items():
        ratings = reports.owner[who, period]
        ratings[:, OVERALL] = rating
        ratings[:, TIME:] = np.minimum(ratings[:, TIME:], rating)
        led = np.where(ratings[:, TIME] >= ratings[:, COST], TIME, COST)
        ratings[np.arange(len(who)), led] = rating
        reports.owner[who, period] = ratings


def _change_assessor(cast: Cast, reports: Reports, told: Bools) -> None:
    """Let a reviewer's overall rating of another colour stand in for the owner's."""
    owner = reports.owner[:, -2, OVERALL]
    who = cast.pick(told & (owner <= 1), 5)
    reports.independent[who, -2:] = NO_ROW
    reports.independent[who, -1] = owner[who] + 1
    reports.owner[who, -1, OVERALL] = NO_ROW
    cast.tell(
        "assessor_changed",
        who,
        "owner's overall rating last period, a reviewer's of another colour in this: not a move",
    )

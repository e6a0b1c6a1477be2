"""Earned value: the indices, the forecasts, each project's position and the sum of many.

``indices``
    Measures of performance to date: variances, indices, shares of the budget.
``forecasts``
    Estimates at completion and what they ask of the work that is left.
``position``
    All of it for each project from the canonical tables, and rolled up by sums.

The measures take any frame with the columns ``pv``, ``ev``, ``ac`` and ``bac``: planned value,
earned value, actual cost and budget at completion, cumulative to the status date, in one currency
and of one scope. Each gives its value beside the reason where there is none.
"""

from pmo_lib.analytics.earned_value.forecasts import (
    EAC_METHODS,
    estimate_at_completion,
    estimate_to_complete,
    to_complete_performance_index,
    variance_at_completion,
)
from pmo_lib.analytics.earned_value.indices import (
    cost_performance_index,
    cost_variance,
    percent_complete,
    percent_planned,
    percent_spent,
    schedule_performance_index,
    schedule_variance,
)
from pmo_lib.analytics.earned_value.position import earned_value, roll_up

__all__ = [
    "EAC_METHODS",
    "cost_performance_index",
    "cost_variance",
    "earned_value",
    "estimate_at_completion",
    "estimate_to_complete",
    "percent_complete",
    "percent_planned",
    "percent_spent",
    "roll_up",
    "schedule_performance_index",
    "schedule_variance",
    "to_complete_performance_index",
    "variance_at_completion",
]

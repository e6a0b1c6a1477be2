"""What every analytic needs: calendars, thresholds, not-available values, and records as reported.

``values``
    Measures with their reasons, thresholds and their defaults.
``calendars``
    Working days, reporting cycles, the order and dates of periods.
``records``
    Rows of one period, live projects, and the one rating, date or amount that each gives.
"""

from pmo_lib.analytics.core.calendars import (
    CADENCE_DAYS,
    cycle_days,
    periods_before,
    report_dates,
    working_days,
)
from pmo_lib.analytics.core.records import (
    CLOSED,
    LIVE,
    SEVERITY,
    assessor_ratings,
    budget_and_forecast,
    chosen_reports,
    like_for_like,
    live_projects,
    milestone_positions,
    rows_of,
    severity,
    table,
)
from pmo_lib.analytics.core.values import (
    DEFAULTS,
    REASONS,
    Tables,
    measured,
    settings,
    shaped,
)

__all__ = [
    "CADENCE_DAYS",
    "CLOSED",
    "DEFAULTS",
    "LIVE",
    "REASONS",
    "SEVERITY",
    "Tables",
    "assessor_ratings",
    "budget_and_forecast",
    "chosen_reports",
    "cycle_days",
    "like_for_like",
    "live_projects",
    "measured",
    "milestone_positions",
    "periods_before",
    "report_dates",
    "rows_of",
    "settings",
    "severity",
    "shaped",
    "table",
    "working_days",
]

"""Floor 3, how it looks: a tidy frame in, axes out; charts never compute."""

from pmo_lib.charts.cost import variance_bars
from pmo_lib.charts.curves import s_curve
from pmo_lib.charts.milestones import milestone_slip
from pmo_lib.charts.ratings import rating_history
from pmo_lib.charts.style import svg

__all__ = ["milestone_slip", "rating_history", "s_curve", "svg", "variance_bars"]

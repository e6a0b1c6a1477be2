"""What differs per run: one typed contract for parameters, report sets, thresholds and wording."""

from pmo_lib.params.phrases import load_phrases
from pmo_lib.params.places import home, sample_store
from pmo_lib.params.report import EVERY_PERIOD, PERIOD_LATEST, ReportParams, ReportSet, load_sets
from pmo_lib.params.thresholds import load_thresholds
from pmo_lib.params.wording import Words, load_wording

__all__ = [
    "EVERY_PERIOD",
    "PERIOD_LATEST",
    "ReportParams",
    "ReportSet",
    "Words",
    "home",
    "load_phrases",
    "load_sets",
    "load_thresholds",
    "load_wording",
    "sample_store",
]

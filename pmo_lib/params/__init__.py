"""What differs per run: one typed contract for parameters, report sets, thresholds and wording."""

from pmo_lib.params.brand import DEFAULT_BRAND, Brand, brand_files, brand_names, load_brand
from pmo_lib.params.phrases import load_phrases
from pmo_lib.params.places import NOT_READ, home, sample_store
from pmo_lib.params.report import EVERY_PERIOD, PERIOD_LATEST, ReportParams, ReportSet, load_sets
from pmo_lib.params.thresholds import load_thresholds
from pmo_lib.params.wording import Words, languages, load_wording

__all__ = [
    "DEFAULT_BRAND",
    "EVERY_PERIOD",
    "NOT_READ",
    "PERIOD_LATEST",
    "Brand",
    "ReportParams",
    "ReportSet",
    "Words",
    "brand_files",
    "brand_names",
    "home",
    "languages",
    "load_brand",
    "load_phrases",
    "load_sets",
    "load_thresholds",
    "load_wording",
    "sample_store",
]

"""Floor 3, report blocks: parts of a report that a notebook displays and the press prints."""

from pmo_lib.blocks.base import Block, Facts, HouseStyle, Note, Section
from pmo_lib.blocks.changes import all_changes_section, change_section
from pmo_lib.blocks.cost import cost_section, variance_rows
from pmo_lib.blocks.figure import Figure
from pmo_lib.blocks.findings import (
    Findings,
    change_items,
    due_items,
    exception_items,
    headline,
)
from pmo_lib.blocks.history import history_section, period_labels
from pmo_lib.blocks.markup import chip
from pmo_lib.blocks.milestones import milestone_section, slip_rows
from pmo_lib.blocks.office import OfficeTable
from pmo_lib.blocks.page import Header, Headline, Summary, report_header, report_summary
from pmo_lib.blocks.performance import performance_section
from pmo_lib.blocks.projects import project_section
from pmo_lib.blocks.quality import quality_section
from pmo_lib.blocks.setting import Setting
from pmo_lib.blocks.status import StatusStrip, weights_table
from pmo_lib.blocks.table import Column, Table

__all__ = [
    "Block",
    "Column",
    "Facts",
    "Figure",
    "Findings",
    "Header",
    "Headline",
    "HouseStyle",
    "Note",
    "OfficeTable",
    "Section",
    "Setting",
    "StatusStrip",
    "Summary",
    "Table",
    "all_changes_section",
    "change_items",
    "change_section",
    "chip",
    "cost_section",
    "due_items",
    "exception_items",
    "headline",
    "history_section",
    "milestone_section",
    "performance_section",
    "period_labels",
    "project_section",
    "quality_section",
    "report_header",
    "report_summary",
    "slip_rows",
    "variance_rows",
    "weights_table",
]

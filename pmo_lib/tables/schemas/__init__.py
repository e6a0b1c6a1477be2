"""One schema a table: columns, units, keys, checks, who may see a column."""

from pmo_lib.tables.schemas.base import (
    ASSESSORS,
    DIMENSIONS,
    ID_PATTERN,
    LIFECYCLES,
    PERIOD_PATTERN,
    RATING_KEYS,
    SLICE_BY,
    STATES,
    Table,
)
from pmo_lib.tables.schemas.evidence import Lineage, Rejects, Stories
from pmo_lib.tables.schemas.parties import Clients, People, Programmes
from pmo_lib.tables.schemas.performance import Milestones, PlanPeriods, Progress, StatusReports
from pmo_lib.tables.schemas.projects import Baselines, ProjectClients, ProjectProgrammes, Projects
from pmo_lib.tables.schemas.reference import Periods

TABLES: dict[str, type[Table]] = {
    schema.table(): schema
    for schema in (
        Periods,
        Clients,
        Programmes,
        People,
        Projects,
        ProjectClients,
        ProjectProgrammes,
        Baselines,
        PlanPeriods,
        Progress,
        StatusReports,
        Milestones,
        Lineage,
        Rejects,
        Stories,
    )
}
"""Schema of each canonical table, by its name."""

__all__ = [
    "ASSESSORS",
    "DIMENSIONS",
    "ID_PATTERN",
    "LIFECYCLES",
    "PERIOD_PATTERN",
    "RATING_KEYS",
    "SLICE_BY",
    "STATES",
    "TABLES",
    "Baselines",
    "Clients",
    "Lineage",
    "Milestones",
    "People",
    "Periods",
    "PlanPeriods",
    "Programmes",
    "Progress",
    "ProjectClients",
    "ProjectProgrammes",
    "Projects",
    "Rejects",
    "StatusReports",
    "Stories",
    "Table",
]

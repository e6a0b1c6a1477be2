"""One schema a table: columns, units, keys, checks, who may see a column."""

from pmo_lib.tables.schemas.assurance import (
    GateReviews,
    MaturityAssessments,
    StandardChecks,
    Standards,
)
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
from pmo_lib.tables.schemas.evidence import Lineage, Rejects, Sources, Stories
from pmo_lib.tables.schemas.governance import Actions, ChangeRequests, Decisions, Lessons
from pmo_lib.tables.schemas.office import OfficePeers
from pmo_lib.tables.schemas.parties import Clients, People, Programmes
from pmo_lib.tables.schemas.performance import (
    Deliverables,
    Milestones,
    Overrides,
    PlanPeriods,
    Progress,
    StatusReports,
    Tolerances,
)
from pmo_lib.tables.schemas.projects import (
    Baselines,
    ProjectClients,
    ProjectProgrammes,
    Projects,
    ProjectStops,
)
from pmo_lib.tables.schemas.reference import Calendars, Deflators, FxRates, Periods
from pmo_lib.tables.schemas.resources import Absences, Assignments, RoleDemands, Timesheets
from pmo_lib.tables.schemas.risk import Dependencies, Issues, Risks
from pmo_lib.tables.schemas.schedule import (
    Activities,
    ActivityBaselines,
    ActivityResources,
    Links,
    ScheduleResources,
    Schedules,
)
from pmo_lib.tables.schemas.services import RequestPauses, ServiceRequests, Services
from pmo_lib.tables.schemas.transformation import (
    ChangeImpacts,
    GroupCapacity,
    InitiativeLinks,
    Initiatives,
)
from pmo_lib.tables.schemas.value import Savings, SavingStages
from pmo_lib.tables.schemas.voice import DataRequests, Feedback, ReportReads, Surveys

_REFERENCE = (Periods, Calendars, FxRates, Deflators, Sources)
_PARTIES = (Clients, Programmes, People)
_PROJECTS = (Projects, ProjectClients, ProjectProgrammes, ProjectStops, Baselines)
_PERFORMANCE = (
    *(PlanPeriods, Progress, StatusReports, Overrides, Tolerances),
    *(Milestones, Deliverables),
)
_SCHEDULE = (
    *(Schedules, Activities, ActivityBaselines, Links),
    *(ScheduleResources, ActivityResources),
)
_RISK = (Risks, Issues, Dependencies)
_GOVERNANCE = (ChangeRequests, Decisions, Actions, Lessons)
_ASSURANCE = (GateReviews, Standards, StandardChecks, MaturityAssessments)
_RESOURCES = (Assignments, RoleDemands, Timesheets, Absences)
_SERVICES = (Services, ServiceRequests, RequestPauses)
_VOICE = (Surveys, Feedback, ReportReads, DataRequests)
_VALUE = (Savings, SavingStages)
_TRANSFORMATION = (Initiatives, InitiativeLinks, ChangeImpacts, GroupCapacity)
_EVIDENCE = (Lineage, Rejects, Stories)

TABLES: dict[str, type[Table]] = {
    schema.table(): schema
    for schema in (
        *_REFERENCE,
        *_PARTIES,
        *_PROJECTS,
        *_PERFORMANCE,
        *_SCHEDULE,
        *_RISK,
        *_GOVERNANCE,
        *_ASSURANCE,
        *_RESOURCES,
        *_SERVICES,
        *_VOICE,
        *_VALUE,
        *_TRANSFORMATION,
        *_EVIDENCE,
    )
}
"""Schema of each canonical table, by its name, in order of subject."""

OFFICE_TABLES: dict[str, type[Table]] = {OfficePeers.table(): OfficePeers}
"""Schema of each table that a prepare notebook makes once a period; no source is loaded into it."""

__all__ = [
    "ASSESSORS",
    "DIMENSIONS",
    "ID_PATTERN",
    "LIFECYCLES",
    "OFFICE_TABLES",
    "PERIOD_PATTERN",
    "RATING_KEYS",
    "SLICE_BY",
    "STATES",
    "TABLES",
    "Absences",
    "Actions",
    "Activities",
    "ActivityBaselines",
    "ActivityResources",
    "Assignments",
    "Baselines",
    "Calendars",
    "ChangeImpacts",
    "ChangeRequests",
    "Clients",
    "DataRequests",
    "Decisions",
    "Deflators",
    "Deliverables",
    "Dependencies",
    "Feedback",
    "FxRates",
    "GateReviews",
    "GroupCapacity",
    "InitiativeLinks",
    "Initiatives",
    "Issues",
    "Lessons",
    "Lineage",
    "Links",
    "MaturityAssessments",
    "Milestones",
    "OfficePeers",
    "Overrides",
    "People",
    "Periods",
    "PlanPeriods",
    "Programmes",
    "Progress",
    "ProjectClients",
    "ProjectProgrammes",
    "ProjectStops",
    "Projects",
    "Rejects",
    "ReportReads",
    "RequestPauses",
    "Risks",
    "RoleDemands",
    "SavingStages",
    "Savings",
    "ScheduleResources",
    "Schedules",
    "ServiceRequests",
    "Services",
    "Sources",
    "StandardChecks",
    "Standards",
    "StatusReports",
    "Stories",
    "Surveys",
    "Table",
    "Timesheets",
    "Tolerances",
]

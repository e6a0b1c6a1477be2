"""Services for tools, and for governance and quality assurance."""

from typing import Final

from pmo_lib.tables.sample.office.catalogue.model import FIRST, GOVERNANCE, TOOLS, Service, Version

_V = Version

SERVICES: Final = (
    Service(
        "Reports and dashboards",
        TOOLS,
        "clients",
        "Makes and changes the reports and dashboards that clients decide by.",
        11,
        3.0,
        (
            "Change to the monthly report on {}",
            "Board summary of {}",
            "Figures by region for {}",
            "Chart of milestones for {}",
            "Download of the data behind the report on {}",
        ),
        (
            _V("2023-04", 40, 0.85, 0.70, 190, FIRST),
            _V("2025-05", 32, 0.85, 0.73, 175, "Standard views replace one-off designs."),
            _V("2026-02", 16, 0.90, 0.97, 120, "Reports are made from one source, by code."),
        ),
    ),
    Service(
        "Access to tools",
        TOOLS,
        "both",
        "Accounts, rights and licences for planning, reporting and document tools.",
        10,
        0.6,
        (
            "Account for a new member of the team on {}",
            "Rights to edit the register of {}",
            "Licence for the planning tool, {}",
            "Access for the client's reviewers of {}",
        ),
        (
            _V("2023-04", 16, 0.90, 0.74, 34, FIRST),
            _V("2024-12", 12, 0.90, 0.76, 31, "One form for all tools."),
            _V("2025-09", 8, 0.95, 0.985, 18, "Rights follow the role; most are given at once."),
        ),
    ),
    Service(
        "Project register upkeep",
        TOOLS,
        "both",
        "Keeps names, dates, links and owners in the register right.",
        7,
        0.8,
        (
            "Correction of dates for {}",
            "New owner for {}",
            "Link to its programme, {}",
            "Closing entry for {}",
        ),
        (
            _V("2023-04", 24, 0.90, 0.945, 46, FIRST),
            _V("2026-01", 16, 0.90, 0.955, 38, "Changes are proposed in the register itself."),
        ),
    ),
    Service(
        "Planning tool support",
        TOOLS,
        "colleagues",
        "Templates, imports and repairs of plans in the planning tool.",
        5,
        2.0,
        (
            "Import of the supplier's plan for {}",
            "Calendar and template for {}",
            "Plan of {} does not open",
            "Baseline set by mistake, {}",
        ),
        (
            _V("2023-04", 32, 0.85, 0.93, 105, FIRST),
            _V("2025-07", 24, 0.90, 0.955, 98, "Plans are checked when they are imported."),
        ),
    ),
    Service(
        "Timesheet and cost tool help",
        TOOLS,
        "colleagues",
        "Answers and repairs for timesheets, codes and cost returns.",
        8,
        0.7,
        (
            "Code for {} is closed",
            "Hours on the wrong line, {}",
            "Approval missing for {}",
            "Cost return of {} rejected",
        ),
        (
            _V("2023-04", 16, 0.90, 0.94, 40, FIRST),
            _V("2025-03", 12, 0.90, 0.95, 36, "Answers to common questions in the tool."),
            _V("2026-04", 8, 0.95, 0.985, 27, "Codes are opened and closed with the project."),
        ),
    ),
    Service(
        "Gate review",
        GOVERNANCE,
        "both",
        "Independent review of readiness for the next stage.",
        4,
        18.0,
        (
            "Gate review of {}",
            "Review of readiness to build, {}",
            "Review before contract award, {}",
            "Closing review of {}",
        ),
        (
            _V("2023-04", 120, 0.80, 0.90, 940, FIRST),
            _V("2025-04", 100, 0.85, 0.93, 880, "One list of evidence for each gate."),
            _V("2026-03", 80, 0.90, 0.95, 790, "Short form for projects below £500,000."),
        ),
    ),
    Service(
        "Schedule review",
        GOVERNANCE,
        "both",
        "Checks a plan's logic, float and critical path, and says what to mend.",
        6,
        6.0,
        (
            "Review of the plan for {}",
            "Check of the critical path of {}",
            "Plan before re-baselining, {}",
            "Supplier's plan for {}",
        ),
        (
            _V("2023-04", 56, 0.85, 0.68, 330, FIRST),
            _V("2025-10", 40, 0.90, 0.96, 240, "Fourteen checks are computed; reviewers read."),
        ),
    ),
    Service(
        "Risk workshop",
        GOVERNANCE,
        "clients",
        "A half-day workshop that leaves a register with owners and responses.",
        4,
        9.0,
        (
            "Risk workshop for {}",
            "Refresh of the risk register of {}",
            "Risk responses before the gate, {}",
            "Quantified risk for {}",
        ),
        (
            _V("2023-04", 96, 0.85, 0.93, 460, FIRST),
            _V("2025-11", 80, 0.90, 0.95, 430, "Prepared from the lessons of similar projects."),
        ),
    ),
    Service(
        "Business case assurance",
        GOVERNANCE,
        "clients",
        "Independent reading of a business case before it goes to approval.",
        5,
        14.0,
        (
            "Assurance of the business case for {}",
            "Second reading of the case for {}",
            "Figures in the outline case, {}",
            "Options appraisal of {}",
        ),
        (
            _V("2023-04", 80, 0.85, 0.90, 720, FIRST),
            _V("2026-05", 64, 0.90, 0.70, 700, "Shorter promise, before new reviewers joined."),
        ),
    ),
    Service(
        "Health check",
        GOVERNANCE,
        "both",
        "A week's look at a project, with a page of findings.",
        3,
        22.0,
        (
            "Health check of {}",
            "Independent look at {}",
            "Follow-up of findings on {}",
        ),
        (
            _V("2024-04", 120, 0.85, 0.92, 1180, "Added to the catalogue."),
            _V("2025-12", 96, 0.90, 0.955, 1060, "Begins with what the data already show."),
        ),
    ),
)

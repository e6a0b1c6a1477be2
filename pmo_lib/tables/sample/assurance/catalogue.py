"""The office's standards, norms and aims, and its levels of maturity, in words."""

from __future__ import annotations

from typing import Final

QUALITY: Final = "governance and quality assurance"
PLANNING: Final = "business planning"
TOOLS: Final = "tools"
SUPPORT: Final = "specialist support"
BALANCE: Final = "resource balancing"

EVERY: Final = "all projects"
LARGE: Final = "budget above one million"
BUILDS: Final = "projects that build"
CHANGES: Final = "projects that change systems or ways of working"

STANDARDS: Final = (
    (0, "Outline business case", "States the need, three options and their cost.", PLANNING, EVERY),
    (0, "Sponsor named", "A named sponsor has accepted the role in writing.", QUALITY, EVERY),
    (0, "First risk workshop held", "Risks were gathered with the client.", QUALITY, LARGE),
    (1, "Business case approved", "Costs, benefits and options were approved.", PLANNING, EVERY),
    (1, "Benefits have owners", "Each benefit has an owner and a measure.", PLANNING, EVERY),
    (1, "Tolerances agreed", "Limits for time and cost are agreed in writing.", QUALITY, LARGE),
    (1, "Plan on a page", "Milestones and their dates on one page.", TOOLS, EVERY),
    (2, "Baseline approved", "Time, cost and scope were approved.", PLANNING, EVERY),
    (2, "Risk register kept", "Reviewed in the last month; owners named.", QUALITY, EVERY),
    (
        2,
        "Schedule with logic",
        "A network without open ends and with a critical path.",
        TOOLS,
        LARGE,
    ),
    (2, "Resource plan", "Named people or roles by month.", BALANCE, EVERY),
    (2, "Design safety review", "Hazards were removed or reduced by design.", SUPPORT, BUILDS),
    (2, "Privacy assessment", "Approved by the data protection officer.", SUPPORT, CHANGES),
    (3, "Supplier contracts signed", "Dates and delay terms are in the contract.", SUPPORT, EVERY),
    (3, "Change control in use", "Each change has a request and a decision.", QUALITY, EVERY),
    (3, "Earned value measured", "Rules of measurement are agreed.", TOOLS, LARGE),
    (3, "Construction phase plan", "Accepted before work on site starts.", SUPPORT, BUILDS),
    (3, "Test strategy", "Levels of test and their exit criteria.", SUPPORT, CHANGES),
    (4, "Readiness confirmed", "Those who will run it have signed.", QUALITY, EVERY),
    (4, "Training complete", "Nine in ten of those affected are trained.", SUPPORT, CHANGES),
    (4, "Handover file", "Drawings, manuals and certificates are complete.", SUPPORT, BUILDS),
    (4, "Fallback plan rehearsed", "The way back was tried.", QUALITY, LARGE),
    (5, "Closure report", "Outcome against baseline, and what is left.", QUALITY, EVERY),
    (5, "Lessons recorded", "At least three, with owners.", QUALITY, EVERY),
    (5, "Benefits handed over", "Owners and measures passed to the client.", PLANNING, LARGE),
)
"""Gate, title, description, pillar, and the projects to which it applies."""

OPTIONAL: Final = ("Plan on a page", "First risk workshop held", "Fallback plan rehearsed")
"""Standards that are not mandatory."""

NORMS: Final = (
    ("Reports arrive for the period", "share_of_reports_received", 0.98, 0.91, QUALITY),
    ("Reports rest on fresh data", "share_of_reports_with_data_of_the_month", 0.97, 0.88, QUALITY),
    ("Gates are held on time", "share_of_gates_held_within_five_days", 0.85, 0.6, QUALITY),
    ("Standards are met at gates", "share_of_checks_met", 0.9, 0.74, QUALITY),
    ("Decisions are taken in time", "share_of_decisions_by_needed_day", 0.8, 0.58, PLANNING),
    ("Actions are closed in time", "share_of_actions_by_due_day", 0.8, 0.55, BALANCE),
)
"""Levels that the office holds itself to: title, measure, target, where it began, pillar."""

AIMS: Final = (
    (
        "Forecasts that come true",
        "Projects finish within a quarter of the finish approved last.",
        "share_finished_within_a_quarter",
        0.85,
        0.52,
        PLANNING,
    ),
    (
        "No surprises",
        "Overall ratings move a colour at a time.",
        "share_of_moves_by_one_colour",
        0.99,
        0.95,
        QUALITY,
    ),
    (
        "One baseline, kept",
        "Live projects hold to the baseline that was approved first.",
        "share_never_rebaselined",
        0.8,
        0.7,
        PLANNING,
    ),
)
"""Aims of the office: title, description, measure, target, where it began, pillar."""

PERSPECTIVES: Final = (
    ("organisational governance", (3, 3, 4), 4, "Boards meet; terms of reference were renewed."),
    ("management control", (2, 3, 3), 4, "Gates are held; a third of schedules lack quality."),
    ("benefits management", (1, 2, 2), 3, "Owners are named; few benefits are measured."),
    ("risk management", (2, 3, 3), 4, "Registers are kept; movement is not yet analysed."),
    ("stakeholder engagement", (2, 2, 3), 4, "Surveys twice a year; replies are published."),
    ("finance management", (3, 3, 3), 4, "Budgets are controlled; forecasts lag behind cost."),
    ("resource management", (1, 2, 2), 3, "Bookings by week; demand is not balanced."),
)
"""Perspectives of P3M3: name, level in each assessment, target, evidence."""

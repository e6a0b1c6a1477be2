"""Services for business planning, specialist support and resource balancing."""

from typing import Final

from pmo_lib.tables.sample.office.catalogue.model import (
    BALANCING,
    FIRST,
    PLANNING,
    SPECIALISTS,
    Service,
    Version,
)

_V = Version

SERVICES: Final = (
    Service(
        "Prioritisation support",
        PLANNING,
        "clients",
        "Puts a list of projects in order by value, time and capacity.",
        3,
        11.0,
        (
            "Order of next year's projects, {}",
            "Scoring workshop: {}",
            "Value and effort of {}",
        ),
        (
            _V("2024-01", 96, 0.85, 0.93, 560, "Added to the catalogue."),
            _V("2025-08", 72, 0.90, 0.95, 520, "Precedence and capacity are part of the order."),
        ),
    ),
    Service(
        "Benefits mapping",
        PLANNING,
        "clients",
        "Leads from outcomes to measures, baselines and owners of benefits.",
        3,
        10.0,
        (
            "Benefits map for {}",
            "Baseline measures of {}",
            "Owners of benefits, {}",
            "Benefits review after handover of {}",
        ),
        (
            _V("2023-04", 96, 0.85, 0.92, 540, FIRST),
            _V("2025-09", 80, 0.90, 0.955, 500, "A library of measures by category."),
        ),
    ),
    Service(
        "Estimating support",
        PLANNING,
        "both",
        "Estimates with ranges, from what similar projects truly cost.",
        4,
        8.0,
        (
            "Estimate for {}",
            "Range for the budget of {}",
            "Check of the supplier's price, {}",
            "Estimate of the remaining work on {}",
        ),
        (
            _V("2023-04", 64, 0.85, 0.92, 420, FIRST),
            _V("2025-06", 48, 0.90, 0.95, 380, "Ranges come from the office's closed projects."),
        ),
    ),
    Service(
        "Annual planning round",
        PLANNING,
        "clients",
        "Prepares a client's portfolio for the coming financial year.",
        3,
        12.0,
        (
            "Planning round: {}",
            "Funding profile of {}",
            "Commitments carried forward, {}",
        ),
        (
            _V("2023-09", 120, 0.85, 0.93, 610, "Added to the catalogue."),
            _V("2025-09", 96, 0.90, 0.95, 570, "Starts from the register, not from a blank form."),
        ),
    ),
    Service(
        "What-if analysis",
        PLANNING,
        "clients",
        "Shows what a delay, a cut or a new project would do to the rest.",
        3,
        7.0,
        (
            "Effect of a three months' delay to {}",
            "Two funding options for {}",
            "What if {} starts earlier",
        ),
        (
            _V("2025-02", 64, 0.85, 0.92, 390, "Added to the catalogue."),
            _V("2026-03", 40, 0.90, 0.955, 330, "Run on the live portfolio."),
        ),
    ),
    Service(
        "Planner on call",
        SPECIALISTS,
        "colleagues",
        "A planner for a day or two: building, replanning, levelling.",
        5,
        9.0,
        (
            "Replanning of {}",
            "Planner for the bid on {}",
            "Levelling of the plan for {}",
            "Plan on a page, {}",
        ),
        (
            _V("2023-04", 48, 0.85, 0.92, 440, FIRST),
            _V("2025-10", 40, 0.90, 0.95, 430, "Named planners by category."),
        ),
    ),
    Service(
        "Cost and earned value advice",
        SPECIALISTS,
        "both",
        "Reads cost and earned value with a manager, and the forecast they lead to.",
        4,
        4.0,
        (
            "Forecast at completion of {}",
            "Why cost runs ahead on {}",
            "Earned value rules for {}",
            "Cost report of {}",
        ),
        (
            _V("2023-04", 40, 0.90, 0.945, 210, FIRST),
            _V("2026-01", 32, 0.90, 0.955, 190, "Starts with the explained figures."),
        ),
    ),
    Service(
        "Change impact assessment",
        SPECIALISTS,
        "clients",
        "Who is affected by a change, how much, when, and what they need.",
        3,
        12.0,
        (
            "Impact of {} on teams",
            "Readiness survey for {}",
            "Training needs of {}",
        ),
        (
            _V("2024-06", 96, 0.85, 0.92, 610, "Added to the catalogue."),
            _V("2025-12", 80, 0.90, 0.95, 580, "Looks at all changes of a group together."),
        ),
    ),
    Service(
        "Procurement and contract advice",
        SPECIALISTS,
        "both",
        "Route to market, contract form, variations and claims.",
        4,
        5.0,
        (
            "Variation under the contract for {}",
            "Route to market for {}",
            "Supplier's claim on {}",
            "Terms for the extension of {}",
        ),
        (
            _V("2023-04", 48, 0.85, 0.92, 300, FIRST),
            _V("2025-07", 40, 0.90, 0.955, 285, "Standard terms for small contracts."),
        ),
    ),
    Service(
        "Coaching for project managers",
        SPECIALISTS,
        "colleagues",
        "Six hours with an experienced colleague, on one's own project.",
        3,
        6.0,
        (
            "Coaching: first large project, {}",
            "Coaching: difficult sponsor, {}",
            "Coaching: handover of {}",
        ),
        (
            _V("2024-09", 80, 0.85, 0.93, 290, "Added to the catalogue."),
            _V("2026-02", 64, 0.90, 0.95, 280, "Coaches are matched by category."),
        ),
    ),
    Service(
        "Recovery support",
        SPECIALISTS,
        "both",
        "Three weeks beside the team of a project in trouble.",
        2,
        40.0,
        (
            "Recovery of {}",
            "Replan and options paper, {}",
            "Recovery: supplier of {}",
        ),
        (
            _V("2023-04", 40, 0.85, 0.92, 2150, FIRST),
            _V("2025-05", 24, 0.90, 0.96, 2100, "Begins within three working days."),
        ),
    ),
    Service(
        "Finding people for a role",
        BALANCING,
        "both",
        "Finds somebody for a vacant role, from the whole office first.",
        6,
        4.0,
        (
            "Business analyst for {}",
            "Second project manager for {}",
            "Specialist for the tests of {}",
            "Planner from next month, {}",
        ),
        (
            _V("2023-04", 80, 0.85, 0.91, 240, FIRST),
            _V("2025-06", 64, 0.90, 0.93, 235, "Skills and free hours are seen in one place."),
            _V("2026-06", 40, 0.90, 0.72, 230, "Shorter promise; test managers are short."),
        ),
    ),
    Service(
        "Capacity forecast",
        BALANCING,
        "both",
        "Who will be free, by role and month, against what is asked for.",
        3,
        5.0,
        (
            "Capacity for {} next quarter",
            "Roles needed by {}",
            "Free hours around {}",
        ),
        (
            _V("2024-03", 56, 0.85, 0.93, 250, "Added to the catalogue."),
            _V("2025-11", 32, 0.90, 0.955, 170, "Made from bookings every week."),
        ),
    ),
    Service(
        "Cover for absence",
        BALANCING,
        "colleagues",
        "Somebody to keep a project going through leave or sickness.",
        4,
        2.5,
        (
            "Cover for leave, {}",
            "Cover at short notice, {}",
            "Deputy for the manager of {}",
        ),
        (
            _V("2023-04", 32, 0.85, 0.92, 140, FIRST),
            _V("2025-05", 24, 0.90, 0.95, 130, "Deputies are named when a project starts."),
        ),
    ),
    Service(
        "Balancing of shared people",
        BALANCING,
        "colleagues",
        "Settles who works on what when projects want the same people.",
        3,
        4.0,
        (
            "Two projects want the same analyst, {}",
            "Clash of dates around {}",
            "Sharing of the architect with {}",
        ),
        (
            _V("2024-10", 48, 0.85, 0.92, 220, "Added to the catalogue."),
            _V("2026-01", 32, 0.90, 0.95, 200, "Proposes the few moves that help most."),
        ),
    ),
)

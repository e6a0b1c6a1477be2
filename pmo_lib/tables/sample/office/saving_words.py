"""What savings are called, by where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Source:
    """Where savings come from; ``usual`` is a usual amount, ``initiative`` one of the office's own.

    ``titles`` take what the project is about in their braces.
    """

    name: str
    cost_line: str
    type: str
    recurrence: str
    usual: float
    method: str
    evidence: str
    kind: str
    titles: tuple[str, ...]
    initiative: int = 0


_CASH, _TIME, _AVOIDED = "cash_releasing", "non_cash_releasing", "cost_avoidance"

SOURCES: Final = (
    Source(
        "Shared hosting",
        "hosting",
        _CASH,
        "recurring",
        70e3,
        "Old contract less new contract, at the same volume.",
        "Signed contract and last year's invoices",
        "contract",
        ("One hosting contract for {}", "Servers of {} switched off"),
    ),
    Source(
        "Licence review",
        "licences",
        _CASH,
        "recurring",
        38e3,
        "Licences returned times the list price paid.",
        "Supplier's credit note",
        "accounts",
        ("Unused licences returned after {}", "Cheaper licence tier for {}"),
    ),
    Source(
        "Contract re-let",
        "contract price",
        _CASH,
        "recurring",
        95e3,
        "New price less old price for the same scope.",
        "Award letter with both prices",
        "contract",
        ("Re-let of the maintenance behind {}", "Two lots in one for {}"),
    ),
    Source(
        "Energy use",
        "energy",
        _CASH,
        "recurring",
        44e3,
        "Metered use before and after, at one tariff.",
        "Meter readings of twelve months",
        "measurement",
        ("Lower energy use after {}", "Heating hours cut with {}"),
    ),
    Source(
        "Agency staff",
        "temporary staff",
        _CASH,
        "one_off",
        60e3,
        "Days not bought times the day rate.",
        "Timesheets and agency invoices",
        "accounts",
        ("Agency days not needed on {}", "Own people in place of agency on {}"),
    ),
    Source(
        "Rework avoided",
        "rework",
        _AVOIDED,
        "one_off",
        52e3,
        "Defects found before build times the usual cost of a late one.",
        "Defect log and office's cost of rework",
        "calculation",
        ("Defects found early on {}", "Late change avoided on {}"),
    ),
    Source(
        "Claim avoided",
        "claims",
        _AVOIDED,
        "one_off",
        110e3,
        "Claim as notified less settlement.",
        "Supplier's notice and settlement",
        "contract",
        ("Supplier's claim settled on {}", "Notice of delay withdrawn on {}"),
    ),
    Source(
        "Process time",
        "staff time",
        _TIME,
        "recurring",
        46e3,
        "Minutes saved times cases times the hourly cost.",
        "Timed sample of forty cases",
        "measurement",
        ("Shorter handling with {}", "Fewer steps after {}"),
    ),
    Source(
        "Travel",
        "travel",
        _CASH,
        "recurring",
        14e3,
        "Trips not made times the average claim.",
        "Expense claims before and after",
        "accounts",
        ("Fewer site visits for {}", "Reviews by video on {}"),
    ),
    Source(
        "Reporting effort",
        "reporting",
        _TIME,
        "recurring",
        85e3,
        "Hours per report before and after, times reports.",
        "Timesheets of two quarters",
        "measurement",
        ("Hours on the monthly pack of {}", "One pack in place of three for {}"),
        9,
    ),
    Source(
        "Status returns",
        "reporting",
        _TIME,
        "recurring",
        64e3,
        "Requests not made times minutes to answer.",
        "Log of data requests",
        "measurement",
        ("Returns no longer asked for on {}", "One form in place of eleven on {}"),
        17,
    ),
    Source(
        "Schedule reviews",
        "assurance",
        _TIME,
        "recurring",
        40e3,
        "Review days before and after, times reviews.",
        "Reviewers' timesheets",
        "measurement",
        ("Days saved on plan reviews, {}", "Reviews prepared by code, {}"),
        8,
    ),
    Source(
        "Clash avoided",
        "resourcing",
        _AVOIDED,
        "one_off",
        36e3,
        "Idle days avoided times the day rate.",
        "Booking register and statement of the manager",
        "statement",
        ("Clash of people avoided on {}", "Idle days avoided on {}"),
        6,
    ),
    Source(
        "Access requests",
        "service desk",
        _TIME,
        "recurring",
        22e3,
        "Requests not made times handling time.",
        "Desk records of twelve months",
        "measurement",
        ("Access without a request, {}", "Accounts by role on {}"),
        3,
    ),
)
"""Where savings come from."""

REVERSED: Final = "Reversed in September 2026: the supplier cancelled the credit"
"""Evidence of a saving that was banked and is not any more."""

STAGE_EVIDENCE: Final[dict[str, str]] = {
    "idea": "Note of the owner",
    "estimated": "Estimate of the owner with its assumptions",
    "validated": "Letter of the finance office",
    "delivered": "Report of delivery, signed by the owner",
    "banked": "Budget reduced in the accounts",
}
"""Evidence at each stage."""

NOTES: Final = (
    "finance doubts the baseline; the client does not know yet.",
    "counts towards our gain share, do not lead with it.",
    "half of this would have come without us.",
    "owner wants it in this year's figure; hold until March.",
)

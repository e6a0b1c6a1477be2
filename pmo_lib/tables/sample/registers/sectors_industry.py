"""Risks and issues that only sectors with networks, sites and plant have."""

from __future__ import annotations

from typing import Final

Told = tuple[str, str, str]
"""Category of the subject, the threat, and the issue that it becomes."""

Pairs = tuple[tuple[Told, Told], tuple[Told, Told]]
"""Two of projects that build, and two of the others."""

INDUSTRY: Final[dict[str, Pairs]] = {
    "Energy": (
        (
            (
                "Approvals",
                "The outage window for the {part} may be withdrawn by {authority}",
                "The outage for the {part} was withdrawn",
            ),
            (
                "Supplier",
                "Lead time of the {part} may exceed a year",
                "Factory slot for the {part} was lost",
            ),
        ),
        (
            (
                "Operations",
                "Winter peak may leave no time to change the {thing}",
                "Change of the {thing} stopped for the winter peak",
            ),
            (
                "Approvals",
                "{authority} may not allow the cost of the {part}",
                "{authority} disallowed part of the cost of the {part}",
            ),
        ),
    ),
    "Rail": (
        (
            (
                "Approvals",
                "Possessions for the {part} may be taken back by {authority}",
                "A possession for the {part} was taken back",
            ),
            (
                "Approvals",
                "The safety case for the {part} may need another round",
                "{authority} returned the safety case",
            ),
        ),
        (
            (
                "Stakeholders",
                "Rosters may not be agreed with the unions before {milestone}",
                "No agreement on rosters at {place}",
            ),
            (
                "Operations",
                "The timetable change may fall on the same day as {milestone}",
                "The timetable change moved to the week of {milestone}",
            ),
        ),
    ),
    "Water": (
        (
            (
                "Operations",
                "Drought may stop work on the {part}",
                "Supply could not be cut for the {part}",
            ),
            (
                "Approvals",
                "The discharge permit for {place} may come late",
                "The discharge permit for {place} is late",
            ),
        ),
        (
            (
                "Cost",
                "The price review may not fund the {part}",
                "The draft price review leaves out the {part}",
            ),
            (
                "Operations",
                "Field crews may have no signal for the {thing}",
                "Crews at {place} cannot use the {thing}",
            ),
        ),
    ),
    "Telecoms": (
        (
            (
                "Approvals",
                "Street works permits for the {part} may be refused",
                "Street works permit refused at {place}",
            ),
            (
                "Supplier",
                "Ducts of {authority} may be blocked",
                "A duct of {authority} is blocked at {place}",
            ),
        ),
        (
            (
                "Operations",
                "Customers may be cut off when the {part} changes",
                "Some customers were cut off for two hours",
            ),
            (
                "Approvals",
                "Rules for switching may change before {milestone}",
                "The regulator changed the rules for switching",
            ),
        ),
    ),
    "Logistics": (
        (
            (
                "Operations",
                "Peak volumes may stop work on the {part}",
                "Work on the {part} stopped for the peak",
            ),
            (
                "Supplier",
                "{party} may ship the {part} late",
                "The vessel with the {part} was delayed",
            ),
        ),
        (
            (
                "Stakeholders",
                "Drivers may not use the {thing}",
                "Drivers at {place} switch the {thing} off",
            ),
            (
                "Approvals",
                "Customs rules may change before {milestone}",
                "New customs rules apply from next month",
            ),
        ),
    ),
    "Manufacturing": (
        (
            (
                "Operations",
                "The line may not stop for the {part}",
                "The shutdown for the {part} was cut by a week",
            ),
            (
                "Supplier",
                "Castings for the {part} may fail inspection",
                "Castings for the {part} failed inspection",
            ),
        ),
        (
            (
                "Operations",
                "Shift teams may not have time for training on the {thing}",
                "The night shift has not been trained",
            ),
            (
                "Approvals",
                "{authority} may find the {part} not compliant",
                "{authority} raised a major finding on the {part}",
            ),
        ),
    ),
    "Housing": (
        (
            (
                "Operations",
                "Tenants may refuse access for the {part}",
                "No access to a tenth of the homes for the {part}",
            ),
            (
                "Approvals",
                "{authority} may ask for the {part} to be opened up",
                "{authority} asked for the {part} to be opened up",
            ),
        ),
        (
            (
                "Stakeholders",
                "Tenants without internet may be left out of the {thing}",
                "Complaints from tenants without internet",
            ),
            (
                "Supplier",
                "{party} may not use the {thing} for its jobs",
                "{party} still sends its jobs on paper",
            ),
        ),
    ),
    "Pharma": (
        (
            (
                "Operations",
                "Qualification of the {part} may need a further batch",
                "The qualification batch for the {part} failed",
            ),
            (
                "Supplier",
                "Filters for the {part} may be unobtainable",
                "Filters for the {part} were delivered without certificates",
            ),
        ),
        (
            (
                "Approvals",
                "Validation of the {thing} may not satisfy {authority}",
                "{authority} raised an observation on the {thing}",
            ),
            (
                "Resources",
                "The quality unit may have no time to review the {part}",
                "Reviews by the quality unit are four weeks behind",
            ),
        ),
    ),
}

"""Risks and issues that only sectors that serve people and customers have."""

from __future__ import annotations

from typing import Final

from pmo_lib.tables.sample.registers.sectors_industry import Pairs

SERVICES: Final[dict[str, Pairs]] = {
    "Health": (
        (
            (
                "Operations",
                "Wards may not be emptied in time for the {part}",
                "Beds are still in use where the {part} is to go",
            ),
            (
                "Approvals",
                "Infection control may stop work on the {part}",
                "Infection control stopped work on the {part}",
            ),
        ),
        (
            (
                "Resources",
                "Clinicians may not be released to test the {thing}",
                "Clinicians were called back from testing",
            ),
            (
                "Stakeholders",
                "Clinical safety of the {part} may not be signed off",
                "The clinical safety officer has not signed off the {part}",
            ),
        ),
    ),
    "Local government": (
        (
            (
                "Approvals",
                "Members may defer the {part} to the next cabinet",
                "Cabinet deferred its decision on the {part}",
            ),
            (
                "Stakeholders",
                "Residents may ask for a review of work at {place}",
                "Petition against work at {place}",
            ),
        ),
        (
            (
                "Operations",
                "Elections may freeze decisions before {milestone}",
                "Decisions are frozen until after the election",
            ),
            (
                "Cost",
                "Savings from the {thing} may be taken from the budget early",
                "The saving was taken from the budget before {milestone}",
            ),
        ),
    ),
    "Retail": (
        (
            (
                "Operations",
                "Shops may not close for the {part} before Christmas",
                "Work on the {part} is barred from November",
            ),
            (
                "Approvals",
                "{authority} may refuse consent for the {part}",
                "{authority} refused consent for the {part}",
            ),
        ),
        (
            (
                "Operations",
                "The {thing} may not hold the load of peak trading",
                "The {thing} stopped during a sale",
            ),
            (
                "Stakeholders",
                "Shop staff may have no time to learn the {part}",
                "Shop staff went back to paper at {place}",
            ),
        ),
    ),
    "Banking": (
        (
            (
                "Approvals",
                "Notice to customers of {place} may have to be repeated",
                "Notice to customers of {place} was sent late",
            ),
            (
                "Supplier",
                "{party} may not work in the vault area",
                "Clearance of {party} for the vault area was refused",
            ),
        ),
        (
            (
                "Approvals",
                "The regulator may ask for a longer parallel run of the {thing}",
                "The regulator asked for a longer parallel run",
            ),
            (
                "Operations",
                "The change freeze at year end may catch the {part}",
                "The {part} missed the last release before the freeze",
            ),
        ),
    ),
    "Insurance": (
        (
            (
                "Operations",
                "Call handlers may not move while claims are high",
                "The move of call handlers was put off by a storm",
            ),
            (
                "Cost",
                "Dilapidations at {place} may cost more than provided",
                "The landlord's claim for {place} is above the provision",
            ),
        ),
        (
            (
                "Resources",
                "Actuaries may not be free to check the {part}",
                "Actuaries were withdrawn for the year-end valuation",
            ),
            (
                "Stakeholders",
                "Brokers may not adopt the {thing}",
                "Brokers at {place} still send requests by email",
            ),
        ),
    ),
    "Higher education": (
        (
            (
                "Operations",
                "The {part} may not be ready before term",
                "Rooms at {place} are not ready for term",
            ),
            (
                "Cost",
                "Fee income may fall and the {part} be cut",
                "This year's capital plan leaves the {part} out",
            ),
        ),
        (
            (
                "Operations",
                "Clearing may leave no time to test the {thing}",
                "Testing stopped for clearing",
            ),
            (
                "Stakeholders",
                "Faculties may keep their own version of the {thing}",
                "Two faculties opted out of the {thing}",
            ),
        ),
    ),
    "Charity": (
        (
            (
                "Cost",
                "Donations for the {part} may fall short",
                "The appeal for the {part} closed short of its target",
            ),
            (
                "Resources",
                "Volunteers at {place} may not accept the works",
                "Volunteers at {place} stayed away",
            ),
        ),
        (
            (
                "Cost",
                "The grant may have to be spent before {milestone}",
                "{authority} will not extend the grant",
            ),
            (
                "Resources",
                "Volunteers may find the {thing} too hard to use",
                "Half of the volunteers have not signed in to the {thing}",
            ),
        ),
    ),
    "Games and media": (
        (
            (
                "Operations",
                "Recording may make noisy work on the {part} impossible",
                "Noisy work at {place} stopped for recording",
            ),
            (
                "Cost",
                "Tax relief may not cover the {part}",
                "The claim for relief on the {part} was refused",
            ),
        ),
        (
            (
                "Operations",
                "A launch may push the {part} out of the release train",
                "The release train leaves without the {part}",
            ),
            (
                "Approvals",
                "{authority} may reject the build",
                "{authority} rejected the build",
            ),
        ),
    ),
}

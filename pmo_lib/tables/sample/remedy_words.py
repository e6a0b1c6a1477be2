"""Paths to green and calls for help, by dimension: of amber ratings, then of red ones."""

from typing import Final

PATHS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "time": (
        (
            "Close the late approvals, then hold the forecast for two periods.",
            "Run two activities side by side that the plan has one after the other.",
            "Have the supplier confirm its dates in writing and check them weekly.",
            "Bring the next test forward and give it the float that is left.",
            "Work a second shift until the activities that are behind have caught up.",
        ),
        (
            "Agree a new baseline; a plan with its evidence is ready for the sponsor.",
            "Split the scope: what is needed first keeps its date, the rest follows.",
            "Settle the supplier question, then plan the critical path again from that day.",
            "Put a planner on the project full time and report the forecast every week.",
        ),
    ),
    "cost": (
        (
            "Price the open variations and close those that are not needed.",
            "Replace two contractors with people of the office by the next period.",
            "Hold new commitments until spend and work done agree again.",
            "Recover the cost of rework from the supplier under the contract.",
            "Take the next order from the framework, below its allowance.",
        ),
        (
            "Bring the request for funding to the sponsor with two cheaper options.",
            "Reduce scope to what the approved budget can pay for.",
            "Agree a forecast that finance has checked, and a new baseline on it.",
            "Stop work that does not lead to the next milestone.",
        ),
    ),
    "quality": (
        (
            "Agree the missing acceptance criteria, then repeat the review.",
            "Close defects faster than they are found for two periods running.",
            "Have a second person check each deliverable before it goes to review.",
        ),
        (
            "Mend the defects of high severity and repeat the acceptance test.",
            "Return the deliverable to its supplier and inspect it at the works.",
        ),
    ),
    "risk": (
        (
            "Finish the late response and have the risk owner confirm it.",
            "Set funding aside for the two responses that lack it.",
            "Agree a second source before the risk can strike.",
        ),
        (
            "Have the response in place before the risk is due; report on it every week.",
            "Bring exposure below the accepted level by sharing the largest risk.",
        ),
    ),
    "benefits": (
        (
            "Name an owner for the benefit that has none.",
            "Complete the baseline measure before the service changes.",
            "Agree a later start of the benefit with its owner and correct the case.",
        ),
        (
            "Bring the business case for approval with the benefit as now expected.",
            "Find out with the benefit's owner what would restore the most of it.",
        ),
    ),
    "people": (
        (
            "Fill the vacancy; two candidates are to be interviewed.",
            "Settle the days of shared people with the other project until the peak is past.",
            "Have the client release its subject experts for fixed days.",
        ),
        (
            "Borrow a lead from another project until the post is filled.",
            "Plan the work again for the team that is there.",
        ),
    ),
}
"""What would better a rating, by dimension."""

HELP: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "time": (
        (),
        (
            "A decision on which scope may follow later.",
            "The sponsor's word with the supplier's directors.",
        ),
    ),
    "cost": (
        (),
        (
            "A decision on further funding or less scope.",
            "Finance to confirm what may be charged to this year.",
        ),
    ),
    "quality": ((), ("A date on which the client's testers are free.",)),
    "risk": ((), ("A decision on who bears the largest risk.",)),
    "benefits": ((), ("The sponsor to name who owns the main benefit.",)),
    "people": ((), ("Two people with the missing skills for three months.",)),
}
"""What owners of red ratings ask of others, by dimension."""

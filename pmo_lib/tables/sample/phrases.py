"""Sentences of status narratives, by dimension and rating."""

from typing import Final

DRAWN: Final = "Contingency has been drawn for additional design work."
SPENT: Final = "Contingency is used up."
"""What narratives of cost say of contingency; ``contingency_remaining`` bears them out."""

OVERALL: Final = {
    "green": (
        "Delivery is going to plan and nothing outstanding threatens the agreed finish.",
        "Work progressed as agreed this period and the team is ready for the next stage.",
        "The project remains within its agreed limits for time and cost.",
        "A steady month: planned work was completed and accepted.",
        "No change in position; the plan holds and the team is fully staffed.",
        "Good progress was made and the open actions from the last review are closed.",
        "We remain confident of the agreed outcome.",
    ),
    "amber": (
        "The outcome is still achievable, but some matters need attention now.",
        "Delivery remains feasible provided that the actions below are completed.",
        "Pressure has built up in parts of the plan and recovery is under way.",
        "The position needs close management over the coming month.",
        "We expect to deliver, with less room for error than planned.",
        "Some of this month's work moved into the next; a recovery plan is agreed.",
        "The plan is tight and two decisions are needed to keep it.",
    ),
    "red": (
        "The agreed outcome cannot be reached on the current plan.",
        "Delivery to the approved baseline is in serious doubt and a new plan is being prepared.",
        "The project is outside its agreed limits and needs a decision by its sponsor.",
        "Recovery is not possible within the present funding and dates.",
        "The present plan no longer holds; options will go to the next steering group.",
        "Major difficulties remain and the sponsor has been asked for direction.",
    ),
}
"""Opening sentence of the overall narrative; a project goes through them in turn."""

NEXT: Final = {
    "green": (
        "No help is needed.",
        "Next month the team prepares the following stage.",
        "Thanks are due to the client's team for prompt reviews.",
        "The next review is booked.",
        "Lessons from the last stage have been shared.",
    ),
    "amber": (
        "The path to green is the completion of outstanding approvals.",
        "The path to green: confirm the supplier's revised dates and hold them for two periods.",
        "An extra planner has joined to rework the critical path.",
        "A workshop with the client is arranged to agree priorities.",
        "Help needed: an early answer to the two questions raised with the sponsor.",
        "Weekly checkpoints stay in place until the position improves.",
    ),
    "red": (
        "Help needed: a decision on scope or dates.",
        "An options paper is in preparation with the client's team.",
        "Work that does not depend on the decision continues.",
        "An independent review has been asked to confirm the new forecast.",
        "A replan will be proposed within four weeks.",
    ),
}
"""Closing sentence of the overall narrative."""

CAUSES: Final = (
    "",
    "The main pressure is on dates.",
    "The main pressure is on cost.",
    "The main pressure is the rework found in quality reviews.",
    "The main pressure comes from open risks.",
    "The main pressure is uncertainty about benefits.",
    "The main pressure is the availability of people.",
)
"""Cause named in an amber or red overall narrative, by the number of the dimension."""

HELD: Final = "The project is on hold at the client's request; dates will be set when it resumes."
CLOSED: Final = {
    "green": ("The work has been handed over and accepted as agreed; this is the final report.",),
    "amber": ("The work has been handed over and accepted with some matters left to close.",),
    "red": ("The work has been handed over, outside its agreed limits; this is the final report.",),
}
"""Overall narrative of a project's last report."""

STOPPED: Final = "The client has decided to stop the project; remaining commitments are closed."

PARTS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "time": {
        "green": (
            "Work is on schedule.",
            "Dates are holding.",
            "The critical path is unchanged.",
            "Planned activities finished in the period.",
            "The schedule has enough float for known risks.",
        ),
        "amber": (
            "Some activities are behind plan.",
            "Float on the critical path has been used up.",
            "Approvals took longer than planned.",
            "The supplier's dates have moved.",
            "Site access was later than agreed.",
        ),
        "red": (
            "The baseline finish will not be met.",
            "The critical path has slipped beyond its tolerance.",
            "Key activities cannot start until a supplier question is settled.",
            "Dates in the plan no longer hold.",
        ),
    },
    "cost": {
        "green": (
            "Spend is in line with the approved budget.",
            "Costs are as expected for this stage.",
            "Commitments are covered by the budget.",
            "Invoices for the period were checked and agree with the plan.",
        ),
        "amber": (
            "Costs are running ahead of the work done.",
            DRAWN,
            "Day rates for specialist staff are above the estimate.",
            "Two variations are being priced.",
        ),
        "red": (
            "The approved budget is not enough to finish.",
            "Costs are outside the agreed tolerance.",
            SPENT,
            "A request for further funding is being prepared.",
        ),
    },
    "quality": {
        "green": (
            "Deliverables passed review at the first attempt.",
            "Test results are within the agreed limits.",
            "No open defects of high severity.",
            "Quality checks are up to date.",
        ),
        "amber": (
            "Several deliverables needed a second review.",
            "Defects are being closed more slowly than they are found.",
            "Acceptance criteria for one deliverable are still being agreed.",
        ),
        "red": (
            "The main deliverable failed its acceptance test.",
            "Defects of high severity prevent acceptance.",
        ),
    },
    "risk": {
        "green": (
            "The risk register was reviewed and exposure is stable.",
            "All high risks have an owner and a response in place.",
            "No new significant risks this period.",
        ),
        "amber": (
            "One high risk has come closer and its response is late.",
            "Exposure has grown with the supplier's position.",
            "Responses to two risks need more funding than set aside.",
        ),
        "red": (
            "A high risk is about to occur and its response is not ready.",
            "Exposure is above the level that the sponsor accepted.",
        ),
    },
    "benefits": {
        "green": (
            "The benefits case was confirmed with its owners.",
            "Measures and baselines for the benefits are agreed.",
            "Early measures support the business case.",
        ),
        "amber": (
            "One benefit will start later than in the business case.",
            "The owner of a main benefit has still to be named.",
            "The baseline measure for a benefit is incomplete.",
        ),
        "red": (
            "The main benefit is no longer expected in full.",
            "The business case needs to be approved again.",
        ),
    },
    "people": {
        "green": (
            "The team is in place.",
            "Planned roles are filled for the next quarter.",
            "Cover for leave is arranged.",
        ),
        "amber": (
            "A specialist role is vacant and being recruited.",
            "Two people are shared with another project at a busy time.",
            "The client's subject experts have less time than planned.",
        ),
        "red": (
            "Key roles are vacant and work has stopped in places.",
            "The team is too small for the plan.",
        ),
    },
}
"""Sentences of the other dimensions' narratives."""

ASSURED: Final = {
    "green": (
        "The review found the project well run and its forecast supported by evidence.",
        "Reviewers agree with the plan and saw evidence of good control.",
    ),
    "amber": (
        "The review finds delivery feasible and recommends three actions before the next stage.",
        "Reviewers found significant issues that timely management can resolve.",
    ),
    "red": (
        "The review finds that the outcome is in doubt without a change of plan or funding.",
        "Reviewers recommend that the baseline be agreed again before more is committed.",
    ),
}
"""Narratives of independent reviews."""

WRITTEN: Final = {
    "green": ("Green", "green", "G", "GREEN"),
    "amber": ("Amber", "amber", "A", "AMBER"),
    "red": ("Red", "red", "R", "RED"),
}
"""How ratings are written; each project keeps to one way."""

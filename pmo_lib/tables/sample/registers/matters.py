"""Words of changes, decisions and opportunities; slots as in :mod:`subjects`."""

from __future__ import annotations

from typing import Final

REBASELINES: Final = (
    ("Scope", "Add {place} to the scope", "Asked for by {team}; the benefits case grows with it."),
    (
        "Schedule",
        "Replan around late delivery by {party}",
        "{party} gave new dates for the {part}.",
    ),
    ("Estimate", "Raise the estimate after detailed design", "Quantities of the {part} are known."),
    ("Supplier", "Replace {party}", "{party} left the contract; the next bidder takes over."),
    ("Schedule", "Move dates to follow another project", "What the {part} depends on has moved."),
    ("Scope", "Take {place} out to protect the finish", "{team} agreed to do without for now."),
)
"""Changes that led to a new baseline, in the order of ``titles.REASONS``: kind, title, reason."""

CHANGES: Final = (
    ("Scope", "Extend the {part} to {place}", "{team} found cases that the design leaves out."),
    (
        "Scope",
        "Issue guidance on the {thing} in a second language",
        "A duty under the client's language scheme.",
    ),
    ("Scope", "Leave the {part} for {place} to a later phase", "Its value is below its cost."),
    (
        "Scope",
        "Add reports that {team} needs at month end",
        "Missed when requirements were agreed.",
    ),
    ("Scope", "Include training for {team}", "The training budget of the department was cut."),
    ("Quality", "Replace the {part} with a better grade", "Running cost falls by more than this."),
    ("Quality", "Accept the {part} as built", "The difference from the drawing does not matter."),
    ("Quality", "Add a further test of the {part}", "{party} asks for it before acceptance."),
    (
        "Technical",
        "Use the standard {part} instead of a special",
        "Shorter lead time, known spares.",
    ),
    ("Technical", "Move the {part} to the new platform now", "Saves moving it twice."),
    ("Technical", "Change the interface to {party}", "{party} retires the old one next year."),
    ("Technical", "Raise the capacity of the {part}", "Volumes are above the design case."),
    (
        "Schedule",
        "Bring {milestone} forward by a month",
        "The window in the next quarter was lost.",
    ),
    (
        "Schedule",
        "Put {milestone} off until after the busy season",
        "{team} cannot release people.",
    ),
    ("Schedule", "Work weekends at {place}", "Makes up the time lost on the {part}."),
    ("Regulation", "Meet new guidance on the {part}", "Guidance was issued after design."),
    ("Regulation", "Add records that audit asks for", "Audit will not rely on the present ones."),
    ("Commercial", "Extend the contract of {party} by three months", "Support is needed longer."),
    (
        "Commercial",
        "Buy licences for {team} as well",
        "The price holds until the end of the month.",
    ),
    ("Commercial", "Pay for the {part} earlier, at a discount", "{party} offers four per cent."),
    ("Safety", "Add guarding around the {part}", "Asked for by the safety review of {place}."),
    ("Environment", "Reuse material from {place}", "Less waste and a shorter haul."),
)
"""Other changes: kind, title, reason."""

SAVES: Final = ("Leave", "Accept", "Use", "Pay", "Reuse")
EARLIER: Final = ("Leave", "Use", "Bring", "Work")
"""First words of the changes that cost less, and of those that bring the finish forward."""

DECISIONS: Final = (
    (
        "Choose how to replace the {part}",
        "Repair; replace like for like; replace with a larger one",
        "Replace like for like",
        "Temporary measures stay in place and are paid for by the month.",
    ),
    (
        "Confirm the date of {milestone}",
        "Hold the date with less scope; move by six weeks; move by a quarter",
        "Move by six weeks",
        "Teams and rooms cannot be booked.",
    ),
    (
        "Award the contract for the {part}",
        "Lowest price; highest score; run the tender again",
        "Highest score",
        "The offers lapse and prices are asked for again.",
    ),
    (
        "Agree who owns the {thing} after handover",
        "{team}; a shared service; {party}",
        "{team}",
        "The project goes on running it at its own cost.",
    ),
    (
        "Release contingency for the {part}",
        "Release in full; release half; refuse and reduce scope",
        "Release half",
        "Work on the {part} stops when its allowance is used up.",
    ),
    (
        "Freeze the scope of the {part}",
        "Freeze now; freeze after one more workshop; leave open",
        "Freeze now",
        "Design is repeated with each new request.",
    ),
    (
        "Accept the residual risk at {place}",
        "Accept; insure; pay for the full remedy",
        "Accept",
        "Work at {place} cannot be planned.",
    ),
    (
        "Close {place} for two weeks for the works",
        "Close; work nights; work in stages",
        "Close",
        "The contractor's team is stood down.",
    ),
    (
        "Fill the vacancy for the {part}",
        "Recruit; engage a contractor; share a person with another project",
        "Engage a contractor",
        "Work on the {part} stands still.",
    ),
    (
        "Decide between pilot and full launch of the {thing}",
        "Pilot with {team}; launch everywhere; launch by region",
        "Pilot with {team}",
        "Training dates lapse and have to be set again.",
    ),
    (
        "Choose who runs the {thing}",
        "Own people; a shared service; {party}",
        "A shared service",
        "The present contract is renewed for a further quarter.",
    ),
    (
        "Agree how long the old and the new run side by side",
        "Two weeks; one month; one quarter",
        "One month",
        "Both arrangements are staffed.",
    ),
    (
        "Approve the use of overtime on the {part}",
        "Approve to {milestone}; approve for a month; refuse",
        "Approve for a month",
        "The delay to {milestone} grows by a week each month.",
    ),
    (
        "Settle the claim of {party}",
        "Pay in full; offer half; go to adjudication",
        "Offer half",
        "Interest runs and {party} works to rule.",
    ),
    (
        "Sign off the benefits of the {thing}",
        "As in the business case; reduced by a tenth; open the case again",
        "As in the business case",
        "Next year's budget cannot count on them.",
    ),
    (
        "Allow changes to the {thing} during the freeze",
        "Allow; allow after review; refuse",
        "Allow after review",
        "Work on the {part} waits until the freeze ends.",
    ),
    (
        "Name a deputy for the sponsor",
        "A director; the head of service; none",
        "The head of service",
        "Papers wait while the sponsor is away.",
    ),
    (
        "Choose the language of letters about the {thing}",
        "Plain English only; two languages; on request",
        "On request",
        "Printing cannot be ordered.",
    ),
)
"""Decisions: title, options, recommendation, effect of none."""

REFUSALS: Final = ("Refused; the present arrangement stays.", "Put back to the team for more work.")

OPPORTUNITIES: Final = (
    (
        "Buy the {part} together with another site",
        "Two sites need the same {part} this year.",
        "A lower unit price and one set of tests.",
        "Ask {party} for a price for both by the end of the month.",
    ),
    (
        "Finish {place} before the busy season",
        "The team at {place} is ahead of plan.",
        "Benefits start a quarter early.",
        "Bring the {part} for {place} forward and keep the others as planned.",
    ),
    (
        "Reuse the {part} made for an earlier phase",
        "An earlier phase has tested the {part} already.",
        "Less design work and fewer reviews.",
        "Have the technical lead confirm that it fits before {milestone}.",
    ),
    (
        "End the old contract for the {thing} early",
        "The old contract can be ended at three months' notice.",
        "A quarter's charges are saved.",
        "Serve notice as soon as {milestone} is confirmed.",
    ),
    (
        "Share the trainer for the {thing} with {team}",
        "{team} has booked the same trainer.",
        "Training costs are halved.",
        "Agree joint dates with {team}.",
    ),
    (
        "Claim the grant that is open for the {part}",
        "A public grant covers part of such work this year.",
        "The call on the budget is lower.",
        "Submit the claim with {party} before the window closes.",
    ),
)
"""Opportunities: title, cause, effect and plan."""

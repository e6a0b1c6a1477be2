"""What risks and issues are about, in words: the subjects of every project.

``{thing}`` is what the project is about, ``{part}`` a part of its work, ``{party}`` someone who
delivers to it, ``{authority}`` someone whose consent it needs, ``{team}`` a team of the client,
``{place}`` a part of its reach, ``{milestone}`` the next one.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Subject(NamedTuple):
    """Phrases about one subject; any title goes with any of the other phrases beside it."""

    category: str
    threats: tuple[str, ...]
    causes: tuple[str, ...]
    effects: tuple[str, ...]
    plans: tuple[str, ...]
    issues: tuple[str, ...]
    accounts: tuple[str, ...]
    resolutions: tuple[str, ...]


GENERAL: Final = (
    Subject(
        "Supplier",
        (
            "{party} may not deliver the {part} by the agreed date",
            "{party} may withdraw from the contract for the {part}",
            "The price of the {part} may rise before the order is placed",
            "{party} may not have enough people for {place}",
            "Only one bidder may remain for the {part}",
            "{party} may deliver the {part} below the agreed quality",
            "The framework under which {party} works may lapse before {milestone}",
            "{party} may be taken over during the contract",
        ),
        (
            "{party} has a full order book and one production line.",
            "The contract gives {party} no reason to protect our dates.",
            "Lead times across the market have doubled since the order was planned.",
            "{party} lost two of its senior people this year.",
            "The terms for late delivery were left open when the contract was signed.",
        ),
        (
            "The {part} will come after {milestone} and the standing team is paid for longer.",
            "Work at {place} stops until a second source is found.",
            "The order has to be placed again, at a higher price.",
            "Rework of the {part} is needed before {team} can accept.",
        ),
        (
            "Agree a second source for half of the {part} and keep it ready.",
            "Place the order for the {part} a month early and hold it in store.",
            "Hold a weekly call with {party} and visit its works before {milestone}.",
            "Add payment by milestone and a delay clause at the next variation.",
            "Ask {team} to confirm which parts of the {part} can follow later.",
        ),
        (
            "{party} delivered the {part} late",
            "{party} asks for more time on the {part}",
            "Inspection rejected the {part}",
            "Invoices of {party} do not agree with work done",
            "{party} has replaced its lead for {place}",
            "The order for the {part} was placed against an old specification",
            "{party} will not hold its price for the {part}",
            "Two deliveries from {party} went to the wrong address",
        ),
        (
            "{party} told the team at the weekly call; work at {place} is held up.",
            "Work before {milestone} needs the {part} and there is no stock.",
            "{team} has asked for a revised programme from {party}.",
            "The contract allows this for ten working days without charge.",
        ),
        (
            "{party} delivered in two lots and the order of work was changed.",
            "A second source supplied what was missing.",
            "The contract manager agreed a credit note and a new date with {party}.",
            "{team} accepted the {part} with a list of defects to close within a month.",
        ),
    ),
    Subject(
        "Resources",
        (
            "Specialists for the {part} may not be available when needed",
            "{team} may not release its experts in time for {milestone}",
            "The lead for the {part} may leave before handover",
            "People may be moved to a more urgent project before {milestone}",
            "Recruitment for {place} may take longer than planned",
            "Leave over the summer may leave the {part} without cover",
            "Too few people may be trained in the {thing} at go-live",
            "Work on the {part} may rest on one person's knowledge",
        ),
        (
            "The role has been open for two months and two offers were declined.",
            "{team} is closing its year at the same time.",
            "Three projects draw on the same two people.",
            "Approval of the extra post is still with the client's finance committee.",
        ),
        (
            "The {part} starts late and {milestone} moves with it.",
            "Reviews take twice as long as planned.",
            "Contractors fill the gap at about twice the day rate.",
            "Knowledge of the {part} leaves with the person who holds it.",
        ),
        (
            "Pair a second person on the {part} and write down how it works.",
            "Agree named people and days with {team} for the next quarter.",
            "Keep a contractor on call for the weeks before {milestone}.",
            "Move the {part} ahead of the leave period.",
            "Raise the open posts with the sponsor at the next steering group.",
        ),
        (
            "The lead for the {part} has left",
            "{team} withdrew two experts for its year end",
            "The vacancy for the {part} has been open for three months",
            "Long-term sickness in the team for {place}",
            "The contractor for the {part} gave notice",
            "Training places for {place} are fully booked",
            "Work on the {part} waits for one person",
        ),
        (
            "Work on the {part} has stood still since; others cover what cannot wait.",
            "{team} expects to be back to strength in six weeks.",
            "Overtime covers the gap for now and is charged to the project.",
        ),
        (
            "A replacement started and took over within two weeks.",
            "{team} released one expert for two days a week.",
            "A contractor was engaged until {milestone}.",
            "The remaining work was moved to the team at {place}.",
        ),
    ),
    Subject(
        "Stakeholders",
        (
            "{team} may not accept the new way of working with the {thing}",
            "The sponsor may change before {milestone}",
            "Users at {place} may go on using the old arrangement",
            "Trade unions may object to changes of rota at {place}",
            "Local objections may delay work at {place}",
            "Two departments may disagree about who owns the {thing}",
            "Expectations of the {part} may be higher than the scope agreed",
        ),
        (
            "{team} was consulted late in the design.",
            "The benefits of the {thing} fall to others than those who do the work.",
            "An earlier project at {place} ended badly and is remembered.",
            "The department is being reorganised.",
        ),
        (
            "Sign-off of the {part} takes another round.",
            "The old and the new arrangement run side by side, at double cost.",
            "Benefits start later than in the business case.",
            "{milestone} moves while the dispute is settled.",
        ),
        (
            "Name a champion at {place} and show the {part} every fortnight.",
            "Ask the sponsor to settle ownership before {milestone}.",
            "Invite {team} to test the {part} with its own cases.",
            "Publish what is in scope, and what is not, on one page.",
        ),
        (
            "{team} has not signed off the {part}",
            "Complaints from users at {place}",
            "The sponsor's post is vacant",
            "Two departments claim the {thing}",
            "The union has asked for a pause at {place}",
            "Press enquiry about work at {place}",
        ),
        (
            "{team} asks for changes that were ruled out at the last review.",
            "A meeting with those concerned is arranged.",
            "Work that does not depend on it continues.",
        ),
        (
            "The sponsor settled it and the minutes were sent to all concerned.",
            "{team} signed off after two changes to the {part}.",
            "A visit to {place} answered most of the questions.",
        ),
    ),
    Subject(
        "Cost",
        (
            "Prices for the {part} may rise faster than the allowance",
            "The estimate of the {part} may be too low",
            "Opening up the {part} may bring extra work to light",
            "Licence or maintenance charges for the {thing} may be higher than quoted",
            "Contingency may be used up before {milestone}",
            "Value added tax on the {part} may not be recoverable",
            "Currency movements may raise the price of the {part}",
        ),
        (
            "The estimate rests on rates of two years ago.",
            "Surveys covered a third of the scope.",
            "{party} priced on assumptions that have not been confirmed.",
            "The allowance was cut when the business case was approved.",
        ),
        (
            "The forecast rises above the approved budget.",
            "Scope for {place} has to be reduced.",
            "Further funding has to be asked for before {milestone}.",
        ),
        (
            "Have the estimate of the {part} checked by a second cost engineer.",
            "Fix the price with {party} before {milestone}.",
            "Hold part of the contingency back until the survey is complete.",
            "Agree with the sponsor which scope would go first.",
        ),
        (
            "Quotation for the {part} is above its allowance",
            "Unplanned work found in the {part}",
            "Charges for the {thing} were billed twice",
            "The claim of {party} for extra work is disputed",
            "Spend on the {part} was coded to another project",
        ),
        (
            "The difference is within contingency if nothing else arises.",
            "The cost engineer is checking the quantities.",
            "{team} has asked for a breakdown.",
        ),
        (
            "The quotation was reduced after a second bid.",
            "The claim was settled for part of the sum.",
            "The charge was credited.",
            "The sponsor approved the use of contingency.",
        ),
    ),
    Subject(
        "Approvals",
        (
            "Approval of the {part} may take longer than planned",
            "{authority} may ask for conditions that change the {part}",
            "The funding decision may fall after {milestone}",
            "The design authority may refuse the {part}",
            "The steering group may not meet before {milestone}",
            "Insurers may ask for a further assessment of {place}",
        ),
        (
            "The committee meets once a quarter and its papers close early.",
            "{authority} has a backlog of applications.",
            "The first submission lacked two assessments.",
        ),
        (
            "Work on the {part} cannot start and the team waits.",
            "{milestone} moves to the next meeting.",
            "Design has to be opened again.",
        ),
        (
            "Meet {authority} before submission to agree what it needs to see.",
            "Ask for a decision by correspondence if the meeting is missed.",
            "Submit the {part} in two stages, the uncontested first.",
        ),
        (
            "Approval of the {part} was deferred",
            "{authority} returned the application with questions",
            "The papers for the {part} missed the committee",
            "A condition was added to the approval of {place}",
        ),
        (
            "The next meeting is in five weeks.",
            "Answers to {authority} are with the technical lead.",
        ),
        (
            "Approved by correspondence.",
            "{authority} accepted the answers without further conditions.",
            "The condition was built into the {part}.",
        ),
    ),
    Subject(
        "Operations",
        (
            "{team} may not be ready to run the {thing} at handover",
            "The change to the {thing} may interrupt service at {place}",
            "Support arrangements for the {thing} may not be in place at {milestone}",
            "The busy season may leave no window for the {part}",
            "Procedures for the {thing} may not be written in time",
            "Spares and tools for the {thing} may not be in store at handover",
        ),
        (
            "{team} has a freeze on change from mid-November to January.",
            "The support contract covers the old arrangement only.",
            "Nobody was named for the handover until last month.",
        ),
        (
            "The project's own people run the {thing} after {milestone}.",
            "Customers at {place} notice the change.",
            "Handover is refused and the project stays open.",
        ),
        (
            "Rehearse the handover with {team} a month ahead.",
            "Book the window for the {part} now and a second one behind it.",
            "Extend the present support contract by three months.",
        ),
        (
            "Service at {place} was interrupted for half a day",
            "{team} refused the handover of the {part}",
            "No support rota for the {thing}",
            "The window for the {part} was cancelled",
            "Procedures for the {thing} failed their review",
        ),
        (
            "{team} wants the open defects closed first.",
            "The next window is four weeks away.",
            "The present arrangement goes on meanwhile.",
        ),
        (
            "The handover was accepted after a second rehearsal.",
            "A new window was agreed with {team}.",
            "Support was extended by a letter of variation.",
        ),
    ),
)
"""Subjects of every project."""

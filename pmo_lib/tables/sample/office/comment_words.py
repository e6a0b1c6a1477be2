"""What people write in comments, by theme and tone, in the words of clients and colleagues."""

from typing import Final

THINGS: Final[dict[str, tuple[str, ...]]] = {
    "report": ("the monthly report", "the board summary", "the report", "the pack"),
    "month": ("in March", "last month", "this quarter", "since the summer", "in the spring"),
    "figure": ("the forecast", "the spend to date", "the milestone dates", "the ratings"),
    "group": ("our board", "the steering group", "our finance team", "the executive"),
    "tool": ("the portal", "the planning tool", "the dashboard", "the register"),
    "data": ("milestone dates", "the spend forecast", "risk updates", "the headcount", "our plan"),
    "role": ("analyst", "account lead", "planner", "reviewer", "project manager"),
    "days": ("two days", "a week", "three days", "ten days", "a fortnight"),
}
"""What the braces of a comment take."""

COMMENTS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "timeliness": {
        "praise": (
            "{report} arrives before the meeting, every time",
            "Deadlines were met {month} without chasing",
            "Answers come when they are promised",
            "Always on the day, which {group} has noticed",
        ),
        "complaint": (
            "{report} came after {group} had met",
            "We waited {days} longer than agreed",
            "Late again {month}, with no word of it beforehand",
            "Too slow: by the time we hear, the decision is taken",
            "Turnaround slipped by {days} and nobody told us",
        ),
        "wish": ("Could {report} come {days} earlier", "Please keep to the date for {group}"),
    },
    "clarity": {
        "praise": (
            "Clear and short; I can read {report} on the train",
            "The first page of {report} says what matters",
            "Plain language, which {group} likes",
            "Charts that explain themselves",
        ),
        "complaint": (
            "{report} is too long and full of jargon",
            "Hard to see what is wanted from {group}",
            "Too many colours and no message in {report}",
            "I had to ask what the abbreviations in {report} mean",
            "Thirty pages where two would do",
        ),
        "wish": ("A one-page summary for {group} would help", "Fewer terms of art in {report}"),
    },
    "accuracy": {
        "praise": (
            "Numbers agree with our own ledger",
            "{figure} can be traced to where it was typed",
            "No corrections were needed {month}",
            "We trust {figure} now",
        ),
        "complaint": (
            "{figure} did not match what our finance system says",
            "Two errors in {figure} {month}",
            "Old figures were carried over into {report}",
            "The totals in {report} do not add up",
            "A project that closed {month} is still shown as live",
        ),
        "wish": ("Check {figure} with us before {report} goes out", "Say which ledger was used"),
    },
    "responsiveness": {
        "praise": (
            "Somebody always picks up the phone",
            "Quick to answer and easy to reach",
            "A reply within the hour, on a Friday afternoon",
            "They came back to us the same day",
        ),
        "complaint": (
            "Emails go unanswered for {days}",
            "I never know whom to call",
            "Three reminders before anybody replied {month}",
            "Our question was passed round and then forgotten",
            "Nobody rang back after we raised it {month}",
        ),
        "wish": ("A named contact for urgent questions", "Tell us when to expect a reply"),
    },
    "expertise": {
        "praise": (
            "The {role} knows our business",
            "Sound advice on procurement that saved us a claim",
            "Real experience of large programmes, and it shows",
            "The {role} challenged our plan and was right",
        ),
        "complaint": (
            "The {role} did not know our sector",
            "We had to explain the basics of our contract",
            "The review repeated what we had told them",
            "Junior people sent to a difficult meeting {month}",
            "The advice was from a textbook",
        ),
        "wish": ("More people with engineering knowledge", "A {role} who has run such a project"),
    },
    "tools": {
        "praise": (
            "{tool} works on my phone",
            "Access to {tool} took minutes",
            "Finding a project in {tool} is easy now",
            "{tool} got much faster {month}",
        ),
        "complaint": (
            "{tool} is slow and logs me out",
            "I still cannot download from {tool}",
            "Password resets for {tool} take {days}",
            "{tool} lost my filters again {month}",
            "Two logins for {tool} make no sense",
        ),
        "wish": ("Single sign-on for {tool}", "An export of {tool} to a spreadsheet"),
    },
    "burden": {
        "praise": (
            "We are asked for far less than a year ago",
            "Good that you take {data} from the system now",
            "One request a month, and it is short",
            "No more templates to fill in for {data}",
        ),
        "complaint": (
            "We gave you {data} already and were asked again",
            "Too many forms for {data}",
            "Three people asked us for {data} {month}",
            "Half a day a month goes on filling in {data}",
            "You hold {data}; why ask us for it",
        ),
        "wish": ("Take {data} from our system", "Ask once for {data} and share it"),
    },
    "continuity": {
        "praise": (
            "The same {role} for two years makes the difference",
            "The handover to our new {role} went smoothly",
            "A settled team that remembers what we agreed",
            "Cover over the holidays was well arranged",
        ),
        "complaint": (
            "Our third {role} in a year",
            "Every new {role} starts from nothing",
            "The handover {month} left us without anybody for {days}",
            "People are moved off just as they know us",
            "What was agreed with the last {role} was lost",
        ),
        "wish": ("Keep our {role} until the handover", "A proper handover between people"),
    },
    "foresight": {
        "praise": (
            "We were warned early about the delay, in time to act",
            "No surprises for {group} this year",
            "The forecast said amber before we saw it ourselves",
            "Honest about what could go wrong",
        ),
        "complaint": (
            "Green until the week it failed",
            "{group} learnt of the overrun from the supplier",
            "The bad news was held back {month}",
            "Nobody saw the delay coming although the signs were there",
            "The forecast changes only when it is too late",
        ),
        "wish": ("Tell {group} sooner what may slip", "Show the range and not one date"),
    },
    "value": {
        "praise": (
            "Worth every pound this year",
            "The savings from the shared contract paid for the service",
            "Good value next to what consultants quoted",
            "We got more for the fee than we expected",
        ),
        "complaint": (
            "Expensive for what we get",
            "The day rate went up and the service did not",
            "I cannot see what the fee pays for",
            "We pay for meetings that decide nothing",
            "Overheads on small projects are too high",
        ),
        "wish": ("Show {group} what we get for the fee", "A smaller service for small projects"),
    },
}
"""Comments by theme and tone, without a full stop."""

NOTHING: Final = ("Nothing to add", "n/a", "No comment", "All fine", "-", "As before", "ok")
"""Comments that are about nothing; their theme is ``none``."""

BEFORE: Final = ("", "", "", "", "", "To be honest, ", "On the whole: ", "As I said last time: ")
AFTER: Final = ("", "", "", "", "", " Thank you.", " Happy to talk about it.", " That is all.")
"""What some people put around what they want to say."""

NAMING: Final = (
    ("praise", "responsiveness", "{} always rings back, whatever the hour"),
    ("praise", "expertise", "{} turned our programme round almost alone"),
    ("complaint", "responsiveness", "{} does not answer and then blames the client"),
    ("complaint", "expertise", "{} was out of their depth in front of our board"),
    ("complaint", "continuity", "Since {} went off sick nobody has taken over"),
    ("complaint", "timeliness", "{} has missed every date since the summer"),
    ("praise", "foresight", "{} told us the truth when others would not"),
    ("complaint", "accuracy", "{} changed the figures after we had signed them off"),
)
"""Comments that name a person: tone, theme and words."""

ACTIONS: Final[dict[str, str]] = {
    "timeliness": "Issue dates were moved to two working days before each meeting.",
    "clarity": "The first page was rewritten; terms are explained where they stand.",
    "accuracy": "Totals are checked against the client's ledger before issue.",
    "responsiveness": "A named contact and a same-day reply were agreed.",
    "expertise": "A specialist of the sector joined the team.",
    "tools": "Single sign-on was set up and access is reviewed every quarter.",
    "burden": "The figures are now taken from the source; the form was withdrawn.",
    "continuity": "A deputy was named, and a handover note is kept.",
    "foresight": "Forecasts with ranges are shown from the first sign of delay.",
    "value": "The fee was explained line by line and the meetings were cut.",
}
"""What was done about a theme."""

"""Names of the work that leads to each milestone, and of the steps that it takes."""

from __future__ import annotations

from typing import Final

STEPS: Final[dict[str, tuple[str, ...]]] = {
    "paper": (
        *("gather input", "outline", "first draft", "internal review", "second draft"),
        *("client review", "amendments", "final review", "sign-off", "issue"),
    ),
    "field": (
        *("brief", "access arrangements", "set out", "first visit", "measurement"),
        *("second visit", "laboratory results", "analysis", "draft report", "final report"),
    ),
    "buy": (
        *("specification", "market enquiry", "tender papers", "bid period", "clarifications"),
        *("evaluation", "negotiation", "recommendation", "contract papers", "award"),
    ),
    "make": (
        *("shop drawings", "approval of drawings", "order of materials", "fabrication"),
        *("works test", "packing and release", "delivery", "installation", "site test", "snagging"),
    ),
    "site": (
        *("method statement", "set up", "protection", "strip out", "first fix", "main works"),
        *("second fix", "inspection", "making good", "clear away"),
    ),
    "code": (
        *("story map", "technical design", "first increment", "second increment"),
        *("third increment", "code review", "unit test", "integration", "defect fixes", "release"),
    ),
    "test": (
        *("test plan", "test cases", "test data", "environment", "first cycle", "defect fixes"),
        *("second cycle", "regression", "report", "exit review"),
    ),
    "people": (
        *("audience list", "needs", "course outline", "material", "pilot session", "revision"),
        *("first sessions", "remaining sessions", "catch-up", "evaluation"),
    ),
}
"""Steps of a kind of work, in order; a shorter piece of work leaves some out."""

PACKAGES: Final[dict[str, tuple[tuple[tuple[str, str], ...], ...]]] = {
    "build": (
        (
            ("Business case", "paper"),
            ("Options study", "paper"),
            ("Cost plan", "paper"),
            ("Funding application", "paper"),
            ("Risk workshop", "paper"),
        ),
        (
            ("Topographical survey", "field"),
            ("Ground investigation", "field"),
            ("Condition survey", "field"),
            ("Utilities survey", "field"),
            ("Ecology survey", "field"),
        ),
        (
            ("Architectural design", "paper"),
            ("Structural design", "paper"),
            ("Building services design", "paper"),
            ("Fire strategy", "paper"),
            ("Design risk register", "paper"),
        ),
        (
            ("Planning application", "paper"),
            ("Transport assessment", "paper"),
            ("Public consultation", "people"),
            ("Heritage statement", "paper"),
            ("Drainage statement", "paper"),
        ),
        (
            ("Main contract", "buy"),
            ("Long-lead plant", "buy"),
            ("Design team appointments", "buy"),
            ("Insurances", "paper"),
            ("Site supervision", "buy"),
        ),
        (
            ("Site compound", "site"),
            ("Temporary power", "site"),
            ("Construction phase plan", "paper"),
            ("Traffic management", "site"),
            ("Inductions", "people"),
        ),
        (
            ("Demolition", "site"),
            ("Asbestos removal", "site"),
            ("Drainage diversion", "site"),
            ("Cable diversion", "site"),
            ("Piling", "site"),
        ),
        (
            ("Foundations", "site"),
            ("Steel frame", "make"),
            ("Floors and stairs", "site"),
            ("Roof", "site"),
            ("Facade", "make"),
        ),
        (
            ("Ventilation plant", "make"),
            ("Switchboard", "make"),
            ("Pipework", "site"),
            ("Lifts", "make"),
            ("Fire alarm", "site"),
        ),
        (
            ("Commissioning plan", "paper"),
            ("Controls", "make"),
            ("Metering", "site"),
            ("Water treatment", "site"),
            ("Emergency lighting", "test"),
        ),
        (
            ("Safety file", "paper"),
            ("Electrical certificates", "test"),
            ("Pressure tests", "test"),
            ("Fire authority visit", "field"),
            ("Building control", "paper"),
        ),
        (
            ("Fit-out", "site"),
            ("External works", "site"),
            ("Snagging", "site"),
            ("Cleaning", "site"),
            ("Signage", "make"),
        ),
        (
            ("Handover file", "paper"),
            ("Operator training", "people"),
            ("Move of users", "people"),
            ("Spares", "buy"),
            ("Final account", "paper"),
        ),
    ),
    "change": (
        (
            ("Business case", "paper"),
            ("Options study", "paper"),
            ("Benefits map", "paper"),
            ("Funding paper", "paper"),
            ("Risk workshop", "paper"),
        ),
        (
            ("Process mapping", "field"),
            ("Functional requirements", "paper"),
            ("Data requirements", "paper"),
            ("Security requirements", "paper"),
            ("Reporting requirements", "paper"),
        ),
        (
            ("Platform tender", "buy"),
            ("Integration partner", "buy"),
            ("Licences", "buy"),
            ("Hosting", "buy"),
            ("Support contract", "buy"),
        ),
        (
            ("Solution design", "paper"),
            ("Data model", "paper"),
            ("Interface design", "paper"),
            ("Privacy assessment", "paper"),
            ("Future process design", "paper"),
        ),
        (
            ("Core functions", "code"),
            ("User screens", "code"),
            ("Interfaces", "code"),
            ("Access control", "code"),
            ("Reports", "code"),
        ),
        (
            ("Data profiling", "field"),
            ("Cleansing", "site"),
            ("Migration scripts", "code"),
            ("Trial load", "test"),
            ("Reconciliation", "test"),
        ),
        (
            ("Training needs", "people"),
            ("Course material", "paper"),
            ("Quick guides", "paper"),
            ("Trainers", "people"),
            ("Learning platform", "code"),
        ),
        (
            ("Pilot set-up", "site"),
            ("Pilot training", "people"),
            ("Pilot support", "people"),
            ("Pilot fixes", "code"),
            ("Pilot report", "paper"),
        ),
        (
            ("Acceptance test", "test"),
            ("Performance test", "test"),
            ("Penetration test", "test"),
            ("Accessibility test", "test"),
            ("Disaster recovery test", "test"),
        ),
        (
            ("Cutover plan", "paper"),
            ("Dress rehearsal", "test"),
            ("Fallback plan", "paper"),
            ("Service readiness", "paper"),
            ("Go or no-go papers", "paper"),
        ),
        (
            ("Final migration", "code"),
            ("User training", "people"),
            ("Communications", "people"),
            ("Service desk briefing", "people"),
            ("Old system freeze", "site"),
        ),
        (
            ("Early life support", "people"),
            ("Defect clearance", "code"),
            ("Floor walking", "people"),
            ("Performance tuning", "code"),
            ("Service reports", "paper"),
        ),
        (
            ("Old system retirement", "site"),
            ("Benefits baseline", "field"),
            ("Lessons review", "paper"),
            ("Contract close-out", "paper"),
            ("Handover to service", "paper"),
        ),
    ),
}
"""Work that leads to each milestone, in the order of ``titles.MILESTONES``, and its kind."""

CREWS: Final = {
    "build": ("Groundworks crew", "Steel erectors", "Electricians", "Pipe fitters", "Labourers"),
    "change": ("Developers", "Testers", "Trainers", "Data analysts", "Service desk"),
}
"""Groups of workers of a plan who are nobody in particular."""

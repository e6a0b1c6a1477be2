"""Name parts of projects, milestones and baselines."""

from typing import Final

CATEGORIES: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "Digital and data": (
        (
            "Master data",
            "Data warehouse",
            "Intranet",
            "Document archive",
            "Integration layer",
            "Reporting tools",
            "Records management",
            "Mainframe",
        ),
        ("replacement", "migration", "consolidation", "upgrade"),
    ),
    "Customer and service": (
        (
            "Customer portal",
            "Contact centre",
            "Complaints handling",
            "Enquiry management",
            "Field service app",
            "Public website",
        ),
        ("relaunch", "redesign", "roll-out", "replacement", "accessibility upgrade"),
    ),
    "Finance and commercial": (
        (
            "Billing system",
            "General ledger",
            "Procurement platform",
            "Payroll",
            "Contract register",
            "Debt recovery",
            "Supplier onboarding",
        ),
        ("move", "replacement", "automation", "re-procurement", "roll-out"),
    ),
    "Estates and infrastructure": (
        (
            "Head office",
            "Data centre",
            "Car park",
            "Roof and cladding",
            "Regional office",
            "Training centre",
        ),
        ("refurbishment", "relocation", "extension", "fire safety works", "decarbonisation"),
    ),
    "Asset and engineering": (
        ("Fleet", "Boiler plant", "Control room", "Standby power", "Building management"),
        ("renewal", "replacement", "upgrade", "telemetry", "life extension"),
    ),
    "Cyber and resilience": (
        (
            "Identity and access",
            "Security monitoring",
            "Backup and recovery",
            "Network segmentation",
            "Business continuity",
            "Email protection",
        ),
        ("uplift", "implementation", "remediation", "exercise", "refresh"),
    ),
    "Regulatory and compliance": (
        (
            "Accessibility law",
            "Emissions",
            "Data protection",
            "Modern slavery",
            "Records retention",
            "Health and safety",
        ),
        ("readiness", "compliance", "evidence base", "reporting", "remediation"),
    ),
    "People and change": (
        (
            "Workforce planning",
            "Rostering",
            "Apprenticeship scheme",
            "Shared services",
            "Operating model",
            "Learning platform",
            "Hybrid working",
            "Recruitment",
        ),
        ("redesign", "roll-out", "launch", "transition", "pilot"),
    ),
}
"""Objects and actions of project names, by category."""

OWN_OBJECTS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "Energy": (
        ("Switchgear", "Asset and engineering"),
        ("Smart meter", "Asset and engineering"),
        ("Turbine", "Asset and engineering"),
        ("Substation", "Asset and engineering"),
        ("Tariff comparison", "Customer and service"),
        ("Price control", "Regulatory and compliance"),
    ),
    "Health": (
        ("Theatre block", "Estates and infrastructure"),
        ("Ward block", "Estates and infrastructure"),
        ("Imaging suite", "Estates and infrastructure"),
        ("Appointment scheduling", "Customer and service"),
        ("Patient record", "Digital and data"),
        ("Medicines traceability", "Regulatory and compliance"),
    ),
    "Local government": (
        ("Library", "Estates and infrastructure"),
        ("Leisure centre", "Estates and infrastructure"),
        ("Planning portal", "Customer and service"),
        ("Council tax collection", "Finance and commercial"),
        ("Street lighting", "Asset and engineering"),
        ("Flood barrier", "Asset and engineering"),
    ),
    "Retail": (
        ("Store", "Estates and infrastructure"),
        ("Distribution centre", "Estates and infrastructure"),
        ("Loyalty scheme", "Customer and service"),
        ("Online checkout", "Customer and service"),
        ("Stock ledger", "Finance and commercial"),
        ("Cold chain", "Asset and engineering"),
    ),
    "Banking": (
        ("Branch network", "Estates and infrastructure"),
        ("Mobile banking", "Customer and service"),
        ("Treasury system", "Finance and commercial"),
        ("Consumer duty", "Regulatory and compliance"),
        ("Payments gateway", "Digital and data"),
        ("Mortgage origination", "Customer and service"),
    ),
    "Insurance": (
        ("Claims handling", "Customer and service"),
        ("Policy administration", "Digital and data"),
        ("Actuarial models", "Digital and data"),
        ("Consumer duty", "Regulatory and compliance"),
        ("Broker portal", "Customer and service"),
        ("Solvency", "Regulatory and compliance"),
    ),
    "Higher education": (
        ("Student residences", "Estates and infrastructure"),
        ("Laboratory", "Estates and infrastructure"),
        ("Admissions portal", "Customer and service"),
        ("Student record", "Digital and data"),
        ("Grants management", "Finance and commercial"),
        ("Lecture capture", "Digital and data"),
    ),
    "Rail": (
        ("Signalling", "Asset and engineering"),
        ("Depot", "Estates and infrastructure"),
        ("Ticketing", "Customer and service"),
        ("Rolling stock", "Asset and engineering"),
        ("Station", "Estates and infrastructure"),
        ("Crew diagrams", "People and change"),
    ),
    "Water": (
        ("Pumping station", "Asset and engineering"),
        ("Trunk main", "Asset and engineering"),
        ("Treatment works", "Asset and engineering"),
        ("Leakage detection", "Digital and data"),
        ("Water quality", "Regulatory and compliance"),
        ("Metering", "Asset and engineering"),
    ),
    "Charity": (
        ("Donor records", "Digital and data"),
        ("Charity shop", "Estates and infrastructure"),
        ("Volunteer portal", "Customer and service"),
        ("Gift aid", "Finance and commercial"),
        ("Archive", "Estates and infrastructure"),
        ("Safeguarding", "Regulatory and compliance"),
    ),
    "Pharma": (
        ("Clean room", "Estates and infrastructure"),
        ("Trial master file", "Digital and data"),
        ("Serialisation line", "Asset and engineering"),
        ("Batch records", "Digital and data"),
        ("Medicines safety", "Regulatory and compliance"),
        ("Laboratory", "Estates and infrastructure"),
    ),
    "Games and media": (
        ("Player account", "Customer and service"),
        ("Build pipeline", "Digital and data"),
        ("Studio", "Estates and infrastructure"),
        ("Rights ledger", "Finance and commercial"),
        ("Age rating", "Regulatory and compliance"),
        ("Content delivery", "Asset and engineering"),
    ),
    "Housing": (
        ("Sheltered housing", "Estates and infrastructure"),
        ("Tenant portal", "Customer and service"),
        ("Repairs scheduling", "Customer and service"),
        ("Rent accounting", "Finance and commercial"),
        ("Building safety", "Regulatory and compliance"),
        ("Heat network", "Asset and engineering"),
    ),
    "Manufacturing": (
        ("Furnace", "Asset and engineering"),
        ("Paint line", "Asset and engineering"),
        ("Warehouse", "Estates and infrastructure"),
        ("Quality records", "Digital and data"),
        ("Product safety", "Regulatory and compliance"),
        ("Maintenance planning", "People and change"),
    ),
    "Telecoms": (
        ("Fibre exchange", "Asset and engineering"),
        ("Mast", "Asset and engineering"),
        ("Number porting", "Regulatory and compliance"),
        ("Order tracking", "Customer and service"),
        ("Network inventory", "Digital and data"),
        ("Switching centre", "Estates and infrastructure"),
    ),
    "Logistics": (
        ("Sorting centre", "Estates and infrastructure"),
        ("Vehicle tracking", "Asset and engineering"),
        ("Quay crane", "Asset and engineering"),
        ("Parcel tracking", "Customer and service"),
        ("Customs declarations", "Regulatory and compliance"),
        ("Driver hours", "Regulatory and compliance"),
    ),
}
"""Objects that only a sector has, and their category."""

ENDINGS: Final = (
    "",
    "",
    "",
    "",
    " – phase 2",
    " – wave 1",
    " – wave 3",
    " 2026",
    " (north region)",
    " (central sites)",
    " – pilot sites",
    ", lot 2",
)

HOSTILE_NAMES: Final = (
    "<b>Portal</b> & <script>alert('x')</script> clean-up",
    "R&D \"Gateway\" #4 – O'Neil's $2m *pilot*",
    r"C:\finance\ledger_move_2026 $x^2$ @home",
    "Billing | metering | settlement, lot «7»",
    "=SUM(A1:A9) spreadsheet retirement",
    "Ärzteportal für Großkunden № 5 – 北棟 نقل",
    "A/B ~tilde~ `tick` {brace} [bracket] 50% off",
    "The replacement, consolidation and retirement of all regional metering, billing, "
    "settlement and customer systems 2026-30",
)
"""Project names that break careless pages, paths and markup; the last has 120 characters."""

DESCRIPTIONS: Final = (
    "Replaces an arrangement that has reached the end of its supported life.",
    "Brings three local ways of working into one and closes the old ones.",
    "Meets a commitment in the client's corporate plan.",
    "Reduces the cost to serve and the time that customers wait.",
    "Answers recommendations of last year's internal audit.",
    "Prepares the service for demand expected over the next five years.",
    "Removes single points of failure found in the resilience review.",
    "Gives staff one place to do what now takes four systems.",
)

MILESTONES: Final[dict[str, tuple[str, ...]]] = {
    "build": (
        "Business case approved",
        "Survey complete",
        "Design freeze",
        "Planning consent granted",
        "Contract signed",
        "Site mobilised",
        "Enabling works complete",
        "Structure complete",
        "Mechanical and electrical complete",
        "Commissioning started",
        "Safety certificate issued",
        "Practical completion",
        "Handover accepted",
    ),
    "change": (
        "Business case approved",
        "Requirements agreed",
        "Supplier appointed",
        "Design baseline agreed",
        "First release in test",
        "Data migration rehearsed",
        "Training material ready",
        "Pilot group live",
        "User acceptance signed off",
        "Cutover decision",
        "Go-live",
        "Early life support ends",
        "Closure report accepted",
    ),
}
"""Milestones in the order in which they fall; the last one is every project's final one."""

BUILDING: Final = ("Estates and infrastructure", "Asset and engineering")
"""Categories whose projects have the milestones of a building project."""

KEY_PLACES: Final = (0, 4, 8, 10, 12)
"""Places in :data:`MILESTONES` that are key milestones."""

STAGES: Final = (
    "Gate 0 start-up",
    "Gate 1 business case",
    "Gate 2 design",
    "Gate 3 delivery",
    "Gate 4 readiness",
    "Gate 5 closure",
)

REASONS: Final = (
    ("scope added at the client's request", 0.05, 0.25),
    ("replanned after supplier delay", 0.0, 0.0),
    ("estimate refined after detailed design", 0.03, 0.18),
    ("supplier replaced", 0.02, 0.12),
    ("dependency on another project moved", 0.0, 0.0),
    ("scope reduced to protect the finish", -0.12, -0.03),
)
"""Reasons of re-baselines and the range of the budget's growth that goes with each."""

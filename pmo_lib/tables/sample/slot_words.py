"""What goes into the slots of the registers' phrases, by category of project and by sector."""

from __future__ import annotations

from typing import Final

import numpy as np

from pmo_lib.tables.sample.months import Texts

PARTS: Final[dict[str, tuple[str, ...]]] = {
    "Digital and data": (
        *("data model", "integration layer", "migration scripts", "reporting layer"),
        *("archive", "access layer", "reference data", "batch schedule"),
    ),
    "Customer and service": (
        *("self-service pages", "telephony", "knowledge base", "payment pages"),
        *("booking screens", "webchat", "accessibility fixes", "letter templates"),
    ),
    "Finance and commercial": (
        *("chart of accounts", "approval workflow", "supplier records", "bank interface"),
        *("invoice matching", "month-end routines", "tax rules", "contract register"),
    ),
    "Estates and infrastructure": (
        *("cladding", "lifts", "ventilation plant", "fire doors", "roof"),
        *("electrical intake", "furniture", "drainage", "sprinklers"),
    ),
    "Asset and engineering": (
        *("control panels", "pumps", "cable route", "transformer", "foundations"),
        *("telemetry outstations", "pipework", "standby generator", "protection relays"),
    ),
    "Cyber and resilience": (
        *("privileged access", "monitoring agents", "backup store", "firewall rules"),
        *("recovery site", "device encryption", "incident playbooks", "mail filters"),
    ),
    "Regulatory and compliance": (
        *("evidence library", "control tests", "policy set", "attestation forms"),
        *("data map", "regulatory return", "retention schedule", "training records"),
    ),
    "People and change": (
        *("role descriptions", "rota rules", "training modules", "job evaluations"),
        *("consultation pack", "manager toolkit", "transition plan", "skills matrix"),
    ),
}
"""Parts of a project's work, by its category."""

PARTIES: Final[dict[str, tuple[str, ...]]] = {
    "Energy": (
        "the network operator",
        "the switchgear maker",
        "the regulator",
        "the metering agent",
    ),
    "Health": (
        "the clinical systems vendor",
        "the modular building contractor",
        "the medical physics service",
        "the regional health authority",
    ),
    "Local government": (
        "the framework contractor",
        "the highways authority",
        "the shared services centre",
        "the planning authority",
    ),
    "Retail": (
        "the shop-fitter",
        "the till vendor",
        "the landlord",
        "the haulage contractor",
    ),
    "Banking": (
        "the core banking vendor",
        "the card scheme",
        "the payments processor",
        "the branch fit-out contractor",
    ),
    "Insurance": (
        "the policy system vendor",
        "the claims adjuster",
        "the reinsurer",
        "the broker network",
    ),
    "Higher education": (
        "the student system vendor",
        "the residences contractor",
        "the research funder",
        "the students' union",
    ),
    "Rail": (
        "the signalling contractor",
        "the infrastructure manager",
        "the rolling stock owner",
        "the safety assessor",
    ),
    "Water": (
        "the pump maker",
        "the drainage contractor",
        "the environment agency",
        "the telemetry vendor",
    ),
    "Charity": (
        "the fundraising platform",
        "the grant maker",
        "the volunteer agency",
        "the shop landlord",
    ),
    "Pharma": (
        "the clean-room contractor",
        "the contract laboratory",
        "the packaging line maker",
        "the medicines regulator",
    ),
    "Games and media": (
        "the hosting provider",
        "the ratings board",
        "the localisation agency",
        "the platform holder",
    ),
    "Housing": (
        "the repairs contractor",
        "the building safety regulator",
        "the heat network operator",
        "the tenants' panel",
    ),
    "Manufacturing": (
        "the furnace maker",
        "the automation integrator",
        "the raw material supplier",
        "the certification body",
    ),
    "Telecoms": (
        "the duct owner",
        "the civils contractor",
        "the number database operator",
        "the equipment vendor",
    ),
    "Logistics": (
        "the crane maker",
        "the customs broker",
        "the vehicle lessor",
        "the warehouse contractor",
    ),
}
"""Parties outside the project, by the client's sector: kinds, never names."""

AUTHORITIES: Final[dict[str, tuple[str, ...]]] = {
    "Energy": ("the network operator", "the regulator"),
    "Health": ("the regional health authority",),
    "Local government": ("the highways authority", "the planning authority"),
    "Retail": ("the landlord",),
    "Banking": ("the card scheme",),
    "Insurance": ("the reinsurer",),
    "Higher education": ("the research funder", "the students' union"),
    "Rail": ("the infrastructure manager", "the safety assessor"),
    "Water": ("the environment agency",),
    "Charity": ("the grant maker", "the shop landlord"),
    "Pharma": ("the medicines regulator",),
    "Games and media": ("the ratings board", "the platform holder"),
    "Housing": ("the building safety regulator", "the tenants' panel"),
    "Manufacturing": ("the certification body",),
    "Telecoms": ("the duct owner",),
    "Logistics": ("the port authority",),
}
"""Parties whose consent is needed; the others of a sector deliver."""

TEAMS: Final = (
    *("operations", "finance", "customer services", "the service desk", "procurement"),
    *("human resources", "the legal team", "estates", "internal audit", "the data team"),
    *("the quality team", "front-line staff", "planning", "communications"),
)
"""Teams of a client."""

PLACES: Final = (
    *("the north site", "the main building", "the first region", "the pilot site"),
    *("the south site", "the regional office", "the depot", "the second phase"),
    *("the largest site", "the remote sites", "the west wing", "the head office"),
    *("the east region", "the control room", "the last two sites", "the training centre"),
)
"""Parts of a project's reach."""

CLIENT_POSTS: Final = (
    *("head of operations", "finance business partner", "service owner", "technical lead"),
    *("procurement manager", "sponsor", "site manager", "change lead"),
)
"""Posts of a client's people who own entries of a register."""

GENERAL_THINGS: Final[dict[str, str]] = {
    "Digital and data": "system",
    "Customer and service": "service",
    "Finance and commercial": "finance system",
    "Estates and infrastructure": "building",
    "Asset and engineering": "equipment",
    "Cyber and resilience": "protection",
    "Regulatory and compliance": "compliance evidence",
    "People and change": "new way of working",
}
"""What a project is about where its name does not say."""


_ARRANGED: Final = frozenset(
    (
        *("accessibility law", "age rating", "appointment scheduling", "backup and recovery"),
        *("building safety", "business continuity", "claims handling", "complaints handling"),
        *("consumer duty", "content delivery", "council tax collection", "customs declarations"),
        *("data protection", "debt recovery", "driver hours", "email protection", "emissions"),
        *("enquiry management", "gift aid", "grants management", "health and safety"),
        *("hybrid working", "identity and access", "leakage detection", "lecture capture"),
        *("maintenance planning", "medicines safety", "medicines traceability", "modern slavery"),
        *("mortgage origination", "network segmentation", "number porting", "order tracking"),
        *("parcel tracking", "policy administration", "price control", "product safety"),
        *("records management", "records retention", "recruitment", "rent accounting"),
        *("repairs scheduling", "rostering", "safeguarding", "security monitoring", "solvency"),
        *("standby power", "supplier onboarding", "tariff comparison", "ticketing"),
        *("vehicle tracking", "water quality", "workforce planning"),
    )
)

OCCASIONS: Final[dict[str, str]] = {
    "Business case approved": "approval of the business case",
    "Survey complete": "the end of the survey",
    "Planning consent granted": "planning consent",
    "Contract signed": "signature of the contract",
    "Site mobilised": "site mobilisation",
    "Enabling works complete": "the end of enabling works",
    "Structure complete": "completion of the structure",
    "Mechanical and electrical complete": "mechanical completion",
    "Commissioning started": "the start of commissioning",
    "Safety certificate issued": "issue of the safety certificate",
    "Handover accepted": "handover",
    "Requirements agreed": "agreement of requirements",
    "Supplier appointed": "appointment of the supplier",
    "Design baseline agreed": "agreement of the design",
    "First release in test": "the first test release",
    "Data migration rehearsed": "the migration rehearsal",
    "Training material ready": "release of the training material",
    "Pilot group live": "the pilot",
    "User acceptance signed off": "user acceptance",
    "Cutover decision": "the cutover decision",
    "Early life support ends": "the end of early life support",
    "Closure report accepted": "project closure",
}
"""Milestones as they stand within a sentence, where that is not their name."""


def within(names: Texts) -> Texts:
    """Names of what projects are about as they stand within a sentence, after an article."""
    small = lowered(names)
    return np.where(np.isin(small, list(_ARRANGED)), small + " arrangements", small)


def lowered(names: Texts) -> Texts:
    """Names as they stand within a sentence: the first letter small, abbreviations kept."""
    known, where = np.unique(names.astype(str), return_inverse=True)
    small = [name if name[1:2].isupper() else name[:1].lower() + name[1:] for name in known]
    return np.array(small, dtype=object)[where.reshape(names.shape)]

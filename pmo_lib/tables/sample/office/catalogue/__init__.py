"""The service catalogue: what the office offers, and how each service got better by version."""

from typing import Final

from pmo_lib.tables.sample.office.catalogue import oversight, support
from pmo_lib.tables.sample.office.catalogue.model import PILLARS, Service, Version

__all__ = ["BREACHED", "IMPROVED", "PILLARS", "SERVICES", "SUBJECTS", "Service", "Version"]

SERVICES: Final = (*oversight.SERVICES, *support.SERVICES)
"""All services, in the order of their numbers."""

BREACHED: Final = ("SV09", "SV22")
"""Services that fall short of their standard in the last quarter."""

IMPROVED: Final = ("SV01", "SV02", "SV07")
"""Services whose attainment rose with a new version within the last 14 months."""

SUBJECTS: Final[dict[str, tuple[str, ...]]] = {
    "Digital and data": (
        *("the data migration", "the integration work", "the archive", "the reporting layer"),
        "the platform move",
    ),
    "Customer and service": (
        *("the portal", "the contact centre work", "the complaints process", "the website"),
        "the service redesign",
    ),
    "Finance and commercial": (
        *("the ledger", "the billing move", "the supplier process", "the payroll change"),
        "the procurement work",
    ),
    "Estates and infrastructure": (
        *("the refurbishment", "the relocation", "the safety works", "the site works"),
        "the building programme",
    ),
    "Asset and engineering": (
        *("the fleet", "the plant renewal", "the control room", "the telemetry"),
        "the asset replacement",
    ),
    "Cyber and resilience": (
        *("the access controls", "the monitoring work", "the recovery exercise"),
        *("the network changes", "the security uplift"),
    ),
    "Regulatory and compliance": (
        *("the evidence base", "the compliance work", "the new reporting duty"),
        *("the readiness plan", "the retention rules"),
    ),
    "People and change": (
        *("the new rota", "the operating model", "the learning platform"),
        *("the shared service", "the hybrid working pilot"),
    ),
}
"""What a project is about, in a request's title, by the project's category."""

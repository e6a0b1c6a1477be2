"""The ``services`` table."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pmo_lib.tables.sample.office.catalogue import SERVICES
from pmo_lib.tables.sample.office.known import Tables, as_known, day_numbers
from pmo_lib.tables.sample.office.setting import Setting
from pmo_lib.tables.sample.office.weeks import DESK, DESK_HOURS


def service_ids() -> list[str]:
    """Ids of the services, in order."""
    return [f"SV{number:02d}" for number in range(1, len(SERVICES) + 1)]


@dataclass(frozen=True)
class Versions:
    """All versions of all services, a row each."""

    table: pd.DataFrame

    def known(self, day: float) -> Tables:
        """``services`` as known at the end of a day."""
        rows = as_known(self.table, day, day_numbers(self.table["valid_from"]), {"valid_to": ()})
        return {"services": rows}


def draw_versions(setting: Setting) -> Versions:
    """Write down the catalogue, each service with an owner among the office's people."""
    rows = [
        {
            "service_id": service_id,
            "version": str(number),
            "name": service.name,
            "description": service.description,
            "pillar": service.pillar,
            "audience": service.audience,
            "standard": _standard(version.hours, version.share),
            "target_hours": version.hours,
            "target_percentile": version.share,
            "valid_from": pd.Timestamp(version.since),
            "changes": version.changes,
            "cost": version.cost,
        }
        for service_id, service in zip(service_ids(), SERVICES, strict=True)
        for number, version in enumerate(service.versions, 1)
    ]
    table = pd.DataFrame(rows)
    number = table.groupby("service_id").ngroup().to_numpy()
    owners = setting.person_ids[setting.staff]
    following = table.groupby("service_id")["valid_from"].shift(-1)
    table = table.assign(
        owner_id=owners[(7 * number) % len(owners)],
        calendar_id=DESK,
        valid_to=following - pd.Timedelta(days=1),
        cost_per="request",
        currency="GBP",
        price_basis="nominal",
    )
    return Versions(table)


def _standard(hours: float, share: float) -> str:
    """Say a standard as clients are told it."""
    days = hours / DESK_HOURS
    length = f"{days:g} working days" if days != 1 else "one working day"
    return f"{share:.0%} of requests are closed within {length}."

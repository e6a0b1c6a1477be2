"""What the office offers, what was asked of it, and how soon it was done.

Instants are in UTC.
"""

from typing import Final

from pmo_lib.tables.schemas.base import (
    DAY,
    Table,
    column,
    identifier,
    iso_currency,
    key,
    money,
)

PAUSE_STATES: Final = ("awaiting_client", "awaiting_third_party", "on_hold_agreed")
"""States in which the clock of a service request stands still."""


class Services(Table):
    """The service catalogue: one row a service and version.

    ::

        service_id  version  name             pillar     target_hours  target_percentile
        SV03        2        Schedule review  assurance  40            0.9

    The target: ``target_percentile`` of requests are closed within ``target_hours`` of the
    service's calendar, or of the clock where it has none. ``standard`` is the same as it is told
    to clients. ``cost`` is what the service costs the office for each ``cost_per``.
    """

    service_id: str = identifier()
    version: str = key()
    name: str = column(nullable=False)
    description: str = column()
    pillar: str = column()
    audience: str = column()
    owner_id: str = column(refers="people")
    standard: str = column()
    target_hours: float = column(unit="hours of the calendar", ge=0)
    target_percentile: float = column(unit="share", ge=0, le=1)
    calendar_id: str = column(refers="calendars")
    valid_from: DAY = column(unit="date")
    valid_to: DAY = column(unit="date")
    changes: str = column()
    cost: float = money(visibility="internal")
    cost_per: str = column(isin=["request", "month", "year"], visibility="internal")
    currency: str = iso_currency(visibility="internal")
    price_basis: str = column(visibility="internal")

    class Config:
        """Seen by every slice."""

        metadata = {"slice_by": "all"}


class ServiceRequests(Table):
    """Requests for a service: one row a request.

    ::

        request_id  client_id  service_id  raised               due                  closed
        Q00017      C0001      SV03        2026-10-05T09:12:00  2026-10-09T16:30:00  null

    ``client_id`` is the client that asked, missing where the office's own people did;
    ``project_id`` is the project that it is for, if any. When the clock stood still is in
    ``request_pauses``.
    """

    request_id: str = identifier()
    client_id: str = column(refers="clients")
    project_id: str = column(refers="projects")
    service_id: str = column(refers="services")
    service_version: str = column()
    title: str = column()
    priority: str = column()
    requester: str = column()
    requester_id: str = column(refers="people")
    handler_id: str = column(refers="people", visibility="internal")
    raised: DAY = column(unit="instant, UTC")
    acknowledged: DAY = column(unit="instant, UTC")
    due: DAY = column(unit="instant, UTC")
    closed: DAY = column(unit="instant, UTC")
    hours_spent: float = column(unit="hours", visibility="internal", ge=0)
    cost: float = money(visibility="internal")
    currency: str = iso_currency(visibility="internal")
    price_basis: str = column(visibility="internal")
    internal_note: str = column(visibility="internal")
    state: str = column(isin=["open", "paused", "closed", "cancelled"])

    class Config:
        """A client sees its own requests, also of a shared project."""

        metadata = {"slice_by": "client_id"}


class RequestPauses(Table):
    """When the clock of a service request stood still: one row a request and pause.

    ::

        request_id  started              ended                state            state_as_written
        Q00017      2026-10-06T10:00:00  2026-10-07T15:00:00  awaiting_client  Waiting on customer

    A pause that has not ended has no ``ended``. States that do not stop the clock have no row.
    """

    request_id: str = identifier(refers="service_requests")
    started: DAY = key(unit="instant, UTC")
    ended: DAY = column(unit="instant, UTC")
    state: str = column(nullable=False, isin=[*PAUSE_STATES])
    state_as_written: str = column()

    class Config:
        """Found by its request."""

        metadata = {"slice_by": "request_id"}

"""Who is served and who serves: clients, programmes, people."""

from pmo_lib.tables.schemas.base import DAY, Table, column, identifier, iso_currency


class Clients(Table):
    """Clients of the office: one row a client.

    ::

        client_id  name              tier  reporting_currency  timezone       account_lead
        C0001      Northwind Energy  gold  GBP                 Europe/London  E0871

    ``account_lead`` is a ``person_id`` of the office.
    """

    client_id: str = identifier()
    name: str = column(nullable=False)
    parent_id: str = column(refers="clients", visibility="internal")
    sector: str = column()
    tier: str = column()
    account_lead: str = column(refers="people", visibility="internal")
    brand: str = column()
    language: str = column()
    timezone: str = column()
    reporting_currency: str = iso_currency()
    calendar_id: str = column(refers="calendars")
    contacts: str = column()
    meetings: str = column()

    class Config:
        """A client sees its own row."""

        metadata = {"slice_by": "client_id"}


class Programmes(Table):
    """Programmes: one row a programme, which gathers projects, also of several clients.

    ::

        programme_id  name                sponsor    owner
        P001          Customer platforms  A. Okafor  E0012

    ``owner`` is a ``person_id``; ``sponsor`` is a name, often of a client's own.
    """

    programme_id: str = identifier()
    name: str = column(nullable=False)
    description: str = column()
    sponsor: str = column()
    owner: str = column(refers="people", visibility="internal")

    class Config:
        """Found through the projects of the slice."""

        metadata = {"slice_by": "programme_id"}


class People(Table):
    """Project professionals and staff of the office: one row a person.

    ::

        person_id  name       role             grade   team      contracted_hours  leave
        E0012      Ana Costa  project manager  senior  delivery  37.5              210

    ``leave`` is what a person may take in a year; what was taken or is booked stands in
    ``absences``. ``skills`` are separated by semicolons. ``cost_rate`` is what an hour costs the
    office, ``charge_rate`` what it is charged at, both in ``currency``.
    """

    person_id: str = identifier()
    name: str = column(nullable=False)
    role: str = column()
    grade: str = column(visibility="internal")
    skills: str = column()
    team: str = column()
    contracted_hours: float = column(unit="hours a week", visibility="internal", ge=0, le=168)
    leave: float = column(unit="hours a year", visibility="internal", ge=0)
    calendar_id: str = column(refers="calendars", visibility="internal")
    employment: str = column(visibility="internal", isin=["permanent", "temporary", "contractor"])
    joined: DAY = column(unit="date", visibility="internal")
    left: DAY = column(unit="date", visibility="internal")
    cost_rate: float = column(unit="currency an hour", visibility="internal")
    charge_rate: float = column(unit="currency an hour", visibility="internal")
    currency: str = iso_currency(visibility="internal")

    class Config:
        """A slice holds the people whom its other rows name."""

        metadata = {"slice_by": "person_id"}

"""Who is served and who serves: clients, programmes, people."""

from pmo_lib.tables.schemas.base import Table, column, identifier


class Clients(Table):
    """Clients of the office: one row a client.

    ::

        client_id  name              tier  reporting_currency  timezone
        C0001      Northwind Energy  gold  GBP                 Europe/London

    ``account_lead`` is a ``person_id`` of the office.
    """

    client_id: str = identifier()
    name: str = column(nullable=False)
    parent_id: str = column()
    sector: str = column()
    tier: str = column()
    account_lead: str = column(visibility="internal")
    brand: str = column()
    language: str = column()
    timezone: str = column()
    reporting_currency: str = column(str_matches=r"^[A-Z]{3}\Z")
    calendar_id: str = column()
    contacts: str = column()
    meetings: str = column()

    class Config:
        """A client sees its own row."""

        metadata = {"slice_by": "client_id"}


class Programmes(Table):
    """Programmes: one row a programme, which gathers projects, also of several clients.

    ::

        programme_id  name                 sponsor     owner
        P001          Customer platforms   A. Okafor   E0012
    """

    programme_id: str = identifier()
    name: str = column(nullable=False)
    sponsor: str = column()
    owner: str = column(visibility="internal")

    class Config:
        """Found through the projects of the slice."""

        metadata = {"slice_by": "programme_id"}


class People(Table):
    """Project professionals and staff of the office: one row a person.

    ::

        person_id  name        role             team      contracted_hours
        E0012      Ana Costa   project manager  delivery  37.5
    """

    person_id: str = identifier()
    name: str = column(nullable=False)
    role: str = column()
    team: str = column()
    contracted_hours: float = column(unit="hours a week", visibility="internal", ge=0, le=168)

    class Config:
        """A slice holds the people who manage its projects."""

        metadata = {"slice_by": "person_id"}

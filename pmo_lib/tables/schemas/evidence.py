"""Where data come from, what could not be read, and the stories planted in the sample."""

from pmo_lib.tables.schemas.base import DAY, PERIOD_PATTERN, Table, column, identifier, key


class Sources(Table):
    """Sources of the data, with what their licence asks to be printed: one row a source.

    ::

        source  title                  files  first_as_of  last_as_of  licence
        gmpp    Major projects, UK     6      2018-09-30   2023-03-31  Contains public sector ...

    ``licence`` is the whole sentence of attribution. ``first_as_of`` and ``last_as_of`` are the
    days between which the source's data stand.
    """

    source: str = identifier()
    title: str = column(nullable=False)
    licence: str = column()
    origin: str = column()
    files: int = column(unit="count", nullable=False, ge=0)
    first_as_of: DAY = column(unit="date")
    last_as_of: DAY = column(unit="date")

    class Config:
        """Seen by every slice, so that reports can print the attribution."""

        metadata = {"slice_by": "all"}


class Lineage(Table):
    """Where each number was typed: one row a table, key and column.

    ::

        table_name  row_key        column_name  source  file           row  cell  raw
        projects    GMPP-MOD-0135  budget       gmpp    gmpp_2022.csv  16   B16   £278
    """

    table_name: str = key()
    row_key: str = key()
    column_name: str = key()
    source: str = column(nullable=False)
    file: str = column()
    sheet: str = column()
    row: float = column(unit="row number in the file, from 1")
    cell: str = column()
    raw: str = column()

    class Config:
        """Evidence for the office: in no slice."""

        metadata = {"slice_by": "none"}


class Rejects(Table):
    """Values and rows that could not be read, kept as they were written.

    ::

        reject_id  table_name  project_id     column_name    raw  rule             accepted
        R000001    progress    GMPP-MOD-0135  period_budget  Inf  money: a number  £26.19m, 26.19

    ``project_id`` and ``client_id`` are missing where the row named none. A reject of a table
    whose rows belong to a client is shown to the client that it names, and to no other.
    """

    reject_id: str = identifier()
    source: str = column(nullable=False)
    table_name: str = column(nullable=False)
    project_id: str = column(refers="projects")
    client_id: str = column(refers="clients")
    column_name: str = column()
    raw: str = column()
    rule: str = column(nullable=False)
    accepted: str = column()
    file: str = column()
    sheet: str = column()
    row: float = column(unit="row number in the file, from 1")
    cell: str = column()

    class Config:
        """A client sees what of its own projects, and of itself, could not be read."""

        metadata = {"slice_by": "project_or_client"}


class Stories(Table):
    """Stories planted in the sample, so that tests can ask the analytics to find them.

    ::

        story_id  kind                     project_id  client_id  period   expectation
        S001      green_overdue_milestone  J0042       null       2026-10  named as an exception
    """

    story_id: str = identifier()
    kind: str = column(nullable=False)
    project_id: str = column(refers="projects")
    client_id: str = column(refers="clients")
    period: str = column(str_matches=PERIOD_PATTERN)
    expectation: str = column()

    class Config:
        """The sample's own: in no slice."""

        metadata = {"slice_by": "none"}

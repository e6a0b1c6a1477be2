"""What was saved, and how sure that is."""

from typing import Final

from pmo_lib.tables.schemas.base import (
    DAY,
    Table,
    column,
    identifier,
    iso_currency,
    key,
    money,
    recorded_state,
)

SAVING_TYPES: Final = ("cash_releasing", "non_cash_releasing", "cost_avoidance")
SAVING_STAGES: Final = ("idea", "estimated", "validated", "delivered", "banked")
EVIDENCE_KINDS: Final = ("accounts", "contract", "measurement", "calculation", "statement")
"""Kinds of evidence, the strongest first."""


class Savings(Table):
    """Savings: one row a saving, at the stage that it has reached.

    ::

        saving_id  initiative      cost_line  type            stage      amount  recurrence
        S0031      Shared hosting  hosting    cash_releasing  validated  120000  recurring

    ``amount`` is gross: of a recurring saving for a year, of a one-off the whole. It is saved from
    ``start`` to ``end``. ``cost_to_achieve`` is spent once. ``baseline_amount`` is what was spent
    before, at ``baseline_date``. Stages and types are never added into one figure; what the amount
    was at each stage stands in ``saving_stages``.
    """

    saving_id: str = identifier()
    client_id: str = column(refers="clients")
    project_id: str = column(refers="projects")
    initiative: str = column()
    initiative_id: str = column(refers="initiatives", visibility="board")
    title: str = column()
    cost_line: str = column()
    type: str = column(isin=[*SAVING_TYPES])
    stage: str = column(isin=[*SAVING_STAGES])
    amount: float = money()
    amount_state: str = recorded_state()
    recurrence: str = column(isin=["one_off", "recurring"])
    start: DAY = column(unit="date")
    end: DAY = column(unit="date")
    cost_to_achieve: float = money()
    cost_to_achieve_state: str = recorded_state()
    baseline_amount: float = money()
    baseline_amount_state: str = recorded_state()
    baseline_date: DAY = column(unit="date")
    currency: str = iso_currency()
    price_basis: str = column()
    method: str = column()
    evidence: str = column()
    evidence_kind: str = column(isin=[*EVIDENCE_KINDS])
    owner: str = column()
    owner_id: str = column(refers="people")
    validator: str = column()
    validator_id: str = column(refers="people")
    validated: DAY = column(unit="date")
    internal_note: str = column(visibility="internal")

    class Config:
        """A client sees its own savings, also of a shared project."""

        metadata = {"slice_by": "client_id"}


class SavingStages(Table):
    """The stages that a saving has reached: one row a saving and stage.

    ::

        saving_id  stage      reached     amount  evidence
        S0031      estimated  2026-03-31  150000  business case
        S0031      validated  2026-07-14  120000  letter of the finance office

    The amount at each stage, in the currency and by the rule of its saving: from them a bridge
    leads from estimated to banked, and the ledger can be told as it stood on any day.
    """

    saving_id: str = identifier(refers="savings")
    stage: str = key(isin=[*SAVING_STAGES])
    reached: DAY = column(unit="date")
    amount: float = money()
    amount_state: str = recorded_state()
    currency: str = iso_currency()
    price_basis: str = column()
    evidence: str = column()
    approved_by: str = column()
    approved_by_id: str = column(refers="people")

    class Config:
        """Found by its saving."""

        metadata = {"slice_by": "saving_id"}

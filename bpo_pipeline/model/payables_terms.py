"""The payables part of a contract: which bank pays approved bills, and when."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bpo_pipeline.model.payroll_terms import PaymentTerms

CURRENCIES = {"nacha": "USD", "sepa": "EUR"}
"""What each payment system pays."""


class PayablesTerms(BaseModel):
    """What applies to the payment of a client's bills."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: dt.date = Field(description="Bills that arrived before this day are paid elsewhere.")
    banks: tuple[PaymentTerms, ...] = Field(
        min_length=1, description="One per currency: sepa for EUR, nacha (CCD) for USD."
    )
    run_every_days: int = Field(
        default=1, ge=1, le=31, description="A bill that would be late at the next run is in this one."
    )
    usual_days: int = Field(default=30, ge=0, le=180, description="Days after its date, for a bill without a due date.")
    take_discounts: bool = Field(
        default=False, description="Pay early where the bill's terms give a discount for it, and pay so much less."
    )

    @model_validator(mode="after")
    def _one_bank_per_currency(self) -> PayablesTerms:
        if len({one.kind for one in self.banks}) < len(self.banks):
            message = "name one bank per currency"
            raise ValueError(message)
        return self

"""The control report: per client, day and currency, what came in is what was posted, refused or is waiting.

Files in = posted + rejected + quarantined + in review + on hold, by count and by amount (gross), with what is
still being worked on shown apart. The number of files is counted a second time from the arrivals themselves, and
each posted amount is compared with what the target read back, document by document, so that errors cannot cancel.
Source of the idea: record counts at every stage and interface reconciliation, SOC 2 PI1.1 to PI1.5.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bpo_pipeline.model.ledger import ControlLine
from bpo_pipeline.model.payable import RunTally
from bpo_pipeline.model.states import State
from bpo_pipeline.reporting.differences import differences, run_differences

ZERO = Decimal(0)
SHOWN_STATES: tuple[State, ...] = (
    State.POSTED,
    State.REJECTED,
    State.QUARANTINED,
    State.IN_REVIEW,
    State.ON_HOLD,
)
"""Where a document may rest; every other state is in progress."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DayCount(_Part):
    """How many files arrived on a UTC day, counted from the arrivals and not from the lines."""

    day: dt.date
    files: int = Field(ge=0, description="Arrivals that are documents, members of containers included.")
    containers: int = Field(default=0, ge=0, description="Mails, archives and collections replaced by their members.")


class Tally(_Part):
    """A count of documents and the sum of their gross amounts."""

    count: int = 0
    amount: Decimal = ZERO
    without_amount: int = Field(default=0, description="Documents among them that have no amount (yet).")


class TargetTally(_Part):
    """What one target read back for the posted documents."""

    target: str
    count: int
    amount: Decimal


class CurrencyControl(_Part):
    """One day's documents in one currency; amounts are gross, in that currency."""

    currency: str | None = Field(description="ISO 4217; null for documents of which no currency is known.")
    files: Tally = Field(description="All documents, with their amounts as they stand now.")
    duplicates: int = Field(description="Copies of files that came before; they are among the rejected.")
    amount_read: Decimal = Field(description="Sum of the amounts as first read.")
    corrections: Decimal = Field(description="What people changed since: amount_read + corrections = files.amount.")
    posted: Tally
    rejected: Tally
    quarantined: Tally
    in_review: Tally
    on_hold: Tally
    in_progress: Tally = Field(description="Received, read, drafted or ready; none on a closed day.")
    targets: tuple[TargetTally, ...] = Field(description="Posted amounts as each target read them back.")


class DayControl(_Part):
    """One UTC day of arrivals."""

    day: dt.date
    files: int = Field(description="Files that arrived, counted from the arrivals.")
    containers: int
    currencies: tuple[CurrencyControl, ...]


class PaymentRunControl(_Part):
    """A run of paid bills that was proposed in these days."""

    run_id: str
    currency: str
    state: str
    bills: int = Field(description="Bills in it, credit notes that are set off included.")
    payees: int = Field(description="Payments that these bills ask for.")
    payments: int = Field(description="Payments that were kept for the bank.")
    returned: int = Field(description="Payments among them that came back.")
    total: Decimal = Field(description="What two people released.")
    bills_total: Decimal = Field(description="Sum of the bills, counted on its own.")
    sent_total: Decimal | None = Field(description="What the bank's file says; null while it is not sent.")


class ControlReport(_Part):
    """What came in, what became of it, and whether it ties."""

    schema_version: Literal["control_report.v1"] = "control_report.v1"
    client: str
    day_from: dt.date
    day_to: dt.date = Field(description="Included.")
    days: tuple[DayControl, ...]
    payment_runs: tuple[PaymentRunControl, ...] = ()
    differences: tuple[str, ...] = Field(description="What does not tie, and by how much; empty when all does.")
    ties: bool

    @model_validator(mode="after")
    def _says_so(self) -> ControlReport:
        if self.ties == bool(self.differences):
            message = "ties must be true exactly when there is no difference"
            raise ValueError(message)
        return self


def control_report(
    lines: Sequence[ControlLine],
    received: Sequence[DayCount],
    *,
    client: str,
    day_from: dt.date,
    day_to: dt.date,
    corrected: Collection[str] | None = None,
    closed_until: dt.date | None = None,
    payment_runs: Sequence[RunTally] = (),
) -> ControlReport:
    """Count a client's days and say whether they tie.

    *received* is the second count, made from the arrivals; a day that is missing there had no files.
    *corrected* are the ids of documents that a person corrected: an amount that changed without one is a
    difference (None: not checked). Days up to *closed_until* must have nothing in progress (None: no day is closed).
    Twice with the same lines is the same report.
    """
    counts = {one.day: one for one in received}
    grouped: dict[tuple[dt.date, str], list[ControlLine]] = {}
    for line in lines:
        grouped.setdefault((line.day, line.currency or ""), []).append(line)
    days = tuple(
        DayControl(
            day=day,
            files=counts[day].files if day in counts else 0,
            containers=counts[day].containers if day in counts else 0,
            currencies=tuple(
                _currency(currency, part) for (other, currency), part in sorted(grouped.items()) if other == day
            ),
        )
        for day in sorted({one.day for one in lines} | set(counts))
    )
    found = differences(
        lines,
        {day: one.files for day, one in counts.items()},
        client=client,
        day_from=day_from,
        day_to=day_to,
        corrected=corrected,
        closed_until=closed_until,
    )
    found = (*found, *run_differences(payment_runs))
    runs = tuple(PaymentRunControl(**asdict(one)) for one in payment_runs)
    return ControlReport(
        client=client,
        day_from=day_from,
        day_to=day_to,
        days=days,
        payment_runs=runs,
        differences=found,
        ties=not found,
    )


def _currency(currency: str, lines: Sequence[ControlLine]) -> CurrencyControl:
    by_state = {state: _tally([one for one in lines if one.state is state]) for state in SHOWN_STATES}
    read = sum((one.amount_read for one in lines if one.amount_read is not None), ZERO)
    everything = _tally(lines)
    return CurrencyControl(
        currency=currency or None,
        files=everything,
        duplicates=sum(one.duplicate for one in lines),
        amount_read=read,
        corrections=everything.amount - read,
        posted=by_state[State.POSTED],
        rejected=by_state[State.REJECTED],
        quarantined=by_state[State.QUARANTINED],
        in_review=by_state[State.IN_REVIEW],
        on_hold=by_state[State.ON_HOLD],
        in_progress=_tally([one for one in lines if one.state not in SHOWN_STATES]),
        targets=_targets(lines),
    )


def _tally(lines: Sequence[ControlLine]) -> Tally:
    amounts = [one.amount for one in lines if one.amount is not None]
    return Tally(count=len(lines), amount=sum(amounts, ZERO), without_amount=len(lines) - len(amounts))


def _targets(lines: Sequence[ControlLine]) -> tuple[TargetTally, ...]:
    names = sorted({target for one in lines for target in one.amounts_posted})
    return tuple(
        TargetTally(
            target=name,
            count=sum(name in one.amounts_posted for one in lines),
            amount=sum((one.amounts_posted[name] for one in lines if name in one.amounts_posted), ZERO),
        )
        for name in names
    )

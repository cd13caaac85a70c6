"""The payroll pre-flight: what changed since last period, for the one who releases the batch."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bpo_pipeline.model.payroll import ControlTotals


class Change(StrEnum):
    """What the pre-flight points out."""

    NEW = "new"
    LEAVER = "leaver"
    MISSING = "missing"
    BANK_CHANGED = "bank changed"
    BANK_UNCONFIRMED = "bank not confirmed"
    SHARED_ACCOUNT = "shared account"
    RATE_CHANGED = "rate changed"
    GROSS_CHANGED = "gross changed"
    UNKNOWN = "unknown employee"
    NO_RATE = "no rate"


STOPS = frozenset({Change.UNKNOWN, Change.NO_RATE, Change.BANK_UNCONFIRMED})
"""Nobody can release a batch that has one of these; the others are looked at and released."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """One thing to look at."""

    change: Change
    sentence: str


@dataclass(frozen=True, slots=True)
class PreflightRow:
    """One employee in the batch, or of last period and missing in this one."""

    employee_id: str
    name: str
    minutes: int
    gross: Decimal
    last_gross: Decimal | None
    """None for one who was not paid last period."""
    pointed: tuple[Pointed, ...]


@dataclass(frozen=True, slots=True)
class Preflight:
    """The whole page."""

    client: str
    batch_id: str
    first_day: dt.date
    last_day: dt.date
    pay_day: dt.date
    currency: str
    totals: ControlTotals
    gross: Decimal
    last_totals: ControlTotals | None
    last_gross: Decimal | None
    rows: tuple[PreflightRow, ...]
    held: tuple[tuple[str, str], ...]
    """Timesheets that are not in the batch: document id and why."""

    @property
    def stops(self) -> tuple[Pointed, ...]:
        """Why the batch cannot be released as it is."""
        return tuple(one for row in self.rows for one in row.pointed if one.change in STOPS)

    def counts(self) -> dict[Change, int]:
        """How often each change was found."""
        found = [one.change for row in self.rows for one in row.pointed]
        return {change: found.count(change) for change in Change if change in found}

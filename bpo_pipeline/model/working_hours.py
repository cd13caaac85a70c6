"""The part of a contract that says when the clock of the turnaround runs."""

from __future__ import annotations

import datetime as dt
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holidays.registry import COUNTRIES
from pydantic import BaseModel, ConfigDict, Field, model_validator

from bpo_pipeline.model.working_time import WorkingTime


class WorkingHours(BaseModel):
    """When the clock of the turnaround runs; days and times of the office that works for the client."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    timezone: str = Field(default="UTC", description="IANA name, such as Europe/Berlin.")
    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = Field(
        default=("mon", "tue", "wed", "thu", "fri"), min_length=1
    )
    opens: dt.time = dt.time(8)
    closes: dt.time = Field(default=dt.time(18), description="00:00 is the end of the day.")
    holidays: str = Field(
        default="", pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$", description="Country or part of it, such as DE-BY."
    )
    closed: tuple[dt.date, ...] = Field(default=(), description="Other days on which nobody works.")

    @model_validator(mode="after")
    def _is_known(self) -> WorkingHours:
        country, _, part = self.holidays.partition("-")
        if country and all(country not in codes for codes in COUNTRIES.values()):
            message = f"the holidays of {country!r} are not known"
            raise ValueError(message)
        try:
            working_time = self.working_time
            if part:  # loads the calendars of all countries, half a second; without a part the list above will do
                working_time.is_open(dt.date(2026, 1, 1))
        except (ZoneInfoNotFoundError, NotImplementedError, ValueError) as problem:
            message = f"time zone or holidays are not known: {problem}"
            raise ValueError(message) from None
        if dt.time(0) < self.closes <= self.opens:
            message = "closes must be after opens"
            raise ValueError(message)
        return self

    @property
    def working_time(self) -> WorkingTime:
        """The clock."""
        week = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        days = frozenset(week.index(day) for day in self.days)
        zone, closed = ZoneInfo(self.timezone), frozenset(self.closed)
        return WorkingTime(zone, days, self.opens, self.closes, self.holidays, closed)

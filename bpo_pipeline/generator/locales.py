"""How documents are written in each language: words, dates and numbers.

Every label has several wordings; a vendor keeps to one of them (``Wording.variant``), as real ones do.
"""

from __future__ import annotations

import datetime as dt
import zlib
from dataclasses import dataclass
from decimal import Decimal

from bpo_pipeline.generator.labels import LABELS, MONTHS, UNITS
from bpo_pipeline.generator.masterdata import VendorCard
from bpo_pipeline.model.money import to_cents

NBSP = "\u00a0"
SYMBOLS = {"USD": "$", "EUR": "€"}


@dataclass(frozen=True, slots=True)
class Locale:
    """The number and date habits of one country's language."""

    decimal_mark: str
    group_mark: str
    dates: tuple[str, ...]
    """Patterns of ``{d} {dd} {mm} {yyyy} {month} {mon}``."""
    money: tuple[str, ...]
    """Patterns of ``{symbol} {code} {amount}``."""


LOCALES: dict[str, Locale] = {
    "en-US": Locale(
        ".", ",", ("{mm}/{dd}/{yyyy}", "{month} {d}, {yyyy}", "{mon} {d}, {yyyy}", "{yyyy}-{mm}-{dd}"),
        ("{symbol}{amount}", "{symbol}{amount}", "{amount} {code}", "{symbol} {amount}"),
    ),
    "en-IE": Locale(
        ".", ",", ("{d} {month} {yyyy}", "{dd} {mon} {yyyy}"), ("€{amount}", "EUR {amount}"),
    ),
    "en-GB": Locale(
        ".", ",", ("{d} {mon} {yyyy}", "{d} {month} {yyyy}"), ("{symbol}{amount}", "{amount} {code}"),
    ),
    "de-DE": Locale(
        ",", ".", ("{dd}.{mm}.{yyyy}", "{d}. {month} {yyyy}", "{dd}.{mm}.{yyyy}"),
        ("{amount} {symbol}", "{amount} {code}", "{code} {amount}"),
    ),
    "fr-FR": Locale(
        ",", NBSP, ("{dd}/{mm}/{yyyy}", "{d} {month} {yyyy}"), ("{amount} {symbol}", "{amount} {code}"),
    ),
    "es-ES": Locale(
        ",", ".", ("{dd}/{mm}/{yyyy}", "{d} de {month} de {yyyy}"), ("{amount} {symbol}", "{amount} {code}"),
    ),
    "nl-NL": Locale(
        ",", ".", ("{dd}-{mm}-{yyyy}", "{d} {month} {yyyy}"), ("{symbol} {amount}", "{code} {amount}"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """The voice of one sender: its language, its choice of words, its dates and numbers."""

    locale_code: str
    currency: str
    variant: int
    """Any number; the same one always gives the same choice of words."""

    @property
    def locale(self) -> Locale:
        """Its number and date habits."""
        return LOCALES[self.locale_code]

    @property
    def language(self) -> str:
        """ISO 639-1."""
        return self.locale_code[:2]

    def label(self, key: str) -> str:
        """The sender's word for *key*, e.g. ``gross`` -> ``Rechnungsbetrag``."""
        choices = LABELS[self.language][key]
        return choices[self.variant % len(choices)]

    def date(self, day: dt.date) -> str:
        """A date as this sender writes it."""
        months = MONTHS[self.language]
        pattern = self.locale.dates[self.variant % len(self.locale.dates)]
        return pattern.format(
            d=day.day, dd=f"{day.day:02d}", mm=f"{day.month:02d}", yyyy=day.year,
            month=months[day.month - 1], mon=months[day.month - 1][:3],
        )  # fmt: skip

    def number(self, value: Decimal, digits: int = 2) -> str:
        """A number with that many decimals, grouped by thousands."""
        text = f"{value:,.{digits}f}"
        return text.translate({ord(","): self.locale.group_mark, ord("."): self.locale.decimal_mark})

    def amount(self, value: Decimal) -> str:
        """An amount without its currency, e.g. in a column."""
        return self.number(to_cents(value))

    def money(self, value: Decimal) -> str:
        """An amount with its currency."""
        pattern = self.locale.money[self.variant % len(self.locale.money)]
        return pattern.format(symbol=SYMBOLS[self.currency], code=self.currency, amount=self.amount(value))

    def price(self, value: Decimal) -> str:
        """A unit price with as many decimals as it has, at least two."""
        exponent = value.as_tuple().exponent
        return self.number(value, max(2, -exponent if isinstance(exponent, int) else 2))

    def quantity(self, value: Decimal) -> str:
        """A quantity without needless decimals."""
        return self.number(value, 0 if value == value.to_integral_value() else 1)

    def percent(self, rate: Decimal) -> str:
        """A tax rate such as ``19 %`` or ``8.875%``."""
        text = format(rate.normalize(), "f").replace(".", self.locale.decimal_mark)
        return f"{text}%" if self.language == "en" else f"{text} %"

    def unit(self, code: str) -> str:
        """The printed word of a unit's code."""
        return UNITS[self.language][code]


def wording_of(vendor: VendorCard, currency: str) -> Wording:
    """The voice of a vendor: always the same for the same vendor."""
    return Wording(vendor.locale, currency, zlib.crc32(vendor.vendor_id.encode()) >> 3)

"""Hours, clock times and dates as timesheets write them: 7:30, 7,5, 7.5h, 8:00 AM, 17h00, full-width digits."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_CLOCK = re.compile(r"(\d{1,2})\s*[:.h;,]\s*([0-5]\d)(?::[0-5]\d)?\s*(?:uhr|h)?\s*([ap])?\.?\s*m?\.?", re.IGNORECASE)
_HOUR_ONLY = re.compile(r"(\d{1,2})\s*([ap])\.?\s*m?\.?", re.IGNORECASE)
_MILITARY = re.compile(r"([01]?\d|2[0-3])([0-5]\d)\s*(?:h|hrs)?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_MINUTES = re.compile(r"(\d{1,2})\s*[:h]\s*([0-5]?\d)\s*(?:m|min|mins)?(?::00)?", re.IGNORECASE)
_MINUTES_ONLY = re.compile(r"(\d{1,4})\s*(?:min|mins|minutes|minuten|m)\.?", re.IGNORECASE)
_UNIT = re.compile(r"(?i)\s*(?:hours|hour|hrs|hr|stunden|std|uren|horas|heures|h)\.?$")
_CONTINENTAL = r"\d{1,3}(?:\.\d{3})+,\d{1,3}"
_FRACTIONS = {"½": ".5", "¼": ".25", "¾": ".75"}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero januari", "feb february februar fevrier febrero februari",
            "mar march marz maerz mrz mars marzo maart", "apr april avril abril", "may mai mayo mei",
            "jun june juni juin junio", "jul july juli juillet julio", "aug august aout agosto augustus",
            "sep sept september septembre septiembre", "oct october okt oktober octobre octubre",
            "nov november novembre noviembre", "dec december dez dezember decembre diciembre",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)")
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_SHORT = re.compile(r"(?<![\d/.])(\d{1,2})([/.-])(\d{1,2})\.?(?![\d/])")
_DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]*([^\W\d_]{3,10})\.?,?[\s-]*(\d{4}|\d{2}(?!\d))?")
_MONTH_DAY = re.compile(r"([^\W\d_]{3,10})\.?[\s-]*(\d{1,2})(?:st|nd|rd|th)?(?!\d)(?:\s*,?\s*(\d{4}))?")


def plain(text: str) -> str:
    """The text with ordinary digits and letters: full-width forms become ASCII (NFKC)."""
    for sign, figures in _FRACTIONS.items():
        text = text.replace(f" {sign}", sign).replace(sign, figures if text[0] != sign else f"0{figures}")
    return unicodedata.normalize("NFKC", text).replace("\u2013", "-").replace("\u2014", "-").strip()


def hours_of(text: str) -> Decimal | None:
    """The hours that a text names, as a number of hours; None for what is none."""
    text = plain(text) if text else ""
    bare = _UNIT.sub("", text).strip()
    if match := _MINUTES.fullmatch(text) or _MINUTES.fullmatch(bare):
        return of_minutes(int(match[1]) * 60 + int(match[2]))
    if match := _MINUTES_ONLY.fullmatch(text):
        return of_minutes(int(match[1]))
    if re.fullmatch(r"[-+]?\d{1,5}(?:[.,]\d{1,4})?|[-+]?[.,]\d{1,4}", bare):
        return Decimal(bare.replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+\.\d{1,3}", bare):
        return Decimal(bare.replace(",", ""))
    return Decimal(bare.replace(".", "").replace(",", ".")) if re.fullmatch(_CONTINENTAL, bare) else None


def of_minutes(minutes: Decimal | int) -> Decimal:
    """Minutes as hours, to four places."""
    hours = (Decimal(minutes) / 60).quantize(Decimal("0.0001")).normalize()
    return hours.quantize(Decimal(1)) if hours == hours.to_integral_value() else hours


def clock_of(text: str) -> dt.time | None:
    """The time of day that a text names, None for what is none; 24:00 is midnight."""
    text = plain(text) if text else ""
    if " " in text and (stamp := re.fullmatch(r"\S*\d{4}\S*[ T]+(\d.*)", text)):
        text = stamp[1]
    if match := _CLOCK.fullmatch(text):
        return _time(int(match[1]), int(match[2]), match[3])
    if match := _HOUR_ONLY.fullmatch(text):
        return _time(int(match[1]), 0, match[2])
    if re.fullmatch(r"\d{3,4}\D*", text) and (match := _MILITARY.fullmatch(text)):
        return _time(int(match[1]), int(match[2]), match[3])
    if re.fullmatch(r"noon|12 ?noon", text, re.IGNORECASE):
        return dt.time(12)
    return dt.time(0) if re.fullmatch(r"midnight|mitternacht", text, re.IGNORECASE) else None


def _time(hour: int, minute: int, half: str | None) -> dt.time | None:
    if half:
        if not 1 <= hour <= 12:
            return dt.time(hour, minute) if hour < 24 else None
        hour = hour % 12 + (12 if half.casefold() == "p" else 0)
    if hour == 24 and minute == 0:
        hour = 0
    return dt.time(hour, minute) if hour < 24 else None


@dataclass(frozen=True, slots=True)
class DateOrder:
    """How a document writes dates in figures."""

    day_first: bool = False
    year: int | None = None
    """For dates without a year: the year of a date near by."""
    near: dt.date | None = None
    """A day near which the dates lie; chooses between two years."""


def dates_of(text: str, order: DateOrder) -> list[dt.date]:
    """All dates in a text, in their order."""
    text = plain(text) if text else ""
    found: list[tuple[int, dt.date]] = []
    taken: list[tuple[int, int]] = []

    def take(match: re.Match[str], day: dt.date | None) -> None:
        if day is not None and not any(match.start() < end and start < match.end() for start, end in taken):
            found.append((match.start(), day))
            taken.append((match.start(), match.end()))

    for match in (*_ISO.finditer(text), *_COMPACT.finditer(text)):
        take(match, _day(int(match[1]), int(match[2]), int(match[3])))
    for match in _FIGURES.finditer(text):
        take(match, _figures(int(match[1]), int(match[3]), _year(match[4]), match[2], order))
    for match in _DAY_MONTH.finditer(text):
        month = _MONTHS.get("".join(_folded(match[2])))
        if month:
            take(match, _yearless(month, int(match[1]), match[3], order))
    for match in _MONTH_DAY.finditer(text):
        month = _MONTHS.get("".join(_folded(match[1])))
        if month:
            take(match, _yearless(month, int(match[2]), match[3], order))
    if not found and order.year is not None:
        for match in _SHORT.finditer(text):
            take(match, _short(int(match[1]), int(match[3]), match[2], order))
    return [day for _, day in sorted(found)]


def order_of(texts: Iterable[str], *, american: bool = True) -> DateOrder:
    """How these texts write dates: by dates that can be read in one way only, else the order that spans fewer days."""
    days, months = 0, 0
    sample = [plain(text) for text in texts if text and any(map(str.isdigit, text))]
    for text in sample:
        for match in _FIGURES.finditer(text):
            first, second = int(match[1]), int(match[3])
            days += second <= 12 < first or match[2] == "."
            months += first <= 12 < second
    if days != months:
        return DateOrder(day_first=days > months)
    spans: dict[bool, int] = {}
    for first_day in (False, True):
        found = [day for text in sample for day in dates_of(text, DateOrder(first_day))]
        spans[first_day] = (max(found) - min(found)).days if found else 0
    if spans[False] == spans[True]:
        return DateOrder(day_first=not american)
    return DateOrder(day_first=spans[True] < spans[False])


def _figures(first: int, second: int, year: int, sign: str, order: DateOrder) -> dt.date | None:
    day_first = order.day_first or sign == "."
    one, other = _day(year, second, first), _day(year, first, second)
    return (one or other) if day_first else (other or one)


def _short(first: int, second: int, sign: str, order: DateOrder) -> dt.date | None:
    year = order.year or dt.MINYEAR
    years = (year - 1, year, year + 1) if order.near else (year,)
    days = [day for one in years if (day := _figures(first, second, one, sign, order))]
    if not days:
        return None
    near = order.near
    return min(days, key=lambda day: abs((day - near).days)) if near else days[0]


def _yearless(month: int, day: int, year: str | None, order: DateOrder) -> dt.date | None:
    if year:
        return _day(_year(year), month, day)
    if order.year is None:
        return None
    near = order.near or dt.date(order.year, month, 1)
    days = [one for shift in (-1, 0, 1) if (one := _day(order.year + shift, month, day))]
    return min(days, key=lambda one: abs((one - near).days)) if days else None


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == len("25") else 0)


def _day(year: int, month: int, day: int) -> dt.date | None:
    if not (1990 <= year <= 2100 and 1 <= month <= 12):
        return None
    return dt.date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in decomposed if not unicodedata.combining(one))

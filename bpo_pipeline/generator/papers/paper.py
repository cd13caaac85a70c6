"""One invented paper with what it truly says, and the things that all of them share."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from bpo_pipeline.generator.fonts import typeface
from bpo_pipeline.generator.sheet import LETTER, Sheet

_FIRST = ("Eve", "Bo", "Ann", "Carl", "Dora", "Finn", "Gail", "Hugo", "Iris", "Jon")
_LAST = ("Hall", "Ray", "Fox", "Cole", "Ward", "Lane", "Moss", "Nash", "Orr", "Pike")
_FIRMS = ("Harbor Tools Inc", "Cedar Foods LLC", "Summit Clinics Corp", "Lakeview Motors Inc", "Pioneer Paper Co")
_STREETS = ("Main St", "Oak Ave", "River Rd", "Park Blvd", "Mill Lane")
_CITIES = (("Dayton", "OH", "454"), ("Salem", "OR", "973"), ("Reno", "NV", "895"), ("Macon", "GA", "312"))


@dataclass(frozen=True, slots=True)
class OfficePaper:
    """A file with its truth."""

    name: str
    content: bytes
    doc_type: str
    fields: dict[str, str]
    """Field of the record -> value as its JSON has it."""
    rows: tuple[dict[str, str], ...] = ()
    list_name: str = "rows"
    """The record's list that holds the rows."""
    planted: str = ""
    """The rule that must speak, empty for a clean paper."""


def person(rng: Random) -> str:
    """A name."""
    return f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"


def firm(rng: Random) -> str:
    """A company."""
    return rng.choice(_FIRMS)


def address(rng: Random) -> tuple[str, str]:
    """Street, and city with state and postal code."""
    city, state, code = rng.choice(_CITIES)
    return f"{rng.randint(11, 989)} {rng.choice(_STREETS)}", f"{city} {state} {code}{rng.randint(10, 99)}"


def ssn(rng: Random) -> str:
    """A social security number of the usual shape."""
    return f"{rng.randint(101, 599)}-{rng.randint(11, 98)}-{rng.randint(1000, 9998)}"


def ein(rng: Random) -> str:
    """An employer's number."""
    return f"{rng.randint(20, 48)}-{rng.randint(1000000, 9999999)}"


def cents(value: Decimal) -> Decimal:
    """Rounded to the cent."""
    return value.quantize(Decimal("0.01"))


def money(rng: Random, low: int, high: int) -> Decimal:
    """An amount between two whole amounts."""
    return cents(Decimal(rng.randint(low * 100, high * 100)) / 100)


def new_sheet(title: str) -> Sheet:
    """An empty letter-size page."""
    return Sheet(typeface("vera", embedded=True), LETTER, title, "en")

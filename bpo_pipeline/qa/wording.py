"""How sentences show amounts, dates and account numbers; an account number is never shown in full."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

_SHOWN = 4
_LONGEST = 20
_MOST_PLACES = 4


def money(amount: Decimal, currency: str) -> str:
    """``15.50 EUR``; two decimals, up to four where the amount has them."""
    if not amount.is_finite() or abs(amount.adjusted()) > _LONGEST:
        return f"{amount:.3E} {currency}".rstrip()
    exponent = amount.as_tuple().exponent
    places = min(max(2, -exponent), _MOST_PLACES) if isinstance(exponent, int) else 2
    whole, _, decimals = f"{amount:.{places}f}".partition(".")
    return f"{whole}.{decimals.rstrip('0'):0<2} {currency}".rstrip()


def day(date: dt.date) -> str:
    """``3 April 2026``: no way to take the day for the month."""
    return f"{date.day} {date:%B} {date.year:04d}"


def ending(number: str) -> str:
    """``ending in 3000``: the last four characters, as on a bank's own letters; shorter numbers show two at most."""
    compact = "".join(char for char in number if char.isalnum())
    shown = _SHOWN if len(compact) > 2 * _SHOWN else min(2, len(compact) // 2)
    return f"ending in {compact[-shown:]}" if shown else "(hidden)"

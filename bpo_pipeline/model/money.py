"""Money: a Decimal amount with its currency; no float touches it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in one currency (ISO 4217 code); adding two currencies is an error."""

    amount: Decimal
    currency: str

    def __add__(self, other: Money) -> Money:
        """Add an amount of the same currency.

        Raises ValueError for another currency: sums are kept per currency.
        """
        if other.currency != self.currency:
            message = f"cannot add {other.currency} to {self.currency}: keep one sum per currency"
            raise ValueError(message)
        return Money(self.amount + other.amount, self.currency)

    def __str__(self) -> str:
        """Show as ``1234.50 EUR``."""
        return f"{self.amount} {self.currency}"


def to_cents(amount: Decimal) -> Decimal:
    """Round half up to two decimals, as EN 16931 (BR-DEC rules) and tax offices expect."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)

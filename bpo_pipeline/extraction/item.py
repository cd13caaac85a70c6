"""One line item while it is read, and the arithmetic that proves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bpo_pipeline.documents.layout import Cell
from bpo_pipeline.extraction.amounts import Amount
from bpo_pipeline.extraction.found import Found
from bpo_pipeline.model.money import to_cents

_CENTS = 2


@dataclass
class Item:
    """One line: field -> what was found."""

    anchor: Amount
    values: dict[str, Found] = field(default_factory=dict)
    amounts: dict[str, list[Amount]] = field(default_factory=dict)
    description: list[Cell] = field(default_factory=list)
    made: bool = False
    """Whether the total could not be read: it is quantity x price."""

    @property
    def total(self) -> Decimal:
        """The line's total."""
        return self.anchor.value


def looks_priced(amount: Amount) -> int:
    """How much a number looks like a price beside a quantity: a currency sign says most, two decimals something."""
    return 2 * amount.currency + (amount.decimals == _CENTS)


def meets(
    quantity: Decimal,
    price: Decimal,
    total: Decimal,
    discounts: Sequence[Decimal] = (),
    bases: Sequence[Decimal] = (),
) -> Decimal | None:
    """The number of units that the price is for if quantity x price meets the total; else None.

    1, a printed one of *bases* (BT-149), 10, 100 or 1000. A printed discount in percent, or as an amount, may stand
    between them (EN 16931 BR-CO-04 to -10 leave a cent).
    """
    for basis in (Decimal(1), *bases, Decimal(100), Decimal(1000), Decimal(10)):
        full = quantity * price / basis
        near = max(Decimal("0.011"), abs(quantity) * Decimal("0.00006"))
        if abs(to_cents(full) - total) <= near or abs(abs(to_cents(full)) - abs(total)) <= near:
            return basis
        for discount in discounts:
            if (
                abs(to_cents(full * (100 - abs(discount)) / 100) - total) <= near
                or abs(to_cents(full) - abs(discount) - total) <= near
            ):
                return basis
        if basis == 1 and quantity == 0:
            break
    return None

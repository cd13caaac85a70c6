"""What a paper takes off below its grand total, and the rest that it prints: the amount to be paid (BT-115).

Payments on account are prepaid (BT-113); a tax or a retention that the customer withholds, as in Spain, Italy,
Portugal and India, is neither paid nor a discount: it has no field, it only lowers what is to be paid.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bpo_pipeline.documents.labels_amounts import CASH_DISCOUNT
from bpo_pipeline.extraction.amounts import Amount
from bpo_pipeline.extraction.found import Found
from bpo_pipeline.extraction.sheet import Sheet

_LINES = 10
"""Lines below the grand total within which it is settled."""
_ALIGNED = 1.5
"""Heights by which the right edges of a column of amounts may differ."""
_LESS = re.compile(r"^(?:less|minus|abz|moins|menos|meno|deduct|-|–|./\.)", re.IGNORECASE)
_ON_TERMS = re.compile(rf"{CASH_DISCOUNT}|rabatt|remise", re.IGNORECASE)
"""What is only taken off under conditions, or has been taken off the net total already."""


@dataclass(frozen=True)
class Settled:
    """The amounts taken off below a grand total and the printed rest."""

    taken: tuple[Amount, ...]
    withheld: Decimal
    """How much of them is a tax or a retention that the customer withholds."""
    rest: Amount | None
    """The printed amount that is left; None where none of that value is printed."""

    @property
    def total(self) -> Decimal:
        """What is taken off in all."""
        return sum((abs(one.value) for one in self.taken), Decimal(0))


def settled(sheet: Sheet, gross: Found) -> Settled | None:
    """What stands under the grand total in its own column: deductions, and what they leave."""
    start = _line_of(sheet, gross)
    if start is None or gross.box is None or not isinstance(gross.value, Decimal):
        return None
    taken: list[Amount] = []
    rest, withheld = gross.value, Decimal(0)
    for line in sheet.lines[start + 1 : start + 1 + _LINES]:
        marks = sheet.marks_by_line.get(line.index, ())
        if line.page != gross.page or _ON_TERMS.search(line.text[:300]):
            break
        column = [
            one
            for one in sheet.amounts.get(line.index, ())
            if one.money and abs(one.box.right - gross.box.right) <= _ALIGNED * gross.box.height
        ]
        if not column or any(mark.weight("other_amount") for mark in marks):
            continue
        amount = column[-1]
        if taken and amount.value == rest:
            return Settled(tuple(taken), withheld, amount)
        held = any(mark.weight("withheld") for mark in marks)
        if amount.value < 0 or held or any(mark.weight("prepaid") for mark in marks) or _LESS.match(line.text[:300]):
            taken.append(amount)
            rest -= abs(amount.value)
            withheld += abs(amount.value) if held else 0
    return Settled(tuple(taken), withheld, None) if taken and rest > 0 else None


def _line_of(sheet: Sheet, one: Found) -> int | None:
    """The line in which a value is printed; None where it is derived, or printed with a minus."""
    return next(
        (
            index
            for index, several in sheet.amounts.items()
            for amount in several
            if amount.page == one.page and amount.box == one.box and amount.value == one.value
        ),
        None,
    )

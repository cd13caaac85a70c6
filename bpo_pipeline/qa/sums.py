"""How the amounts of a document can add up: the layouts that are in use, and what they prove.

EN 16931 takes allowances and charges off before the net total (net = lines - discount + shipping,
gross = net + tax). American invoices often print the subtotal first and discount or shipping below it.
So on a page discount and shipping may each stand above or below the net total, and a document ties
when one such layout fits lines, net and gross alike; structured invoices must follow the norm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from bpo_pipeline.documents.fields import CommercialRecord
from bpo_pipeline.documents.receipt import Receipt
from bpo_pipeline.qa.subject import Subject

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where discount and shipping stand; ``norm`` is EN 16931's layout."""

    discount_above_net: bool
    shipping_above_net: bool

    def above(self, record: CommercialRecord) -> Decimal:
        """What lies between the sum of lines and the net total."""
        return _adjustments(record, discount=self.discount_above_net, shipping=self.shipping_above_net)

    def below(self, record: CommercialRecord) -> Decimal:
        """What lies between the net total and the gross total, tax aside."""
        return _adjustments(record, discount=not self.discount_above_net, shipping=not self.shipping_above_net)


NORM = Layout(discount_above_net=True, shipping_above_net=True)
LAYOUTS: tuple[Layout, ...] = tuple(Layout(*places) for places in product((True, False), repeat=2))


def layouts(subject: Subject) -> tuple[Layout, ...]:
    """The layouts that this document may have."""
    return (NORM,) if subject.reading.structured else LAYOUTS


def lines_sum(record: CommercialRecord) -> Decimal | None:
    """Sum of the line totals, None unless each line has one."""
    totals = [line.line_total for line in record.line_items]
    return sum((one for one in totals if one is not None), ZERO) if totals and None not in totals else None


def taxes_sum(record: CommercialRecord) -> Decimal | None:
    """Sum of the tax amounts per rate, None unless each is there."""
    amounts = [tax.amount for tax in record.taxes]
    return sum((one for one in amounts if one is not None), ZERO) if amounts and None not in amounts else None


def bases_sum(record: CommercialRecord) -> Decimal | None:
    """Sum of the taxable amounts per rate, None unless each is there."""
    bases = [tax.base for tax in record.taxes]
    return sum((one for one in bases if one is not None), ZERO) if bases and None not in bases else None


def tax(record: CommercialRecord) -> Decimal | None:
    """The total tax: as stated, else the sum of the rates."""
    return record.tax_total if record.tax_total is not None else taxes_sum(record)


def tip(record: CommercialRecord) -> Decimal:
    """The gratuity of a receipt, else 0."""
    return (record.tip_total or ZERO) if isinstance(record, Receipt) else ZERO


def near(one: Decimal, other: Decimal, tolerance: Decimal) -> bool:
    """Whether two amounts are the same within the tolerance (inclusive)."""
    return abs(one - other) <= tolerance


def gross_ways(record: CommercialRecord) -> Iterator[tuple[tuple[str, ...], Decimal]]:
    """Each way to work out the gross total: the paths it needs, and what it gives."""
    lines, taxed = lines_sum(record), tax(record)
    line_paths = tuple(f"line_items.{index}.line_total" for index in range(len(record.line_items)))
    tax_paths = _tax_paths(record)
    extra = tip(record)
    for layout in LAYOUTS:
        if record.net_total is not None and taxed is not None:
            yield ("net_total", *tax_paths), record.net_total + layout.below(record) + taxed + extra
    everything = NORM.above(record) + extra
    if lines is not None and taxed is not None:
        yield (*line_paths, *tax_paths), lines + everything + taxed
    if lines is not None and (not taxed or isinstance(record, Receipt)):
        yield line_paths, lines + everything
        yield line_paths, lines + everything - extra
    base, amounts = bases_sum(record), taxes_sum(record)
    if base is not None and amounts is not None:
        paths = (f"taxes.{index}.{part}" for index in range(len(record.taxes)) for part in ("base", "amount"))
        yield tuple(paths), base + amounts + extra


def _tax_paths(record: CommercialRecord) -> tuple[str, ...]:
    if record.tax_total is not None:
        return ("tax_total",)
    return tuple(f"taxes.{index}.amount" for index in range(len(record.taxes)))


def _adjustments(record: CommercialRecord, *, discount: bool, shipping: bool) -> Decimal:
    off = (record.discount_total or ZERO) if discount else ZERO
    on = (record.shipping_total or ZERO) if shipping else ZERO
    return on - off

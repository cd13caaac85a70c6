"""Quantity times price is the line's total; and the items of a receipt make its total."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bpo_pipeline.documents.fields import LineItem
from bpo_pipeline.documents.receipt import Receipt
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error, note
from bpo_pipeline.qa.subject import Subject
from bpo_pipeline.qa.sums import NORM, ZERO, lines_sum, near, tax
from bpo_pipeline.qa.wording import money


def line_products(subject: Subject) -> Iterator[Finding]:
    """Quantity x price = line total, within the rounding of the printed price.

    On a document whose lines make its net total a difference may be a discount or charge on the line: a note.
    """
    record = subject.commercial
    if record is None:
        return
    lines = lines_sum(record)
    ties = lines is not None and any(
        total is not None and near(lines + extra, total, subject.tolerance)
        for total in (record.net_total, record.gross_total)
        for extra in (ZERO, NORM.above(record))
    )
    for index, line in enumerate(record.line_items):
        made, slack = _product(line)
        if made is None or line.line_total is None or near(made, line.line_total, max(subject.tolerance, slack)):
            continue
        # a lower total is a line discount (BT-136); e-invoices may carry a line charge as well (BT-141)
        lower = abs(line.line_total) < abs(made)
        say = note if ties and (lower or subject.reading.structured is not None) else error
        sentence = (
            f"Line {index + 1}: {line.quantity or ZERO:f} x {money(line.unit_price or ZERO, subject.currency)} is "
            f"{money(made, subject.currency)}, the line says {money(line.line_total, subject.currency)}: "
            "check quantity, price, or a discount on the line."
        )
        yield say("line-product", f"line_items.{index}.line_total", Reason.MATH_MISMATCH, sentence)


def receipt_sums(subject: Subject) -> Iterator[Finding]:
    """A receipt's items (with or without tax), charges and tip make its total."""
    record = subject.commercial
    if not isinstance(record, Receipt) or record.gross_total is None:
        return
    taxed, tip = tax(record), record.tip_total or ZERO
    lines = lines_sum(record)
    if lines is not None:
        base, what = lines + NORM.above(record), "Items add up to"
    elif record.net_total is not None and taxed is not None:
        base, what = record.net_total, "The subtotal is"
    else:
        return
    shipping, discount = record.shipping_total or ZERO, record.discount_total or ZERO
    ways = {base + one + two for one in (ZERO, taxed or ZERO) for two in (ZERO, tip)}
    if lines is None:
        ways |= {one + shipping - discount for one in ways}
    if any(near(one, record.gross_total, subject.tolerance) for one in ways):
        return
    sentence = (
        f"{what} {money(base, subject.currency)}, tax is {money(taxed or ZERO, subject.currency)} and tip "
        f"{money(tip, subject.currency)}; the receipt says {money(record.gross_total, subject.currency)}: "
        "check the items or the total."
    )
    yield error("receipt-sum", "gross_total", Reason.MATH_MISMATCH, sentence)


def _product(line: LineItem) -> tuple[Decimal | None, Decimal]:
    """Quantity x price, and how far rounding of the printed price can move it."""
    if line.quantity is None or line.unit_price is None:
        return None, ZERO
    basis = line.price_basis_quantity or Decimal(1)
    exponent = line.unit_price.as_tuple().exponent
    half_unit = Decimal(1).scaleb(min(exponent, -2)) / 2 if isinstance(exponent, int) else ZERO
    return line.quantity * line.unit_price / basis, abs(line.quantity / basis) * half_unit

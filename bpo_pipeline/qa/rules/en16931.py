"""The arithmetic of EN 16931 as named rules, on every invoice, receipt and order, scanned or not.

Each rule speaks only where its parts are there, and only beyond the contract's tolerance. Source:
EN 16931-1:2017, 6.4.2 "Business rules - integrity constraints (conditions)", BR-CO-10 to BR-CO-17.
The record keeps totals of allowances and charges, not the single ones, so BR-CO-11 and BR-CO-12 look
at the totals; and it has no separate sum of lines (BT-106), so BR-CO-10 compares the lines with the
net total where there is no allowance or charge, and BR-CO-13 where there is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from bpo_pipeline.documents.fields import CommercialRecord
from bpo_pipeline.documents.receipt import Receipt
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.money import to_cents
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error
from bpo_pipeline.qa.subject import Subject
from bpo_pipeline.qa.sums import ZERO, Layout, bases_sum, layouts, lines_sum, near, tax, taxes_sum
from bpo_pipeline.qa.wording import money


def lines_and_net(subject: Subject) -> Iterator[Finding]:
    """BR-CO-10 and BR-CO-13: lines, less allowances, plus charges, are the net total."""
    record = subject.commercial
    if record is None or isinstance(record, Receipt):  # a receipt's lines include tax: see ``receipt_sums``
        return
    lines = lines_sum(record)
    if lines is None or record.net_total is None or _net_layouts(subject, record):
        return
    money_of = partial(money, currency=subject.currency)
    off, on = record.discount_total or ZERO, record.shipping_total or ZERO
    if off or on:
        yield _mismatch(
            "BR-CO-13",
            "net_total",
            f"Lines of {money_of(lines)}, less discount {money_of(off)}, plus charges {money_of(on)}, make "
            f"{money_of(lines - off + on)}, the document says {money_of(record.net_total)} net: "
            "check discount, charges and the net total.",
        )
    elif record.gross_total is not None and near(lines, record.gross_total, subject.tolerance):
        yield _mismatch(
            "BR-CO-10",
            "line_items",
            f"Lines add up to {money_of(lines)}, which is the gross total; the net total is "
            f"{money_of(record.net_total)}: the line totals seem to include tax, enter them without.",
        )
    else:
        yield _mismatch(
            "BR-CO-10",
            "net_total",
            f"Lines add up to {money_of(lines)}, the document says {money_of(record.net_total)} net: "
            "check the lines or the net total.",
        )


def allowances_and_charges(subject: Subject) -> Iterator[Finding]:
    """BR-CO-11 and BR-CO-12: the totals of allowances and charges are sums of positive amounts."""
    record = subject.commercial
    if record is None:
        return
    for rule, path, name, amount in (
        ("BR-CO-11", "discount_total", "discount", record.discount_total),
        ("BR-CO-12", "shipping_total", "shipping or charge", record.shipping_total),
    ):
        if amount is not None and amount < 0:
            sentence = f"The {name} is {money(amount, subject.currency)}: enter it as a positive amount."
            yield error(rule, path, Reason.AMOUNT_INVALID, sentence)
    lines = lines_sum(record)
    if lines is not None and record.discount_total is not None and record.discount_total > max(lines, ZERO):
        sentence = (
            f"The discount of {money(record.discount_total, subject.currency)} is more than the lines, "
            f"{money(lines, subject.currency)}: check the discount."
        )
        yield error("BR-CO-11", "discount_total", Reason.MATH_MISMATCH, sentence)


def tax_total(subject: Subject) -> Iterator[Finding]:
    """BR-CO-14: the tax amounts of all rates add up to the total tax."""
    record = subject.commercial
    if record is None:
        return
    amounts = taxes_sum(record)
    if amounts is not None and record.tax_total is not None and not near(amounts, record.tax_total, subject.tolerance):
        money_of = partial(money, currency=subject.currency)
        sentence = (
            f"Tax by rate adds up to {money_of(amounts)}, the document says {money_of(record.tax_total)} tax: "
            "check the tax lines or the total tax."
        )
        yield _mismatch("BR-CO-14", "tax_total", sentence)


def gross_total(subject: Subject) -> Iterator[Finding]:
    """BR-CO-15: net total and tax are the gross total."""
    record = subject.commercial
    if record is None or isinstance(record, Receipt):
        return
    taxed = tax(record)
    if record.gross_total is None or record.net_total is None or taxed is None:
        return
    money_of = partial(money, currency=subject.currency)
    fitting = _gross_layouts(subject, record, taxed)
    if not fitting:
        made = record.net_total + taxed
        yield _mismatch(
            "BR-CO-15",
            "gross_total",
            f"Net {money_of(record.net_total)} and tax {money_of(taxed)} make {money_of(made)}, the document says "
            f"{money_of(record.gross_total)}, a difference of {money_of(abs(record.gross_total - made))}: "
            "check net, tax and gross total.",
        )
        return
    of_net = _net_layouts(subject, record) if lines_sum(record) is not None else fitting
    if of_net and not set(of_net) & set(fitting):
        yield _mismatch(
            "BR-CO-13",
            "net_total",
            f"Discount {money_of(record.discount_total or ZERO)} or charges {money_of(record.shipping_total or ZERO)} "
            f"are counted twice or not at all between the lines and the total of {money_of(record.gross_total)}: "
            "check discount and charges.",
        )


def amount_due(subject: Subject) -> Iterator[Finding]:
    """BR-CO-16: the amount due is the gross total less what is paid, plus rounding."""
    bill = subject.bill
    if bill is None or bill.amount_due is None or bill.gross_total is None:
        return
    paid, rounding = bill.prepaid or ZERO, bill.rounding or ZERO
    due = bill.gross_total - paid + rounding
    if near(due, bill.amount_due, subject.tolerance):
        return
    money_of = partial(money, currency=subject.currency)
    sentence = (
        f"{money_of(bill.gross_total)} less {money_of(paid)} paid leaves {money_of(due)}, the document asks for "
        f"{money_of(bill.amount_due)}: check prepayments, an earlier balance, or the total."
    )
    yield _mismatch("BR-CO-16", "amount_due", sentence)


def tax_by_rate(subject: Subject) -> Iterator[Finding]:
    """BR-CO-17: each tax amount is its base times its rate, rounded to cents."""
    record = subject.commercial
    if record is None:
        return
    money_of = partial(money, currency=subject.currency)
    for index, line in enumerate(record.taxes):
        if line.rate is None or line.base is None or line.amount is None:
            continue
        made = to_cents(line.base * line.rate / 100)
        if not near(made, line.amount, subject.tolerance):
            sentence = (
                f"{line.rate.normalize():f}% of {money_of(line.base)} is {money_of(made)}, the document says "
                f"{money_of(line.amount)}: check rate, base and tax."
            )
            yield _mismatch("BR-CO-17", f"taxes.{index}.amount", sentence)


def tax_bases(subject: Subject) -> Iterator[Finding]:
    """The taxable amounts of all rates add up to the net total (BR-S-08 and its sisters for the other categories)."""
    record = subject.commercial
    if record is None:
        return
    bases = bases_sum(record)
    if bases is None or record.net_total is None:
        return
    if any(near(bases, record.net_total + one.below(record), subject.tolerance) for one in layouts(subject)):
        return
    money_of = partial(money, currency=subject.currency)
    sentence = (
        f"Taxable amounts add up to {money_of(bases)}, the document says {money_of(record.net_total)} net: "
        "check the tax lines; one may be missing."
    )
    yield _mismatch("BR-S-08", "taxes", sentence)


def _net_layouts(subject: Subject, record: CommercialRecord) -> tuple[Layout, ...]:
    lines, net = lines_sum(record), record.net_total
    if lines is None or net is None:
        return ()
    return tuple(one for one in layouts(subject) if near(lines + one.above(record), net, subject.tolerance))


def _gross_layouts(subject: Subject, record: CommercialRecord, taxed: Decimal) -> tuple[Layout, ...]:
    net, gross = record.net_total, record.gross_total
    if net is None or gross is None:
        return ()
    return tuple(one for one in layouts(subject) if near(net + one.below(record) + taxed, gross, subject.tolerance))


def _mismatch(rule: str, path: str, sentence: str) -> Finding:
    return error(rule, path, Reason.MATH_MISMATCH, sentence)

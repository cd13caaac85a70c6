"""Who asks for the money: a known vendor, from this client, on an order that exists, and not for the second time."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bpo_pipeline.contracts import DuplicatePolicy
from bpo_pipeline.model.finding import Finding, Severity
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error
from bpo_pipeline.qa.subject import Subject
from bpo_pipeline.qa.vendor_match import compact, name_similarity
from bpo_pipeline.qa.wording import money

CUSTOMER_SIMILARITY = 0.6


def vendor_known(subject: Subject) -> Iterator[Finding]:
    """A document of a vendor that is not on file, or that fits several, goes to a person; nobody is created."""
    if not subject.posts or subject.match is None or subject.match.vendor is not None:
        return
    sentence = subject.match.sentence
    if not subject.match.candidates:
        sentence += " Have the vendor checked and entered in the accounting system, or choose one."
    yield error("vendor-known", "supplier_name", Reason.UNKNOWN_VENDOR, sentence)


def addressed_to_client(subject: Subject) -> Iterator[Finding]:
    """An invoice that names another customer is not this client's; spelling and legal form do not matter."""
    bill = subject.bill
    if bill is None or not bill.customer_name or subject.by_person("customer_name"):
        return
    printed = bill.customer_name
    for name in (subject.contract.name, *subject.customer):
        words = set(name.casefold().split()) & set(printed.casefold().replace(",", " ").split())
        if name_similarity(name, printed) >= CUSTOMER_SIMILARITY or any(len(word) > len("corp") for word in words):
            return
    sentence = (
        f"It is addressed to {printed[:80]!r}, not to {subject.contract.name}: make sure that it is the client's."
    )
    yield error("addressed-to-client", "customer_name", Reason.WRONG_CUSTOMER, sentence)


def order_known(subject: Subject) -> Iterator[Finding]:
    """The purchase order on a bill exists, is the vendor's, and is not exceeded beyond the tolerance."""
    bill = subject.bill
    if bill is None or not bill.purchase_order_number or subject.purchase_orders is None:
        return
    wanted, path = compact(bill.purchase_order_number), "purchase_order_number"
    order = next((one for one in subject.purchase_orders if compact(one.number) == wanted), None)
    if order is None:
        sentence = f"Purchase order {bill.purchase_order_number[:40]} is not among the open orders: ask who ordered."
        yield error("order-known", path, Reason.UNKNOWN_PURCHASE_ORDER, sentence)
        return
    if subject.vendor and order.vendor_id != subject.vendor.vendor_id:
        sentence = (
            f"Purchase order {order.number} was given to another vendor than {subject.vendor.name}: ask who ordered."
        )
        yield error("order-vendor", path, Reason.UNKNOWN_PURCHASE_ORDER, sentence)
    if order.currency != subject.currency:
        sentence = (
            f"Purchase order {order.number} is in {order.currency}, the document in {subject.currency or 'none'}."
        )
        yield error("order-currency", path, Reason.AMOUNT_AMBIGUOUS, sentence)
        return
    percent = subject.contract.tolerances.purchase_order_percent
    limit = order.net_total * (1 + percent / Decimal(100))
    if bill.net_total is not None and bill.net_total > limit:
        more = bill.net_total - order.net_total
        sentence = (
            f"{money(bill.net_total, subject.currency)} net is {money(more, order.currency)} more than purchase order "
            f"{order.number} of {money(order.net_total, order.currency)}; {percent:f}% are allowed: "
            "have the price or quantity confirmed."
        )
        yield error("order-amount", "net_total", Reason.MATH_MISMATCH, sentence)


def not_a_duplicate(subject: Subject) -> Iterator[Finding]:
    """Same vendor, number and amount as an earlier document: asked or refused, as the contract says."""
    record = subject.commercial
    if not subject.duplicates or record is None:
        return
    number = getattr(record, "invoice_number", None)
    amount = money(record.gross_total, subject.currency) if record.gross_total is not None else "no amount"
    earlier = ", ".join(subject.duplicates[:3])
    sentence = (
        f"Number {str(number or 'none')[:40]} over {amount} of this vendor came before (document {earlier}): "
        "make sure that it is not paid twice."
    )
    refuse = subject.contract.duplicate_policy is DuplicatePolicy.REJECT
    severity = Severity.REFUSAL if refuse else Severity.ERROR
    yield Finding("duplicate", "invoice_number", severity, Reason.POSSIBLE_DUPLICATE, sentence)

"""Tryton as an accounting target: supplier invoices over REST.

The vendor's number becomes the invoice's reference, our key its description, where it can be searched. Tax is written
as the document says it, on manual tax lines, so that Tryton's total is the document's gross total to the cent. A credit
note is a supplier invoice with negative quantities, as Tryton makes them itself.
Source: Tryton 8.2, ``modules/account_invoice/invoice.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cached_property
from typing import Any

from bpo_pipeline.documents.fields import TaxLine
from bpo_pipeline.errors import Uncertain
from bpo_pipeline.model.money import CENT, to_cents
from bpo_pipeline.model.vendor import PurchaseOrder, Vendor
from bpo_pipeline.posting import BillState, RemoteBill, to_a_person
from bpo_pipeline.posting.bill import ONE, Bill, BillKind, BillLine
from bpo_pipeline.posting.targets.tryton_rest import TrytonRest

_INVOICE = "account.invoice"
_FIELDS = ("number", "state", "total_amount", "currency.code", "comment", "party.code")
_STATES = {"draft": BillState.DRAFT, "validated": BillState.DRAFT, "posted": BillState.POSTED, "paid": BillState.POSTED}
_PRICE_DIGITS = Decimal("0.0001")
# what the invoice's comment says, one to a line
_DOCUMENT, _CONTENT, _ORDER = "Document", "Content", "Purchase order"


@dataclass(frozen=True, slots=True)
class TrytonCompany:
    """Where a company's Tryton is, and the ids that a bill needs; one entry of ``targets.json``."""

    url: str
    database: str
    key: str
    company: int
    company_party: int
    journal: int
    payable_account: int
    expense_account: int
    tax_account: int

    def __repr__(self) -> str:
        """Without the key."""
        return f"TrytonCompany(url={self.url!r}, database={self.database!r})"

    @classmethod
    def from_settings(cls, entry: Mapping[str, Any]) -> TrytonCompany:
        """Take what is needed of an entry of the targets file."""
        return cls(**{name: entry[name] for name in cls.__slots__})


class Tryton:
    """The accounting port on a Tryton company. One object per run: vendors and orders are asked once."""

    name = "tryton"

    def __init__(self, company: TrytonCompany, *, timeout_seconds: float = 30) -> None:
        """Talk to *company*; *timeout_seconds* is for one answer."""
        self._company = company
        self._rest = TrytonRest(
            url=company.url,
            database=company.database,
            key=company.key,
            company=company.company,
            timeout_seconds=timeout_seconds,
        )
        self._ids: dict[str, int] = {}

    def vendors(self) -> Sequence[Vendor]:
        """All active parties but the company itself; their codes are the vendor ids."""
        return tuple(vendor for vendor, _ in self._parties.values())

    def find_vendor(self, vendor_id: str) -> Vendor | None:
        """The vendor with that code, or None."""
        found = self._parties.get(vendor_id)
        return found[0] if found else None

    def purchase_orders(self) -> Sequence[PurchaseOrder]:
        """Confirmed orders that are not finished."""
        return self._orders

    @cached_property
    def _parties(self) -> dict[str, tuple[Vendor, dict[str, Any]]]:
        fields = ("name", "code", "identifiers.code", "bank_accounts.numbers.number", "addresses.country.code")
        rows = self._rest.search("party.party", [["id", "!=", self._company.company_party]], fields)
        return {row["code"]: (_vendor(row), row) for row in rows if row["code"]}

    @cached_property
    def _orders(self) -> tuple[PurchaseOrder, ...]:
        fields = ("number", "party.code", "currency.code", "untaxed_amount")
        rows = self._rest.search("purchase.purchase", [["state", "in", ["confirmed", "processing"]]], fields)
        return tuple(
            PurchaseOrder(
                order_id=str(row["id"]),
                number=row["number"],
                vendor_id=row["party"]["code"],
                currency=row["currency"]["code"],
                net_total=row["untaxed_amount"],
            )
            for row in rows
        )

    @cached_property
    def _currencies(self) -> dict[str, int]:
        return {row["code"]: row["id"] for row in self._rest.search("currency.currency", [], ("code",))}

    def find(self, key: str) -> RemoteBill | None:
        """The bill whose description is our key; several are a matter for a person."""
        rows = self._rest.search(_INVOICE, [["description", "=", key], ["state", "!=", "cancelled"]], _FIELDS)
        if not rows:
            return None
        if len(rows) > 1:
            raise to_a_person(f"Tryton holds {len(rows)} bills with our key {key}; cancel all but one")
        (row,) = rows
        self._ids[key] = row["id"]
        attached = self._rest.search(
            "ir.attachment", [["resource", "=", f"{_INVOICE},{row['id']}"]], ("name",), limit=1
        )
        notes = dict(one.split(": ", 1) for one in (row["comment"] or "").splitlines() if ": " in one)
        sign = _sign(notes.get(_DOCUMENT, ""))
        return RemoteBill(
            reference=str(row["id"]),
            number=row["number"] or "",
            state=_STATES[row["state"]],
            total=row["total_amount"] * sign,
            currency=row["currency"]["code"],
            content=notes.get(_CONTENT, ""),
            attachment=bool(attached),
            vendor_id=row["party"]["code"] or "",
        )

    def create_bill(self, key: str, bill: Bill, expected_total: Decimal) -> RemoteBill:
        """Make the draft and read it back; the sender compares its total with *expected_total*."""
        if bill.kind is BillKind.PURCHASE_ORDER:
            raise to_a_person("a purchase order is not booked in Tryton")
        vendor_id = bill.vendor.vendor_id if bill.vendor else ""
        party = self._parties.get(vendor_id)
        currency = self._currencies.get(bill.currency)
        if party is None:
            raise to_a_person(f"vendor {vendor_id} is not in Tryton; create it there or choose another")
        if currency is None:
            raise to_a_person(f"{bill.currency} is not a currency in Tryton ({expected_total} {bill.currency} to post)")
        addresses = party[1]["addresses"]
        if not addresses:
            raise to_a_person(f"vendor {vendor_id} has no address in Tryton; add one")
        self._rest.create(
            _INVOICE,
            {
                "type": "in",
                "company": self._company.company,
                "party": party[1]["id"],
                "invoice_address": addresses[0]["id"],
                "currency": currency,
                "account": self._company.payable_account,
                "journal": self._company.journal,
                "invoice_date": bill.issue_date,
                "reference": bill.number or None,
                "description": key,
                "comment": _comment(bill),
                "lines": [["create", self._lines(bill, currency)]],
                "taxes": [["create", [self._tax(bill, one) for one in bill.taxes if one.amount]]],
            },
        )
        made = self.find(key)
        if made is None:
            raise Uncertain("Tryton made a bill but does not show it yet")
        return made

    def attach_document(self, key: str, name: str, content: bytes) -> None:
        """Attach the original, unless an attachment of that name is there."""
        resource = f"{_INVOICE},{self._id(key)}"
        if self._rest.search("ir.attachment", [["resource", "=", resource], ["name", "=", name]], ("id",), limit=1):
            return
        self._rest.create("ir.attachment", {"resource": resource, "name": name, "type": "data", "data": content})

    def post(self, key: str) -> None:
        """Press Post; on a posted bill it does nothing. Tryton's warnings (a like bill within 60 days) are refusals."""
        self._rest.press(_INVOICE, self._id(key), "post")

    def discard(self, key: str) -> None:
        """Cancel our draft."""
        found = self.find(key)
        if found is not None and found.state is BillState.DRAFT:
            self._rest.press(_INVOICE, self._id(key), "cancel")

    def reverse(self, key: str) -> None:
        """Cancel a posted bill; Tryton writes the counter entry."""
        if self.find(key) is not None:
            self._rest.press(_INVOICE, self._id(key), "cancel")

    def add_tax_id(self, vendor_id: str, kind: str, code: str) -> None:
        """Give a vendor's party its tax id (``us_ein``, ``us_ssn``); one that is there stays.

        Raises Refused for a vendor that is not there, and for one that has another tax id of that kind: who has a new
        one is somebody else.
        """
        party = self._parties.get(vendor_id)
        if party is None:
            raise to_a_person(f"vendor {vendor_id} is not in Tryton; create it there")
        domain = [["party", "=", party[1]["id"]], ["type", "=", kind]]
        there = {_compact(row["code"]) for row in self._rest.search("party.identifier", domain, ("code",))}
        if there - {_compact(code)}:
            raise to_a_person(f"vendor {vendor_id} has another tax id in Tryton; look at it there")
        if not there:
            values = {"party": party[1]["id"], "type": kind, "code": _compact(code)}
            self._rest.create("party.identifier", values)

    def _id(self, key: str) -> int:
        """Tryton's id of our bill, as last seen."""
        if key not in self._ids and self.find(key) is None:
            raise to_a_person(f"the bill with our key {key} is gone from Tryton; approve the document again")
        return self._ids[key]

    def _lines(self, bill: Bill, currency: int) -> list[dict[str, Any]]:
        sign = _sign(bill.kind.value)
        extra = [("Discount", -bill.discount), ("Shipping", bill.shipping)]
        lines = [*bill.lines, *(BillLine(name, ONE, amount, amount) for name, amount in extra if amount)]
        return [self._line(one, sign, currency) for one in lines]

    def _line(self, line: BillLine, sign: int, currency: int) -> dict[str, Any]:
        quantity, price = line.quantity, line.unit_price
        # Tryton rounds half to even, vendors half up: only an amount that is the same both ways is kept
        even = (quantity * price).quantize(CENT, rounding=ROUND_HALF_EVEN)
        exact = price == price.quantize(_PRICE_DIGITS) and to_cents(quantity * price) == even == line.amount
        if not exact:
            # Tryton computes the amount itself: one unit at the line's amount is the only way to keep it
            quantity, price = ONE, line.amount
        return {
            "type": "line",
            "company": self._company.company,
            "currency": currency,
            "description": line.description,
            "account": self._company.expense_account,
            "quantity": float(quantity * sign),
            "unit_price": price,
        }

    def _tax(self, bill: Bill, tax: TaxLine) -> dict[str, Any]:
        sign = _sign(bill.kind.value)
        return {
            "manual": True,
            "description": f"Tax {tax.rate} %",
            "account": self._company.tax_account,
            "base": (tax.base or Decimal(0)) * sign,
            "amount": (tax.amount or Decimal(0)) * sign,
        }


def _comment(bill: Bill) -> str:
    """The kind and hash of what was approved, to be read back, and the order, for people."""
    notes = {_DOCUMENT: bill.kind.value, _CONTENT: bill.content}
    if bill.record.purchase_order_number:
        notes = {_ORDER: " ".join(bill.record.purchase_order_number.split())} | notes
    return "\n".join(f"{name}: {text}" for name, text in notes.items())


def _sign(kind: str) -> int:
    """A credit note's amounts are negative in Tryton and positive in the document."""
    return -1 if kind == BillKind.CREDIT_NOTE.value else 1


def _vendor(row: dict[str, Any]) -> Vendor:
    countries = [one["country"]["code"] for one in row["addresses"] if one.get("country")]
    return Vendor(
        vendor_id=row["code"],
        name=row["name"],
        code=row["code"],
        tax_ids=tuple(_compact(one["code"]) for one in row["identifiers"]),
        ibans=tuple(_compact(number["number"]) for one in row["bank_accounts"] for number in one["numbers"]),
        country=countries[0] if countries else "",
    )


def _compact(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())

"""The blocks of text that every document has, whatever its design: parties, dates, totals, bank details."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from bpo_pipeline.generator.commerce import ZERO, Paper
from bpo_pipeline.generator.locales import Wording, wording_of
from bpo_pipeline.generator.masterdata import Customer, TaxScheme, VendorCard

CLIENT_LOCALES = {"US": "en-US", "DE": "de-DE"}


@dataclass(frozen=True, slots=True)
class Row:
    """A label with its value; a strong one is printed bold."""

    label: str
    value: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """A name and address as printed."""

    name: str
    street: str
    city: str
    """City with post code, in the order of the country."""
    tax_id: str

    @property
    def address(self) -> str:
        """The address on one line, parts separated by commas."""
        return f"{self.street}, {self.city}"

    @property
    def lines(self) -> tuple[str, ...]:
        """Name, street and city below each other."""
        return (self.name, self.street, self.city)


@dataclass(frozen=True, slots=True)
class Text:
    """A paper put into words: what the layouts draw."""

    paper: Paper
    words: Wording
    title: str
    sender: Party
    receiver: Party
    receiver_label: str
    sender_tax: Row
    receiver_tax: Row
    meta: tuple[Row, ...]
    """Number, dates, order."""
    totals: tuple[Row, ...]
    tax_table: tuple[tuple[str, ...], ...]
    """Header and one row per rate: rate, base, tax; empty where no VAT is shown."""
    bank: tuple[Row, ...]
    terms: str
    """Payment terms, or an empty text."""
    notes: tuple[str, ...]


def put_into_words(paper: Paper) -> Text:
    """All texts of a document in the language and habits of its sender."""
    ordered = paper.doc_type == "purchase_order"
    words = (
        Wording(CLIENT_LOCALES[paper.customer.country], paper.currency, 2)
        if ordered
        else wording_of(paper.vendor, paper.currency)
    )
    supplier, customer = party(paper.vendor), party(paper.customer)
    american = paper.customer.country == "US"
    own = words.label("ein" if american else "tax_id")
    others = own if ordered else words.label("customer_ein" if american else "customer_tax_id")
    supplier_tax = Row(own, supplier.tax_id)
    customer_tax = Row(others, customer.tax_id)
    return Text(
        paper=paper,
        words=words,
        title=words.label(paper.doc_type),
        sender=customer if ordered else supplier,
        receiver=supplier if ordered else customer,
        receiver_label=words.label("supplier" if ordered else "bill_to"),
        sender_tax=customer_tax if ordered else supplier_tax,
        receiver_tax=supplier_tax if ordered else customer_tax,
        meta=_meta(paper, words),
        totals=_totals(paper, words),
        tax_table=_tax_table(paper, words),
        bank=() if ordered else _bank(paper, words),
        terms=payment_terms(paper, words),
        notes=_notes(paper, words),
    )


def party(who: VendorCard | Customer) -> Party:
    """Name and address as printed on a letter of that country."""
    if who.country == "US":
        city = f"{who.city}, {who.region} {who.postal_code}"
    elif who.country == "IE":
        city = f"{who.city} {who.postal_code}"
    else:
        city = f"{who.postal_code} {who.city}"
    return Party(who.name, who.street, city, who.tax_id)


def payment_terms(paper: Paper, words: Wording) -> str:
    """When to pay, in words; empty for documents that ask for no payment."""
    if paper.doc_type != "invoice":
        return ""
    days = paper.vendor.terms_days
    return words.label("net_terms").format(days=days) if days else words.label("at_once")


def shows_due_date(paper: Paper) -> bool:
    """Whether the due date is printed: every fourth vendor leaves it to the payment terms."""
    return paper.due_date is not None and zlib.crc32(paper.vendor.tax_id.encode()) % 4 != 0


def _meta(paper: Paper, words: Wording) -> tuple[Row, ...]:
    rows = [Row(words.label(f"number_{paper.doc_type}"), paper.number)] if paper.number else []
    rows.append(Row(words.label("date" if paper.doc_type == "invoice" else "day"), words.date(paper.issue_date)))
    if shows_due_date(paper) and paper.due_date:
        rows.append(Row(words.label("due"), words.date(paper.due_date)))
    if paper.order_number:
        rows.append(Row(words.label("order"), paper.order_number))
    if paper.preceding_number:
        rows.append(Row(words.label("preceding"), paper.preceding_number))
    return tuple(rows)


def _totals(paper: Paper, words: Wording) -> tuple[Row, ...]:
    rows = []
    if paper.discount or paper.shipping:
        rows.append(Row(words.label("lines_total"), words.money(paper.lines_total)))
    if paper.discount:
        rows.append(Row(words.label("discount"), f"-{words.money(paper.discount)}"))
    if paper.shipping:
        rows.append(Row(words.label("shipping"), words.money(paper.shipping)))
    rows.append(Row(words.label("net"), words.money(paper.net_total)))
    for tax in paper.taxes:
        rate = words.percent(tax.rate or ZERO)
        if paper.vendor.scheme is TaxScheme.SALES_TAX:
            rows.append(Row(words.label("sales_tax").format(rate=rate), words.money(tax.amount or ZERO)))
        elif paper.taxed:
            rows.append(Row(words.label("tax").format(rate=rate), words.money(tax.amount or ZERO)))
    if paper.tip:
        rows.append(Row(words.label("tip"), words.money(paper.tip)))
    final = "gross" if paper.doc_type == "invoice" else "total"
    return (*rows, Row(words.label(final), words.money(paper.gross_total), strong=True))


def _tax_table(paper: Paper, words: Wording) -> tuple[tuple[str, ...], ...]:
    if paper.vendor.scheme not in {TaxScheme.VAT, TaxScheme.REVERSE_CHARGE}:
        return ()
    return (
        (words.label("tax_rate"), words.label("base"), words.label("tax_amount")),
        *(
            (words.percent(tax.rate or ZERO), words.amount(tax.base or ZERO), words.amount(tax.amount or ZERO))
            for tax in paper.taxes
        ),
    )  # fmt: skip


def _bank(paper: Paper, words: Wording) -> tuple[Row, ...]:
    card = paper.vendor
    if card.country == "US":
        return (
            Row(words.label("bank"), card.bank),
            Row(words.label("routing"), card.routing_number),
            Row(words.label("account"), card.account),
        )
    grouped = " ".join(card.account[place : place + 4] for place in range(0, len(card.account), 4))
    return (
        Row(words.label("bank"), card.bank),
        Row(words.label("iban"), grouped),
        Row(words.label("bic"), card.bic),
    )


def _notes(paper: Paper, words: Wording) -> tuple[str, ...]:
    notes = []
    if paper.vendor.scheme is TaxScheme.REVERSE_CHARGE:
        notes.append(words.label("reverse"))
    if paper.doc_type == "invoice":
        notes.append(words.label("thanks"))
    return tuple(notes)

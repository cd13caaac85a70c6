"""The invented business case behind a document: what was sold, at what price, with tax and totals that tie.

The arithmetic is that of EN 16931 (BR-CO-10 to BR-CO-17): line totals are rounded to cents, the sum of the lines less
discount plus shipping is the net, tax is reckoned per rate on its base and rounded once, gross is net plus tax.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from bpo_pipeline.documents.fields import LineItem, TaxLine
from bpo_pipeline.generator.catalogue import CATALOGUE, Article
from bpo_pipeline.generator.masterdata import CLIENTS, Customer, OpenOrder, TaxScheme, VendorCard
from bpo_pipeline.model.money import to_cents

ZERO = Decimal("0.00")
HUNDRED = Decimal(100)
FINE_UNITS = frozenset({"KGM", "HUR", "TNE"})
"""Units that are also sold in halves."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is printed; amounts include tax where ``Paper.gross_lines`` says so."""

    description: str
    sku: str
    quantity: Decimal
    unit: str
    """UNECE Recommendation 20 code."""
    unit_price: Decimal
    tax_rate: Decimal
    line_total: Decimal
    section: str = ""
    """Heading over it and the lines that follow with the same one."""


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that stands on one document, before it is laid out on a page or written as XML."""

    doc_type: str
    """A name in ``documents.DOCUMENT_TYPES``."""
    vendor: VendorCard
    customer: Customer
    number: str
    issue_date: dt.date
    lines: tuple[Line, ...]
    due_date: dt.date | None = None
    order_number: str = ""
    preceding_number: str = ""
    preceding_date: dt.date | None = None
    discount: Decimal = ZERO
    shipping: Decimal = ZERO
    extras_rate: Decimal = ZERO
    """Tax rate of discount and shipping."""
    tip: Decimal = ZERO
    taxes: tuple[TaxLine, ...] = ()
    net_total: Decimal = ZERO
    tax_total: Decimal = ZERO
    gross_total: Decimal = ZERO
    gross_lines: bool = False

    @property
    def currency(self) -> str:
        """ISO 4217."""
        return self.customer.currency

    @property
    def lines_total(self) -> Decimal:
        """Sum of the lines as printed (BT-106)."""
        return sum((line.line_total for line in self.lines), ZERO)

    @property
    def taxed(self) -> bool:
        """Whether the document shows a tax line."""
        return self.vendor.scheme is not TaxScheme.NO_TAX


def invent(
    rng: Random,
    *,
    doc_type: str,
    vendor: VendorCard,
    client: str,
    today: dt.date,
    serial: int,
    line_count: int | None = None,
    gross_between: tuple[Decimal, Decimal] | None = None,
    order: OpenOrder | None = None,
) -> Paper:
    """Make up one document of *vendor* for *client*, dated at most 60 days before *today*.

    *serial* makes its number: the same vendor needs another one for each document, from 100 upwards.
    With *order* it bills exactly that order. With *gross_between* it is made up again until the total lies between.
    """
    while True:
        paper = _invent(
            rng,
            doc_type=doc_type,
            vendor=vendor,
            client=client,
            today=today,
            serial=serial,
            line_count=line_count,
            order=order,
        )
        if gross_between is None or gross_between[0] <= paper.gross_total <= gross_between[1]:
            return paper


def _invent(
    rng: Random, *, doc_type: str, vendor: VendorCard, client: str, today: dt.date, serial: int,
    line_count: int | None, order: OpenOrder | None,
) -> Paper:  # fmt: skip
    issue_date = today - dt.timedelta(days=rng.randint(1, 60))
    number = vendor.number_format.format(n=serial, year=issue_date.year)
    shop = doc_type == "receipt"
    if order is not None:
        lines = tuple(
            Line(
                one.description,
                one.sku,
                one.quantity,
                "C62",
                one.unit_price,
                _rate(vendor, 0),
                to_cents(one.line_total),
            )
            for one in order.lines
        )
    else:
        lines = _lines(rng, vendor, line_count or _usual_count(rng, shop=shop), small=shop)
    plain = shop or order is not None
    extras = doc_type in {"invoice", "purchase_order"} and not plain
    discount = to_cents(sum((line.line_total for line in lines), ZERO) / 20) if extras and rng.random() < 0.2 else ZERO
    shipping = Decimal(rng.randint(650, 4900)) / HUNDRED if extras and rng.random() < 0.25 else ZERO
    preceding = doc_type == "credit_note"
    paper = Paper(
        doc_type=doc_type,
        vendor=vendor,
        customer=CLIENTS[client],
        number=f"PO-{30000 + serial}" if doc_type == "purchase_order" else number,
        issue_date=issue_date,
        due_date=issue_date + dt.timedelta(days=vendor.terms_days) if doc_type == "invoice" else None,
        order_number=order.number if order else "",
        preceding_number=vendor.number_format.format(n=rng.randint(10, 99), year=issue_date.year) if preceding else "",
        preceding_date=issue_date - dt.timedelta(days=rng.randint(5, 40)) if preceding else None,
        lines=lines,
        discount=discount,
        shipping=shipping,
        extras_rate=lines[0].tax_rate,
        tip=Decimal(rng.randint(2, 9)) if shop and vendor.trade == "restaurant" and rng.random() < 0.3 else ZERO,
        gross_lines=shop and vendor.scheme is TaxScheme.VAT,
    )
    return total_up(paper)


def total_up(paper: Paper) -> Paper:
    """The same document with its tax and totals reckoned from its lines."""
    category = {
        TaxScheme.VAT: "S",
        TaxScheme.SALES_TAX: "S",
        TaxScheme.REVERSE_CHARGE: "AE",
        TaxScheme.NO_TAX: "O",
    }[paper.vendor.scheme]
    sums: dict[Decimal, Decimal] = {}
    for line in paper.lines:
        sums[line.tax_rate] = sums.get(line.tax_rate, ZERO) + line.line_total
    sums[paper.extras_rate] = sums.get(paper.extras_rate, ZERO) - paper.discount + paper.shipping
    taxes = []
    for rate, amount in sorted(sums.items(), reverse=True):
        base = to_cents(amount * HUNDRED / (HUNDRED + rate)) if paper.gross_lines else amount
        tax = amount - base if paper.gross_lines else to_cents(base * rate / HUNDRED)
        taxes.append(TaxLine(rate=rate, base=base, amount=tax, category=category))
    net = sum((one.base or ZERO for one in taxes), ZERO)
    tax_total = sum((one.amount or ZERO for one in taxes), ZERO)
    return replace(
        paper, taxes=tuple(taxes), net_total=net, tax_total=tax_total, gross_total=net + tax_total + paper.tip
    )


def line_items(paper: Paper, units: dict[str, str]) -> tuple[LineItem, ...]:
    """The lines as the records hold them; *units* says how a unit's code is shown."""
    return tuple(
        LineItem(
            description=line.description,
            sku=line.sku or None,
            quantity=line.quantity,
            unit=units.get(line.unit, line.unit),
            unit_price=line.unit_price,
            tax_rate=line.tax_rate if paper.taxed else None,
            line_total=line.line_total,
        )
        for line in paper.lines
    )


def _usual_count(rng: Random, *, shop: bool) -> int:
    """How many lines a document of that kind has: mostly few, sometimes many."""
    if shop:
        return rng.randint(1, 7)
    return rng.choice((1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 9, 12))


def _lines(rng: Random, vendor: VendorCard, count: int, *, small: bool) -> tuple[Line, ...]:
    articles = CATALOGUE[vendor.language][vendor.trade]
    picked = rng.sample(articles, min(count, len(articles)))
    picked += [rng.choice(articles) for _ in range(count - len(picked))]
    return tuple(_line(rng, vendor, article, small=small) for article in picked)


def _line(rng: Random, vendor: VendorCard, article: Article, *, small: bool) -> Line:
    digits = 4 if article.highest < 1 else 2
    scale = 10**digits
    price = Decimal(rng.randint(int(article.lowest * scale), int(article.highest * scale))).scaleb(-digits)
    most = min(article.most, 4) if small else article.most
    quantity = Decimal(rng.randint(1, most))
    if article.unit in FINE_UNITS and rng.random() < 0.5:
        quantity += Decimal("0.5")
    rate = _rate(vendor, article.rate)
    sku = f"{vendor.trade[:2].upper()}-{rng.randint(1000, 9999)}"
    return Line(article.description, sku, quantity, article.unit, price, rate, to_cents(quantity * price))


def _rate(vendor: VendorCard, place: int) -> Decimal:
    """The vendor's tax rate at that place, its first when it has fewer, 0 when it charges none."""
    if not vendor.rates:
        return Decimal(0)
    return vendor.rates[place] if place < len(vendor.rates) else vendor.rates[0]

"""``extract``: from a Reading to a Draft, from the e-invoice's data where there is any, else from the page.

Confidence is the chance that a value is right, set by the strength of its evidence: what arithmetic proves counts
most (0.96 and more), then a checksum or a full label right before the value (0.9 and more), then weaker labels and
places (0.6 to 0.9); anything guessed by position alone stays below 0.6. Each file says how it sets its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from bpo_pipeline.documents import document_type as kind_of
from bpo_pipeline.extraction.amounts import has_other_digits
from bpo_pipeline.extraction.brands import brand
from bpo_pipeline.extraction.captioned_forms import captioned_draft
from bpo_pipeline.extraction.document_dates import dates
from bpo_pipeline.extraction.document_numbers import number
from bpo_pipeline.extraction.drafting import draft_of
from bpo_pipeline.extraction.forms import form_draft
from bpo_pipeline.extraction.found import Found
from bpo_pipeline.extraction.item import Item
from bpo_pipeline.extraction.item_sums import without_notes
from bpo_pipeline.extraction.items import items
from bpo_pipeline.extraction.learned.model import Model, load
from bpo_pipeline.extraction.learned.receipts import agreeing, learned
from bpo_pipeline.extraction.level import levelled, put_back, slopes_of
from bpo_pipeline.extraction.line_discounts import with_discounts
from bpo_pipeline.extraction.loose_items import loose_items
from bpo_pipeline.extraction.number_dates import settled_by_number, with_months_in_figures
from bpo_pipeline.extraction.party_fields import party_fields
from bpo_pipeline.extraction.pay_stubs import extract_pay_stub
from bpo_pipeline.extraction.remittances import extract_remittance
from bpo_pipeline.extraction.repairs import repair_lines
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.statements import extract_statement
from bpo_pipeline.extraction.structured import from_structured
from bpo_pipeline.extraction.surveys import survey_draft
from bpo_pipeline.extraction.tables import tables
from bpo_pipeline.extraction.taxes import RateLine, TaxRow, rate_lines, tax_rows
from bpo_pipeline.extraction.terms import due_by_terms, payment_terms
from bpo_pipeline.extraction.timesheets import TYPES, extract_timesheet
from bpo_pipeline.extraction.totals import totals
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.reading import Reading, Source
from bpo_pipeline.model.vendor import Vendor

_PAPERS: Mapping[str, Callable[[Reading, Sequence[str]], Draft]] = {
    "w2": lambda reading, _: captioned_draft(reading, "w2"),
    "1099-nec": lambda reading, _: captioned_draft(reading, "1099-nec"),
    "payslip": lambda reading, _: extract_pay_stub(reading),
    "bank_statement": lambda reading, languages: extract_statement(reading, languages=languages),
    "remittance_advice": lambda reading, languages: extract_remittance(reading, languages=languages),
}
"""Papers that are no bills, each with its own way of being read."""
_CENT = Decimal("0.02")


def extract(
    reading: Reading,
    document_type: str,
    *,
    vendors: Sequence[Vendor] = (),
    customer_names: Sequence[str] = (),
    languages: Sequence[str] = (),
    receipts: Model | None = None,
) -> Draft:
    """Read a document's fields, each with the ink it came from.

    *vendors*: the client's vendor master; *customer_names*: names the client goes by; *languages*: ISO 639-1, most
    likely first; *receipts*: another model than the committed one, for training. With structured data the record is
    what that data says, cross-referenced with the page.

    Raises KeyError for a document type that is not in ``DOCUMENT_TYPES``.
    """
    kind = kind_of(document_type)
    if document_type in TYPES:
        return extract_timesheet(reading, document_type, languages=languages)
    if reading.known_form:
        return survey_draft(reading) if document_type == "survey" else form_draft(reading)
    if reading.structured is None and document_type in _PAPERS:
        return _PAPERS[document_type](reading, languages)
    tabular = reading.structured is None and document_type != "receipt"  # whose model has learned slips as they lie
    slopes = slopes_of(reading) if tabular else {}
    sheet = Sheet(levelled(reading, slopes), document_type, tuple(languages), level=tabular)
    if reading.structured is not None:
        return draft_of(kind, from_structured(sheet, reading.structured), reading, Source.XML)
    fields = _header(sheet, vendors, customer_names)
    parts = tables(sheet)
    inside = frozenset(line.index for table in parts for line in table.body) | frozenset(
        i for table in parts for i in (*table.head, *table.sums)
    )
    found_items = items(sheet, parts)
    if not found_items:
        inside = frozenset()
    rows = tax_rows(sheet, skip=inside)
    line_sum = sum((one.total for one in found_items), Decimal(0)) if found_items else None
    if document_type == "credit_note" and line_sum is not None:
        line_sum = abs(line_sum)
    by_rate = rate_lines(sheet, skip=inside)
    fields.update(totals(sheet, skip=inside, rows=rows, by_rate=by_rate, line_sum=line_sum))
    if document_type == "receipt":
        fields = agreeing({**fields, **learned(sheet, fields, receipts or load("receipt"))})
        if (shop := brand(sheet, fields.get("supplier_name"))) is not None:
            fields["supplier_name"] = shop
    found_items = with_discounts(sheet, found_items, _targets(fields))
    found_items = without_notes(found_items, _line_sums(fields)) or loose_items(sheet, _targets(fields))
    if any(page.source is Source.OCR for page in reading.pages):
        repair_lines(found_items, fields.get("net_total"), extras=_extras(fields))
    fields.update(_lines(found_items, fields, document_type))
    fields.update(_taxes(rows, fields) or _taxes_by_rate(by_rate, fields))
    source = Source.OCR if any(page.source is Source.OCR for page in reading.pages) else Source.TEXT
    return draft_of(kind, put_back(fields, slopes), reading, source)


def _header(sheet: Sheet, vendors: Sequence[Vendor], customer_names: Sequence[str]) -> dict[str, Found]:
    fields: dict[str, Found] = {}
    for name in ("invoice_number", "purchase_order_number", "preceding_invoice_number"):
        value = number(sheet, name)
        if value is not None and (
            name == "invoice_number"
            or value.value != fields.get("invoice_number", value.surer(0)).value
            or "invoice_number" not in fields
        ):
            fields[name] = value
    fields.update(dates(sheet))
    fields = settled_by_number(with_months_in_figures(fields))
    terms = payment_terms(sheet)
    if terms is not None:
        fields["payment_terms"] = terms
    if "due_date" not in fields and (due := due_by_terms(fields.get("issue_date"), terms)) is not None:
        fields["due_date"] = due
    code, word, page, sure = sheet.currency
    if code is not None and word is not None:
        fields["currency"] = Found(code, word.text, sure, page, word.box)
    fields.update(party_fields(sheet, vendors=vendors, customer_names=customer_names))
    fields.update(_strange_digits(sheet))
    return fields


def _strange_digits(sheet: Sheet) -> dict[str, Found]:
    """Digits other than 0-9 beside an amount's label give no value, only their raw text with confidence 0."""
    result: dict[str, Found] = {}
    for mark in sheet.marks:
        line = sheet.lines[mark.line]
        for word in line.words[mark.last + 1 :]:
            if has_other_digits(word.text):
                for name in ("gross_total", "net_total", "tax_total", "amount_due"):
                    if mark.weight(name) >= 0.7:
                        result[name] = Found(None, word.text[:80], 0.0, line.page, word.box)
    return result


def _extras(fields: dict[str, Found]) -> Decimal:
    """Charges less discounts."""
    on, off = (fields[name].value if name in fields else None for name in ("shipping_total", "discount_total"))
    return (on if isinstance(on, Decimal) else Decimal(0)) - (off if isinstance(off, Decimal) else Decimal(0))


def _targets(fields: dict[str, Found]) -> list[Decimal]:
    values = [fields[name].value for name in ("net_total", "gross_total") if name in fields]
    return [one for one in values if isinstance(one, Decimal)]


def _line_sums(fields: dict[str, Found]) -> list[Decimal]:
    """What the lines may come to: net or gross, or either before charges and discounts (BR-CO-10, BR-CO-13)."""
    return [one - more for one in _targets(fields) for more in {Decimal(0), _extras(fields)}]


def _lines(found_items: Sequence[Item], fields: dict[str, Found], document_type: str) -> dict[str, Found]:
    """The items as ``line_items.N.field``; surer when their sum meets a total of the document."""
    total = abs(sum((one.total for one in found_items), Decimal(0)))
    proved = any(abs(total - one) <= _CENT for one in _targets(fields))
    result: dict[str, Found] = {}
    flip = document_type == "credit_note" and bool(found_items) and all(one.total <= 0 for one in found_items)
    for index, item in enumerate(found_items):
        for name, value in item.values.items():
            sure = min(0.985, value.confidence + 0.02) if proved and value.confidence > 0.7 else value.confidence
            shown = value.surer(sure)
            if flip and isinstance(value.value, Decimal) and name in {"line_total", "quantity"}:
                shown = replace(value, value=abs(value.value), confidence=sure)
            result[f"line_items.{index}.{name}"] = shown
    return result


def _taxes(rows: Sequence[TaxRow], fields: dict[str, Found]) -> dict[str, Found]:
    """The tax rows as ``taxes.N.field``; surer when they sum to the tax total (BR-CO-14)."""
    tax = fields.get("tax_total")
    tied = (
        tax is not None
        and isinstance(tax.value, Decimal)
        and abs(sum((one.amount for one in rows), Decimal(0)) - tax.value) <= _CENT
    )
    result: dict[str, Found] = {}
    for index, row in enumerate(rows):
        sure = 0.97 if tied else 0.6
        result[f"taxes.{index}.rate"] = row.rate_ink.surer(sure)
        result[f"taxes.{index}.base"] = row.base_ink.surer(sure)
        result[f"taxes.{index}.amount"] = row.amount_ink.surer(sure)
    return result


def _taxes_by_rate(lines: Sequence[RateLine], fields: dict[str, Found]) -> dict[str, Found]:
    """Tax lines without a base as ``taxes.N.field``, only when they sum to the tax total (BR-CO-14)."""
    tax = fields.get("tax_total")
    if tax is None or not lines or sum((one.amount for one in lines), Decimal(0)) != tax.value:
        return {}
    result: dict[str, Found] = {}
    for index, line in enumerate(lines):
        result[f"taxes.{index}.rate"] = line.rate_ink
        result[f"taxes.{index}.amount"] = line.amount_ink
    return result

"""Who sells and who buys, with tax numbers, IBAN and BIC; the vendor master decides when it matches."""

from __future__ import annotations

from collections.abc import Sequence

from bpo_pipeline.documents.layout import Cell, around
from bpo_pipeline.extraction.addresses import is_contact, is_country, is_street, town_in
from bpo_pipeline.extraction.bank import bank
from bpo_pipeline.extraction.found import Found, found
from bpo_pipeline.extraction.identifiers import compact
from bpo_pipeline.extraction.parties import item_lines, parties
from bpo_pipeline.extraction.party import Party, alike, has_legal_form, is_title, without_contact
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.tables import tables
from bpo_pipeline.extraction.tax_ids import as_on_file, tax_ids
from bpo_pipeline.model.reading import Source
from bpo_pipeline.model.vendor import Vendor

_BY_FORM = 0.55
"""Confidence of a name that only its company form tells."""
_EDGE = 6.0
"""Points by which left edges of one block may differ."""
_CODE = 3
_NUMBER = 3
"""What holds as many digits is a number rather than a name."""
_AT_HOME = {
    "en": frozenset(
        [
            "united states",
            "united states of america",
            "usa",
            "united kingdom",
            "great britain",
            "england",
            "ireland",
            "canada",
            "australia",
            "new zealand",
            "india",
            "malaysia",
            "singapore",
            "hong kong",
        ]
    ),
    "de": frozenset(["deutschland", "österreich", "schweiz", "luxemburg", "germany", "austria"]),
    "fr": frozenset(["france", "belgique", "suisse", "luxembourg", "canada"]),
    "nl": frozenset(["nederland", "belgië", "belgie", "the netherlands", "netherlands"]),
    "es": frozenset(["españa", "espana", "spain"]),
    "it": frozenset(["italia", "italy", "svizzera"]),
    "pt": frozenset(["portugal", "brasil"]),
}
"""Countries whose name a postal address leaves out on a paper of that language."""


def party_fields(
    sheet: Sheet, *, vendors: Sequence[Vendor] = (), customer_names: Sequence[str] = ()
) -> dict[str, Found]:
    """Names, address, tax numbers and bank details of supplier and customer."""
    everyone = parties(sheet, customer_names=customer_names)
    supplier = _choose(everyone, "supplier", None)
    customer = _choose(everyone, "customer", supplier)
    if supplier is None and _nobody_else(sheet, everyone, customer):
        supplier, customer = customer, None
    result: dict[str, Found] = {}
    bank(sheet, result)
    tax_ids(sheet, supplier, customer, result)
    if supplier is not None:
        result["supplier_name"] = found(supplier.name_text, supplier.name, supplier.page, _sure(supplier, "supplier"))
        same = [
            supplier,
            *(one for one in everyone if one is not supplier and alike(one.name_text, supplier.name_text) > 0.9),
        ]
        addressed = next((one for one in same if one.address), None)
        if addressed is None and not supplier.labelled:
            addressed = next((one for one in everyone if not one.name_text and "sender" in one.evidence), None)
        if addressed is not None:
            words = addressed.address_words or addressed.name
            country = _foreign_country(sheet, addressed)
            text = f"{addressed.address}, {country.text.strip(' ,')}" if country else addressed.address
            result["supplier_address"] = found(text, words, addressed.page, _sure(supplier, "supplier") - 0.05)
    else:
        result.update(_unplaced_supplier(sheet, everyone, customer))
    if customer is not None:
        name = without_contact(customer.name_text)
        result["customer_name"] = found(name, customer.name, customer.page, _sure(customer, "customer"))
    else:
        own = _own_name(sheet, customer_names)
        if own is None and sheet.document_type == "receipt" and supplier is not None:
            own = _name_by_form(sheet, supplier)
        if own is not None:
            result["customer_name"] = own
    _known_vendor(sheet, vendors, result)
    return result


def _unplaced_supplier(sheet: Sheet, everyone: Sequence[Party], customer: Party | None) -> dict[str, Found]:
    """The supplier where nothing speaks for a block: company form, logo, or who is there beside a named customer."""
    result: dict[str, Found] = {}
    free = next((one for one in everyone if not one.name_text), None)
    if free is None and customer is not None and (customer.labelled or "salutation" in customer.evidence):
        others = [one for one in everyone if not one.labelled and one.address and one.page == 1]
        others = [one for one in others if alike(one.name_text, customer.name_text) < 0.75]
        others = [one for one in others if _reached(sheet, one)] if not customer.labelled else others
        free = min(others, key=lambda one: one.name[0].box.top, default=None)
    name = _name_by_form(sheet, customer) or _logo(sheet, customer)
    if free is not None:
        country = _foreign_country(sheet, free)
        text = f"{free.address}, {country.text.strip(' ,')}" if country else free.address
        result["supplier_address"] = found(text, free.address_words, free.page, 0.6)
        if free.name_text and (name is None or name.confidence < _BY_FORM * 0.9):
            name = found(free.name_text, free.name, free.page, 0.6)
    if name is not None:
        result["supplier_name"] = name
    return result


def _reached(sheet: Sheet, party: Party) -> bool:
    """Whether telephone or mail stand right below an address, as below that of whoever writes."""
    last = around(party.address_words or party.name)
    return any(
        cell.page == party.page and 0 <= cell.box.top - last.bottom < last.height and is_contact(cell.text)
        for cell in sheet.cells
        if abs(cell.box.left - last.left) < _EDGE
    )


def _foreign_country(sheet: Sheet, party: Party) -> Cell | None:
    """The country under an address where the paper's language is not spoken: there it belongs to the address."""
    last = party.address_words[-1] if party.address_words else None
    if last is None:
        return None
    start = min(word.box.left for word in party.address_words)
    for cell in sheet.cells:
        near = 0 <= cell.box.top - last.box.middle < 2.5 * last.box.height and abs(cell.box.left - start) < 6
        if cell.page == party.page and near and is_country(cell.text) and len(cell.text) > _CODE:
            at_home = cell.text.casefold().strip(" .,") in _AT_HOME.get(sheet.language or "", ())
            return None if at_home else cell
    return None


def _nobody_else(sheet: Sheet, everyone: Sequence[Party], customer: Party | None) -> bool:
    """Whether the paper names one party only, without saying which: its seller has to be on it (BR-06)."""
    if customer is None or customer.labelled or {"salutation", "client"} & customer.evidence.keys():
        return False
    others = [one for one in everyone if one is not customer and alike(one.name_text, customer.name_text) < 0.9]
    return not others and _name_by_form(sheet, customer) is None and _logo(sheet, customer) is None


def _own_name(sheet: Sheet, customer_names: Sequence[str]) -> Found | None:
    """The client's own name wherever it stands."""
    for name in customer_names:
        for cell in sheet.cells:
            if alike(cell.text, name) >= 0.92:
                return found(cell.text.strip(" ,;:|-"), cell.words, cell.page, 0.9)
    return None


def _choose(everyone: Sequence[Party], role: str, other: Party | None) -> Party | None:
    pool = [one for one in everyone if one is not other and one.name_text and "elsewhere" not in one.evidence]
    pool = [one for one in pool if other is None or one.labelled or alike(one.name_text, other.name_text) < 0.9]
    best = max(pool, key=lambda one: one.score(role) + (0.3 if one.address else 0.0), default=None)
    if best is None:
        return None
    if role == "supplier":
        return best if best.score(role) > 0 else None
    return best if best.score(role) > 0.4 or (best.address and best.score(role) > -1.2) else None


def _sure(party: Party, role: str) -> float:
    if party.labelled:
        return 0.95
    kinds = sum(1 for points in party.evidence.values() if (points > 0) == (role == "supplier"))
    return 0.9 if kinds >= 2 else 0.7 if kinds == 1 else 0.45


def _name_by_form(sheet: Sheet, customer: Party | None) -> Found | None:
    """A short line with a company form that is not the customer's: first the largest print, then the top."""
    best = None
    for cell in sheet.cells:
        text = cell.text.strip(" ,;:|-")
        if not 1 < len(cell.words) <= 7 or not has_legal_form(text) or ":" in text[:-1]:
            continue
        if customer is not None and alike(text, customer.name_text) > 0.8:
            continue
        rank = (cell.page == 1, round(cell.size), -cell.line)
        if best is None or rank > best[0]:
            best = (rank, text, cell)
    if best is None:
        return None
    first = _line_above(sheet, best[2])
    words = (*first.words, *best[2].words) if first else best[2].words
    return found(f"{first.text} {best[1]}" if first else best[1], words, best[2].page, _BY_FORM)


def _line_above(sheet: Sheet, cell: Cell) -> Cell | None:
    """The first line of a name that its company form ends: same edge, same size, no gap."""
    if cell.line == 0:
        return None
    above = sheet.lines[cell.line - 1]
    for one in above.cells:
        near = one.page == cell.page and cell.box.top - one.box.bottom < 0.5 * cell.box.height
        same = abs(one.box.left - cell.box.left) < 1.0 and 0.95 < one.size / max(cell.size, 1.0) < 1.05
        plain = all(part.isalpha() or part.isspace() for part in one.text) and not is_title(one.text)
        if near and same and plain and len(one.words) <= 4 and not has_legal_form(one.text):
            return None if is_country(one.text) else one
    return None


def _logo(sheet: Sheet, customer: Party | None) -> Found | None:
    """The largest print at the head of the first page that is no title and no label."""
    heads = {index for table in tables(sheet) for index in table.head} | item_lines(sheet).keys()
    taken = {id(word) for word in (*customer.name, *customer.address_words)} if customer is not None else set()
    best = None
    for cell in sheet.cells:
        if (
            cell.page != 1
            or cell.box.top > 0.3 * sheet.reading.pages[0].height
            or not any(one.isalpha() for one in cell.text)
        ):
            continue
        marked = any(mark.words[0] in cell.words for mark in sheet.marks_by_line.get(cell.line, ()))
        if (
            cell.line in heads
            or sum(mark.opens for mark in sheet.marks_by_line.get(cell.line, ())) > 1
            or marked
            or id(cell.words[0]) in taken
            or len(cell.words) > 7
            or (customer is not None and alike(cell.text, customer.name_text) > 0.8)
        ):
            continue
        if any(part in _TITLE_WORDS for part in cell.text.casefold().split()) or is_title(cell.text):
            continue
        if sum(one.isdigit() for one in cell.text) >= _NUMBER:
            continue
        if is_street(cell.text) or town_in(cell.text) or is_country(cell.text) or is_contact(cell.text):
            continue
        if best is None or cell.size > best.size * 1.08:
            best = cell
    return found(best.text.strip(" ,;:|-"), best.words, 1, 0.4) if best is not None else None


_TITLE_WORDS = frozenset(
    [
        "invoice",
        "rechnung",
        "facture",
        "factuur",
        "factura",
        "fattura",
        "fatura",
        "receipt",
        "credit",
        "gutschrift",
        "avoir",
        "creditnota",
        "order",
        "bestellung",
        "page",
        "seite",
        "kopie",
        "tax",
        "purchase",
        "commande",
        "bestelbon",
        "pedido",
        "ordine",
        "encomenda",
        "quittung",
        "recibo",
        "bon",
        "welcome",
    ]
)


def _known_vendor(sheet: Sheet, vendors: Sequence[Vendor], result: dict[str, Found]) -> None:
    """A vendor of the master that is meant by tax number, IBAN or name gives the supplier's name."""
    tax, iban, name = (result.get(key) for key in ("supplier_tax_id", "supplier_iban", "supplier_name"))
    for vendor in vendors:
        by_tax = tax is not None and compact(str(tax.value)) in {compact(one) for one in vendor.tax_ids}
        by_iban = iban is not None and compact(str(iban.value)) in {compact(one) for one in vendor.ibans}
        by_name = name is not None and alike(str(name.value), vendor.name) >= 0.9
        if not by_tax and not by_iban and not by_name:
            continue
        if not by_tax and tax is not None and _scanned(sheet, tax):
            result["supplier_tax_id"] = as_on_file(tax, vendor.tax_ids, sure=by_iban and by_name)
        if name is not None and alike(str(name.value), vendor.name) >= 0.75:
            result["supplier_name"] = name.surer(0.99 if by_tax or by_iban else 0.95)
            return
        cell = next((one for one in sheet.cells if alike(one.text, vendor.name) >= 0.85), None)
        if cell is not None and (by_tax or by_iban):
            result["supplier_name"] = found(vendor.name, cell.words, cell.page, 0.95)
            return


def _scanned(sheet: Sheet, value: Found) -> bool:
    return any(page.number == value.page and page.source is Source.OCR for page in sheet.reading.pages)

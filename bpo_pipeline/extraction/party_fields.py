"""Who sells and who buys, with tax numbers, IBAN and BIC; the vendor master decides when it matches."""

from __future__ import annotations

from collections.abc import Sequence

from bpo_pipeline.documents.layout import Line, around, folded
from bpo_pipeline.extraction.candidates import slots
from bpo_pipeline.extraction.found import Found, found
from bpo_pipeline.extraction.identifiers import bic_in, compact, iban_in, identifier, valid_tax_id, vat_in
from bpo_pipeline.extraction.parties import Party, alike, has_legal_form, parties
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.model.reading import Word
from bpo_pipeline.model.vendor import Vendor


def party_fields(
    sheet: Sheet, *, vendors: Sequence[Vendor] = (), customer_names: Sequence[str] = ()
) -> dict[str, Found]:
    """Names, address, tax numbers and bank details of supplier and customer."""
    everyone = parties(sheet, customer_names=customer_names)
    supplier = _choose(everyone, "supplier", None)
    customer = _choose(everyone, "customer", supplier)
    result: dict[str, Found] = {}
    _bank(sheet, result)
    _tax_ids(sheet, supplier, customer, result)
    if supplier is not None:
        result["supplier_name"] = found(supplier.name_text, supplier.name, supplier.page, _sure(supplier, "supplier"))
        same = [
            supplier,
            *(one for one in everyone if one is not supplier and alike(one.name_text, supplier.name_text) > 0.9),
        ]
        addressed = next((one for one in same if one.address), None)
        if addressed is not None:
            words = addressed.address_words or addressed.name
            result["supplier_address"] = found(
                addressed.address, words, addressed.page, _sure(supplier, "supplier") - 0.05
            )
    else:
        name = _name_by_form(sheet, customer) or _logo(sheet, customer)
        if name is not None:
            result["supplier_name"] = name
        nameless = next((one for one in everyone if not one.name_text), None)
        if nameless is not None:
            result["supplier_address"] = found(nameless.address, nameless.address_words, nameless.page, 0.6)
    if customer is not None:
        result["customer_name"] = found(customer.name_text, customer.name, customer.page, _sure(customer, "customer"))
    else:
        own = _own_name(sheet, customer_names)
        if own is None and sheet.document_type == "receipt" and supplier is not None:
            own = _name_by_form(sheet, supplier)
        if own is not None:
            result["customer_name"] = own
    _known_vendor(sheet, vendors, result)
    return result


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
    return found(best[1], best[2].words, best[2].page, 0.55) if best else None


def _logo(sheet: Sheet, customer: Party | None) -> Found | None:
    """The largest print at the head of the first page that is no title and no label."""
    best = None
    for cell in sheet.cells:
        if (
            cell.page != 1
            or cell.box.top > 0.3 * sheet.reading.pages[0].height
            or not any(one.isalpha() for one in cell.text)
        ):
            continue
        marked = any(mark.words[0] in cell.words for mark in sheet.marks_by_line.get(cell.line, ()))
        if marked or len(cell.words) > 7 or (customer is not None and alike(cell.text, customer.name_text) > 0.8):
            continue
        if any(part in _TITLE_WORDS for part in cell.text.casefold().split()):
            continue
        if best is None or cell.size > best.size * 1.08:
            best = cell
    return found(best.text.strip(" ,;:|-"), best.words, 1, 0.4) if best is not None else None


_TITLE_WORDS = frozenset(
    ["invoice", "rechnung", "facture", "factuur", "factura", "fattura", "fatura", "receipt", "credit", "gutschrift", "avoir", "creditnota", "order", "bestellung", "page", "seite", "kopie", "tax", "purchase", "commande", "bestelbon", "pedido", "ordine", "encomenda", "quittung", "recibo", "bon", "welcome"]
)


def _bank(sheet: Sheet, result: dict[str, Found]) -> None:
    for line in sheet.lines:
        texts = [(line.text, line.words)]
        if any("IBAN" in word.text.upper() for word in line.words[-2:]) and line.index + 1 < len(sheet.lines):
            below = sheet.lines[line.index + 1]
            texts.append((below.text, below.words))
        for text, words in texts:
            if "supplier_iban" not in result and (hit := iban_in(text)) is not None:
                result["supplier_iban"] = _ink(hit[0], words, line, hit[1])
    for mark in sheet.marks:
        if "supplier_bic" in result or not mark.weight("supplier_bic"):
            continue
        for slot in slots(sheet, mark, "supplier_bic"):
            if (hit := bic_in(" ".join(word.text.strip(",;") for word in slot.words[:3]))) is not None:
                result["supplier_bic"] = _ink(hit[0], slot.words, sheet.lines[slot.line], hit[1])
                break
    if "supplier_iban" not in result:
        _account(sheet, result)
    if "supplier_iban" not in result:
        for mark in sheet.marks:
            if not mark.weight("supplier_iban"):
                continue
            for slot in slots(sheet, mark, "supplier_iban"):
                if (one := identifier(slot.words, minimum=6)) is not None:
                    result["supplier_iban"] = found(compact(one[0]), one[1], slot.page, 0.5)
                    return


_BANK_WORDS = frozenset(["routing", "aba", "bank", "banking", "blz", "bsb", "sort", "swift", "bankleitzahl", "banco", "banque", "wire"])


def _account(sheet: Sheet, result: dict[str, Found]) -> None:
    """An account number without IBAN: only beside the bank's name or routing number, for customers have accounts too."""
    for mark in sheet.marks:
        if not mark.weight("bank_account"):
            continue
        around_it = sheet.lines[max(0, mark.line - 3) : mark.line + 4]
        named = any(part in _BANK_WORDS for line in around_it for word in line.words for part in folded(word.text))
        for slot in slots(sheet, mark, "bank_account") if named else ():
            if (one := identifier(slot.words, minimum=5)) is not None:
                result["supplier_iban"] = found(compact(one[0]), one[1], slot.page, 0.85)
                return


def _ink(value: str, words: Sequence[Word], line: Line, confidence: float) -> Found:
    """The words of a line that make up a value, found by its characters."""
    for start in range(len(words)):
        joined = ""
        for stop in range(start, min(start + 10, len(words))):
            joined += compact(words[stop].text)
            if value in joined and joined.endswith(value) | (stop == start):
                return found(value, words[start : stop + 1], line.page, confidence)
            if len(joined) > len(value) + 24:
                break
    return Found(value, line.text[:80], confidence, line.page, around(words))


def _tax_ids(sheet: Sheet, supplier: Party | None, customer: Party | None, result: dict[str, Found]) -> None:
    """Tax numbers go to the party in whose block, column or label they stand; the footer is the supplier's."""
    choices: dict[str, list[tuple[float, Found]]] = {"supplier_tax_id": [], "customer_tax_id": []}
    for mark in sheet.marks:
        own, weight = mark.weight("customer_tax_id"), mark.weight("tax_id")
        if not own and not weight:
            continue
        for slot in slots(sheet, mark, "customer_tax_id" if own else "tax_id"):
            value = _tax_id(slot.words, below=slot.below)
            if value is None:
                continue
            text, words, sure = value
            field = (
                "customer_tax_id"
                if own
                else _owner(sheet, mark.box.left, mark.box.middle, slot.page, supplier, customer)
            )
            rank = (
                slot.score
                + 0.5 * (sure > 0.9)
                + (0.3 if vat_in(text) else 0.0)
                - 0.0005 * slot.line * (field == "customer_tax_id")
            )
            choices[field].append((rank, found(text, words, slot.page, min(0.95, sure * (0.6 + 0.4 * slot.score)))))
            break
    for field, several in choices.items():
        if several:
            result[field] = max(several, key=lambda one: one[0])[1]
    if "supplier_tax_id" not in result:
        taken = {one.value for one in result.values()}
        for line in sheet.lines:
            hit = vat_in(line.text)
            if hit is not None and hit[2] > 0.9 and hit[0] not in taken and iban_in(line.text) is None:
                field = _owner(sheet, line.box.left, line.box.middle, line.page, supplier, customer)
                result.setdefault(field, _ink(hit[0], line.words, line, 0.75))


def _tax_id(words: Sequence[Word], *, below: bool) -> tuple[str, tuple[Word, ...], float] | None:
    """The tax number at the beginning of some words: as printed and compact enough to compare."""
    words = words[:8]
    text = " ".join(word.text for word in words)
    hit = vat_in(text)
    if hit is not None and text.find(hit[1][:6]) <= 12:
        joined, used = "", []
        for word in words:
            used.append(word)
            joined += compact(word.text)
            if hit[0] in joined:
                break
        return hit[0], tuple(used), hit[2]
    taken = identifier(words, minimum=6)
    if taken is None or "%" in taken[0] or (below and len(compact(taken[0])) < 7):
        return None
    value, used_words = taken
    value = value.strip(".,;")
    plain = compact(value)
    digits = sum(one.isdigit() for one in plain)
    if digits < 6 or iban_in(value) is not None or _money(value):
        return None
    joined_words = list(used_words)
    start = list(words).index(used_words[-1]) + 1
    for word in words[start : start + 5]:  # 044 241 601 03
        if not word.text.isdigit() or word.box.left - joined_words[-1].box.right > 0.6 * word.box.height:
            break
        joined_words.append(word)
        value += " " + word.text
    return value, tuple(joined_words), 0.95 if valid_tax_id(value) else 0.75


def _money(text: str) -> bool:
    head, _, tail = text.replace(",", ".").rpartition(".")
    return bool(head) and len(tail) == 2 and tail.isdigit() and head.replace(".", "").isdigit()


def _owner(sheet: Sheet, left: float, middle: float, page: int, supplier: Party | None, customer: Party | None) -> str:
    """Whose number stands here: the nearer party's above it in the same column."""
    if page > len(sheet.reading.pages) or middle > 0.78 * sheet.reading.pages[page - 1].height:
        return "supplier_tax_id"

    def distance(party: Party | None) -> float:
        if party is None or party.page != page or not party.name:
            return 10_000.0
        box = party.box or around([*party.name, *party.address_words])
        down = middle - box.top
        if down < -2:
            return 5_000.0
        aside = max(0.0, box.left - left - 20, left - max(box.right, box.left + 150))
        return down + 3 * aside

    return "customer_tax_id" if distance(customer) < min(distance(supplier), 260.0) else "supplier_tax_id"


def _known_vendor(sheet: Sheet, vendors: Sequence[Vendor], result: dict[str, Found]) -> None:
    """A vendor of the master that is meant by tax number, IBAN or name gives the supplier's name."""
    tax, iban, name = (result.get(key) for key in ("supplier_tax_id", "supplier_iban", "supplier_name"))
    for vendor in vendors:
        by_tax = tax is not None and compact(str(tax.value)) in {compact(one) for one in vendor.tax_ids}
        by_iban = iban is not None and compact(str(iban.value)) in {compact(one) for one in vendor.ibans}
        by_name = name is not None and alike(str(name.value), vendor.name) >= 0.9
        if not by_tax and not by_iban and not by_name:
            continue
        if name is not None and alike(str(name.value), vendor.name) >= 0.75:
            result["supplier_name"] = name.surer(0.99 if by_tax or by_iban else 0.95)
            return
        cell = next((one for one in sheet.cells if alike(one.text, vendor.name) >= 0.85), None)
        if cell is not None and (by_tax or by_iban):
            result["supplier_name"] = found(vendor.name, cell.words, cell.page, 0.95)
            return

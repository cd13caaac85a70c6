"""Tax numbers of supplier and customer, told apart by label, block and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from stdnum.eu import vat

from bpo_pipeline.documents.layout import around
from bpo_pipeline.documents.lookalikes import LOOKALIKES, repaired
from bpo_pipeline.extraction.bank import ink_of
from bpo_pipeline.extraction.candidates import slots
from bpo_pipeline.extraction.found import Found, found
from bpo_pipeline.extraction.identifiers import compact, iban_in, identifier, swiss_vat_in, valid_tax_id, vat_in
from bpo_pipeline.extraction.party import Party
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.model.reading import Word

_VALID = 0.9
_REPAIRED = 0.9
_NEARLY = 0.8
_ONE_OF_SEVERAL = 0.6
"""Confidence of one of several numbers that no checksum proves, where no label says which block is the supplier's."""
_UNDER = 80.0
"""Points under a party's address within which its numbers stand."""
_OWN_BLOCK = 0.8
"""Points for a number in the block that a label calls the supplier's: more than an unproved one elsewhere can have."""
_DUTCH = re.compile(r"NL[0-9]{9}8[0-9]{2}")
"""A Dutch number whose B was read as 8: that place never has a digit."""
_VAT = re.compile(r"[A-Z]{2}[A-Z0-9]{7,13}")


def tax_ids(sheet: Sheet, supplier: Party | None, customer: Party | None, result: dict[str, Found]) -> None:
    """Tax numbers go to the party in whose block, column or label they stand; the footer is the supplier's."""
    labelled = supplier is not None and supplier.labelled
    choices: dict[str, list[tuple[float, Found]]] = {"supplier_tax_id": [], "customer_tax_id": []}
    for mark in sheet.marks:
        own, weight = mark.weight("customer_tax_id"), mark.weight("tax_id")
        if not own and not weight:
            continue
        for slot in slots(sheet, mark, "customer_tax_id" if own else "tax_id"):
            value = _tax_id(slot.words, below=slot.below)
            if value is None:
                continue
            text, words, sure = _repaired(*value)
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
                + _OWN_BLOCK * (labelled and _in_block(supplier, mark.box.left, mark.box.middle, slot.page))
            )
            choices[field].append((rank, found(text, words, slot.page, min(0.95, sure * (0.6 + 0.4 * slot.score)))))
            break
    for field, several in choices.items():
        if several:
            best = max(several, key=lambda one: one[0])[1]
            several_printed = len({compact(str(one.value)) for _, one in several}) > 1
            doubted = (
                field == "supplier_tax_id" and several_printed and not labelled and not valid_tax_id(str(best.value))
            )
            result[field] = best.surer(min(best.confidence, _ONE_OF_SEVERAL)) if doubted else best
    if "supplier_tax_id" not in result:
        taken = {one.value for one in result.values()}
        for cell in sheet.cells:
            hit = vat_in(cell.text)
            if hit is not None and hit[2] > 0.9 and hit[0] not in taken and iban_in(cell.text) is None:
                field = _owner(sheet, cell.box.left, cell.box.middle, cell.page, supplier, customer)
                result.setdefault(field, ink_of(hit[0], cell.words, sheet.lines[cell.line], 0.75))
            elif (swiss := swiss_vat_in(cell.text)) is not None:
                field = _owner(sheet, cell.box.left, cell.box.middle, cell.page, supplier, customer)
                ink = [word for word in cell.words if word.text.strip(",;|") in swiss]
                result.setdefault(field, found(swiss, ink or cell.words, cell.page, _VALID))


def as_on_file(read: Found, on_file: Sequence[str], *, sure: bool) -> Found:
    """The vendor's tax number where a scan's reading of it differs by look-alikes alone; else what was read.

    *sure*: account and name are the vendor's as well; then any number that is no valid one and nearly the vendor's is
    taken for a misreading. What was read stays in the evidence.
    """
    plain = compact(str(read.value))
    for own in map(compact, on_file):
        near = SequenceMatcher(None, plain, own).ratio() >= _NEARLY and not valid_tax_id(plain)
        if plain.translate(LOOKALIKES) == own.translate(LOOKALIKES) or (sure and near):
            return replace(read, value=own, confidence=max(read.confidence, _REPAIRED))
    return read


def _repaired(text: str, words: tuple[Word, ...], sure: float) -> tuple[str, tuple[Word, ...], float]:
    """On a scan, the valid VAT number that differs by one look-alike character, if there is exactly one."""
    plain = compact(text)
    if any(word.confidence < 1 for word in words) and _DUTCH.fullmatch(plain):
        return f"{plain[:11]}B{plain[12:]}", words, sure
    if sure > _VALID or not any(word.confidence < 1 for word in words) or not _VAT.fullmatch(plain):
        return text, words, sure
    better = repaired(plain, vat.is_valid)
    return (text, words, sure) if better is None else (better, words, _REPAIRED)


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


def _in_block(party: Party | None, left: float, middle: float, page: int) -> bool:
    """Whether a place belongs to the block of a party: inside of it, or a few lines under its address."""
    if party is None or party.page != page or not party.name:
        return False
    box = party.box or around([*party.name, *party.address_words])
    return box.top <= middle < box.bottom + _UNDER and box.left - _UNDER < left < box.right + _UNDER


def _owner(sheet: Sheet, left: float, middle: float, page: int, supplier: Party | None, customer: Party | None) -> str:
    """Whose number stands here: the nearer party's above it in the same column."""
    if page > len(sheet.reading.pages):
        return "supplier_tax_id"
    low = middle > 0.78 * sheet.reading.pages[page - 1].height
    if low and not _in_block(customer, left, middle, page):
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

    if customer is not None and customer.box is None and customer.page == page and customer.name:
        box = around([*customer.name, *customer.address_words])
        if left > max(box.right, box.left + 150):
            return "supplier_tax_id"  # beside the customer's block, in a column of its own
    return "customer_tax_id" if distance(customer) < min(distance(supplier), 260.0) else "supplier_tax_id"

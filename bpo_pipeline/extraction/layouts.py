"""Learning a vendor's layout from one confirmed paper: the label beside each value, and what never changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bpo_pipeline.documents.layout import Cell, Line, around, folded
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.memory import Anchor, Layout, Place
from bpo_pipeline.model.reading import Box, Reading, Word

CONSTANT = ("supplier_name", "supplier_address", "supplier_tax_id", "currency")
ANCHORED = (
    "invoice_number", "purchase_order_number", "preceding_invoice_number", "issue_date", "due_date", "net_total",
    "tax_total", "gross_total", "amount_due", "prepaid", "discount_total", "shipping_total", "tip_total",
)  # fmt: skip
"""Never the bank account: where money goes is read anew on each paper."""
_LABEL = 4
"""Words of a label."""
_MOST_WORDS = 200
_ABOVE = 2
"""Lines above a value in which its label may stand."""


def layout_of(reading: Reading, draft: Draft) -> Layout:
    """What can be remembered of a paper whose draft a person confirmed."""
    sheet = Sheet(reading, draft.document_type, ())
    constants = {
        name: str(value) for name in CONSTANT if (value := getattr(draft.record, name, None)) not in {None, ""}
    }
    anchors = (_anchor(sheet, path, draft) for path in ANCHORED)
    return Layout(draft.document_type, fingerprint(sheet.lines), tuple(one for one in anchors if one), constants)


def fingerprint(lines: Sequence[Line]) -> tuple[str, ...]:
    """The words without digits, each once, in the order of the alphabet."""
    words = {
        part
        for line in lines[:120]
        for word in line.words
        for part in folded(word.text)
        if len(part) > 2 and not any(one.isdigit() for one in part)
    }
    return tuple(sorted(words)[:_MOST_WORDS])


def _anchor(sheet: Sheet, path: str, draft: Draft) -> Anchor | None:
    value = getattr(draft.record, path, None)
    if value is None:
        return None
    evidence = draft.evidence_for(path)
    spots = list(_spots(sheet, value))
    if not spots:
        return None
    near = evidence.box if evidence and evidence.box else None
    line, box = min(spots, key=lambda one: _distance(one[1], near)) if near else spots[-1]
    return _left_of(sheet, path, line, box) or _above(sheet, path, line, box)


def _spots(sheet: Sheet, value: object) -> Iterator[tuple[int, Box]]:
    """Line and box of each place where the value stands."""
    if isinstance(value, Decimal):
        yield from ((one.line, one.box) for amounts in sheet.amounts.values() for one in amounts if one.value == value)
    elif isinstance(value, dt.date):
        yield from ((one.line, one.box) for days in sheet.days.values() for one in days if one.value == value)
    else:
        wanted = "".join(folded(str(value)))
        for line in sheet.lines:
            if (words := run_of(line.words, wanted)) and wanted:
                yield line.index, around(words)


def run_of(words: Sequence[Word], wanted: str) -> tuple[Word, ...]:
    """The words of a line that together are the wanted text, folded."""
    parts = ["".join(folded(word.text)) for word in words]
    for start, part in enumerate(parts):
        joined = ""
        for stop in range(start, len(parts)):
            joined += parts[stop]
            if joined == wanted and part:
                return tuple(words[start : stop + 1])
            if not wanted.startswith(joined):
                break
    return ()


def _distance(one: Box, other: Box) -> float:
    return abs(one.left - other.left) + abs(one.top - other.top)


def _left_of(sheet: Sheet, path: str, index: int, box: Box) -> Anchor | None:
    line = sheet.lines[index]
    cells = [cell for cell in line.cells if cell.box.left < box.left - 1]
    for between, cell in enumerate(reversed(cells)):
        words = [word for word in cell.words if word.box.right <= box.left + 1]
        label = label_of(words[-_LABEL:])
        if label:
            first = words[-_LABEL:][0]
            return Anchor(path, label, Place.RIGHT, box.left - first.box.left, box.top - first.box.top, between + 1)
    return None


def _above(sheet: Sheet, path: str, index: int, box: Box) -> Anchor | None:
    page = sheet.lines[index].page
    for line in reversed(sheet.lines[max(0, index - _ABOVE) : index]):
        cell = next((cell for cell in line.cells if line.page == page and _over(cell, box)), None)
        label = label_of(cell.words[:_LABEL]) if cell else ()
        if cell and label:
            return Anchor(path, label, Place.BELOW, box.left - cell.box.left, box.top - cell.box.top)
    return None


def _over(cell: Cell, box: Box) -> bool:
    return min(cell.box.right, box.right) - max(cell.box.left, box.left) > -2


def label_of(words: Sequence[Word]) -> tuple[str, ...]:
    """The folded words of a label; nothing when it holds a number."""
    parts = tuple(part for word in words for part in folded(word.text))
    return () if any(one.isdigit() for part in parts for one in part) else parts

"""Papers that lack a field: real and invented ones whose value, and sometimes its label, was taken off the page.

Whatever is then found for the field is some other number, date or name of the same paper: a customer's number, the
bank's, an order's. Confidence that never met such papers takes them for right.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator
from dataclasses import replace

from bpo_pipeline.documents.layout import folded, lines_of
from bpo_pipeline.learning.papers import Paper
from bpo_pipeline.model.draft import Draft, Evidence
from bpo_pipeline.model.reading import Box, Reading, Word

FIELDS = (
    "invoice_number", "issue_date", "due_date", "net_total", "tax_total", "supplier_tax_id", "supplier_iban",
    "purchase_order_number", "supplier_bic", "customer_tax_id", "amount_due",
)  # fmt: skip
"""What papers do without; none is without a total and names."""
EACH = 3
"""Fields that are taken off each paper, one at a time."""

_MANY = 3
"""A word with so many digits is taken off wherever it stands: it would give the value away."""


def lacking(paper: Paper, draft: Draft, right: Collection[str]) -> Iterator[tuple[str, Reading]]:
    """A field and the paper without it, for ``EACH`` of the fields that were found rightly; every second keeps labels.

    The same paper always lacks the same fields.
    """
    found = [draft.evidence_for(name) for name in FIELDS if name in right]
    printed = [one for one in found if one is not None and one.page is not None and one.box is not None]
    start = zlib.crc32(paper.id.encode())
    for place in range(min(EACH, len(printed))):
        one = printed[(start + place * max(1, len(printed) // EACH)) % len(printed)]
        yield one.path, without(paper.reading, one, label=bool((start >> place) & 1))


def without(reading: Reading, one: Evidence, *, label: bool) -> Reading:
    """The pages without the words of a value wherever they stand, and without what stands before it in its line."""
    box, number = one.box, one.page
    assert box is not None  # noqa: S101  (the caller's)
    gone = {id(word) for page in reading.pages if page.number == number for word in page.words if _inside(word, box)}
    spelled = {folded(word.text) for page in reading.pages for word in page.words if id(word) in gone}
    spelled = {parts for parts in spelled if sum(letter.isdigit() for part in parts for letter in part) >= _MANY}
    if label:
        gone |= {id(word) for word in _before(reading, number, box)}
    pages = tuple(
        replace(page, words=tuple(w for w in page.words if id(w) not in gone and folded(w.text) not in spelled))
        for page in reading.pages
    )
    return replace(reading, pages=pages)


def _before(reading: Reading, number: int | None, box: Box) -> Iterator[Word]:
    """The words of the value's own cell and of the cell before it that stand left of it."""
    for line in lines_of([page for page in reading.pages if page.number == number]):
        at = [place for place, cell in enumerate(line.cells) if any(_inside(word, box) for word in cell.words)]
        for cell in line.cells[max(0, at[0] - 1) : at[0] + 1] if at else ():
            yield from (word for word in cell.words if word.box.right <= box.left + 1)


def _inside(word: Word, box: Box) -> bool:
    middle = (word.box.left + word.box.right) / 2
    return box.left - 1 <= middle <= box.right + 1 and box.top - 1 <= word.box.middle <= box.bottom + 1

"""Where a label's value may stand: right of it, or below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bpo_pipeline.documents.layout import Cell
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.spotting import Mark
from bpo_pipeline.model.reading import Word

_NUMBERS = frozenset({"issue_date", "due_date", "requested_delivery_date"})
"""Fields whose value has digits: words without any right of the label are the next heading of a row of headings."""
_HEADINGS = 3
"""Cells that make a row of headings."""
_SEVERAL = 2
_BELOW = 4.2
"""A value below its label begins at most this many label heights further down."""


@dataclass(frozen=True)
class Slot:
    """Words that may be a label's value."""

    words: tuple[Word, ...]
    page: int
    line: int
    score: float
    """0 to 1: how well label and place fit."""
    below: bool = False


def slots(sheet: Sheet, mark: Mark, field: str) -> Iterator[Slot]:
    """The places of a label's value, the likeliest first."""
    weight = mark.weight(field) * (1.0 if mark.opens or mark.colon else 0.7)
    line = sheet.lines[mark.line]
    right = sheet.after(mark)
    if right:
        gap = right[0].box.left - mark.words[-1].box.right
        far = min(0.15, max(0.0, gap - 3 * mark.box.height) / 2000)
        yield Slot(right, line.page, line.index, weight * (1.0 - far))
    heading = bool(right) and field in _NUMBERS and not any(one.isdigit() for word in right for one in word.text)
    factor = 0.9 if not right or heading else 0.72
    for cell in cells_below(sheet, mark):
        yield Slot(cell.words, cell.page, cell.line, weight * factor, below=True)
        factor *= 0.8


def cells_below(sheet: Sheet, mark: Mark) -> Iterator[Cell]:
    """The cells under a label, nearest first; ends at another label or a wide gap."""
    box, page = mark.box, sheet.lines[mark.line].page
    bottom, height = box.bottom, max(box.height, 6.0)
    found = 0
    heads = sheet.lines[mark.line].cells
    heads = heads if len(heads) >= _HEADINGS else ()
    for line in sheet.lines[mark.line + 1 :]:
        if line.page != page or line.box.top - bottom > _BELOW * height:
            return
        if line.box.top < box.top + 0.5 * height:
            continue
        hit = next((part for cell in line.cells if (part := _part_under(cell, mark, heads)) is not None), None)
        if hit is None:
            continue
        numbered = mark.weight("preceding_invoice_number") and any(one.isdigit() for one in hit.text)  # "INV 4711"
        net_days = mark.weight("payment_terms") and hit.text.casefold().startswith("net ")  # names no amount
        others = sheet.marks_by_line.get(line.index, ())
        if not net_days and not numbered and any(other.opens and other.words[0] in hit.words for other in others):
            if found == 0 and hit.box.top - bottom < 0.6 * height and not any(one.isdigit() for one in hit.text):
                continue  # second line of a stacked heading
            return
        yield hit
        found += 1
        bottom = hit.box.bottom
        if found == 2:
            return


def _part_under(cell: Cell, mark: Mark, heads: Sequence[Cell]) -> Cell | None:
    """The cell under a label, or the words of it in the label's column where it reaches under several headings."""
    over = [one.box for one in heads if one.box.left < cell.box.right and one.box.right > cell.box.left]
    if len(over) < _SEVERAL:
        return cell if _under(cell, mark) else None
    height = mark.box.height
    right = min((one.left for one in over if one.left > mark.box.right), default=cell.box.right + height)
    words = tuple(
        word
        for word in cell.words
        if mark.box.left - height <= (word.box.left + word.box.right) / 2 < right - 0.5 * height
    )
    return Cell(cell.page, cell.line, words) if words else None


def _under(cell: Cell, mark: Mark) -> bool:
    """Whether a cell begins, ends or is centred under the label."""
    box, above, height = cell.box, mark.box, mark.box.height
    if abs(box.left - above.left) < 1.2 * height or abs(box.right - above.right) < 1.2 * height:
        return True
    middle = (box.left + box.right) / 2
    return above.left - 0.3 * height <= middle <= above.right + 0.3 * height

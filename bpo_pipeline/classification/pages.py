"""Where a new document begins within a file: a page with a title and a number that differs from the last one.

Conservative on purpose: a repeated letterhead with the same number, or a page without a number of its own, goes on
with the document before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from bpo_pipeline.classification.signs import below
from bpo_pipeline.classification.title_search import OTHER, Title
from bpo_pipeline.documents.labels import LABELS
from bpo_pipeline.documents.layout import Line, folded
from bpo_pipeline.model.reading import Page

_NUMBER_LABELS = frozenset(
    folded(one.phrase)
    for one in LABELS
    if one.field in {"invoice_number", "purchase_order_number"} and one.weight >= 1.0
)
_TOP = 0.5
"""A document begins in the upper half of its page."""


def first_pages(pages: Sequence[Page], lines: Sequence[Line], titles: Sequence[Title]) -> tuple[int, ...]:
    """Pages, from 1, on which a document begins; the first page always."""
    heights = {page.number: page.height for page in pages}
    if len(pages) < 2:
        return (pages[0].number,) if pages else (1,)
    first = pages[0].number
    starts = [first]
    current = _numbers(lines, titles, first)
    for page in pages[1:]:
        titled = [one for one in titles if one.page == page.number and one.kind != OTHER and one.points >= 1.7]
        titled = [one for one in titled if lines[one.line].box.top < _TOP * heights[page.number]]
        numbers = _numbers(lines, titles, page.number)
        if titled and numbers and current and not numbers & current and _numbered_one(lines, page.number):
            starts.append(page.number)
            current = numbers
        elif numbers:
            current |= numbers
    return tuple(starts)


def _numbers(lines: Sequence[Line], titles: Sequence[Title], page: int) -> set[str]:
    """The document numbers that a page names."""
    result: set[str] = set()
    for title in titles:
        if title.page == page:
            joined = [part for part in title.after if any(one.isdigit() for one in part)]
            if joined:
                result.add("".join(joined[:3]))
    for line in lines:
        if line.page != page:
            continue
        for position, cell in enumerate(line.cells):
            parts = [part for word in cell.words[:9] for part in folded(word.text)]
            for length in range(min(4, len(parts)), 0, -1):
                if tuple(parts[:length]) in _NUMBER_LABELS:
                    rest = parts[length : length + 4]
                    if not rest and position + 1 < len(line.cells):
                        rest = [part for word in line.cells[position + 1].words[:2] for part in folded(word.text)][:4]
                    if not any(one.isdigit() for part in rest for one in part):
                        rest = list(below(lines, cell)[:4])
                    if any(one.isdigit() for part in rest for one in part):
                        result.add("".join(rest))
                    break
    return result


def _numbered_one(lines: Sequence[Line], page: int) -> bool:
    """Whether the page does not call itself the second or a later one (``Page 2 of 3``)."""
    words = {"page", "seite", "pagina", "blatt", "pag"}
    for line in lines:
        if line.page != page:
            continue
        parts = [part for word in line.words for part in folded(word.text)]
        for index, part in enumerate(parts[:-1]):
            if part in words and parts[index + 1].isdigit() and int(parts[index + 1][:4]) > 1:
                return False
    return True

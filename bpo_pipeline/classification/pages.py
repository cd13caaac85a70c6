"""Where a new document begins within a file, and what says so: its title and number, its page count, a separator sheet.

Conservative on purpose: a repeated letterhead with the same number, or a page without a number of its own, goes on
with the document before it. What is found here is a proposal; ``flow.cutting`` says whether it is beyond doubt.
"""

from __future__ import annotations

from collections.abc import Sequence

from stdnum import iban

from bpo_pipeline.classification.signs import below
from bpo_pipeline.classification.title_search import OTHER, Title
from bpo_pipeline.documents.labels import LABELS
from bpo_pipeline.documents.layout import Line, folded
from bpo_pipeline.model.cut import Cut, Sign
from bpo_pipeline.model.reading import Page

_NUMBER_LABELS = frozenset(
    folded(one.phrase)
    for one in LABELS
    if one.field in {"invoice_number", "purchase_order_number"} and one.weight >= 1.0
)
_TOP = 0.5
"""A document begins in the upper half of its page."""
_TITLED = 1.7
"""Points of a title that can begin a document."""
_PAGE_WORDS = frozenset({"page", "seite", "pagina", "blatt", "pag"})
_OF_WORDS = frozenset({"of", "von", "de", "van", "di", "sur"})
_MOST_PAGES = 500
_SEPARATORS = frozenset(
    {
        *("separator sheet", "separator page", "document separator", "batch separator", "patch code", "patch t"),
        *("trennblatt", "trennseite", "feuille de separation", "page de separation", "intercalaire"),
        *("scheidingsblad", "hoja de separacion", "hoja separadora", "foglio separatore", "folha separadora"),
    }
)
"""What the sheets say that are laid between documents before they are scanned."""
_MARGIN = 0.05
"""By which what stands in one half of a sheet may reach over its middle."""
_BESIDE = (Sign.BESIDE, Sign.NUMBER)
_SEPARATOR_WORDS = 15
"""Such a sheet says little else."""


def cuts_of(pages: Sequence[Page], lines: Sequence[Line], titles: Sequence[Title]) -> tuple[Cut, ...]:
    """Where another document begins, in the order of the pages; nothing for a file that holds one."""
    if not pages:
        return ()
    found = [Cut(pages[0].number, pages[0].number, _BESIDE)] if _two_beside(pages[0], lines, titles) else []
    by_page = {page.number: [line for line in lines if line.page == page.number] for page in pages}
    ends = before = pages[0]
    current = _numbers(lines, titles, before.number)
    apart = False
    for page in pages[1:]:
        if is_separator(page):
            apart = True
            continue
        numbers = _numbers(lines, titles, page.number)
        signs = _signs(page, by_page[page.number], lines, titles)
        if apart:
            signs.add(Sign.SEPARATOR)
        if numbers and current and not numbers & current:
            signs.add(Sign.NUMBER)
        if _others(ibans_of(by_page[before.number]), ibans_of(by_page[page.number])):
            signs.add(Sign.ACCOUNT)
        last, place = place_of(by_page[before.number]), place_of(by_page[page.number])
        if last is not None and last[0] == last[1] and place is not None and place[0] == 1:
            signs.add(Sign.COUNT)
        if _begins(signs, place):
            found.append(Cut(page.number, ends.number, tuple(one for one in Sign if one in signs)))
            current = numbers
        else:
            current |= numbers
        if _two_beside(page, lines, titles):
            found.append(Cut(page.number, page.number, _BESIDE))
        ends = page
        before = page if page.words else before
        apart = False
    return tuple(found)


def _two_beside(page: Page, lines: Sequence[Line], titles: Sequence[Title]) -> bool:
    """Whether two documents stand side by side on one sheet: two titles of a kind, and in each half another number."""
    half = page.width / 2
    own = [one for one in titles if one.page == page.number and one.kind != OTHER and one.points >= _TITLED]
    sides = (
        [one for one in own if one.box.right <= half * (1 + _MARGIN)],
        [one for one in own if one.box.left >= half * (1 - _MARGIN)],
    )
    if not any(
        one.kind == other.kind and abs(one.box.top - other.box.top) < half / 4 for one in sides[0] for other in sides[1]
    ):
        return False
    left = _numbers(lines, sides[0], page.number, within=(0.0, half * (1 + _MARGIN)))
    right = _numbers(lines, sides[1], page.number, within=(half * (1 - _MARGIN), page.width))
    return bool(left and right and not left & right)


def place_of(lines: Sequence[Line]) -> tuple[int, int] | None:
    """Which page of how many a page calls itself: ``Page 2 of 3`` is (2, 3); 0 when it does not say of how many."""
    for line in lines:
        parts = [part for word in line.words for part in folded(word.text)]
        for index, part in enumerate(parts[:-1]):
            if part not in _PAGE_WORDS or not _is_count(parts[index + 1]):
                continue
            rest = [one for one in parts[index + 2 : index + 4] if one not in _OF_WORDS]
            number = int(parts[index + 1])
            total = int(rest[0]) if rest and _is_count(rest[0]) else 0
            return number, total if total >= number else 0
    return None


def is_separator(page: Page) -> bool:
    """Whether the page is a sheet that was laid between two documents for the scanner."""
    if not 0 < len(page.words) <= _SEPARATOR_WORDS:
        return False
    text = f" {' '.join(part for word in page.words for part in folded(word.text))} "
    return any(f" {one} " in text for one in _SEPARATORS)


def ibans_of(lines: Sequence[Line]) -> set[str]:
    """The bank accounts that some lines show, as far as their check digits are right."""
    shown = ("".join(word.text for word in cell.words) for line in lines for cell in line.cells)
    tails = (text[at:] for text in shown for at in range(len(text)) if text[at : at + 2].isupper())
    return {tail for tail in tails if tail[2:4].isdigit() and iban.is_valid(tail)}


def _signs(page: Page, own: Sequence[Line], lines: Sequence[Line], titles: Sequence[Title]) -> set[Sign]:
    found: set[Sign] = set()
    titled = [one for one in titles if one.page == page.number and one.kind != OTHER and one.points >= _TITLED]
    if any(lines[one.line].box.top < _TOP * page.height for one in titled):
        found.add(Sign.TITLE)
    if (place_of(own) or (0, 0))[0] == 1:
        found.add(Sign.FIRST)
    return found


def _begins(signs: set[Sign], place: tuple[int, int] | None) -> bool:
    """A title with another number; or a sheet, a page count or another account that say so beside one of the two."""
    if place is not None and place[0] > 1:
        return False
    if {Sign.TITLE, Sign.NUMBER} <= signs or Sign.SEPARATOR in signs:
        return True
    return bool(signs & {Sign.COUNT, Sign.ACCOUNT}) and bool(signs & {Sign.TITLE, Sign.NUMBER})


def _others(before: set[str], now: set[str]) -> bool:
    return bool(before and now) and not before & now


def _is_count(part: str) -> bool:
    return part.isascii() and part.isdigit() and 0 < int(part[:4]) <= _MOST_PAGES


def _numbers(
    lines: Sequence[Line], titles: Sequence[Title], page: int, *, within: tuple[float, float] = (0.0, float("inf"))
) -> set[str]:
    """The document numbers that a page names, under labels that stand *within* a left and a right edge."""
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
            if within[0] <= cell.box.left <= cell.box.right <= within[1]:
                result.add(_number_at(lines, line, position))
    return result - {""}


def _number_at(lines: Sequence[Line], line: Line, position: int) -> str:
    """The number that a label names, behind it, beside it or below it; empty where there is no label."""
    cell = line.cells[position]
    parts = [part for word in cell.words[:9] for part in folded(word.text)]
    length = next((one for one in range(min(4, len(parts)), 0, -1) if tuple(parts[:one]) in _NUMBER_LABELS), 0)
    if not length:
        return ""
    rest = parts[length : length + 4]
    if not rest and position + 1 < len(line.cells):
        rest = [part for word in line.cells[position + 1].words[:2] for part in folded(word.text)][:4]
    if not _has_digit(rest):
        rest = list(below(lines, cell)[:4])
    return "".join(rest) if _has_digit(rest) else ""


def _has_digit(parts: Sequence[str]) -> bool:
    return any(one.isdigit() for part in parts for one in part)

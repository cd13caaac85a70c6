"""``classify``: the document type by its titles and by what commercial papers always say.

Structured data and known forms decide outright. Otherwise each title found gives points by its place, size and whether
it stands alone; labels that only one type has add some. A learned model (``learned``) weighs these points with the
words and the shape of the paper; its chances are calibrated on vendors that it did not know. A paper that is none of
ours (a statement, a reminder, a contract, a quotation) is ``unknown``: that is an answer, not a failure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bpo_pipeline.classification.learned import CLASSES, load
from bpo_pipeline.classification.lists_of_bills import is_list_of_bills
from bpo_pipeline.classification.pages import cuts_of
from bpo_pipeline.classification.papers import classify_papers, classify_statement_sheets
from bpo_pipeline.classification.signs import body_points, has_amounts, is_a_bill, is_a_slip, signs_of_a_till
from bpo_pipeline.classification.timesheets import classify_lines, classify_sheets
from bpo_pipeline.classification.title_search import OTHER, Title, titles_of
from bpo_pipeline.documents import DOCUMENT_TYPES
from bpo_pipeline.documents.known_form import known_form
from bpo_pipeline.documents.layout import Line, lines_of
from bpo_pipeline.model.draft import Classification
from bpo_pipeline.model.reading import Reading, Source

UNKNOWN = "unknown"
_ROLL = 300.0
"""Till rolls are 57 to 80 mm wide; points."""
_SLIM = 1.75
"""Height by width beyond which no office paper goes (A4 1.41, legal 1.65)."""
_SIGNS_OF_A_TILL = 3
"""Kinds of words of a till that make a slip of a picture."""
_SLIP_LINES = 90
_ENOUGH = 1.0
"""Points below which a change of an order is not claimed."""
_SURE = 0.7
"""A model that is less sure does not overrule a title."""
_UNSAID = {"credit_note": 0.1, "purchase_order_change": 0.1, "purchase_order": 0.3}
"""What is left of a type's chance on a paper without a title or label of it: only invoices do without."""
_BEYOND_DOUBT = 0.9
"""A paper that is titled as none of ours is one of ours only with this chance."""
_TITLED = 2.0
"""Points that only a title gives."""
_LATER = 0.25
"""Points that a title loses with each page."""
_FAINT = 0.3
"""Points of a title that say nothing."""
_LISTED = 0.95
"""How sure a list of bills is none of ours."""
_SHOWN = 0.01
"""Less likely types are not spoken of."""
_UNTITLED = 1.0
"""Points of an invoice whose title nobody can read, known by its labels."""


def classify(reading: Reading) -> Classification:
    """Say which document type a reading is, or ``unknown``.

    ``cuts`` says where another document begins within the file, and why.
    """
    lines = lines_of(reading.pages)
    if (outright := _outright(reading, lines)) is not None:
        return outright
    titles = titles_of(lines, reading.pages)
    points = _points(reading, lines, titles)
    cuts = cuts_of(reading.pages, lines, titles)
    ranked = sorted(points.items(), key=lambda one: -one[1])
    best, most = ranked[0]
    if best not in CLASSES:
        total = sum(points.values())
        runners = tuple((_spoken(kind), round(value / total, 3)) for kind, value in ranked[1:4] if value > 0)
        return Classification(best, round(_confidence(best, most, total, titles), 3), runners, cuts)
    chances = _weighed(reading, lines, points)
    first, *others = sorted(chances, key=lambda one: -chances[one])
    if chances[first] < _SURE and OTHER not in {first, best} and most >= _TITLED:
        first, others = best, [one for one in (first, *others) if one != best]
    elif best == OTHER != first and chances[first] < _BEYOND_DOUBT:
        first, others = OTHER, [one for one in (first, *others) if one != OTHER]
    runners = tuple((_spoken(kind), round(chances[kind], 3)) for kind in others[:3] if chances[kind] >= _SHOWN)
    return Classification(_spoken(first), round(chances[first], 3), runners, cuts)


def _weighed(reading: Reading, lines: Sequence[Line], points: Mapping[str, float]) -> dict[str, float]:
    """The chance of each type: what has to say so and does not loses, as does any bill without amounts."""
    chances = load().chances(reading, lines, points)
    chances = {kind: value * (1.0 if points[kind] else _UNSAID.get(kind, 1.0)) for kind, value in chances.items()}
    if not has_amounts(lines):
        chances = {kind: value * (0.25 if kind != OTHER else 1.0) for kind, value in chances.items()}
    total = sum(chances.values())
    return {kind: value / total for kind, value in chances.items()}


def points_of(reading: Reading, lines: Sequence[Line]) -> dict[str, float]:
    """Points per type, and for ``other`` papers, by titles, labels and the shape of the page."""
    return _points(reading, lines, titles_of(lines, reading.pages))


def _points(reading: Reading, lines: Sequence[Line], titles: Sequence[Title]) -> dict[str, float]:
    points = {one.name: 0.0 for one in DOCUMENT_TYPES}
    points[OTHER] = 0.0
    for title in titles:
        points[title.kind] = max(points[title.kind], _of_the_whole(title))
    for kind, more in body_points(lines).items():
        points[kind] += more
    if _on_a_roll(reading) or _from_a_till(reading, lines):  # tills print "tax invoice" on their receipts too
        points["receipt"] += 1.2
        points["invoice"] *= 0.5
    if points["purchase_order_change"] >= _ENOUGH:  # a change is an order too, and says so as well
        points["purchase_order_change"] += points["purchase_order"]
    if not has_amounts(lines):
        points = {kind: value * (0.25 if kind != OTHER else 1.0) for kind, value in points.items()}
    elif max(points.values()) < _ENOUGH and points[OTHER] == 0:
        if is_a_bill(lines):
            points["invoice"] = _UNTITLED
        elif is_a_slip(lines):
            points["receipt"] = _UNTITLED
    return points


def _of_the_whole(title: Title) -> float:
    """What a title says of the whole file: less from page to page, where enclosures stand."""
    points = title.points - _LATER * (title.page - 1)
    return max(points, 0.1) if points > _FAINT else 0.0


def _outright(reading: Reading, lines: Sequence[Line]) -> Classification | None:
    """What structured data, cells or a table of hours decide by themselves; None where titles must be weighed."""
    if reading.structured is not None:
        known = {one.name for one in DOCUMENT_TYPES}
        kind = reading.structured.document_type
        return Classification(kind if kind in known else UNKNOWN, 1.0)
    if reading.known_form.startswith("form:"):
        return Classification("survey", 0.98)
    if reading.known_form:
        return Classification(known_form(reading.known_form).document_type, 0.98)
    if reading.sheets:
        hours = classify_sheets(reading.sheets)
        return (classify_statement_sheets(reading.sheets) or hours) if hours.document_type == UNKNOWN else hours
    known_paper = classify_lines(lines) or classify_papers(lines)
    return Classification(UNKNOWN, _LISTED) if known_paper is None and is_list_of_bills(lines) else known_paper


def _on_a_roll(reading: Reading) -> bool:
    """Whether the first page is as narrow as a till roll, by its width or, for photographs, by its shape."""
    if not reading.pages:
        return False
    page = reading.pages[0]
    return 0 < page.width < page.height and (page.width < _ROLL or page.height / page.width > _SLIM)


def _from_a_till(reading: Reading, lines: Sequence[Line]) -> bool:
    """Whether a picture of one page shows what only tills print, whatever shape the picture was cut to."""
    return (
        len(reading.pages) == 1
        and reading.pages[0].source is Source.OCR
        and len(lines) <= _SLIP_LINES
        and signs_of_a_till(lines) >= _SIGNS_OF_A_TILL
    )


def _confidence(best: str, most: float, total: float, titles: tuple[Title, ...]) -> float:
    titled = any(title.kind == best and _of_the_whole(title) >= _TITLED for title in titles)
    ceiling = 0.98 if titled else 0.75
    return min(ceiling, (most / total) * (0.85 + min(most, 4.0) / 25))


def _spoken(kind: str) -> str:
    return UNKNOWN if kind == OTHER else kind

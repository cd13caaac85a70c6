"""The dates at the head of a document.

Confidence: a value right behind its full label starts at 0.97, below it at 0.9, behind a weak label (``date``,
``number``) at 0.8 and by position alone at 0.45; two readings of a date push it under 0.6.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from bpo_pipeline.documents.labels_amounts import CASH_DISCOUNT
from bpo_pipeline.documents.layout import folded
from bpo_pipeline.documents.titles import TITLES
from bpo_pipeline.extraction.candidates import slots
from bpo_pipeline.extraction.dates import Day
from bpo_pipeline.extraction.found import Choice, Found, found
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.spotting import Mark

_ONLY_DATE = 0.93
"""Confidence of an issue date with which no other date competes."""
_SOME_REASON = 0.6
"""A date found by less than this (two readings, far from everything) stays as doubtful as it is."""
_DISCOUNT = re.compile(CASH_DISCOUNT, re.IGNORECASE)


def dates(sheet: Sheet) -> dict[str, Found]:
    """Issue date, due date, requested delivery date and the date of a corrected invoice."""
    result: dict[str, Found] = {}
    for field in ("issue_date", "due_date", "requested_delivery_date"):
        best = _labelled_day(sheet, field)
        if best is not None:
            result[field] = best
    if (issue := result.get("issue_date")) and (due := result.get("due_date")) and issue.box == due.box:
        other = _labelled_day(sheet, "issue_date", taken=due)
        if other is not None:  # "Date" over "due" is the due date's own heading
            result["issue_date"] = other
    if "issue_date" not in result:
        lone = _lone_day(sheet)
        if lone is not None:
            result["issue_date"] = lone
    if "issue_date" in result and _nothing_competes(sheet, result):
        result["issue_date"] = result["issue_date"].surer(max(result["issue_date"].confidence, _ONLY_DATE))
    issue, due = result.get("issue_date"), result.get("due_date")
    if issue and due and isinstance(issue.value, dt.date) and isinstance(due.value, dt.date):
        days = (due.value - issue.value).days
        if not -400 <= days <= 400:
            result["due_date"] = due.surer(due.confidence * 0.6)
    return result


def _nothing_competes(sheet: Sheet, taken: dict[str, Found]) -> bool:
    """Whether every other date of the document has a label of its own, so that a weak label is enough."""
    issue = taken["issue_date"]
    others = [one.value for field, one in taken.items() if field != "issue_date"]
    other = {"due_date", "other_date", "requested_delivery_date", "preceding_invoice_date"}
    if issue.value is None or issue.confidence < _SOME_REASON:
        return False
    for line, days in sheet.days.items():
        for day in days:
            marks = [mark for mark in sheet.marks_by_line.get(line, ()) if mark.last < day.first]
            if day.value != issue.value and day.value not in others and not any(mark.fields & other for mark in marks):
                return False
    return True


def _labelled_day(sheet: Sheet, field: str, *, taken: Found | None = None) -> Found | None:
    choices: list[Choice] = []
    for mark in sheet.marks:
        if not mark.weight(field) or (field == "issue_date" and _of_payment(sheet, mark)):
            continue
        for slot in slots(sheet, mark, field):
            days = [day for day in sheet.days.get(slot.line, ()) if day.words and day.words[0] in slot.words]
            if not days:
                continue
            rest = [word.text for word in sheet.lines[slot.line].words[days[0].first :]]
            discounted = field == "due_date" and _DISCOUNT.search(" ".join(rest)[:300])
            day = _net_day(sheet.days[slot.line], days[0]) if discounted else days[0]
            if taken is not None and (day.box == taken.box or day.value == taken.value):
                continue
            ahead = slot.words.index(days[0].words[0])
            if ahead > 6 or (slot.below and ahead > 1):
                continue
            rank = slot.score - 0.04 * ahead - 0.00005 * slot.line - 0.03 * (slot.page - 1)
            sure = min(0.97, 0.3 + 0.67 * slot.score)
            if discounted and day is days[0]:
                rank, sure = rank - 0.15, sure * 0.6  # the last day for the discount comes before the due date
            choices.append(Choice(rank, _found_day(day, sure)))
            break
    if field == "issue_date":
        choices.extend(_in_title_line(sheet))
    valid = [one for one in choices if one.value.value is not None] or choices
    best = max(valid, key=lambda one: one.rank, default=None)
    return best.value if best and best.rank >= 0.2 else None


def _of_payment(sheet: Sheet, mark: Mark) -> bool:
    """Whether a weak label dates a payment or another paper: ``less 1st instalment of 05.05.2025``."""
    before = [one for one in sheet.marks_by_line.get(mark.line, ()) if one.last < mark.first]
    return not mark.opens and mark.weight("issue_date") < 1 and any(one.weight("prepaid") for one in before)


def _net_day(days: Sequence[Day], first: Day) -> Day:
    """``by 1 March less 2 % discount, by 21 March net``: the last of several days is the one for the whole amount."""
    return max((day for day in days if day.first >= first.first), key=lambda day: day.value or dt.date.min)


def _in_title_line(sheet: Sheet) -> Iterator[Choice]:
    """``Invoice 4711 of 03.07.2024``: a date behind the title and number."""
    titles = {folded(one)[0] for one in TITLES.get(sheet.document_type, ())}
    for line in sheet.lines[:60]:
        first = next((part for word in line.words[:1] for part in folded(word.text)), "")
        if first not in titles or len(line.words) > 14:
            continue
        for day in sheet.days.get(line.index, ()):
            between = [mark for mark in sheet.marks_by_line.get(line.index, ()) if mark.last < day.first]
            if not any(mark.fields & {"due_date", "other_date", "purchase_order_number"} for mark in between):
                yield Choice(0.9 - 0.06 * (line.page - 1), _found_day(day, 0.9))
                break


def _found_day(day: Day, confidence: float) -> Found:
    if day.value is None:
        confidence = 0.0
    elif day.doubtful:
        confidence = min(confidence, 0.55)
    return found(day.value, day.words, day.page, confidence)


def _lone_day(sheet: Sheet) -> Found | None:
    """A date that no label claims, near the top: the issue date by position."""
    for line in sheet.lines[:120]:
        if line.page > 1:
            break
        if any(mark.weight("prepaid") for mark in sheet.marks_by_line.get(line.index, ())):
            continue
        for day in sheet.days.get(line.index, ()):
            marks = [mark for mark in sheet.marks_by_line.get(line.index, ()) if mark.last < day.first]
            claimed = any(mark.fields & {"due_date", "other_date", "requested_delivery_date"} for mark in marks)
            if not claimed and day.value is not None:
                return _found_day(day, 0.7 if len(line.words) <= 8 else 0.45)
    return None

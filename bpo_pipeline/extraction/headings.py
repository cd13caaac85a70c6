"""The headings of item tables: one to four lines of column labels without amounts, and the columns under them."""

from __future__ import annotations

from collections.abc import Sequence

from bpo_pipeline.documents.layout import Line
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.spotting import Mark
from bpo_pipeline.extraction.table import NUMERIC, Column
from bpo_pipeline.model.reading import Box

_RANK = (
    "line_total",
    "unit_price",
    "quantity",
    "gross_amount",
    "tax_amount",
    "discount",
    "tax_rate",
    "description",
    "base_quantity",
    "sku",
    "unit",
    "position",
    "date",
    "paid",
)


_SOME = 3
"""Fields from which on a line with a colon may still be a heading."""


def _fields(marks: Sequence[Mark]) -> set[str]:
    return {_best_field(mark) for mark in marks}


def _best_field(mark: Mark) -> str:
    return min(mark.fields, key=_RANK.index)


def is_head(sheet: Sheet, by_line: dict[int, list[Mark]], index: int) -> bool:
    """Whether a line is made of column labels, with one for a number and one for a thing."""
    marks = by_line.get(index, [])
    if len(marks) < 2 or any(amount.money for amount in sheet.amounts.get(index, ())):
        return False
    if len(_fields(marks)) < _SOME and any(mark.colon for mark in marks):
        return False  # "Description: hardware in total" is a note
    all_fields = set().union(*(mark.fields for mark in marks))
    covered = sum(len(mark.words) for mark in marks)
    if covered < 0.4 * len(sheet.lines[index].words):
        return False
    return (
        len(_fields(marks)) >= 2
        and bool(all_fields & NUMERIC)
        and bool(all_fields & {"description", "sku", "quantity"})
    )


def heading_band(sheet: Sheet, by_line: dict[int, list[Mark]], index: int) -> list[int] | None:
    """The lines of the heading that begins or has its strongest line here."""
    if not is_head(sheet, by_line, index):
        return None
    band = [index]
    best = len(_fields(by_line.get(index, [])))
    for step in (1, 2, 3):  # a stronger line may follow within the same band
        follower = index + step
        if follower >= len(sheet.lines) or not _near(sheet.lines[follower - 1], sheet.lines[follower]):
            break
        if not _heading_line(sheet, by_line, follower):
            break
        band.append(follower)
        best = max(best, len(_fields(by_line.get(follower, []))))
    before = index - 1
    while (
        before >= 0
        and len(band) < 5
        and _near(sheet.lines[before], sheet.lines[before + 1])
        and (_heading_line(sheet, by_line, before) or _only_description(sheet, by_line, band, before))
    ):
        band.insert(0, before)
        before -= 1
    fields = set().union(*(_fields(by_line.get(one, [])) for one in band))
    return (
        band if len(fields) >= 3 or (len(fields) == 2 and "description" in fields and "line_total" in fields) else None
    )


def _near(above: Line, below: Line) -> bool:
    return above.page == below.page and below.box.top - above.box.bottom < 0.75 * max(above.box.height, 6.0)


def _heading_line(sheet: Sheet, by_line: dict[int, list[Mark]], index: int) -> bool:
    marks = by_line.get(index, [])
    line = sheet.lines[index]
    if not marks or sheet.amounts.get(index) or sheet.days.get(index):
        return False
    return sum(len(mark.words) for mark in marks) >= 0.5 * len(line.words)


def _only_description(sheet: Sheet, by_line: dict[int, list[Mark]], band: Sequence[int], index: int) -> bool:
    """``Name, description, brand`` above a heading that otherwise has no column for the thing itself."""
    if any("description" in mark.fields for one in band for mark in by_line.get(one, [])):
        return False
    line = sheet.lines[index]
    named = any("description" in mark.fields and mark.first == 0 for mark in by_line.get(index, []))
    return named and len(line.cells) == 1 and not sheet.amounts.get(index)


def band_ahead(sheet: Sheet, by_line: dict[int, list[Mark]], position: int) -> bool:
    """Whether the page has a heading of its own further down."""
    page = sheet.lines[position].page
    return any(
        one.page == page and heading_band(sheet, by_line, one.index) is not None
        for one in sheet.lines[position : position + 120]
    )


def columns_of(sheet: Sheet, band: Sequence[int], by_line: dict[int, list[Mark]]) -> tuple[Column, ...]:
    """Headings that stand above each other become one column."""
    groups: list[tuple[list[Mark], Box]] = []
    for index in band:
        for mark in by_line.get(index, []):
            box = mark.box
            for number, (members, around) in enumerate(groups):
                shared = min(box.right, around.right) - max(box.left, around.left)
                if shared > 0.4 * min(box.width, around.width) and members[-1].line != mark.line:
                    groups[number] = ([*members, mark], around.union(box))
                    break
            else:
                groups.append(([mark], box))
    groups.sort(key=lambda one: one[1].left)
    fields = [_field(members) for members, _ in groups]
    fields = _resolve(fields, groups)
    page = sheet.reading.pages[sheet.lines[band[0]].page - 1]
    columns = []
    for number, (_, box) in enumerate(groups):
        left = 0.0 if number == 0 else (groups[number - 1][1].right + box.left) / 2
        right = page.width if number == len(groups) - 1 else (box.right + groups[number + 1][1].left) / 2
        columns.append(Column(fields[number], box, left, right))
    return tuple(columns)


def _field(members: Sequence[Mark]) -> str:
    """The field of a column out of its stacked headings; ``Price`` over ``base Qty`` is no price."""
    if any("base_quantity" in mark.fields for mark in members):
        return "base_quantity"
    return min((_best_field(mark) for mark in members), key=_RANK.index)


def _resolve(fields: list[str], groups: Sequence[tuple[list[Mark], Box]]) -> list[str]:
    """One description and one line total: the rightmost total counts, further ones are gross amounts or prices."""
    result = list(fields)
    totals = [i for i, one in enumerate(result) if one == "line_total"]
    for index in totals[:-1]:
        others = set().union(*(mark.fields for mark in groups[index][0])) - {"line_total"}
        result[index] = min(others, key=_RANK.index) if others else "tax_base"
        if result[index] == "tax_base" and "quantity" not in result and "description" in result[index:]:
            result[index] = "quantity"  # "Amount" left of the description counts pieces
    if "unit_price" not in result and result[-1:] == ["gross_amount"] and "line_total" in result:
        price = result.index("line_total")
        if any("unit_price" in mark.fields for mark in groups[price][0]):
            result[price], result[-1] = "unit_price", "line_total"  # both with tax: "Price incl." and "Total incl."
    if "description" not in result:
        for index, (members, _) in enumerate(groups):
            if any("description" in mark.fields for mark in members):
                result[index] = "description"
                break
    elif result.count("description") > 1:
        widest = _roomiest([i for i, one in enumerate(result) if one == "description"], groups)
        result = ["sku" if one == "description" and i != widest else one for i, one in enumerate(result)]
    return result


def _roomiest(indexes: Sequence[int], groups: Sequence[tuple[list[Mark], Box]]) -> int:
    """The column with the most room to its right neighbour."""

    def room(index: int) -> float:
        following = groups[index + 1][1].left if index + 1 < len(groups) else groups[index][1].right + 50
        return following - groups[index][1].left

    return max(indexes, key=room)

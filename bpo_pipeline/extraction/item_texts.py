"""The texts of line items as values: description, article number, unit; and a description that the next page ends."""

from __future__ import annotations

import re
from dataclasses import replace

from bpo_pipeline.documents.layout import Cell, folded
from bpo_pipeline.extraction.descriptions import KEY, LEADING, OPEN
from bpo_pipeline.extraction.found import Found, found
from bpo_pipeline.extraction.item import Item
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.table import Table

_SKU = re.compile(r"^[\[*]([A-Za-z0-9_.\-/]{2,30})[\]*]\s+(?=\S)")


_UNIT = re.compile(r"^[^\W\d_][^\s\d]{0,9}$|^m[²³23]$")


def go_on(sheet: Sheet, table: Table, last: Item) -> None:
    """Add to the last item of the page before what the next page's first lines say: ``made of`` | ``brass``.

    They stand right over the first amounts of the page, at the description's edge, and go on in small letters.
    """
    said = last.values.get("description")
    if not last.description or said is None or last.anchor.page + 1 != (table.body[0].page if table.body else 0):
        return
    edge = last.description[0].box.left
    first = next((place for place, line in enumerate(table.body) if sheet.amounts.get(line.index)), 0)
    cells: list[Cell] = []
    for line in reversed(table.body[:first]):
        below = cells[0].box.top if cells else table.body[first].box.top
        lone = len(line.cells) == 1 and abs(line.box.left - edge) < 0.3 * line.box.height
        if not lone or below - line.box.top > 2 * LEADING * max(line.cells[0].size, 5.0):
            break
        cells.insert(0, line.cells[0])
    while cells and not (cells[0].text[0].islower() or str(said.value).endswith(OPEN)):
        cells = cells[1:]
    if cells and not KEY.match(cells[0].text):
        more = " ".join(cell.text for cell in cells)
        last.values["description"] = replace(said, value=f"{said.value} {more}"[:500], raw=f"{said.raw} {more}")


def _names_first(table: Table, sheet: Sheet) -> bool:
    """Whether the heading says ``Name, Description``: the goods' name stands before a dash, more about them behind."""
    cells = (cell for index in table.head for cell in sheet.lines[index].cells)
    return any(folded(cell.text)[:2] == ("name", "description") for cell in cells)


def add_texts(table: Table, item: Item, sheet: Sheet) -> None:
    """Description, article number and unit."""
    if item.description:
        _add_description(table, item, sheet)
    lines = {one.line for several in item.amounts.values() for one in several[:1]} | {item.anchor.line}
    lines |= {cell.line for cell in item.description[:1]}
    for line in table.body:
        if line.index not in lines:
            continue
        for cell in line.cells:
            column = table.column_of_text(cell)
            if column is None or cell.text.strip() in {"", "-"}:
                continue
            if column.field == "sku" and "sku" not in item.values:
                inside = [word for word in cell.words if word.box.left < column.right]
                item.values["sku"] = found(" ".join(word.text for word in inside), inside, line.page, 0.8)
            elif column.field == "unit" and "unit" not in item.values and _UNIT.match(cell.words[0].text):
                item.values["unit"] = found(cell.words[0].text, cell.words[:1], line.page, 0.85)
    quantity = item.amounts.get("quantity", [])
    if "unit" not in item.values and quantity:
        amount = quantity[0]
        line = sheet.lines[amount.line]
        index = line.words.index(amount.words[-1]) + 1
        if index < len(line.words) and _UNIT.match(line.words[index].text):
            word = line.words[index]
            if word.box.left - amount.words[-1].box.right < 1.5 * word.box.height:
                item.values["unit"] = found(word.text, (word,), line.page, 0.8)


def _add_description(table: Table, item: Item, sheet: Sheet) -> None:
    words = tuple(word for cell in item.description for word in cell.words)
    text = " ".join(word.text for word in words).replace("\x02 ", "-").replace("\xad ", "")
    match = _SKU.match(text)
    if match:
        item.values["sku"] = Found(match[1], match[1], 0.85, item.anchor.page, words[0].box)
        text = text[match.end() :]
    if _names_first(table, sheet):
        text = text.partition(" - ")[0]
    item.values["description"] = found(text[:500], words, item.anchor.page, 0.85)

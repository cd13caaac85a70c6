"""The texts of line items: description, article number, unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bpo_pipeline.documents.layout import Cell, folded
from bpo_pipeline.extraction.found import Found, found
from bpo_pipeline.extraction.item import Item
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.table import Table

_SKU = re.compile(r"^[\[*]([A-Za-z0-9_.\-/]{2,30})[\]*]\s+(?=\S)")


_UNIT = re.compile(r"^[^\W\d_][^\s\d]{0,9}$|^m[²³23]$")


_CODE = re.compile(r"^(?=.*[0-9])(?=.*[A-ZÄÖÜ])[A-ZÄÖÜ0-9][A-ZÄÖÜ0-9._/\-]{2,18}[A-ZÄÖÜ0-9]$")
"""An article number: capitals and digits in one word."""
_KEY = re.compile(r"^[•*\-]?\s?[^\W\d_][\w.\-]*(?:[ \-][\w.]+){0,2}\s?:(?:\s|$)")
"""``Packaging: box``, ``Rabatt 1: 3 %``: what follows a name, not the name going on."""
_ABOVE = 2.2
"""A description ends at most this many line heights above its amounts."""
_SOME = 3
"""Descriptions from which on their common left edge says something."""
_OPEN = (",", "-", "–", "&", "/", "+", "(", ":", "\x02", "\xad")
"""Ends of a line that goes on; PDF libraries give a hyphen at the end of a line as U+0002."""
_LEADING = 1.62
"""Lines of one description follow each other within this many font sizes."""


def describe(sheet: Sheet, table: Table, rows: Sequence[Item]) -> None:
    """Give each description block to the item on whose line it stands."""
    if not rows:
        return
    told = [several for row in rows for field, several in row.amounts.items() if field != "unnamed"]
    numbers = {id(word) for several in told for one in several for word in one.words}
    numbers |= {id(word) for row in rows for word in row.anchor.words}
    cells = [cell for line in table.body for one in line.cells if (cell := _described(table, one, numbers)) is not None]
    cells = _aligned(table, _with_short_ones(table, cells, numbers))
    tops = [
        min(
            [
                row.anchor.box.middle,
                *(one.box.middle for key in ("quantity", "unit_price") for one in row.amounts.get(key, [])[:1]),
            ]
        )
        for row in rows
    ]
    blocks = _text_blocks(cells)
    right = max((cell.box.right for cell in cells if not _KEY.match(cell.text)), default=0.0)
    for block in blocks:
        owners = [_owner(cell, tops) for cell in block]
        current: int | None = None
        closed = False
        waiting: list[Cell] = []
        for cell, owner in zip(block, owners, strict=True):
            if owner is not None:
                if not rows[owner].description and not _same_line(cell, tops[owner]):
                    rows[owner].description.extend(one for one in waiting if not _keyed(sheet, one))
                current, closed, waiting = owner, False, []
                if rows[owner].description and _KEY.match(cell.text):  # a note between the lines of the amounts
                    closed = True
                else:
                    rows[owner].description.append(cell)
            elif current is None:
                waiting.append(cell)
            elif _keyed(sheet, cell) or _KEY.match(cell.text) or _begins_anew(rows[current].description, cell, right):
                closed = True
            elif not closed:
                rows[current].description.append(cell)
    _adopt(rows, blocks, sheet)
    _split_codes(rows)


def _begins_anew(above: Sequence[Cell], cell: Cell, right: float) -> bool:
    """Whether a line is a note of its own: its first word would have fitted on the line above, had that gone on."""
    last = above[-1]
    said = " ".join(one.text for one in above)
    if cell.line == last.line or said.endswith(_OPEN) or _CODE.match(said) or _KEY.match(said):
        return False
    strong, weak = last.words[-1].bold, cell.words[0].bold
    if strong:
        return not weak  # the name in bold, its note below it
    blank = 0.4 * max(last.box.height, 5.0) + 0.1 * (right - above[0].box.left)
    return cell.words[0].box.width + blank < right - last.box.right and cell.text[:1] not in "(&+/-"


def _split_codes(rows: Sequence[Item]) -> None:
    """Article numbers before the names go to ``sku`` where most lines of the table begin with one."""
    told = [row for row in rows if sum(len(cell.words) for cell in row.description) > 1]
    coded = [row for row in told if _CODE.match(row.description[0].words[0].text)]
    if len(coded) < max(2, 0.6 * len(told)):
        return
    for row in coded:
        first = row.description[0]
        code, rest = first.words[0], first.words[1:]
        row.values["sku"] = found(code.text, (code,), first.page, 0.8)
        row.description[:1] = [Cell(first.page, first.line, rest)] if rest else []


def _described(table: Table, cell: Cell, numbers: set[int]) -> Cell | None:
    """What of a cell belongs to the description: all of it, or the words that begin under its heading."""
    words = tuple(word for word in cell.words if id(word) not in numbers)
    if not words or not any(one.isalpha() for word in words for one in word.text):
        return None
    column = table.column_of_text(Cell(cell.page, cell.line, words))
    if column is None:
        return None
    if column.field in {"sku", "position"}:  # "12345678 PRODUIT 1" stands in one cell
        heads = table.of("description")
        reach = heads[0].box.left - 0.9 * cell.box.height if heads else 0.0
        words = (
            tuple(word for word in words if heads and reach <= word.box.left < heads[0].right)
            if column.right <= (heads[0].right if heads else 0)
            else ()
        )
        return Cell(cell.page, cell.line, words) if words and any(one.isalpha() for one in words[0].text) else None
    if column.field != "description":
        return None
    while words[-1].box.left >= column.right and not any(one.isalpha() for one in words[-1].text):
        words = words[:-1]  # a number of the next column; one among the words belongs to the text
    return Cell(cell.page, cell.line, words)


def _with_short_ones(table: Table, cells: list[Cell], numbers: set[int]) -> list[Cell]:
    """Also texts too short to reach under a centred heading: they begin where most descriptions begin."""
    if len(cells) < _SOME:
        return cells
    edge = min(cells, key=lambda cell: sum(abs(cell.box.left - one.box.left) for one in cells)).box.left
    known = {id(cell.words[0]) for cell in cells}
    taken = {cell.line for cell in cells}
    for line in table.body:
        for one in line.cells:
            words = tuple(word for word in one.words if id(word) not in numbers)
            if line.index in taken or not words or id(words[0]) in known or not words[0].text[0].isalpha():
                continue
            if abs(words[0].box.left - edge) < 0.3 * one.box.height:
                cells.append(Cell(one.page, one.line, words))
    return sorted(cells, key=lambda cell: (cell.line, cell.box.left))


def _aligned(table: Table, cells: list[Cell]) -> list[Cell]:
    """Without a side bar left of the column, where most descriptions begin under their heading."""
    heads = table.of("description")
    if not heads or not cells:
        return cells
    edge = heads[0].box.left
    under = [cell for cell in cells if cell.box.left > edge - 0.9 * cell.box.height]
    return under if len(under) >= 0.5 * len(cells) and len(under) < len(cells) and _apart(cells, under) else cells


def _apart(cells: Sequence[Cell], under: Sequence[Cell]) -> bool:
    """Whether the cells to the left share lines with those under the heading, as a side bar does."""
    lines = {cell.line for cell in under}
    kept = {id(cell) for cell in under}
    left = [cell for cell in cells if id(cell) not in kept]
    return any(cell.line in lines for cell in left)


def _adopt(rows: Sequence[Item], blocks: Sequence[list[Cell]], sheet: Sheet) -> None:
    """A row without a text takes the block right below it, else the one right above it."""
    taken = {id(cell) for row in rows for cell in row.description}
    for row in rows:
        if row.description:
            continue
        for block in blocks:
            gap = block[0].box.top - row.anchor.box.bottom
            if block[0].page == row.anchor.page and id(block[0]) not in taken and -2 <= gap < 0.8 * block[0].box.height:
                for cell in block:
                    if _keyed(sheet, cell):
                        break
                    row.description.append(cell)
                break
    taken = {id(cell) for row in rows for cell in row.description}
    for row in rows:
        above = [one for one in blocks if not row.description and _stands_above(one, row) and id(one[0]) not in taken]
        if above:
            row.description.extend(above[-1])
            taken.update(id(cell) for cell in above[-1])


def _stands_above(block: Sequence[Cell], row: Item) -> bool:
    """Whether a block ends a line or two above the row's amounts."""
    gap = row.anchor.box.middle - block[-1].box.bottom
    return block[0].page == row.anchor.page and 0 <= gap < _ABOVE * max(block[-1].box.height, 6.0)


def _owner(cell: Cell, tops: Sequence[float]) -> int | None:
    """The item whose first line this is."""
    height = max(cell.box.height, 6.0)
    near = min(range(len(tops)), key=lambda index: abs(tops[index] - cell.box.middle))
    return near if abs(tops[near] - cell.box.middle) < 0.62 * height else None


def _same_line(cell: Cell, top: float) -> bool:
    return abs(cell.box.middle - top) < 0.3 * max(cell.box.height, 6.0)


def _text_blocks(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Lines of text in one column without a gap between them."""
    result: list[list[Cell]] = []
    for cell in cells:
        last = result[-1][-1] if result else None
        if (
            last is not None
            and cell.page == last.page
            and (
                cell.line == last.line
                or cell.box.top - last.box.top <= _LEADING * max(last.size, last.box.height * 0.8, 5.0)
            )
        ):
            result[-1].append(cell)
        else:
            result.append([cell])
    return result


def _keyed(sheet: Sheet, cell: Cell) -> bool:
    """Whether the line says ``GTIN: 400...`` or the like instead of going on with the description."""
    return any(mark.colon and mark.words[0] is cell.words[0] for mark in sheet.marks_by_line.get(cell.line, ()))


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
        if not lone or below - line.box.top > 2 * _LEADING * max(line.cells[0].size, 5.0):
            break
        cells.insert(0, line.cells[0])
    while cells and not (cells[0].text[0].islower() or str(said.value).endswith(_OPEN)):
        cells = cells[1:]
    if cells and not _KEY.match(cells[0].text):
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

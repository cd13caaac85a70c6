"""Which lines of an item table describe which item."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bpo_pipeline.documents.layout import Cell, Line
from bpo_pipeline.extraction.found import found
from bpo_pipeline.extraction.item import Item
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.table import Table
from bpo_pipeline.extraction.tables import in_column

_CODE = re.compile(r"^(?=.*[0-9])(?=.*[A-ZÄÖÜ])[A-ZÄÖÜ0-9][A-ZÄÖÜ0-9._/\-]{2,18}[A-ZÄÖÜ0-9]$")
"""An article number: capitals and digits in one word."""
KEY = re.compile(r"^[•*\-]?\s?[^\W\d_][\w.\-]*(?:[ \-][\w.]+){0,2}\s?:(?:\s|$)")
"""``Packaging: box``, ``Rabatt 1: 3 %``: what follows a name, not the name going on."""
_ABOVE = 2.2
"""A description ends at most this many line heights above its amounts."""
_SOME = 1
"""Descriptions from which on their common left edge says something."""
_FINE = 0.9
_CODED = 4
"""Print below that part of the name's size is a note's, where it has as many digits: a code's, a period's."""
OPEN = (",", "-", "–", "&", "/", "+", "(", ":", "\x02", "\xad")
"""Ends of a line that goes on; PDF libraries give a hyphen at the end of a line as U+0002."""
LEADING = 1.62
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
    right = max((cell.box.right for cell in cells if not KEY.match(cell.text)), default=0.0)
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
                if rows[owner].description and KEY.match(cell.text):  # a note between the lines of the amounts
                    closed = True
                else:
                    rows[owner].description.append(cell)
            elif current is None:
                waiting.append(cell)
            elif _closes(sheet, table, rows[current], cell, right):
                closed = True
            elif not closed:
                rows[current].description.append(cell)
    _adopt(rows, blocks, sheet)
    _split_codes(rows)


def _closes(sheet: Sheet, table: Table, row: Item, cell: Cell, right: float) -> bool:
    """Whether a line below a row's description is no part of it."""
    counted = row.amounts.get("quantity", [])[:1]
    line = sheet.lines[cell.line]
    opening = [one.words[0] for one in line.cells]
    own = any(one.words[0] in opening for one in in_column(sheet, table, line, "quantity"))
    if own and counted and counted[0].line != cell.line:
        return True  # counted by itself: a part of what was sold together
    if _keyed(sheet, cell) or KEY.match(cell.text):
        return not all(KEY.match(one.text) for one in row.description)
    return _in_fine_print(row.description[-1], cell, line) or _begins_anew(row.description, cell, right)


def _is_note(sheet: Sheet, last: Cell, cell: Cell) -> bool:
    return bool(KEY.match(cell.text)) or _in_fine_print(last, cell, sheet.lines[cell.line])


def _in_fine_print(last: Cell, cell: Cell, line: Line) -> bool:
    """Whether a code or a period stands below a name in smaller print: ``Commodity code 84818085``."""
    whole = next((one.text for one in line.cells if cell.words[0] in one.words), cell.text)
    digital = last.words[-1].confidence == cell.words[0].confidence == 1
    return digital and cell.size < _FINE * last.size and sum(one.isdigit() for one in whole) >= _CODED


def _begins_anew(above: Sequence[Cell], cell: Cell, right: float) -> bool:
    """Whether a line is a note of its own: its first word would have fitted on the line above, had that gone on."""
    last = above[-1]
    said = " ".join(one.text for one in above)
    if cell.line == last.line or said.endswith(OPEN) or _CODE.match(said) or KEY.match(said):
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
                    if _keyed(sheet, cell) or (row.description and _is_note(sheet, row.description[-1], cell)):
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
                or cell.box.top - last.box.top <= LEADING * max(last.size, last.box.height * 0.8, 5.0)
            )
        ):
            result[-1].append(cell)
        else:
            result.append([cell])
    return result


def _keyed(sheet: Sheet, cell: Cell) -> bool:
    """Whether the line says ``GTIN: 400...`` or the like instead of going on with the description."""
    return any(mark.colon and mark.words[0] is cell.words[0] for mark in sheet.marks_by_line.get(cell.line, ()))

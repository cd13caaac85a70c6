"""Parties told by where they stand: a letterhead beside the one who is addressed, an addressee without a postcode."""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import permutations

from bpo_pipeline.documents.layout import Cell
from bpo_pipeline.extraction.address_blocks import blocks
from bpo_pipeline.extraction.addresses import is_contact, is_street
from bpo_pipeline.extraction.party import EDGE, Party, alike, is_title
from bpo_pipeline.extraction.sheet import Sheet

_LEVEL = 60.0
"""Points by which the tops of two blocks beside each other may differ."""
_LARGER = 1.15
_LINES = (2, 6)
_UPPER = 0.4
"""Part of the first page's height within which who is addressed stands."""
_WORDS = 7


def beside_each_other(found: Sequence[Party]) -> None:
    """Of two addresses side by side at the head, the right one is the letterhead's where its name stands out."""
    heads = [one for one in found if "head" in one.evidence and one.page == 1 and one.address and not one.labelled]
    for large, small in permutations(heads, 2):
        top, other = large.name[0].box, small.name[0].box
        apart = top.left > max(word.box.right for word in (*small.name, *small.address_words))
        if apart and abs(top.top - other.top) < _LEVEL and _stands_out(large, small):
            large.evidence["letterhead"] = 1.0
            small.evidence["beside"] = -3.0


def _stands_out(one: Party, other: Party) -> bool:
    sizes = one.name[0].size / max(other.name[0].size, 1.0)
    return sizes >= _LARGER or (one.name[0].bold and not other.name[0].bold)


def without_town(sheet: Sheet, found: Sequence[Party], inside: Container[int]) -> list[Party]:
    """Who is addressed without postcode, where nobody but the supplier was found: a name over a street or a mail.

    Nothing else speaks for it, so that its confidence is that of the place alone.
    """
    names = [one.name_text for one in found if one.name_text]
    if not names or any(one.labelled or alike(one.name_text, names[0]) < 0.75 for one in found if one.name_text):
        return []
    ink = {id(word) for one in found for word in (*one.name, *one.address_words)}
    for block in blocks(sheet.cells):
        cells = [cell for cell in block.cells if len(cell.text.strip(EDGE)) > 1]
        if block.page != 1 or block.box.top > _UPPER * sheet.reading.pages[0].height or not cells:
            continue
        if not _LINES[0] <= len(cells) <= _LINES[1] or any(id(word) in ink for one in cells for word in one.words):
            continue
        plain = not any(one.line in inside or ":" in one.text or _named(sheet, one) for one in cells)
        if plain and _is_name(cells[0]) and alike(cells[0].text, names[0]) < 0.75 and _reached(cells[1:]):
            lines = [one for one in cells[1:] if not is_contact(one.text)]
            words = tuple(word for one in lines for word in one.words)
            address = ", ".join(one.text.strip(EDGE) for one in lines)
            return [Party(cells[0].words, cells[0].text.strip(EDGE), address, 1, words)]
    return []


def _named(sheet: Sheet, cell: Cell) -> bool:
    """Whether a label or a date begins the line."""
    marked = any(mark.words[0] in cell.words and mark.opens for mark in sheet.marks_by_line.get(cell.line, ()))
    return marked or any(day.words[0] in cell.words for day in sheet.days.get(cell.line, ()))


def _is_name(cell: Cell) -> bool:
    text = cell.text.strip(EDGE)
    worded = sum(one.isalpha() for one in text) >= 0.7 * len(text.replace(" ", "")) and text[:1].isupper()
    return worded and len(cell.words) <= _WORDS and not is_contact(text) and not is_title(text)


def _reached(cells: Sequence[Cell]) -> bool:
    return any(is_street(one.text) and any(each.isdigit() for each in one.text) for one in cells)

"""Lines that stand together in one column, as the lines of an address do, and towns and streets printed in pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bpo_pipeline.documents.layout import Cell
from bpo_pipeline.extraction.addresses import is_country, is_street, town_in
from bpo_pipeline.model.reading import Box

_LONE_STREET = re.compile(r"(?:St|Ave|Rd|Blvd|Dr|Ln|Street|Avenue|Road|Drive|Lane|Boulevard|Straße|Strasse)\.?")
"""What is left of a street's name on a line of its own."""
_POSTCODE = re.compile(r"(?:[A-Z]{1,2}-)?[0-9]{4,5}(?:\s?[A-Z]{2})?|[0-9]{4}-[0-9]{3}")
_POSTCODE_BELOW = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?\s[0-9][A-Z]{2}|[A-Z][0-9][0-9W]\s?[0-9A-Z]{4}")
"""British and Irish letters print the postcode on a line of its own under the town."""
_TOWN = re.compile(r"[^\W\d_][^\W\d_'’.\- ]{1,30}")


@dataclass(frozen=True)
class Block:
    """Lines of text that stand together in one column."""

    cells: tuple[Cell, ...]

    @property
    def page(self) -> int:
        """From 1."""
        return self.cells[0].page

    @property
    def box(self) -> Box:
        """The smallest box that holds the cells."""
        box = self.cells[0].box
        for cell in self.cells[1:]:
            box = box.union(cell.box)
        return box


def whole_towns(cells: Sequence[Cell]) -> list[Cell]:
    """The lines with a postcode that stands alone joined to its town: below it under a street, above it in Britain."""
    result: list[Cell] = []
    skip = False
    for index, cell in enumerate(cells):
        if skip:
            skip = False
            continue
        below = cells[index + 1] if index + 1 < len(cells) else None
        if result and _POSTCODE_BELOW.fullmatch(cell.text.strip(" ,")) and _TOWN.fullmatch(result[-1].text.strip(" ,")):
            result[-1] = Cell(cell.page, result[-1].line, (*result[-1].words, *cell.words))
            continue
        alone = index > 0 and _POSTCODE.fullmatch(cell.text.strip(" ,"))
        if alone and below is not None and _TOWN.fullmatch(below.text.strip(" ,")) and not is_country(below.text):
            result.append(Cell(cell.page, cell.line, (*cell.words, *below.words)))
            skip = True
        else:
            result.append(cell)
    return result


def whole_streets(cells: Sequence[Cell]) -> list[Cell]:
    """The lines with a street that its column was too narrow for in one: ``1337 N San Joaquin`` over ``St``."""
    result: list[Cell] = []
    for cell in cells:
        above = result[-1] if result else None
        if above is not None and above.text[0].isdigit() and _LONE_STREET.fullmatch(cell.text.strip(" ,")):
            result[-1] = Cell(above.page, above.line, (*above.words, *cell.words))
        else:
            result.append(cell)
    return result


def blocks(cells: Sequence[Cell]) -> tuple[Block, ...]:
    """Cells gathered into columns of lines: same left (or right, or middle) edge, close below each other."""
    columns: list[list[Cell]] = []
    for cell in cells:
        home = None
        for column in reversed(columns[-14:]):
            last = column[-1]
            if last.page == cell.page and cell.line != last.line and _follows(last, cell):
                home = column
                break
        if home is None:
            columns.append([cell])
        else:
            home.append(cell)
    return tuple(Block(tuple(column)) for column in columns)


def _follows(above: Cell, below: Cell) -> bool:
    """Whether a line goes on the block of the line above; street and town may stand further apart."""
    height = max(above.box.height, 5.0)
    gap = below.box.top - above.box.bottom
    if not -0.45 * height <= gap <= 2.2 * height or not _aligned(above, below) or not _alike(above, below):
        return False
    if gap <= 1.05 * height:
        return True
    street = is_street(below.text) and len(above.words) < 7
    return street or (town_in(below.text) is not None and is_street(above.text))


def _alike(above: Cell, below: Cell) -> bool:
    """Whether two lines are of about the same size; only a name may be larger than its street."""
    ratio = above.size / below.size if below.size else 1.0
    if above.words[0].confidence < 1:  # OCR measures the ink: "St" is lower than "Joaquin"
        return 0.55 < ratio < 1.8 or is_street(below.text)
    return 0.74 < ratio < 1.35 or is_street(below.text)


def _aligned(above: Cell, below: Cell) -> bool:
    height = max(above.box.height, 5.0)
    middle = abs((above.box.left + above.box.right) - (below.box.left + below.box.right)) / 2
    return (
        abs(above.box.left - below.box.left) < 0.9 * height
        or abs(above.box.right - below.box.right) < 0.3 * height
        or middle < 0.35 * height
    )

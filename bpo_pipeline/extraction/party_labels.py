"""Parties behind or below their label, as a block of lines or as lines of ``Name: ...`` and ``Address: ...``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bpo_pipeline.documents.layout import Cell, Line, around
from bpo_pipeline.extraction.address_blocks import whole_towns
from bpo_pipeline.extraction.addresses import town_in, town_index
from bpo_pipeline.extraction.party import EDGE, PREFIX, Party, attention, from_cells
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.spotting import Mark
from bpo_pipeline.model.reading import Box, Word

_STOPS = frozenset(
    [
        "supplier",
        "customer",
        "other_party",
        "net_total",
        "gross_total",
        "subtotal",
        "issue_date",
        "invoice_number",
        "due_date",
        "purchase_order_number",
        "payment_terms",
        "amount_due",
    ]
)

_UPPER = 0.55
"""Part of a page's height within which parties are named."""


def labelled_party(sheet: Sheet, mark: Mark, role: str, used: set[int]) -> Party | None:
    """The party behind or below its label: a block of lines, or lines of ``Name: ...`` and ``Address: ...``."""
    line = sheet.lines[mark.line]
    cell = next(one for one in line.cells if mark.words[0] in one.words)
    if not mark.colon and mark.words[-1] is not cell.words[-1]:
        return None  # "Lieferant GmbH" is a name, no label
    inline = _run(tuple(word for word in sheet.after(mark) if word.text.strip(EDGE))) if mark.colon else ()
    below = _column_below(sheet, mark, inline)
    party = None if inline else _keyed_party(sheet, below)
    if party is None:
        below = whole_towns(below)
        cells = ([Cell(line.page, line.index, inline)] if inline else []) + _block_below(sheet, mark, inline, below)
        party = from_cells(cells)
    if party is None or (
        mark.words[0].text.strip(EDGE).casefold() == "to" and line.box.top > _UPPER * _height(sheet, line)
    ):
        return None  # "To: Example Ltd" on a payment advice at the foot is who is paid
    ink = {id(word) for word in (*party.name, *party.address_words)}
    used.update(id(one) for one in sheet.cells if any(id(word) in ink for word in one.words))
    party.box = around([*mark.words, *party.name, *party.address_words])
    party.evidence["label"] = {"supplier": 4.0, "customer": -4.0, "other_party": 0.0}[role]
    if inline and role != "other_party":
        party.evidence["inline"] = 0.5 if role == "supplier" else -0.5
    late = line.page > 1 or line.box.top > _UPPER * _height(sheet, line)  # "Ordered by: ..." among the items
    if not party.address and (late or not mark.colon):
        party.evidence["label"] /= 4
    if role == "other_party":
        party.evidence["elsewhere"] = 0.0
    return party


def _height(sheet: Sheet, line: Line) -> float:
    return sheet.reading.pages[line.page - 1].height


def _column_below(sheet: Sheet, mark: Mark, inline: tuple[Word, ...]) -> list[Cell]:
    """The cells under a label, down to the next party, total or wide gap."""
    line, box = sheet.lines[mark.line], mark.box
    height, bottom = max(box.height, 6.0), box.bottom
    lefts = [box.left, *([inline[0].box.left] if inline else [])]
    result: list[Cell] = []
    for follower in sheet.lines[mark.line + 1 : mark.line + 30]:
        if follower.page != line.page or follower.box.top - bottom > 2.3 * height:
            break
        hits = [one for one in follower.cells if _in_column(one, lefts, box, height)]
        if not hits:
            continue
        marks = [one for one in sheet.marks_by_line.get(follower.index, ()) if one.words[0] is hits[0].words[0]]
        if any(
            one.fields & _STOPS
            and (one.colon or len(one.words) == len(hits[0].words))
            and max(label.weight for label in one.labels) > 0.6
            for one in marks
        ):
            break
        if any(one.colon or one.fields & {"name", "address", "other"} for one in marks):
            hits = [one for one in follower.cells if one.box.left >= hits[0].box.left - height][:2]
            if len(hits) > 1:
                lefts.append(hits[1].box.left)
        result.extend(hits)
        bottom = max(one.box.bottom for one in hits)
    return result


def _in_column(cell: Cell, lefts: Sequence[float], label: Box, height: float) -> bool:
    if any(abs(cell.box.left - left) < 1.1 * height for left in lefts):
        return True
    return label.left - 0.5 * height <= cell.box.left <= max(label.right, label.left + 3 * height)


def _keyed_party(sheet: Sheet, cells: Sequence[Cell]) -> Party | None:
    """``Name:`` and ``Address:`` lines: the cells right of the keys, going on below them."""
    values: dict[str, list[Cell]] = {"name": [], "address": []}
    key, left = "", 0.0
    for cell in cells:
        mark = next(
            (
                one
                for one in sheet.marks_by_line.get(cell.line, ())
                if one.words[0] is cell.words[0] and (one.colon or one.fields & {"name", "address"})
            ),
            None,
        )
        if mark is not None:
            key = next((one for one in ("name", "address") if one in mark.fields), "other")
            rest = _run(tuple(word for word in sheet.after(mark) if word.text.strip(EDGE)))
            left = rest[0].box.left if rest else left
            if key in values and rest and not values[key]:
                if key == "name" and (above := _first_half(sheet, cell, left)) is not None:
                    values[key].append(above)
                values[key].append(Cell(cell.page, cell.line, rest))
        elif _has_key(sheet, cell, left) and values.get(key) and cell.line != values[key][-1].line:
            key = "other"
        elif (
            key in values
            and values[key]
            and cell.line != values[key][-1].line
            and abs(cell.box.left - left) < cell.box.height
        ):
            values[key].append(cell)
    if not values["name"]:
        return None
    words = tuple(word for cell in values["name"] for word in cell.words)
    party = from_cells([Cell(values["name"][0].page, values["name"][0].line, words), *values["address"]])
    if party is not None and not party.address and values["address"]:
        texts = [PREFIX.sub("", one.text.strip(EDGE)) for one in values["address"]]
        party.address, party.address_words = (
            ", ".join(texts),
            tuple(word for one in values["address"] for word in one.words),
        )
    return party


def _has_key(sheet: Sheet, cell: Cell, left: float) -> bool:
    """Whether a value stands behind a key that is no label of ours, such as ``Further information:``."""
    keys = [one for one in sheet.lines[cell.line].cells if one.box.right < left]
    return abs(cell.box.left - left) < cell.box.height and any(one.text.endswith(":") for one in keys)


def _first_half(sheet: Sheet, cell: Cell, left: float) -> Cell | None:
    """The first line of a name that its key is centred beside."""
    line = sheet.lines[cell.line - 1]
    if (
        line.page != cell.page
        or sheet.marks_by_line.get(line.index)
        or cell.box.top - line.box.bottom > 0.5 * cell.box.height
    ):
        return None
    half = next((one for one in line.cells if abs(one.box.left - left) < one.box.height), None)
    return None if half is None or ":" in half.text or sum(one.isdigit() for one in half.text) > 2 else half


def _block_below(sheet: Sheet, mark: Mark, inline: tuple[Word, ...], below: Sequence[Cell]) -> list[Cell]:
    """The lines of the block itself: one left edge, no wide gap, no key-value lines."""
    result: list[Cell] = []
    left = None
    bottom, height = mark.box.bottom, max(mark.box.height, 6.0)
    for cell in below:
        if left is not None and abs(cell.box.left - left) > 1.1 * height:
            continue
        if cell.box.top - bottom > (2.3 if not result and not inline else 1.35) * max(height, cell.box.height):
            break
        marks = [one for one in sheet.marks_by_line.get(cell.line, ()) if one.words[0] is cell.words[0]]
        bottom = cell.box.bottom
        if any(one.fields & _STOPS and one.weight("customer") + one.weight("supplier") == 0 for one in marks):
            break
        named = not result and not inline and attention(cell.text)
        if (
            not named
            and any(one.colon or len(one.words) == len(cell.words) for one in marks)
            and not town_in(cell.text)
        ):
            if result and len(result) > 1:
                break
            continue
        left = cell.box.left if left is None else left
        result.append(cell)
    town_at = town_index(([""] if inline else []) + [one.text.strip(EDGE) for one in result])
    return result if town_at is None else result[: town_at + (0 if inline else 1)]


def _run(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words up to the first wide gap."""
    taken = list(words[:1])
    for left, right in pairwise(words):
        if right.box.left - left.box.right > 1.6 * left.box.height:
            break
        taken.append(right)
    return tuple(taken)

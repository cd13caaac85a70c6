"""Header of a statement: account, period, balances and sums beside their labels; bank and holder by their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bpo_pipeline.documents.layout import Line
from bpo_pipeline.documents.statement_labels import label_of
from bpo_pipeline.documents.timesheet_values import DateOrder, dates_of
from bpo_pipeline.extraction.found import Found
from bpo_pipeline.extraction.statements.lines import read
from bpo_pipeline.extraction.statements.money import money_of
from bpo_pipeline.extraction.timesheets.spots import Spot, spot_of

_MONEY = frozenset({"opening_balance", "closing_balance", "total_deposits", "total_withdrawals", "total_fees"})
_ACCOUNT = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9 ]{11,34}|[Xx*•.]{0,16}[ -]?\d[\d -]{2,24}\d")
_TITLE = re.compile(r"(?i)\b(statement|page|account|summary|customer service|www\.|@)|kontoauszug|extrait|auszug")
_ADDRESS = re.compile(r"(?i)^\d+ |p\.?o\.? box|\d{5}|\b(st|street|ave|avenue|road|rd|drive|lane|blvd)\b\.?")
_LONGEST_LABEL = 5


def header_of(rows: Sequence[Sequence[Spot]], order: DateOrder, decimal: str) -> dict[str, Found]:
    """What stands beside labels, the first of each kind."""
    fields: dict[str, Found] = {}
    for label, value in _pairs(rows):
        kind = label_of(label.text)
        if kind is None:
            continue
        if kind in _MONEY:
            amount = money_of(value.text, decimal)
            if amount is not None and any(map(str.isdigit, value.text)):
                sign = abs(amount) if kind.startswith("total") else amount
                fields.setdefault(kind, read(sign, value, 0.92))
        elif kind in {"period", "period_end"}:
            days = dates_of(value.text, order)
            if len(days) >= 2 and "period_start" not in fields:
                fields["period_start"], fields["period_end"] = read(days[0], value, 0.95), read(days[1], value, 0.95)
            elif days and kind == "period_end":
                fields.setdefault("period_end", read(days[0], value, 0.8))
        elif kind == "account_number":
            if match := _ACCOUNT.search(value.text):
                fields.setdefault(kind, read(match[0].strip(), value, 0.92))
        elif value.text and label_of(value.text) is None:
            fields.setdefault(kind, read(value.text, value, 0.85))
    return fields


def _pairs(rows: Sequence[Sequence[Spot]]) -> Iterator[tuple[Spot, Spot]]:
    """Label and value: in one spot before and after a colon, or the next spot of the row, or the one below."""
    for number, row in enumerate(rows):
        filled = [one for one in row if one]
        for place, one in enumerate(filled):
            head, colon, tail = one.text.partition(":")
            if colon and tail.strip():
                yield Spot(head), Spot(tail.strip(), one.confidence, one.page, one.box, one.location)
            words = one.text.split()
            for count in range(min(_LONGEST_LABEL, len(words) - 1), 1, -1):
                label = " ".join(words[:count])
                if label_of(label) is not None:
                    rest = " ".join(words[count:]).lstrip(": ")
                    yield Spot(label), Spot(rest, one.confidence, one.page, one.box, one.location)
                    break
            label = re.sub(r"\s+(on|as of|at)\s+.*$", "", one.text, flags=re.IGNORECASE)
            if label_of(label) is None:
                continue
            if place + 1 < len(filled):
                yield Spot(label), filled[place + 1]
            if label_of(label) in _MONEY:
                continue  # what stands under ``Deposits`` is the first line of the table
            below = [spot for spot in rows[number + 1] if spot.box and one.box and spot.box.left < one.box.right
                     and spot.box.right > one.box.left] if number + 1 < len(rows) else []  # fmt: skip
            yield from ((Spot(label), spot) for spot in below[:1])


def rows_of(lines: Sequence[Line]) -> list[list[Spot]]:
    """A page's lines as rows of spots."""
    return [[spot_of(cell.words, cell.page) for cell in line.cells] for line in lines]


def parties(lines: Sequence[Line]) -> dict[str, Found]:
    """The bank at the top of the first page; the holder above the first address that is not the bank's."""
    top = [line for line in lines if line.page == (lines[0].page if lines else 1)][:16]
    cells = [cell for line in top for cell in line.cells]
    names = [cell for cell in cells if not any(map(str.isdigit, cell.text)) and not _TITLE.search(cell.text)
             and sum(map(str.isalpha, cell.text)) >= 4]  # fmt: skip
    fields: dict[str, Found] = {}
    if names:
        bank = [names[0]]
        bank += [cell for cell in names[1:3] if abs(cell.box.left - bank[0].box.left) < 12
                 and cell.size >= 0.8 * bank[0].size and cell.box.top - bank[0].box.bottom < 1.5 * bank[0].size
                 and "bank" in cell.text.casefold()]  # fmt: skip
        spot = spot_of([word for cell in bank for word in cell.words], bank[0].page)
        fields["bank_name"] = read(spot.text, spot, 0.7)
    for cell in names[1:]:
        under = [one for one in cells if abs(one.box.left - cell.box.left) < 12 and one.box.top > cell.box.top
                 and one.box.top - cell.box.bottom < 2.2 * cell.size]  # fmt: skip
        spot = spot_of(cell.words, cell.page)
        if under and _ADDRESS.search(under[0].text) and spot.text not in str(fields["bank_name"].value):
            fields["account_holder"] = read(spot.text, spot, 0.75)
            break
    return fields

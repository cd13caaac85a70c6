"""``extract_remittance``: who paid whom, and the invoices that the payment is for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bpo_pipeline.documents import document_type
from bpo_pipeline.documents.layout import Cell, Line, lines_of
from bpo_pipeline.documents.remittance_labels import column_of, label_of
from bpo_pipeline.documents.timesheet_values import DateOrder, dates_of, order_of
from bpo_pipeline.extraction.drafting import draft_of
from bpo_pipeline.extraction.found import Found, found
from bpo_pipeline.extraction.statements.money import decimal_of, money_of
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.reading import Reading, Source, Word

_DATES = frozenset({"document_date", "payment_date", "invoice_date"})
_MONEY = frozenset({"gross", "discount", "deduction", "paid", "total_amount"})
_LONGEST_LABEL = 4


def extract_remittance(reading: Reading, *, languages: Sequence[str] = ()) -> Draft:
    """Read header and rows; *languages* decide on day and month where nothing else does."""
    lines = lines_of(reading.pages)
    texts = [cell.text for line in lines for cell in line.cells]
    order, decimal = order_of(texts, american=not languages or languages[0] == "en"), decimal_of(texts)
    fields: dict[str, Found] = {}
    inside: set[int] = set()
    for number, (row, index) in enumerate(_rows(lines, order, decimal)):
        inside.add(index)
        fields.update({f"rows.{number}.{name}": one for name, one in row.items()})
    for kind, words, page in _labelled([line for line in lines if line.index not in inside]):
        if (one := _value(kind, words, page, order, decimal)) is not None:
            fields.setdefault(kind, one)
    source = Source.OCR if any(page.source is Source.OCR for page in reading.pages) else Source.TEXT
    return draft_of(document_type("remittance_advice"), fields, reading, source)


def _value(kind: str, words: Sequence[Word], page: int, order: DateOrder, decimal: str) -> Found | None:
    text = " ".join(word.text for word in words)
    if kind in _DATES:
        days = dates_of(text, order)
        return found(days[0], words, page, 0.92) if days else None
    if kind in _MONEY:
        amount = money_of(text, decimal)
        return found(abs(amount), words, page, 0.9) if amount is not None else None
    return found(text, words, page, 0.85) if text and column_of(text) is None and label_of(text) is None else None


def _rows(lines: Sequence[Line], order: DateOrder, decimal: str) -> Iterator[tuple[dict[str, Found], int]]:
    columns: dict[str, Cell] = {}
    for line in lines:
        heading = {name: cell for cell in line.cells if (name := column_of(cell.text)) is not None}
        if "invoice_number" in heading and len(heading) >= 3 and heading.keys() & _MONEY:
            columns = heading
            continue
        if not columns or (line.cells and label_of(line.cells[0].text) == "total_amount"):
            continue
        row: dict[str, Found] = {}
        for cell in line.cells:
            name = min(columns, key=lambda one: _apart(columns[one], cell))
            if name in row:
                continue
            value = _value(name, cell.words, cell.page, order, decimal) if name in _MONEY | _DATES else None
            if name == "invoice_number" and any(map(str.isdigit, cell.text)):
                value = found(cell.text, cell.words, cell.page, 0.9)
            if value is not None:
                row[name] = value
        if "paid" not in row and "gross" in row and "paid" not in columns:
            row["paid"] = row["gross"]
        if "invoice_number" in row and row.keys() & {"paid", "gross"}:
            yield row, line.index


def _apart(heading: Cell, cell: Cell) -> float:
    """Distance of a cell to its heading: names stand flush left, amounts flush right."""
    return min(abs(heading.box.left - cell.box.left), abs(heading.box.right - cell.box.right),
               abs(heading.box.left + heading.box.right - cell.box.left - cell.box.right) / 2)  # fmt: skip


def _labelled(lines: Sequence[Line]) -> Iterator[tuple[str, Sequence[Word], int]]:
    for number, line in enumerate(lines):
        for place, cell in enumerate(line.cells):
            for count in range(1, min(_LONGEST_LABEL, len(cell.words)) + 1):
                text = " ".join(word.text for word in cell.words[:count])
                kind = label_of(text)
                if kind is None or not (text.endswith((":", "#")) or count == len(cell.words) or count > 1):
                    continue
                if cell.words[count:]:
                    yield kind, cell.words[count:], cell.page
                elif place + 1 < len(line.cells):
                    yield kind, line.cells[place + 1].words, cell.page
                if count == len(cell.words) and number + 1 < len(lines):
                    for under in lines[number + 1].cells:
                        if under.page == cell.page and abs(under.box.left - cell.box.left) < 12:
                            yield kind, under.words, cell.page

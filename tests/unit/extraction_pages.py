"""Pages for the classification and extraction tests: words placed by column and line, as a text layer gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bpo_pipeline.model.reading import Box, Page, Reading, Source, Structured, Word

Placed = tuple[float, float, str] | tuple[float, float, str, float]
"""Left edge, top (points), text, and font size where it is not 10."""


def page(*texts: Placed, number: int = 1, width: float = 595.0, source: Source = Source.TEXT) -> Page:
    """A page with texts; a character is half as wide as it is high."""
    words: list[Word] = []
    for left, top, text, *rest in texts:
        size = rest[0] if rest else 10.0
        at = left
        for part in text.split():
            wide = len(part) * size * 0.5
            words.append(Word(part, Box(at, top, at + wide, top + size), 1.0, size))
            at += wide + size * 0.3
    return Page(number, width, 842.0, tuple(words), source)


def reading(*pages: Page, structured: Structured | None = None, language: str | None = None) -> Reading:
    """A reading of pages."""
    return Reading(tuple(pages), structured=structured, language=language)


def table(top: float, rows: Sequence[Sequence[str]], lefts: Sequence[float]) -> list[Placed]:
    """Rows of cells with fixed left edges, 14 points apart."""
    return [
        (left, top + 14 * n, text) for n, row in enumerate(rows) for left, text in zip(lefts, row, strict=True) if text
    ]


def german_invoice() -> Reading:
    """A one-page invoice with two lines, two tax rates' worth of one, IBAN and due date."""
    lefts = (50.0, 90.0, 330.0, 400.0, 500.0)
    items = table(
        300,
        [
            ("Pos", "Bezeichnung", "Menge", "Einzelpreis", "Gesamt"),
            ("1", "Schreibtischlampe", "2", "49,50", "99,00"),
            ("2", "Bürostuhl", "1", "1.101,00", "1.101,00"),
        ],
        lefts,
    )
    return reading(
        page(
            (50, 100, "Lampenwerk GmbH - Hafenweg 3 - 20457 Hamburg", 7.0),
            (50, 130, "Musterkunde AG"),
            (50, 143, "Am Markt 5"),
            (50, 156, "80331 München"),
            (50, 230, "Rechnung", 18.0),
            (350, 130, "Rechnungsnummer:"),
            (460, 130, "R-2024-0815"),
            (350, 144, "Rechnungsdatum:"),
            (460, 144, "05.03.2024"),
            (350, 158, "Fällig am:"),
            (460, 158, "04.04.2024"),
            *items,
            (400, 380, "Nettobetrag"),
            (500, 380, "1.200,00 €"),
            (400, 394, "MwSt. 19%"),
            (500, 394, "228,00 €"),
            (400, 408, "Gesamtbetrag"),
            (500, 408, "1.428,00 €"),
            (50, 780, "USt-IdNr.: DE136695976"),
            (250, 780, "IBAN: DE89 3704 0044 0532 0130 00"),
        ),
        language="de",
    )


def scanned(
    read: Reading, *, sinks: float = 0.0, confidence: float = 0.95, misread: dict[str, str] | None = None
) -> Reading:
    """The same pages as OCR would give them: askew, doubted, with some words misread."""

    def word(one: Word) -> Word:
        down = sinks * (one.box.left + one.box.right) / 2
        box = Box(one.box.left, one.box.top + down, one.box.right, one.box.bottom + down)
        text = (misread or {}).get(one.text, one.text)
        return replace(one, text=text, box=box, confidence=0.6 if text != one.text else 0.95)

    pages = tuple(replace(one, source=Source.OCR, words=tuple(map(word, one.words))) for one in read.pages)
    return replace(read, pages=pages)

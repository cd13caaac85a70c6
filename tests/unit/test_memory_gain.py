"""The training report says what vendor memory is worth: second and later papers of a vendor against the first."""

from __future__ import annotations

from bpo_pipeline.learning.memory_gain import gains
from bpo_pipeline.learning.papers import Paper
from bpo_pipeline.model.reading import Box, Page, Reading, Source, Word


def paper(number: str, total: str, name: str) -> Paper:
    """An invoice that calls its number what nobody else does."""
    rows = (
        (60, "Moosgrund Baumpflege"), (90, "Waldsaum 8, 24103 Kiel"), (150, "Rechnung"), (200, f"Laufzettel {number}"),
        (220, "Datum 03.02.2026"), (320, "Kronenschnitt Linde"), (420, f"Rechnungsbetrag {total}"),
    )  # fmt: skip
    words = []
    for top, text in rows:
        left = 60.0
        for part in text.split():
            box = Box(left, top, left + 6 * len(part), top + 10)
            words.append(Word(part, box, size=10.0))
            left = box.right + 4
    reading = Reading((Page(1, 595, 842, tuple(words), Source.TEXT),), language="de")
    return Paper(name, "moosgrund", "made", "invoice", reading, {"invoice_number": number})


def test_the_second_paper_gains_what_the_first_taught() -> None:
    first, second = gains([paper("MB-31", "210,00", "one"), paper("MB-47", "340,50", "two")])

    assert (first.place, first.values, first.alone, first.with_memory) == (1, 1, 0.0, 0.0)
    assert (second.place, second.alone, second.with_memory) == (2, 0.0, 1.0)


def test_papers_of_other_vendors_teach_nothing() -> None:
    one, two = paper("MB-31", "210,00", "one"), paper("MB-47", "340,50", "two")
    other = Paper(two.id, "elsewhere", two.source, two.document_type, two.reading, two.fields)

    assert [(row.place, row.values) for row in gains([one, other])] == [(1, 2)]

"""Papers as text: what looks like an invoice and is none, and bills in languages that no design of ours speaks.

Only words and lines, as classification sees them: letters, statements of account, reminders, delivery notes and offers
with the numbers, dates and amounts of the invoices that they speak of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from bpo_pipeline.documents.labels import LABELS
from bpo_pipeline.documents.titles import OTHER_PAPERS, TITLES
from bpo_pipeline.learning.other_phrases import BODIES, TITLES_BY_LANGUAGE
from bpo_pipeline.model.reading import Box, Page, Reading, Source, Word

COUNT = 900
_SEED = 23
_WIDTH, _HEIGHT = 595.0, 842.0
_FIELDS = {
    "invoice": ("invoice_number", "issue_date", "due_date", "net_total", "tax_total", "gross_total", "payment_terms"),
    "credit_note": ("invoice_number", "issue_date", "net_total", "tax_total", "gross_total"),
    "purchase_order": ("purchase_order_number", "issue_date", "net_total", "requested_delivery_date"),
    "purchase_order_change": ("purchase_order_number", "issue_date", "net_total"),
    "other": ("invoice_number", "issue_date", "due_date", "gross_total", "amount_due"),
}
"""What stands on each kind, by its labels; papers of other kinds quote some of an invoice's."""


def other_papers(count: int = COUNT) -> Iterator[tuple[str, str, Reading]]:
    """A group that is never split between training and test, the kind and the paper."""
    rng = Random(_SEED)  # noqa: S311  (invented papers, no secret)
    kinds = list(_FIELDS)
    for place in range(count):
        kind = kinds[place % len(kinds)] if place % 2 else "other"
        language = rng.choice(tuple(BODIES))
        yield f"text-{language}-{place % 40}", kind, _reading(_lines(rng, kind, language), language)


def _lines(rng: Random, kind: str, language: str) -> list[tuple[str, float]]:
    """Text and size of each line."""
    title = _title(rng, kind, language)
    lines: list[tuple[str, float]] = [(rng.choice(_SENDERS), 10.0), (_street(rng), 9.0)]
    if title and rng.random() < 0.9:
        lines.append((title if rng.random() < 0.7 else f"{title} {_number(rng)}", rng.choice((10.0, 14.0, 18.0))))
    if kind == "other":
        body = list(BODIES[language])
        rng.shuffle(body)
        lines += [(one.format(number=_number(rng), date=_date(rng), amount=_amount(rng)), 9.5) for one in body[:4]]
    fields = list(_FIELDS[kind])
    if kind == "other":
        fields = rng.sample(fields, rng.randint(0, 3))
    lines += [(f"{label} {_value(rng, field)}", 9.0) for field in fields if (label := _label(rng, field, language))]
    if rng.random() < 0.8:
        lines += [_row(rng) for _ in range(rng.randint(1, 8))]
    return lines


def _title(rng: Random, kind: str, language: str) -> str:
    known = TITLES_BY_LANGUAGE[language]
    several: Sequence[str] = known["other"] if kind == "other" else known.get(kind, ())
    return rng.choice(several or (OTHER_PAPERS if kind == "other" else TITLES[kind])).title()


def _label(rng: Random, field: str, language: str) -> str:
    known = [one.phrase for one in LABELS if one.field == field and one.language == language and one.weight >= 0.8]
    return rng.choice(known).capitalize() if known else ""


def _value(rng: Random, field: str) -> str:
    if field.endswith("_date"):
        return _date(rng)
    return _number(rng) if field.endswith("_number") else _amount(rng)


def _row(rng: Random) -> tuple[str, float]:
    return f"{_number(rng)} {_date(rng)} {_amount(rng)} {_amount(rng)}", 9.0


def _number(rng: Random) -> str:
    return f"{rng.choice(('RE', 'INV', 'F', 'A', ''))}{rng.randint(1000, 999999)}"


def _date(rng: Random) -> str:
    return f"{rng.randint(1, 28):02d}.{rng.randint(1, 12):02d}.20{rng.randint(15, 26)}"


def _amount(rng: Random) -> str:
    return f"{rng.randint(5, 9000)},{rng.randint(0, 99):02d}"


def _street(rng: Random) -> str:
    return f"{rng.choice(('Market Street', 'Hauptstrasse', 'Rue du Port', 'Kade'))} {rng.randint(1, 99)}"


_SENDERS = ("Muster GmbH", "Exemple SARL", "Sample Ltd", "Voorbeeld BV", "Ejemplo SL", "Esempio SRL", "Exemplo Lda")


def _reading(lines: Sequence[tuple[str, float]], language: str) -> Reading:
    words: list[Word] = []
    top = 60.0
    for text, size in lines:
        left = 60.0
        for part in text.split():
            width = 0.5 * size * len(part)
            words.append(Word(part, Box(left, top, left + width, top + size), size=size))
            left += width + 0.3 * size
        top += 1.9 * size
    return Reading((Page(1, _WIDTH, _HEIGHT, tuple(words), Source.TEXT),), language=language)

"""The learned model of document types: what looks like an invoice and is none; training twice gives the same."""

from __future__ import annotations

import json

import pytest

from bpo_pipeline.classification import classify
from bpo_pipeline.classification.learned import CLASSES, load
from bpo_pipeline.learning.kinds import Labelled, accuracy, cross_validated, fit, known
from bpo_pipeline.learning.other_papers import other_papers
from bpo_pipeline.model.reading import Box, Page, Reading, Source, Word


def paper(*texts: str) -> Reading:
    words = []
    for row, text in enumerate(texts):
        left = 60.0
        for part in text.split():
            width = 5.5 * len(part)
            words.append(Word(part, Box(left, 60.0 + 20 * row, left + width, 70.0 + 20 * row), size=10.0))
            left += width + 3
    return Reading((Page(1, 595, 842, tuple(words), Source.TEXT),))


@pytest.mark.parametrize(
    "texts",
    [
        (
            "Contoso Ltd", "Second reminder", "Dear Mr Miller, our invoice INV-4711 of 03.02.2026 is still unpaid.",
            "Amount due 1,190.00", "Please pay within seven days. Late fee 25.00", "Yours sincerely",
        ),
        (
            "Nordwind GmbH", "Lieferschein", "Sehr geehrte Damen und Herren", "Bestellnummer 4711",
            "Die folgenden Waren wurden geliefert, in einwandfreiem Zustand erhalten", "12 Schrauben 14,00",
        ),
        (
            "Exemple SARL", "Relevé de compte", "Solde initial 1.200,00", "01.02.2026 Facture 77 500,00",
            "Solde final 1.700,00",
        ),
    ],
)  # fmt: skip
def test_what_looks_like_an_invoice_and_is_none_is_something_else(texts: tuple[str, ...]) -> None:
    assert classify(paper(*texts)).document_type == "unknown"


def test_a_correction_says_so() -> None:
    """Nothing but an invoice's totals: neither a credit note nor the change of an order is claimed."""
    said = classify(paper("Lumber Inc", "Bureau 5 400,00", "Montant HT 45 550,00", "Taxes 6 810,00", "TTC 52 360,00"))
    assert said.document_type not in {"credit_note", "purchase_order", "purchase_order_change"}


def test_chances_are_shares() -> None:
    said = classify(paper("Contoso Ltd", "INVOICE", "Invoice number 4711", "Invoice date 03.02.2026", "Total 119.00"))
    assert said.document_type == "invoice"
    assert 0.5 < said.confidence <= 1
    assert said.confidence + sum(share for _, share in said.runners_up) <= 1.001


def test_the_model_has_a_row_per_class() -> None:
    assert load().weights.shape[0] == len(CLASSES)


def test_training_twice_gives_the_same_and_groups_stay_apart() -> None:
    papers = [Labelled(group, kind, reading, "real text") for group, kind, reading in other_papers(240)]
    seen = known(papers, jobs=1)
    assert json.dumps(fit(seen)) == json.dumps(fit(seen))
    guesses, temperature = cross_validated(seen)
    assert len(guesses) == 240
    assert accuracy(guesses) > 0.7
    assert temperature > 0

"""A person's corrections: taken strictly or refused with a sentence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from extraction_pages import german_invoice

from bpo_pipeline.documents.invoice import Invoice
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.extraction import apply_corrections, extract
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.reading import Source


def _draft() -> Draft:
    return extract(german_invoice(), "invoice")


def _record(draft: Draft) -> Invoice:
    assert isinstance(draft.record, Invoice)
    return draft.record


def test_a_correction_is_the_persons_word() -> None:
    corrected = apply_corrections(_draft(), {"gross_total": "1500.25", "issue_date": "2024-03-06"})

    evidence = corrected.evidence_for("gross_total")
    assert _record(corrected).gross_total == Decimal("1500.25")
    assert _record(corrected).issue_date == dt.date(2024, 3, 6)
    assert evidence is not None
    assert (evidence.source, evidence.confidence) == (Source.HUMAN, 1.0)


def test_the_documents_own_separators_are_understood() -> None:
    assert _record(apply_corrections(_draft(), {"gross_total": "1.500,25"})).gross_total == Decimal("1500.25")
    assert _record(apply_corrections(_draft(), {"gross_total": "1.500"})).gross_total == Decimal(1500)


def test_an_empty_text_removes_value_and_evidence() -> None:
    corrected = apply_corrections(_draft(), {"due_date": ""})

    assert _record(corrected).due_date is None
    assert corrected.evidence_for("due_date") is None


def test_a_line_is_changed_added_and_removed() -> None:
    corrected = apply_corrections(
        _draft(),
        {"line_items.0.quantity": "3", "line_items.2.description": "Versand", "line_items.2.line_total": "9.90"},
    )
    assert [one.quantity for one in _record(corrected).line_items] == [Decimal(3), Decimal(1), None]
    assert _record(corrected).line_items[2].description == "Versand"

    emptied = {
        f"line_items.0.{name}": "" for name in Invoice.model_fields["line_items"].annotation.__args__[0].model_fields
    }
    shorter = apply_corrections(corrected, emptied)

    assert len(_record(shorter).line_items) == 2
    evidence = shorter.evidence_for("line_items.1.description")
    assert evidence is not None
    assert evidence.raw == "Versand"


@pytest.mark.parametrize(
    ("path", "text", "sentence"),
    [
        ("issue_date", "31.02.2024", "not a date"),
        ("issue_date", "2024-02-31", "not a day"),
        ("issue_date", "03/07/2024", "can be read as"),
        ("gross_total", "12,34,5", "not an amount"),
        ("gross_total", "１２３", "not an amount"),
        ("gross_total", "1e5", "not an amount"),
        ("gross_total", "NaN", "not an amount"),
        ("currency", "euro", "currency code"),
        ("supplier_name", "a\nb", "control characters"),
        ("supplier_name", "x" * 3000, "characters long"),
        ("no_such_field", "1", "no such field"),
        ("line_items.9.quantity", "1", "there are 2 lines"),
        ("line_items.0.nothing", "1", "no such field"),
        ("line_items", "1", "no such field"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(path: str, text: str, sentence: str) -> None:
    with pytest.raises(AskAPerson, match=sentence):
        apply_corrections(_draft(), {path: text})


def test_correcting_twice_is_the_same_as_once() -> None:
    once = apply_corrections(_draft(), {"gross_total": "1500.00", "invoice_number": "R-1"})

    assert apply_corrections(once, {"gross_total": "1500.00", "invoice_number": "R-1"}) == once


def test_the_original_draft_does_not_change() -> None:
    draft = _draft()

    apply_corrections(draft, {"gross_total": "1.00"})

    assert _record(draft).gross_total == Decimal("1428.00")

"""Reading measured on the labelled corpora (folder BPO_CORPUS)."""

from __future__ import annotations

import io
import json
import os
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from bpo_pipeline.model.reading import Reading
from bpo_pipeline.reading import read_document, reading_from_json
from bpo_pipeline.reading.einvoice.canonical import canonical
from bpo_pipeline.reading.einvoice.rules import broken_rules

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def corpus() -> Path:
    folder = os.environ.get("BPO_CORPUS")
    if not folder:
        pytest.skip("BPO_CORPUS is not set")
    return Path(folder) / "corpus"


def read(path: Path) -> Reading:
    media_type = "application/xml" if path.suffix == ".xml" else "application/pdf"
    return reading_from_json(read_document(path.read_bytes(), {"media_type": media_type, "ocr": False}).value)


def rules_broken_by(path: Path, syntax: str) -> set[str]:
    return {one.rule for one in broken_rules(canonical(path.read_bytes(), {}).value, syntax)}


def same(one: str, other: str | None) -> bool:
    try:
        return other is not None and abs(Decimal(one)) == abs(Decimal(other))
    except InvalidOperation:
        return re.sub(r"\W", "", one) == re.sub(r"\W", "", other or "")


@pytest.mark.parametrize("name", ["einvoice_xml", "zugferd", "purchase_orders"])
def test_carried_values_are_read_right(corpus: Path, name: str) -> None:
    right = labelled = types = documents = 0
    for line in (corpus / name / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth: dict[str, Any] = json.loads(line)
        found = read(corpus / name / truth["file"]).structured
        assert found is not None, truth["file"]
        documents += 1
        types += found.document_type == truth["doc_type"]
        for field, value in truth["fields"].items():
            labelled += 1
            right += same(value, found.values.get(field))

    assert right / labelled >= 0.99
    assert (
        types / documents >= 0.97
    )  # three negative invoices are labelled invoice in one corpus, credit note in another


def test_words_agree_with_pdfplumber(corpus: Path) -> None:
    common = total = 0
    for path in sorted((corpus / "zugferd" / "files").glob("*.pdf")):
        mine = Counter(word.text for page in read(path).pages for word in page.words)
        with pdfplumber.open(io.BytesIO(path.read_bytes())) as document:
            theirs = Counter(w["text"] for page in document.pages for w in page.extract_words(x_tolerance_ratio=0.15))
        common += 2 * (mine & theirs).total()
        total += mine.total() + theirs.total()

    assert common / total >= 0.98


@pytest.mark.parametrize(("name", "key"), [("truth", "en16931_errors"), ("invalid", "rules_broken")])
def test_an_e_invoice_breaks_the_rules_that_the_official_schematron_says(corpus: Path, name: str, key: str) -> None:
    folder = corpus / "einvoice_xml"
    for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        assert rules_broken_by(folder / said["file"], said["syntax"]) == set(said[key]), said["file"]


def test_each_unit_test_of_the_norms_own_rules_ends_as_it_says(corpus: Path) -> None:
    folder, warnings = corpus / "einvoice_xml", {"warning"}
    for line in (folder / "rule_tests.jsonl").read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        if said["origin"]["repo"].startswith("ConnectingEurope") and said["level"] not in warnings:
            broken = rules_broken_by(folder / said["file"], said["syntax"])
            assert set(said["fires"]) <= broken, said["file"]
            assert not broken & set(said["does_not_fire"]), said["file"]

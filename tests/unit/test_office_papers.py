"""Statements, pay stubs, W-2, 1099-NEC and remittance advice: read as they were written, faults found, nothing else."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bpo_pipeline import classification, extraction, qa
from bpo_pipeline.flow.files import no_contract
from bpo_pipeline.generator.paper_folder import paper_folder
from bpo_pipeline.generator.papers import PLANTED, office_papers
from bpo_pipeline.intake import screen as screening
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.reading.read import read_document, reading_from_json

PAPERS = office_papers(7, 26)
FORMS = {"w4", "w9", "i9", "leave_request", "direct_deposit"}


@cache
def drafted(place: int) -> Draft:
    paper = PAPERS[place]
    media_type = screening.check(paper.content, paper.name, screening.Limits()).media_type
    reading = reading_from_json(read_document(paper.content, {"media_type": media_type, "ocr": False}).value)
    kind = classification.classify(reading)
    assert kind.document_type == paper.doc_type
    return extraction.extract(reading, kind.document_type)


def rules(place: int) -> Iterator[str]:
    draft = drafted(place)
    subject = qa.Subject(draft, reading_from_json({"pages": []}), no_contract(), dt.date(2026, 6, 1))
    for rule in (*qa.PAPER_RULES, *qa.FORM_RULES):
        yield from (one.rule for one in rule(subject))


@pytest.mark.parametrize("place", range(len(PAPERS)), ids=lambda one: PAPERS[one].name)
def test_a_paper_is_read_as_it_was_written(place: int) -> None:
    paper = PAPERS[place]
    record = drafted(place).record.model_dump(mode="json", exclude_none=True)
    assert {name: record.get(name) for name in paper.fields} == paper.fields
    rows = record.get(paper.list_name, [])
    shown = [{name: row.get(name) for name in truth} for row, truth in zip(rows, paper.rows, strict=True)]
    assert shown == list(paper.rows)


@pytest.mark.parametrize("place", range(len(PAPERS)), ids=lambda one: PAPERS[one].name)
def test_a_planted_fault_is_said_and_nothing_else(place: int) -> None:
    fault = PAPERS[place].planted
    assert set(rules(place)) == ({fault} if fault else set())


def test_every_fault_is_planted_once() -> None:
    assert sorted(one.planted for one in PAPERS if one.planted) == sorted(fault for fault, _ in PLANTED)


def test_the_folder_holds_every_kind_with_its_truth(tmp_path: Path) -> None:
    assert paper_folder(tmp_path, count=13, seed=3, awkward=True) == 13 + len(PLANTED)
    truths = [json.loads(row) for row in (tmp_path / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {one["doc_type"] for one in truths} > FORMS
    assert all((tmp_path / one["file"]).is_file() for one in truths)
    assert [one["qa_issues"] for one in truths if one["qa_issues"]] == [[fault] for fault, _ in PLANTED]


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert [one.content for one in office_papers(3)] == [one.content for one in office_papers(3)]

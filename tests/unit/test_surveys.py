"""A client's own form by its definition: marks told apart, required answers asked for, writing to people."""

from __future__ import annotations

import datetime as dt
import json
from random import Random
from typing import Any

import cv2
import numpy as np
import pytest
import yaml
from pydantic import ValidationError

from bpo_pipeline import classification, extraction, qa
from bpo_pipeline.commands.forms import skeleton
from bpo_pipeline.documents.form_definition import FormDefinition
from bpo_pipeline.documents.survey import Survey
from bpo_pipeline.flow.files import no_contract
from bpo_pipeline.generator.papers import new_hire
from bpo_pipeline.model.document import Document
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.qa.rules.surveys import SURVEY_RULES
from bpo_pipeline.reading.read import read_document, reading_from_json
from bpo_pipeline.settings import PROJECT

WORDS = skeleton("new-hire", reading_from_json(read_document(new_hire.blank(), {"ocr": False}).value))["words"]
FORM = FormDefinition.model_validate(yaml.safe_load(yaml.safe_dump(json.loads(json.dumps(new_hire.definition(WORDS))))))


def read(content: bytes, **more: Any) -> Reading:
    arguments = {"ocr": False, "forms": [FORM.model_dump(mode="json")], **more}
    return reading_from_json(read_document(content, arguments).value)


def survey(reading: Reading) -> Survey:
    assert classification.classify(reading).document_type == "survey"
    record = extraction.extract(reading, "survey").record
    assert isinstance(record, Survey)
    return record


def rules(reading: Reading) -> set[str]:
    contract = no_contract().model_copy(update={"forms": (FORM,)})
    subject = qa.Subject(extraction.extract(reading, "survey"), reading, contract, dt.date(2026, 6, 1))
    return {one.rule for rule in SURVEY_RULES for one in rule(subject)}


@pytest.mark.parametrize("seed", range(3))
def test_every_mark_is_read(seed: int) -> None:
    content, truth = new_hire.filled(Random(seed), {"shift": "several", "veteran": "blank", "satisfied": "corrected"})
    record = survey(read(content))
    assert (record.form_id, record.form_version) == (new_hire.FORM, new_hire.VERSION)
    assert {one.question: (one.value or "", one.state) for one in record.answers} == truth


def test_the_sample_contracts_form_is_the_generators() -> None:
    written = (PROJECT / "dags" / "contracts" / "lakeside-new-hire.form").read_text(encoding="utf-8")
    assert FormDefinition.model_validate(yaml.safe_load(written)) == FORM


def test_two_marks_a_withdrawn_one_and_a_missing_answer_are_asked_about() -> None:
    states = {"shift": "several", "satisfied": "corrected", "employment": "blank"}
    assert rules(read(new_hire.filled(Random(1), states)[0])) == {"several-marks", "corrected-mark", "missing-answer"}
    assert rules(read(new_hire.filled(Random(1), {"veteran": "blank"})[0])) == set()


def test_another_paper_is_not_taken_for_the_form() -> None:
    assert read(new_hire.filled(Random(1), {})[0], forms=[]).known_form == ""


def test_a_bubble_sheet_is_told_by_its_folder() -> None:
    block = {"fieldType": "QTYPE_MCQ4", "fieldLabels": ["q1..3"], "origin": [40, 40], "bubblesGap": 40, "labelsGap": 50}
    template = {"pageDimensions": [300, 220], "bubbleDimensions": [20, 20], "fieldBlocks": {"a": block}}
    pixels = np.full((220, 300), 255, np.uint8)
    for row, columns in enumerate(((1,), (), (0, 3))):
        for column in range(4):
            place = (50 + 40 * column, 50 + 50 * row)
            cv2.circle(pixels, place, 10, 0, -1 if column in columns else 1)
    content = cv2.imencode(".png", pixels)[1].tobytes()
    form = FormDefinition.model_validate({"form": "poll", "bubbles": template}).model_dump(mode="json")
    reading = read(content, forms=[form], folder="poll", media_type="image/png")
    answers = {one.question: (one.value or "", one.state) for one in survey(reading).answers}
    assert answers == {"q1": ("B", "marked"), "q2": ("", "blank"), "q3": ("AD", "several")}


def test_a_form_without_words_or_with_a_question_without_a_place_is_refused() -> None:
    for wrong in ({"form": "x1", "questions": [{"id": "a", "kind": "text"}]}, {"form": "x1"}):
        with pytest.raises(ValidationError):
            FormDefinition.model_validate(wrong)


@pytest.mark.parametrize(("key", "folder"), [("incoming/poll/a.png", "poll"), ("incoming/a.png", "")])
def test_the_folder_of_a_document_is_the_one_in_the_inbox(key: str, folder: str) -> None:
    now = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    assert Document("d", "acme", "0" * 64, 1, "image/png", key, now).folder == folder

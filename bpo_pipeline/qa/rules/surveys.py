"""A client's own form: what must be answered is, one option where one is allowed, numbers within their range.

Source: the form definition in the client's contract (kind, required, min, max of each question).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from bpo_pipeline.documents.form_definition import Question
from bpo_pipeline.documents.survey import Survey
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reading import Source
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error
from bpo_pipeline.qa.subject import Subject

_SHOWN = 40


def several_marks(subject: Subject) -> Iterator[Finding]:
    """``several-marks``, ``corrected-mark``: nobody guesses which of two marks was meant."""
    record = subject.draft.record
    for number, one in enumerate(record.answers if isinstance(record, Survey) else ()):
        if one.state == "several":
            sentence = f"Question {one.question}: {one.value} are marked, one is allowed: look at the picture."
            yield error("several-marks", f"answers.{number}.value", Reason.AMOUNT_AMBIGUOUS, sentence)
        elif one.state == "corrected":
            sentence = f"Question {one.question}: a mark was taken back, {one.value} counts: look at the picture."
            yield error("corrected-mark", f"answers.{number}.value", Reason.AMOUNT_AMBIGUOUS, sentence)


def answers_complete(subject: Subject) -> Iterator[Finding]:
    """``missing-answer``, ``answer-range``: required questions are answered, numbers lie within the form's bounds."""
    record = subject.draft.record
    if not isinstance(record, Survey):
        return
    questions = {
        one.id: one for form in subject.contract.forms if form.form == record.form_id for one in form.questions
    }
    for number, one in enumerate(record.answers):
        question = questions.get(one.question or "")
        if question is None:
            continue
        if question.required and one.state == "blank":
            sentence = f"Question {question.id} ({question.text[:_SHOWN]}) must be answered and is blank."
            yield error("missing-answer", f"answers.{number}.value", Reason.EXTRACTION_INCOMPLETE, sentence)
        elif one.value and _outside(question, one.value):
            sentence = f"Question {question.id}: {one.value[:_SHOWN]} is not between {question.min} and {question.max}."
            yield error("answer-range", f"answers.{number}.value", Reason.AMOUNT_INVALID, sentence)


def written_answers(subject: Subject) -> Iterator[Finding]:
    """``written-answer``: free text on a scan goes to a person as a crop, with the machine's reading beside it."""
    record = subject.draft.record
    for number, one in enumerate(record.answers if isinstance(record, Survey) else ()):
        evidence = subject.draft.evidence_for(f"answers.{number}.value")
        if one.state == "written" and evidence is not None and evidence.source is Source.OCR:
            sentence = f"Question {one.question} is answered in writing: compare the reading with its picture."
            yield error("written-answer", f"answers.{number}.value", Reason.LOW_CONFIDENCE, sentence)
            return


def _outside(question: Question, text: str) -> bool:
    if question.kind not in {"number", "scale"} or (question.min is None and question.max is None):
        return False
    try:
        number = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        return True
    low, high = question.min, question.max
    return (low is not None and number < Decimal(str(low))) or (high is not None and number > Decimal(str(high)))


SURVEY_RULES = (several_marks, answers_complete, written_answers)

"""A client's own form: the page is laid over the definition's words, or its bubbles are found; one answer a question.

A box that is blacked out takes back the mark in it, as on ballots and exam sheets: with another option ticked the
question counts as corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bpo_pipeline.documents.form_definition import FormDefinition, Question
from bpo_pipeline.model.reading import Box, FilledBox, FormField, Page
from bpo_pipeline.reading.box_ink import Sheet
from bpo_pipeline.reading.boxes import Look, boxes_on
from bpo_pipeline.reading.marks import read_marks
from bpo_pipeline.reading.registration import register_as

BETWEEN = "|"
"""Between several ticked options."""


def answers_on(
    content: bytes,
    forms: Sequence[FormDefinition],
    folder: str,
    pages: Sequence[Page],
    fields: Sequence[FormField],
    look: Look,
) -> tuple[str, tuple[FilledBox, ...]]:
    """Name of the client's form that the document is, and an answer per question; empty when it is none."""
    for form in forms:
        if form.bubbles is not None and form.form == folder:
            answers: Mapping[str, Mapping[str, Any]] = read_marks(content, {"template": form.bubbles}).value
            return form.name, tuple(
                FilledBox(label, "check", one["value"], 1, Box(0, 0, 0, 0), one["confidence"], one["state"])
                for label, one in answers.items()
            )
    for page in pages[:2]:
        found = [(registered, form) for form in forms if form.bubbles is None
                 and (registered := register_as(page, form.known_form)) is not None]  # fmt: skip
        if not found:
            continue
        registered, form = max(found, key=lambda one: one[0].share)
        picture = look(page)
        sheet = Sheet.of(picture, registered) if picture is not None else None
        filled = {one.name: one for one in boxes_on(registered, page, fields, sheet)}
        return form.name, tuple(_answer(question, form, filled, sheet) for question in form.questions)
    return "", ()


def _answer(
    question: Question, form: FormDefinition, filled: Mapping[str, FilledBox], sheet: Sheet | None
) -> FilledBox:
    if not question.ticked:
        one = filled[question.id]
        kind = "signature" if question.kind == "signature" else "text"
        return FilledBox(
            question.id, kind, one.value, one.page, one.box, one.confidence, "written" if one.value else "blank"
        )
    boxes = [(option.value, filled[f"{question.id}={option.value}"]) for option in question.options]
    ticked = [(value, one) for value, one in boxes if one.value]
    struck = set(_struck(question, form, sheet)) if len(ticked) > 1 and question.kind != "multi" else set()
    kept = [(value, one) for value, one in ticked if value not in struck] or ticked
    state = "blank" if not kept else "marked" if len(kept) == 1 or question.kind == "multi" else "several"
    if state == "marked" and struck and len(kept) < len(ticked):
        state = "corrected"
    sure = min(one.confidence for _, one in boxes)
    where = (kept or boxes)[0][1]
    return FilledBox(question.id, "check", BETWEEN.join(value for value, _ in kept), where.page, where.box, sure, state)


def _struck(question: Question, form: FormDefinition, sheet: Sheet | None) -> Iterator[str]:
    for box in form.known_form.boxes:
        name, _, value = box.name.partition("=")
        if name == question.id and value and sheet is not None and sheet.blackened(box):
            yield value

"""A new-hire sheet as a client's own form: the blank, its definition, and sheets filled in with exact truth."""

from __future__ import annotations

from random import Random
from typing import Any

from bpo_pipeline.generator.papers.paper import new_sheet, person
from bpo_pipeline.generator.sheet import Sheet

FORM, VERSION = "new-hire", "2026-01"
CHOICES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("employment", "Kind of employment", "single", ("full_time", "part_time", "seasonal")),
    ("shift", "Preferred shift", "single", ("early", "late", "night")),
    ("benefits", "Benefits wanted", "multi", ("medical", "dental", "vision")),
    ("veteran", "Protected veteran status", "yes_no", ("yes", "no")),
    ("satisfied", "Satisfied with the interview (one is best)", "scale", ("1", "2", "3", "4", "5")),
)
TEXTS = (("name", "Full legal name"), ("start", "First working day (month, day, year)"))
_SIDE = 11.0


def definition(words: list[list[Any]]) -> dict[str, Any]:
    """The form's definition; *words* are what its blank prints."""
    questions: list[dict[str, Any]] = []
    for place, (name, text, kind, values) in enumerate(CHOICES):
        options = [{"value": value, "box": _box(place, number)} for number, value in enumerate(values)]
        required = name == "employment"
        questions.append({"id": name, "text": text, "kind": kind, "options": options, "required": required})
    for place, (name, text) in enumerate(TEXTS):
        top = 470.0 + 50 * place
        questions.append({"id": name, "text": text, "kind": "text", "box": (250.0, top, 560.0, top + 24)})
    return {"form": FORM, "version": VERSION, "title": "New Hire Information", "words": words, "questions": questions}


def _box(place: int, number: int) -> tuple[float, float, float, float]:
    left, top = 60.0 + 105 * number, 152.0 + 60 * place
    return left, top, left + _SIDE, top + _SIDE


def blank() -> bytes:
    """The form with nothing filled in."""
    return _drawn({}).finish()


def filled(rng: Random, states: dict[str, str]) -> tuple[bytes, dict[str, tuple[str, str]]]:
    """A filled sheet and its truth, question -> (value, state).

    *states* says of each choice ``marked``, ``blank``, ``several`` or ``corrected``; a question that it leaves out is
    marked.
    """
    marks: dict[str, list[tuple[int, str]]] = {}
    truth: dict[str, tuple[str, str]] = {}
    for name, _, kind, values in CHOICES:
        state = states.get(name, "marked")
        chosen = rng.sample(range(len(values)), 2)
        if state == "blank":
            marks[name] = []
        elif state == "marked" and kind != "multi":
            marks[name] = [(chosen[0], "x")]
        elif state == "corrected":
            marks[name] = [(chosen[0], "x"), (chosen[1], "black")]
        else:
            marks[name] = [(one, "x") for one in sorted(chosen)]
        value = "|".join(values[one] for one, how in marks[name] if how == "x")
        truth[name] = (value, state)
    written = {"name": person(rng), "start": f"0{rng.randint(1, 9)}/{rng.randint(10, 28)}/2026"}
    truth |= {name: (text, "written") for name, text in written.items()}
    return _drawn(marks, written).finish(), truth


def _drawn(marks: dict[str, list[tuple[int, str]]], written: dict[str, str] | None = None) -> Sheet:
    page = new_sheet("New hire")
    page.text(60, 70, "New Hire Information", size=18, bold=True)
    page.text(60, 95, "Please complete this sheet before your first day and hand it to the office.", size=10)
    for place, (name, text, _, values) in enumerate(CHOICES):
        page.text(60, 142 + 60 * place, text, size=10, bold=True)
        for number, value in enumerate(values):
            left, top, *_ = _box(place, number)
            page.box(left, top, _SIDE, _SIDE, line="#000000")
            page.text(left + 16, top + 9, value.replace("_", " "), size=9)
        for number, how in marks.get(name, ()):
            left, top, *_ = _box(place, number)
            if how == "black":
                page.box(left, top, _SIDE, _SIDE, fill="#000000")
            else:
                page.rule(left + 1.5, top + 1.5, left + 9.5, top + 9.5, weight=1.3)
                page.rule(left + 1.5, top + 9.5, left + 9.5, top + 1.5, weight=1.3)
    for place, (name, text) in enumerate(TEXTS):
        page.text(60, 488 + 50 * place, text, size=10, bold=True)
        page.rule(250, 494 + 50 * place, 560, 494 + 50 * place)
        if written:
            page.text(256, 489 + 50 * place, written[name], size=11)
    return page

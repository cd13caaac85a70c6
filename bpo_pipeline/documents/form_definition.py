"""A client's own form in YAML: what it prints, its questions and their boxes; or the bubbles of a sheet.

Two ways to say where the answers are. ``words`` and boxes: what the blank prints with its places (``bpo forms BLANK``
writes them), so that a filled page is recognised and laid over it. ``bubbles``: a template of OMRChecker, for sheets
that print hardly a word; such a file is told by the folder it lies in, which is named like the form.
Places are in points on the blank's first page, origin top left, y grows downwards.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bpo_pipeline.documents.bubble_sheet import bubble_sheet
from bpo_pipeline.documents.known_form import FormBox, KnownForm
from bpo_pipeline.model.reading import Box, Word

Sides = tuple[float, float, float, float]
Kind = Literal["text", "number", "date", "yes_no", "single", "multi", "scale", "signature"]
TICKED: frozenset[str] = frozenset({"yes_no", "single", "multi", "scale"})


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(_Part):
    """One place to tick."""

    value: str
    box: Sides


class Question(_Part):
    """One question; its options have boxes of their own, a written answer stands in ``box``."""

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")
    text: str = ""
    kind: Kind = "single"
    options: tuple[Option, ...] = ()
    box: Sides | None = None
    required: bool = False
    min: float | None = Field(default=None, description="Least number, of kinds number and scale.")
    max: float | None = None

    @property
    def ticked(self) -> bool:
        """Whether it is answered by marks."""
        return self.kind in TICKED

    @model_validator(mode="after")
    def _has_a_place(self) -> Question:
        if self.ticked and len(self.options) < 1:
            message = f"question {self.id!r} of kind {self.kind} needs options"
            raise ValueError(message)
        if not self.ticked and self.box is None:
            message = f"question {self.id!r} of kind {self.kind} needs a box"
            raise ValueError(message)
        return self


class FormDefinition(_Part):
    """One edition of one form."""

    form: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{1,40}$", description="Also the folder that its files may lie in.")
    version: str = "1"
    title: str = ""
    width: float = 612.0
    height: float = 792.0
    words: tuple[tuple[str, float, float, float, float], ...] = Field(
        default=(), description="What the blank prints: word, left, top, right, bottom."
    )
    questions: tuple[Question, ...] = ()
    bubbles: dict[str, Any] | None = Field(default=None, description="OMRChecker template instead of questions.")

    @model_validator(mode="after")
    def _can_be_read(self) -> FormDefinition:
        if (self.bubbles is None) == (not self.questions):
            message = "a form has either questions or bubbles"
            raise ValueError(message)
        if self.bubbles is not None:
            try:
                bubble_sheet(self.bubbles)
            except (KeyError, TypeError, IndexError) as problem:
                message = f"the bubbles are no template: {problem}"
                raise ValueError(message) from None
        elif len(self.words) < _FEWEST_WORDS:
            message = (
                f"a form is recognised by its printed words; {_FEWEST_WORDS} at least, bpo forms BLANK writes them"
            )
            raise ValueError(message)
        return self

    @property
    def name(self) -> str:
        """How a reading says which form it is."""
        return f"form:{self.form}@{self.version}"

    @property
    def known_form(self) -> KnownForm:
        """The form as pages are laid over it."""
        boxes = []
        for question in self.questions:
            boxes += [FormBox(f"{question.id}={one.value}", "check", Box(*one.box), "") for one in question.options]
            if question.box is not None:
                kind = "signature" if question.kind == "signature" else "text"
                boxes.append(FormBox(question.id, kind, Box(*question.box), ""))
        words = tuple(Word(text, Box(*sides)) for text, *sides in self.words)
        return KnownForm(self.name, "survey", self.version, (), self.width, self.height, words, tuple(boxes))


_FEWEST_WORDS = 12

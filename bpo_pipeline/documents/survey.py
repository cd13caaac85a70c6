"""Survey or general form: the answers to the questions of a client's own form definition.

Marks as in optical mark reading: none, one, several, or one that was withdrawn for another. Handwriting goes to people.
"""

from __future__ import annotations

from bpo_pipeline.model.draft import Record


class Answer(Record):
    """One answer."""

    question: str | None = None
    """The question's id."""
    value: str | None = None
    """What was ticked or written; several ticked options with ``|`` between."""
    state: str | None = None
    """``marked``, ``blank``, ``several``, ``corrected`` or ``written``."""


class Survey(Record):
    """One filled-in form."""

    form_id: str | None = None
    form_version: str | None = None
    answers: tuple[Answer, ...] = ()

    def answer(self, question: str) -> Answer | None:
        """The answer to a question, None when the form has none of that id."""
        return next((one for one in self.answers if one.question == question), None)

"""A client's own form as a record: one answer per question; what is written by hand is never sure enough."""

from __future__ import annotations

from bpo_pipeline.documents import document_type
from bpo_pipeline.extraction.drafting import draft_of
from bpo_pipeline.extraction.forms import MOST_ON_A_SCAN
from bpo_pipeline.extraction.found import Found
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.reading import FilledBox, Reading, Source

PREFIX = "form:"


def survey_draft(reading: Reading) -> Draft:
    """The draft of a reading that was recognised as one of the client's forms."""
    form, _, version = reading.known_form.removeprefix(PREFIX).rpartition("@")
    fields = {"form_id": Found(form, form, 0.98), "form_version": Found(version, version, 0.98)}
    scanned = any(page.source is Source.OCR for page in reading.pages) or not reading.pages
    for number, one in enumerate(reading.filled):
        fields.update(_answer(f"answers.{number}", one, scanned=scanned))
    return draft_of(document_type("survey"), fields, reading, Source.OCR if scanned else Source.TEXT)


def _answer(path: str, one: FilledBox, *, scanned: bool) -> dict[str, Found]:
    sure = min(one.confidence, MOST_ON_A_SCAN) if one.kind == "text" and one.value and scanned else one.confidence
    sure = min(sure, MOST_ON_A_SCAN) if one.state in {"several", "corrected"} else sure
    box = one.box if one.box.width else None
    found = {
        f"{path}.question": Found(one.name, one.name, 0.99, derived=True),
        f"{path}.state": Found(one.state, one.state, sure, one.page, box),
    }
    if one.value:
        found[f"{path}.value"] = Found(one.value, one.value, sure, one.page, box)
    return found

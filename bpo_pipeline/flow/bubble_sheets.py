"""Bubble sheets with their template beside them: ``<name>template.json`` next to pictures whose names begin so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake import Limits, Parser, screen_file
from bpo_pipeline.model.reasons import DispositionKind, Reason

DOCUMENT_TYPE = "omr_form"
_ENDING = "template.json"
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff"})
_LARGEST = 1_000_000
_SECONDS = 60.0


def template_beside(path: Path) -> Path | None:
    """The template of a picture, None when there is none; of several the one with the longest name in common."""
    if path.suffix.lower() not in _PICTURES:
        return None
    fitting = [
        one for one in path.parent.glob(f"*{_ENDING}") if path.name.startswith(one.name.removesuffix(_ENDING))
    ]  # fmt: skip
    return max(fitting, key=lambda one: len(one.name), default=None)


def marks_of(sandbox: Parser, path: Path, template: Path) -> dict[str, dict[str, Any]]:
    """The answers on a bubble sheet, by question. Raises Refused for a picture or template that cannot be read."""
    content = path.read_bytes()
    refusal = screen_file(sandbox, name=path.name, content=content, limits=Limits()).disposition
    if refusal.reason is not None and refusal.kind in {DispositionKind.REJECT, DispositionKind.QUARANTINE}:
        raise Refused(refusal.reason, refusal.sentence, refusal.kind)
    try:
        data = json.loads(template.read_bytes()[:_LARGEST])
    except ValueError as problem:
        sentence = "The template beside the bubble sheet is no JSON; please send it again."
        raise Refused(Reason.CORRUPT, sentence) from problem
    answers: dict[str, dict[str, Any]] = sandbox.run(
        "marks", content, arguments={"template": data}, wall_seconds=_SECONDS
    ).value
    return {
        label: one | {"page": 1, "box": None, "raw": one["value"], "source": "ocr"} for label, one in answers.items()
    }

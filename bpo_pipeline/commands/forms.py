"""``bpo forms``: the beginning of a form definition from a blank: its size, words, and boxes where it has any."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

from bpo_pipeline.app import new_sandbox
from bpo_pipeline.errors import AskAPerson, BackOfficeError
from bpo_pipeline.flow.files import read_file
from bpo_pipeline.model.reading import Box, Reading


def run(path: Path) -> int:
    """Print the YAML; the questions are then written into it by hand."""
    try:
        with new_sandbox() as sandbox:
            reading = read_file(sandbox, path)
    except BackOfficeError as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    sys.stdout.write(yaml.safe_dump(skeleton(path.stem, reading), sort_keys=False, allow_unicode=True, width=110))
    return 0


def skeleton(name: str, reading: Reading) -> dict[str, Any]:
    """What a blank says about itself. Raises AskAPerson for one without words on its first page."""
    if not reading.pages or not reading.pages[0].words:
        message = "there are no words on the first page of the blank"
        raise AskAPerson(message)
    page = reading.pages[0]
    questions = [
        {"id": f"q{number}", "text": one.label or one.name, "kind": "text", "box": _sides(one.box)}
        for number, one in enumerate((one for one in reading.form_fields if one.page == 1), start=1)
    ]
    return {
        "form": name.lower().replace(" ", "-"),
        "version": "1",
        "width": page.width,
        "height": page.height,
        "questions": questions,
        "words": [[word.text, *_sides(word.box)] for word in page.words],
    }


def _sides(box: Box) -> list[float]:
    return [round(side, 1) for side in (box.left, box.top, box.right, box.bottom)]

"""Known forms: where a blank government or house form prints its words and keeps its boxes.

The definitions in ``known_forms/`` hold positions only; ``python -m bpo_pipeline.known_forms`` makes them from the
blanks.
Places are in points on the blank's first page, origin top left, y grows downwards.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bpo_pipeline.model.reading import Box, Word

FOLDER = Path(__file__).parent / "known_forms"


@dataclass(frozen=True, slots=True)
class FormBox:
    """A place on the blank in which something can be written or ticked."""

    name: str
    """Ours: ``ssn``; ``ssn.2`` for the second part of a value; ``filing_status=single`` for one of several ticks."""
    kind: str
    """``text``, ``check`` or ``signature``."""
    box: Box
    pdf_ending: str
    """How the field's name ends in the blank's own PDF form, empty where it has none."""

    @property
    def is_comb(self) -> bool:
        """Whether one digit is written in each of its cells."""
        base, _, part = self.name.partition(".")
        return base in {"ssn", "ein"} and part.isdigit()


@dataclass(frozen=True, slots=True)
class KnownForm:
    """One edition of one form."""

    name: str
    document_type: str
    edition: str
    """As the form's own date: ``2025``, ``2024-03``."""
    signs: tuple[str, ...]
    """What this edition alone prints, e.g. its revision."""
    width: float
    height: float
    words: tuple[Word, ...]
    """What the blank itself prints."""
    boxes: tuple[FormBox, ...]

    def fits(self, names: Sequence[str]) -> bool:
        """Whether a PDF form with fields of these names is this form: nearly all of our boxes are among them."""
        endings = [one.pdf_ending for one in self.boxes if one.pdf_ending]
        dotted = [f".{name}" for name in names]
        found = sum(any(name.endswith(f".{ending}") for name in dotted) for ending in endings)
        return bool(endings) and found >= 0.9 * len(endings)


@cache
def known_forms() -> tuple[KnownForm, ...]:
    """All definitions of the package, by name."""
    return tuple(load(path) for path in sorted(FOLDER.glob("*.json")))


def known_form(name: str) -> KnownForm:
    """The definition of that name. Raises KeyError for a name that there is no file for."""
    for one in known_forms():
        if one.name == name:
            return one
    raise KeyError(name)


def load(path: Path) -> KnownForm:
    """One definition from its file."""
    data = json.loads(path.read_text("utf-8"))
    return KnownForm(
        name=data["name"],
        document_type=data["document_type"],
        edition=data["edition"],
        signs=tuple(data["signs"]),
        width=data["width"],
        height=data["height"],
        words=tuple(Word(text, Box(*sides)) for text, *sides in data["words"]),
        boxes=tuple(FormBox(name, kind, Box(*sides), ending) for name, kind, *sides, ending in data["boxes"]),
    )

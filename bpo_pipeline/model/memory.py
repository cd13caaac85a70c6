"""What is remembered of a vendor's papers after a person confirmed one: where values stand, and what never changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class Place(StrEnum):
    """Where a value stands from its label."""

    RIGHT = "right"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A printed label and where a field's value stands from it."""

    path: str
    label: tuple[str, ...]
    """Folded words of the label."""
    place: Place
    across: float
    """How far right of the label's left edge the value begins, points."""
    down: float
    """How far below the label's top the value begins, points."""
    cells: int = 1
    """Cells between the label and the value and the value's own."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One confirmed paper of a vendor."""

    document_type: str
    words: tuple[str, ...]
    """The words of the paper without numbers: its fingerprint."""
    anchors: tuple[Anchor, ...]
    constants: dict[str, str] = field(default_factory=dict)
    """What is the same on all papers of the vendor: its name, address, tax id, the currency. Never its bank account."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A layout in a client's memory, with how well it did since."""

    memory_id: int
    client: str
    document_id: str
    vendor: str
    """The vendor's id in the books, or its name."""
    layout: Layout
    actor: str
    at: dt.datetime
    hits: int = 0
    """Values of later confirmed papers that it gave rightly."""
    misses: int = 0
    withdrawn_by: str | None = None

"""A Draft: the typed Record that was understood, with Evidence for each of its fields."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict

from bpo_pipeline.model.cut import Cut
from bpo_pipeline.model.reading import Box, Source

DIGIT_REPAIR = "digit-repair"
"""The rule that a value carries whose misread digit the document's sums put right."""
SEVERAL_WAYS = "several-ways"
"""The rule that a total carries beside which others add up as well."""


class Record(BaseModel):
    """Base of all document types' records: frozen, unknown fields refused, every field may be None in a draft."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class Classification:
    """Which document type this is, how sure that is, and what else it could be."""

    document_type: str
    """A name in ``documents.DOCUMENT_TYPES``, or ``unknown``."""
    confidence: float
    """0.0 to 1.0."""
    runners_up: tuple[tuple[str, float], ...] = ()
    cuts: tuple[Cut, ...] = ()
    """Where another document begins within the file; most files hold one."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The ink a value came from."""

    path: str
    """Dotted path of the field, e.g. ``line_items.2.line_total``."""
    raw: str
    """As printed."""
    source: Source
    confidence: float
    """0.0 to 1.0."""
    page: int | None = None
    """From 1; None where there is no page (XML, derived)."""
    box: Box | None = None
    location: str | None = None
    """XPath for structured data."""
    rules: tuple[str, ...] = ()
    """The sums that the value meets (EN 16931: ``BR-CO-15``), and ``digit-repair`` where they put a digit right."""

    @property
    def repaired(self) -> bool:
        """Whether a misread digit was put right, so that the value is not what ``raw`` says."""
        return DIGIT_REPAIR in self.rules


@dataclass(frozen=True, slots=True)
class Draft:
    """A record with the evidence for each field that has a value."""

    document_type: str
    type_confidence: float
    record: Record
    evidence: tuple[Evidence, ...]
    versions: dict[str, str] = field(default_factory=dict)
    """Engines and models that took part, name -> version."""

    def evidence_for(self, path: str) -> Evidence | None:
        """The evidence of one field, or None when it has no value."""
        return next((one for one in self.evidence if one.path == path), None)


def values_of(record: Record) -> dict[str, str]:
    """Dotted path -> value as text, of everything in the record that has one."""
    found: dict[str, str] = {}
    _flatten("", record.model_dump(mode="json", exclude_none=True), found)
    return found


def _flatten(path: str, value: object, found: dict[str, str]) -> None:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if parts is None:
        found[path] = str(value)
        return
    for name, part in parts:
        _flatten(f"{path}.{name}" if path else str(name), part, found)

"""Findings: what a rule has to say about a draft, and the route that follows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bpo_pipeline.model.reasons import Reason


class Severity(StrEnum):
    """ERROR sends the document to a person; REFUSAL refuses it; NOTE is only shown."""

    NOTE = "note"
    ERROR = "error"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's word on one field, in a sentence that a bookkeeper can act on."""

    rule: str
    """``BR-CO-15``, ``vendor-known``, ``required-field`` ..."""
    path: str
    """Dotted path of the field, or an empty string for the document."""
    severity: Severity
    reason: Reason
    sentence: str


class RouteKind(StrEnum):
    """Where a checked document goes."""

    STRAIGHT_THROUGH = "straight_through"
    REVIEW = "review"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Route:
    """Where a checked document goes, and the findings that decided it."""

    kind: RouteKind
    reason: Reason | None
    """The first reason, None for straight through."""
    findings: tuple[Finding, ...]

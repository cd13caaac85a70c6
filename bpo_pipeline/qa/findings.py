"""Short ways to say a finding: ``error`` sends the document to a person, ``note`` is only shown."""

from __future__ import annotations

from bpo_pipeline.model.finding import Finding, Severity
from bpo_pipeline.model.reasons import Reason


def error(rule: str, path: str, reason: Reason, sentence: str) -> Finding:
    """A finding that sends the document to a person."""
    return Finding(rule, path, Severity.ERROR, reason, sentence)


def note(rule: str, path: str, reason: Reason, sentence: str) -> Finding:
    """A finding that is only shown."""
    return Finding(rule, path, Severity.NOTE, reason, sentence)

"""Learned scoring of candidates: small forests of decision trees, trained by ``bpo train``, read from JSON."""

from __future__ import annotations

from pathlib import Path

MODELS = Path(__file__).parent / "models"
"""Where the committed models are."""

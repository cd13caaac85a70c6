"""The printed words of five languages, one file each: labels with their variants, month names, units."""

from __future__ import annotations

from bpo_pipeline.generator.labels import de, en, es, fr, nl

UNIT_CODES = ("C62", "KGM", "HUR", "DAY", "MON", "KWH", "KWT", "MTK", "TNE", "PR")
"""UNECE Recommendation 20."""
_FILES = {"en": en, "de": de, "fr": fr, "es": es, "nl": nl}


def _table(rows: str) -> dict[str, tuple[str, ...]]:
    pairs = (row.split(" = ", 1) for row in rows.strip().splitlines())
    return {key.strip(): tuple(text.strip() for text in texts.split(" | ")) for key, texts in pairs}


LABELS: dict[str, dict[str, tuple[str, ...]]] = {language: _table(file.ROWS) for language, file in _FILES.items()}
"""Language -> key -> wordings."""

MONTHS: dict[str, tuple[str, ...]] = {language: tuple(file.MONTHS.split()) for language, file in _FILES.items()}

UNITS: dict[str, dict[str, str]] = {
    language: dict(zip(UNIT_CODES, file.UNITS.split(), strict=True)) for language, file in _FILES.items()
}
"""Language -> unit code -> printed word."""

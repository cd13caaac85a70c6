"""Long documents as builders and wholesalers write them: sub-headings with their own sums, goods returned."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from bpo_pipeline.generator.commerce import Line, Paper, total_up

HEADINGS = {
    "en": ("Head office", "Workshop, ground floor", "2. Warehouse"),
    "de": ("Zentrale", "Werkstatt Erdgeschoss", "2. Lager"),
    "fr": ("Siège", "Atelier rez-de-chaussée", "2. Entrepôt"),
    "es": ("Sede central", "Taller, planta baja", "2. Almacén"),
    "nl": ("Hoofdkantoor", "Werkplaats begane grond", "2. Magazijn"),
}
"""By language."""
_RETURNS = 9
"""One line in so many is a return."""


def in_sections(paper: Paper, rng: Random) -> Paper:
    """The same document with its lines in three sections and some goods taken back."""
    headings = HEADINGS[paper.vendor.language]
    share = len(paper.lines) // len(headings) + 1
    lines = tuple(
        replace(_returned(line) if place and rng.randrange(_RETURNS) == 0 else line, section=headings[place // share])
        for place, line in enumerate(paper.lines)
    )
    return total_up(replace(paper, lines=lines))


def _returned(line: Line) -> Line:
    return replace(line, quantity=-line.quantity, line_total=-line.line_total)

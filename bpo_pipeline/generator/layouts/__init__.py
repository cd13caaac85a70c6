"""The designs of pages, one file each; ``LAYOUTS`` lists them.

A design has the columns of its table (what is printed, and so what the truth may claim), a paper size, and ``draw``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bpo_pipeline.generator.blocks import Text
from bpo_pipeline.generator.layouts import (
    boxed,
    classic,
    columns,
    ledger,
    letter,
    modern,
    plain,
    sidebar,
    summary,
    till,
)
from bpo_pipeline.generator.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Layout:
    """One design of a page."""

    name: str
    draw: Callable[[Sheet, Text], None]
    columns: tuple[str, ...]
    """Columns of its table of items, by ``labels`` key."""
    receipt: bool = False
    """A till slip: as long as its content needs."""


LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        Layout("classic", classic.draw, classic.TABLE.columns),
        Layout("boxed", boxed.draw, boxed.TABLE.columns),
        Layout("letter", letter.draw, letter.TABLE.columns),
        Layout("modern", modern.draw, modern.TABLE.columns),
        Layout("columns", columns.draw, columns.TABLE.columns),
        Layout("plain", plain.draw, plain.TABLE.columns),
        Layout("ledger", ledger.draw, ledger.TABLE.columns),
        Layout("sidebar", sidebar.draw, sidebar.TABLE.columns),
        Layout("summary", summary.draw, summary.TABLE.columns),
        Layout("till", till.draw, till.COLUMNS, receipt=True),
    )
}

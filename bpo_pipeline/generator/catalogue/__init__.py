"""What the invented vendors sell, by language and trade; one file per language."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bpo_pipeline.generator.catalogue import de, en, es, fr, nl


@dataclass(frozen=True, slots=True)
class Article:
    """Something that is sold: its text, its unit, and between which prices it lies."""

    description: str
    unit: str
    """UNECE Recommendation 20 code: C62 piece, KGM, HUR ..."""
    lowest: Decimal
    highest: Decimal
    """Net price of one unit."""
    most: int
    """Largest quantity on one line."""
    rate: int
    """Place of its tax rate in the vendor's ``rates``."""


def _articles(rows: str) -> tuple[Article, ...]:
    """The articles of a table with one ``text | unit | lowest-highest | most | rate`` per line."""
    articles = []
    for row in rows.strip().splitlines():
        text, unit, prices, most, *rate = (part.strip() for part in row.split("|"))
        lowest, highest = prices.split("-")
        articles.append(Article(text, unit, Decimal(lowest), Decimal(highest), int(most), int(rate[0]) if rate else 0))
    return tuple(articles)


CATALOGUE: dict[str, dict[str, tuple[Article, ...]]] = {
    language: {trade: _articles(rows) for trade, rows in table.items()}
    for language, table in (
        ("en", en.TRADES),
        ("de", de.TRADES),
        ("fr", fr.TRADES),
        ("es", es.TRADES),
        ("nl", nl.TRADES),
    )
}
"""Language -> trade -> articles."""

"""How far a rate in a sample may be from the rate in all documents."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054
"""Quantile of the normal distribution for 95 percent, two-sided."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many, with the interval in which the true rate lies with 95 percent confidence."""

    hits: int
    total: int
    low: float
    """0.0 to 1.0."""
    high: float

    @property
    def value(self) -> float | None:
        """The rate in the sample; None without a sample."""
        return self.hits / self.total if self.total else None


def rate(hits: int, total: int) -> Rate:
    """The rate with its Wilson score interval, which holds for small samples and for no hit at all.

    Source: E. B. Wilson, Probable inference, J. Am. Stat. Assoc. 22 (1927), equation 5. Without a sample
    nothing is known: 0 to 1.
    """
    if not total:
        return Rate(0, 0, 0.0, 1.0)
    share, spread = hits / total, Z95 * Z95 / total
    middle = (share + spread / 2) / (1 + spread)
    half = Z95 * sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return Rate(hits, total, 0.0 if not hits else max(0.0, middle - half), 1.0 if hits == total else middle + half)

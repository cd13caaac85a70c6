"""How long reading may take: by the number of pages, so that a long scan is not set apart for its length."""

from __future__ import annotations

_LEAST, _A_PAGE = 120.0, 12.0
"""Seconds on the clock: for any file, and for each page. Measured on a busy machine: up to 4 s of processor time for
a page that both OCR engines look at."""
_MOST = 3600.0


def read_seconds(pages: int) -> float:
    """Seconds on the clock for a file of so many pages (0: not known)."""
    return min(max(_LEAST, _A_PAGE * pages), _MOST)

"""Pages that are there twice: a fax sent in triplicate is one page, and its amounts must not be added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bpo_pipeline.model.reading import Page


def without_copies(pages: Sequence[Page]) -> tuple[Page, ...]:
    """All pages; one that shows the very words of an earlier page at the very places is left without words.

    The page stays, so that numbers and sizes of pages are those of the file. Two sheets that were scanned
    are never alike to the point, so only a program's copies of a page are meant.
    """
    if len(pages) < 2:
        return tuple(pages)
    seen: set[tuple[object, ...]] = set()
    kept: list[Page] = []
    for page in pages:
        shown = (page.width, page.height, page.source, *((word.text, word.box) for word in page.words))
        kept.append(replace(page, words=()) if page.words and shown in seen else page)
        seen.add(shown)
    return tuple(kept)

"""Cuts: where another document begins within a file, what says so, and the pages that belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    """What says that another document begins on a page; the value is how a person is told."""

    TITLE = "a title of its own"
    NUMBER = "another number"
    FIRST = "it calls itself the first page"
    COUNT = "the pages of the document before it are all there"
    ACCOUNT = "another bank account"
    BESIDE = "a document beside another one"
    SEPARATOR = "a separator sheet lies before it"


@dataclass(frozen=True, slots=True)
class Cut:
    """Where another document begins within a file, and what says so."""

    page: int
    """From 1; on which it begins."""
    ends: int
    """The last page of the document before it, the same one where two stand side by side; a separator sheet between
    the two belongs to neither."""
    signs: tuple[Sign, ...]

    @property
    def sentence(self) -> str:
        """In words: Page 3: a title of its own, another number."""
        return f"Page {self.page}: {', '.join(self.signs)}."


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages of a file that belong together: first and last, from 1, both included."""

    first: int
    last: int

    def __str__(self) -> str:
        """``1-2``, or ``3`` for one page."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def ranges_from(cuts: Sequence[Cut], *, first: int, last: int) -> tuple[Pages, ...]:
    """The pages of each document of a file that has the pages *first* to *last*."""
    starts = [first, *(one.page for one in cuts)]
    return tuple(Pages(start, end) for start, end in zip(starts, [*(one.ends for one in cuts), last], strict=True))

"""The language of a scanned document: told by its first page, not by a setting.

A page is read with the languages that are likely for the client. When its words are those of another language whose
model the engine has, it is read once more with that one first, and so are the pages after it, if that reads better.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bpo_pipeline.model.reading import Page
from bpo_pipeline.reading.engines import OcrEngine
from bpo_pipeline.reading.language import guess

_AT_ONCE = 2
"""Of the likely languages an engine reads with so many at once."""
_BETTER = 0.005
"""Gain in mean confidence from which the other language reads better."""

ReadIn = Callable[[Sequence[str]], Page]


class Tongue:
    """The languages of one document, most likely first, as its pages tell them."""

    def __init__(self, languages: Sequence[str], engines: Sequence[OcrEngine]) -> None:
        self._languages = tuple(languages) or ("en",)
        self._engines = {one.name: one for one in engines}
        self._tried: set[str] = set()

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that the next page is read in, as far as the pages before tell."""
        return self._languages

    def read(self, read_in: ReadIn) -> Page:
        """The page as it is read best."""
        page = read_in(self._languages)
        spoken = guess(word.text for word in page.words)
        if spoken is None or spoken in self._tried or spoken in self._languages[:_AT_ONCE]:
            return page
        self._tried.add(spoken)
        if page.engine not in self._engines or not self._engines[page.engine].knows(spoken):
            return page
        languages = (spoken, *(one for one in self._languages if one != spoken))
        again = read_in(languages)
        if again.engine != page.engine or _confidence(again) < _confidence(page) + _BETTER:
            return page
        self._languages = languages
        return again


def _confidence(page: Page) -> float:
    letters = [len(word.text) for word in page.words]
    return sum(word.confidence * count for word, count in zip(page.words, letters, strict=True)) / max(sum(letters), 1)

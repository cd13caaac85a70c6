"""In which language a scan is read: the one that its own words are in, when that reads better."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bpo_pipeline.model.reading import Box, Page, Source, Word
from bpo_pipeline.reading.engines import Grey, Layout, Seen
from bpo_pipeline.reading.tongue import Tongue

FRENCH = "Facture date montant total TTC TVA remise quantité"


class Engine:
    name, version, wants_clean, poor, hopeless = "fake", "1", True, 0.65, 0.5

    def knows(self, language: str) -> bool:
        return language in {"en", "de", "fr"}

    def see(self, picture: Grey, *, dots_per_inch: int, languages: Sequence[str], layout: Layout) -> list[Seen]:
        raise NotImplementedError


class Reader:
    """Gives a page of *text*; how sure it is depends on the first language that it is read in."""

    def __init__(self, text: str, sure: dict[str, float]) -> None:
        self.text, self.sure = text, sure
        self.asked: list[str] = []

    def __call__(self, languages: Sequence[str]) -> Page:
        self.asked.append(languages[0])
        sure = self.sure.get(languages[0], 0.5)
        words = tuple(Word(one, Box(0, 0, 9, 9), sure) for one in self.text.split())
        return Page(1, 595, 842, words, Source.OCR, engine="fake")


def test_a_page_in_another_language_is_read_again_in_its_own_and_so_are_the_next() -> None:
    tongue, reader = Tongue(["de", "en", "fr"], [Engine()]), Reader(FRENCH, {"de": 0.8, "fr": 0.9})

    pages = [tongue.read(reader), tongue.read(reader)]

    assert reader.asked == ["de", "fr", "fr"]
    assert [page.words[0].confidence for page in pages] == [0.9, 0.9]


@pytest.mark.parametrize(
    ("text", "languages", "asked"),
    [
        (FRENCH, ["de", "fr"], ["de"] * 2),
        (FRENCH, ["en", "de"], ["en", "fr", "en"]),
        ("Fattura data importo totale IVA scadenza imponibile", ["en"], ["en"] * 2),
        ("4711 0815", ["de"], ["de"] * 2),
    ],
)
def test_no_page_is_read_again_where_that_would_not_help(text: str, languages: list[str], asked: list[str]) -> None:
    tongue, reader = Tongue(languages, [Engine()]), Reader(text, {"en": 0.8, "fr": 0.8, "de": 0.8})

    tongue.read(reader)
    tongue.read(reader)

    assert reader.asked == asked

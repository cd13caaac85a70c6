"""Everything that is seen on the pages before fields are chosen: lines, labels, amounts, dates, locale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bpo_pipeline.documents.layout import Cell, Line, folded, lines_of
from bpo_pipeline.extraction.amounts import Amount, amounts_of, convention
from bpo_pipeline.extraction.dates import Day, day_first, days_of, year_day_month
from bpo_pipeline.extraction.spotting import Mark, spot
from bpo_pipeline.model.reading import Reading, Word

_STOPWORDS = {
    "en": "the of and to for is this your by on please with are in invoice date total",
    "de": "und der die das von bis mit fur bitte nicht auf ist dem rechnung datum summe",
    "fr": "le la les des et du pour par en une est date facture au sur de",
    "nl": "het een van de en voor op niet bij is uw factuur met te datum",
    "es": "el la los de del y en por para con una su fecha factura que",
    "it": "il la di e per del con una che in fattura data alla dei",
    "pt": "o a os de do da e em para com uma que fatura data no",
}
_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "¥": "JPY",
    "us$": "USD",
    "ca$": "CAD",
    "c$": "CAD",
    "a$": "AUD",
    "r$": "BRL",
    "$": "USD",
}
_CODES = frozenset(
    [
        "EUR",
        "USD",
        "GBP",
        "CHF",
        "CAD",
        "AUD",
        "INR",
        "MYR",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "SGD",
        "JPY",
        "NZD",
        "BRL",
        "MXN",
        "HUF",
        "RON",
        "BGN",
        "HKD",
        "CNY",
        "ZAR",
        "TRY",
        "AED",
        "ISK",
    ]
)
_NAMES = {
    "rm": "MYR",
    "rs": "INR",
    "euro": "EUR",
    "euros": "EUR",
    "dollars": "USD",
    "inr": "INR",
    "francs": "CHF",
}
_MALAYSIA = frozenset(
    ["bhd", "selangor", "johor", "malaysia", "kuala", "penang", "sarawak", "sabah", "perak", "melaka"]
)
_BY_COUNTRY = 0.8
"""Confidence of a currency that only the country tells."""
_CAPITALS = re.compile(r"(?<![^\W_])[A-Z]{2,3}(?![^\W_])|(?<=[.(])RM(?=[0-9.)])")
_STATE_ZIP = re.compile(
    r"\b(?:A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]),?\s+[0-9]{5}(?:-[0-9]{4})?\b"
)


@dataclass(frozen=True)
class Sheet:
    """The pages of one document as extraction sees them."""

    reading: Reading
    document_type: str
    languages: tuple[str, ...]
    """The client's languages, most likely first."""
    level: bool = False
    """Whether scans that lie askew have been laid level."""

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines, from top to bottom, page by page."""
        return lines_of(self.reading.pages, level=self.level)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All cells in reading order."""
        return tuple(cell for line in self.lines for cell in line.cells)

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """All labels outside of tables."""
        return spot(self.lines, "page", self.document_type)

    @cached_property
    def marks_by_line(self) -> dict[int, tuple[Mark, ...]]:
        """Labels by index of their line."""
        grouped: dict[int, list[Mark]] = {}
        for mark in self.marks:
            grouped.setdefault(mark.line, []).append(mark)
        return {line: tuple(marks) for line, marks in grouped.items()}

    @cached_property
    def language(self) -> str | None:
        """ISO 639-1: what reading found, else by small words and labels, else the client's first."""
        if self.reading.language:
            return self.reading.language
        counts = dict.fromkeys(_STOPWORDS, 0.0)
        words = [part for line in self.lines[:150] for word in line.words for part in folded(word.text)]
        for language, stops in _STOPWORDS.items():
            known = set(stops.split())
            counts[language] += sum(word in known for word in words) * 0.5
        for mark in self.marks:
            for language in {label.language for label in mark.labels}:
                counts[language] = counts.get(language, 0.0) + len(mark.words) / len(
                    {one.language for one in mark.labels}
                )
        best = max(counts, key=lambda one: counts[one])
        return best if counts[best] >= 2 else (self.languages[0] if self.languages else None)

    @cached_property
    def decimal(self) -> str:
        """The decimal separator."""
        return convention(self.lines, self.language)

    @cached_property
    def amounts(self) -> dict[int, tuple[Amount, ...]]:
        """Numbers by index of their line."""
        return {line.index: amounts_of(line, self.decimal) for line in self.lines}

    @cached_property
    def american(self) -> bool:
        """Whether the paper looks as written in the United States: dollars, or a state before a zip code."""
        return self.currency[0] == "USD" or any(_STATE_ZIP.search(line.text[:300]) for line in self.lines)

    @cached_property
    def day_order(self) -> tuple[bool, bool]:
        """Whether the day stands before the month, and whether that is certain."""
        return day_first(self.lines, language=self.language, american=self.american)

    @cached_property
    def days(self) -> dict[int, tuple[Day, ...]]:
        """Dates by index of their line."""
        first, certain = self.day_order
        turned = year_day_month(self.lines)
        return {line.index: days_of(line, first=first, certain=certain, turned=turned) for line in self.lines}

    @cached_property
    def currency(self) -> tuple[str | None, Word | None, int, float]:
        """ISO 4217 code, the word that says so, its page and the confidence."""
        counts: dict[str, int] = {}
        where: dict[str, tuple[Word, int]] = {}
        for line in self.lines:
            for word in line.words:
                for code in _codes(word.text):
                    counts[code] = counts.get(code, 0) + 1
                    where.setdefault(code, (word, line.page))
        for mark in self.marks:
            if mark.weight("currency"):
                line = self.lines[mark.line]
                for word in line.words[mark.last + 1 : mark.last + 3]:
                    for code in _codes(word.text):
                        return code, word, line.page, 0.99
        home = self._malaysian
        if home is not None and set(counts) <= {"USD"}:  # the dollar sign is that of the ringgit there
            return "MYR", *home, _BY_COUNTRY
        if not counts:
            return None, None, 0, 0.0
        self._settle_dollars(counts)
        best = max(counts, key=lambda code: counts[code])
        share = counts[best] / sum(counts.values())
        return best, *where[best], 0.6 + 0.38 * share

    def _settle_dollars(self, counts: dict[str, int]) -> None:
        """Count a bare dollar sign for the other dollar that the paper names."""
        if "USD" in counts and not any(
            "us$" in word.text.casefold() or "USD" in word.text for line in self.lines for word in line.words
        ):
            for code in ("CAD", "AUD", "SGD", "NZD", "HKD", "MXN"):
                if code in counts:
                    counts[code] += counts.pop("USD")
                    break

    @cached_property
    def _malaysian(self) -> tuple[Word, int] | None:
        """The word with its page that places the paper in Malaysia: a company's legal form there, a state."""
        for line in self.lines:
            for word in line.words:
                if any(part in _MALAYSIA for part in folded(word.text)):
                    return word, line.page
        return None

    def after(self, mark: Mark) -> tuple[Word, ...]:
        """The words right of a label in its line, up to the next label that opens a cell or has a colon."""
        line = self.lines[mark.line]
        stop = len(line.words)
        for other in self.marks_by_line.get(mark.line, ()):
            if other.first <= mark.last or other.first >= stop:
                continue
            fills = other.opens and any(
                len(cell.words) == len(other.words) for cell in line.cells if cell.words[0] is other.words[0]
            )
            if fills or other.colon:
                stop = other.first
        return line.words[mark.last + 1 : stop]


def _codes(text: str) -> list[str]:
    plain = text.strip("().,:;*[]")
    if plain in _CODES:
        return [plain]
    small = plain.casefold().rstrip(".")
    if small in _NAMES:
        return [_NAMES[small]]
    for sign, code in _SIGNS.items():
        if sign in text.casefold():
            return [code]
    for code in ("EUR", "USD", "GBP", "CHF"):
        if code in plain and any(one.isdigit() for one in plain) and (plain.startswith(code) or plain.endswith(code)):
            return [code]
    if small.startswith("rm") and small[2:].replace(".", "").replace(",", "").isdigit():
        return ["MYR"]
    parts = _CAPITALS.findall(text)  # "Amount(RM)", "Total/EUR"
    return ["MYR" if part == "RM" else part for part in parts if part in _CODES or part == "RM"][:1]

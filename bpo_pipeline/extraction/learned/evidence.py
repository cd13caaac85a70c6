"""What speaks for and against an extracted value: the numbers from which its confidence is calibrated.

They are taken from the finished draft and the reading, so that no way of finding a value knows of them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein
from schwifty import IBAN

from bpo_pipeline.documents.layout import folded
from bpo_pipeline.extraction.identifiers import compact, valid_tax_id
from bpo_pipeline.extraction.learned import letters
from bpo_pipeline.extraction.learned.proofs import proofs
from bpo_pipeline.extraction.learned.shapes import WORDS, kinds
from bpo_pipeline.extraction.learned.sums import amount_candidates, paid
from bpo_pipeline.extraction.learned.surroundings import Surroundings
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.model.draft import SEVERAL_WAYS, Draft, Evidence
from bpo_pipeline.model.reading import Box, Page, Reading, Source, Word

GROUPS: dict[str, tuple[str, ...]] = {
    "money": (
        "gross_total", "net_total", "tax_total", "amount_due", "prepaid", "discount_total", "shipping_total",
        "tip_total", "rounding",
    ),
    "date": ("issue_date", "due_date", "requested_delivery_date"),
    "identifier": (
        "invoice_number", "purchase_order_number", "preceding_invoice_number", "supplier_tax_id", "customer_tax_id",
        "supplier_iban", "supplier_bic", "currency",
    ),
    "text": ("supplier_name", "supplier_address", "customer_name", "payment_terms"),
    "line": ("description", "sku", "quantity", "unit", "unit_price", "price_basis_quantity", "tax_rate", "line_total"),
}  # fmt: skip
"""Fields whose values fail in the same ways share a model."""
NAMES = (
    "rule", "proofs", "ink_least", "ink_mean", "check_digit", "others", "type", "agrees", "clean", "ocr", "derived",
    "occurs", "rivals", "digits", "length", "words", "down", "across", "size", "form", "receipt", "order", "page",
    "page_doubt", "field", "choices", "goes_on", "familiar", "sums", "as_read", "named", "not_misnamed", "labels",
    "above", "whole_above", "whole_below", "larger", "parts", "in_order", "clear_digits", "looked_twice", "agreed",
    "differing", *letters.NAMES,
)  # fmt: skip
RISING = frozenset(
    {
        "rule",
        "proofs",
        "ink_least",
        "ink_mean",
        "check_digit",
        "others",
        "type",
        "agrees",
        "clean",
        "familiar",
        "as_read",
        "named",
        "not_misnamed",
        "whole_above",
        "whole_below",
        "in_order",
        "clear_digits",
        "agreed",
        "differing",
        *letters.NAMES,
    }
)
"""More of these never makes a value less certain."""
_SUREST = 0.97
"""A rule's own confidence counts as no more than this where learning begins, and as no less than the rest of it."""
_FIELD = {name: (group, place) for group, names in GROUPS.items() for place, name in enumerate(names)}
_MIXED_UP = re.compile(r"(?<=[0-9])[OIlSB]|[OIlSB](?=[0-9])")
"""Letters that engines take for digits, and digits for letters, side by side with a digit."""
_LONGEST_TERM = 120
"""Days from issue to payment that are usual."""
_LEGAL_FORM = list(WORDS).index("form")
_DOMAIN = re.compile(r"(?:www\.|@)([a-z0-9-]{3,40})\.[a-z]{2,6}", re.IGNORECASE)


_TAX_ID = re.compile(
    r"\b[A-Z]{2} ?[0-9]{8,12}\b|\b[0-9]{2,3}/[0-9]{3,4}/[0-9]{4,5}\b|\bATU[0-9]{8}\b|\bNL[0-9]{9}B[0-9]{2}\b"
)
_KINDS = {
    "supplier_tax_id": _TAX_ID,
    "customer_tax_id": _TAX_ID,
    "supplier_iban": re.compile(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}"),
    "supplier_bic": re.compile(r"\b[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b"),
    "date": re.compile(r"\b[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4}\b"),
    "currency": re.compile(r"[€$£₹]|\b(?:EUR|USD|GBP|CHF|MYR|RM|CAD|AUD|INR)\b"),
}
"""What other values of a field's kind look like."""


def first_odds(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The log odds from which the calibration starts: the confidence with which each value was found.

    What a rule knows of itself holds until enough papers say otherwise.
    """
    rule = np.clip(rows[:, NAMES.index("rule")], 1 - _SUREST, _SUREST)
    return np.asarray(np.log(rule / (1 - rule)), dtype=np.float64)


def group_of(path: str) -> str | None:
    """The model that calibrates a path's confidence; None for paths that have none."""
    known = _FIELD.get(path.rsplit(".", 1)[-1])
    if known is None or ("." in path) != (known[0] == "line") or path.startswith("taxes."):
        return None
    return known[0]


@dataclass(frozen=True)
class Weighed:
    """A draft with the reading that it was made from, to weigh each of its values."""

    draft: Draft
    reading: Reading

    def rows(self) -> Iterator[tuple[Evidence, str, list[float]]]:
        """Each value that was read or computed, its group and its row of ``NAMES``."""
        for one in self.draft.evidence:
            group = group_of(one.path)
            if group is not None and one.source in {Source.TEXT, Source.OCR, Source.DERIVED}:
                yield one, group, self._row(one)

    def _row(self, one: Evidence) -> list[float]:
        name = one.path.rsplit(".", 1)[-1]
        value = self._value(one.path)
        words = self._ink(one)
        page = self._pages.get(one.page or 0)
        ink = [word.confidence for word in words] or [1.0 if page is None else self._page_ink[page.number]]
        text = "".join(folded(str(value)))
        return [
            one.confidence,
            float(self._proofs[one.path] + (one.path == "gross_total" and self._paid == value)),
            min(ink),
            sum(ink) / len(ink),
            _check(name, value),
            self._others(one),
            self.draft.type_confidence,
            float(self._agrees(name, text)),
            -float(letters.foreign(str(value))) if name in GROUPS["text"] else 0.0,
            float(bool(page and page.source is Source.OCR)),
            float(one.source is Source.DERIVED),
            float(min(self._texts.count(text) if len(text) > 2 else 0, 4)),
            float(min(self._rivals(value), 12)),
            sum(letter.isdigit() for letter in text) / max(len(text), 1),
            float(min(len(text), 80)),
            float(min(len(str(value).split()), 12)),
            one.box.middle / page.height if one.box and page and page.height else -1.0,
            one.box.left / page.width if one.box and page and page.width else -1.0,
            one.box.height / self._line_height if one.box else 0.0,
            kinds(str(value))[_LEGAL_FORM] if name in GROUPS["text"] else 0.0,
            float(self.draft.document_type == "receipt"),
            float(self.draft.document_type.startswith("purchase_order")),
            float(one.page or 0),
            self._page_ink[page.number] if page else 1.0,
            float(_FIELD[name][1]),
            float(min(self._choices(name), 9)),
            float(self._goes_on(one, words)),
            -float(letters.strange(str(value))) if name in GROUPS["text"] else 0.0,
            float(len(one.rules)),
            -float(one.repaired or SEVERAL_WAYS in one.rules),
            *self._around(one, name, value),
            float(str(value).count(",")) if name in GROUPS["text"] else 0.0,
            self._in_order(name),
            -float(len(_MIXED_UP.findall(str(value)))) if name in GROUPS["identifier"] else 0.0,
            *_agreement(words),
            *(letters.letters(str(value)) if name in GROUPS["text"] else [0.0] * len(letters.NAMES)),
        ]

    def _around(self, one: Evidence, name: str, value: object) -> list[float]:
        """Labels beside the value, and text near it that may belong to it."""
        if "." in one.path:
            return [0.0] * 7
        near = self._surroundings
        larger = float(min(near.larger(value), 6)) if isinstance(value, Decimal) else 0.0
        if one.page is None or one.box is None:
            return [0.0, 0.0, float(min(near.labels(name), 4)), 0.0, 0.0, 0.0, larger]
        own, other = near.named(name, one.page, one.box)
        over, under = near.touching(one.page, one.box, self._taken) if name in GROUPS["text"] else (False, False)
        above = float(min(near.above(one.page, one.box), 12)) if name in GROUPS["text"] else 0.0
        return [own, -other, float(min(near.labels(name), 4)), above, -float(over), -float(under), larger]

    @cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings(self._sheet)

    @cached_property
    def _sheet(self) -> Sheet:
        return Sheet(self.reading, self.draft.document_type, ())

    @cached_property
    def _taken(self) -> list[Box]:
        """Where the values of the head were read."""
        return [one.box for one in self.draft.evidence if one.box and "." not in one.path]

    def _in_order(self, name: str) -> float:
        """-1 where the days of issue and payment lie the wrong way round or far apart, 1 where they agree."""
        issued, due = (getattr(self.draft.record, one, None) for one in ("issue_date", "due_date"))
        if name not in GROUPS["date"] or not isinstance(issued, dt.date) or not isinstance(due, dt.date):
            return 0.0
        return 1.0 if 0 <= (due - issued).days <= _LONGEST_TERM else -1.0

    @cached_property
    def _pages(self) -> dict[int, Page]:
        return {page.number: page for page in self.reading.pages}

    @cached_property
    def _page_ink(self) -> dict[int, float]:
        """The mean confidence of each page's words."""
        return {
            page.number: sum(word.confidence for word in page.words) / max(len(page.words), 1)
            for page in self.reading.pages
        }

    @cached_property
    def _proofs(self) -> Counter[str]:
        return proofs(self.draft)

    @cached_property
    def _paid(self) -> Decimal | None:
        """What was given less the change, on a receipt: as good as a sum."""
        if self.draft.document_type != "receipt":
            return None
        return paid(amount_candidates(self._sheet.amounts), self._sheet.lines)

    @cached_property
    def _texts(self) -> str:
        """All words, folded and without blanks."""
        return "".join("".join(folded(word.text)) for page in self.reading.pages for word in page.words)

    @cached_property
    def _text(self) -> str:
        return " ".join(word.text for page in self.reading.pages for word in page.words)

    def _choices(self, name: str) -> int:
        """How many different things of the field's kind stand on the pages."""
        pattern = _KINDS.get("date" if name in GROUPS["date"] else name)
        return len({compact(one) for one in pattern.findall(self._text)}) if pattern else 0

    def _goes_on(self, one: Evidence, words: list[Word]) -> bool:
        """Whether a word stands right behind the value in its line: it may be longer than what was taken."""
        page, box = self._pages.get(one.page or 0), one.box
        if page is None or box is None or not words:
            return False
        height = max(word.box.height for word in words)
        return any(
            0 <= word.box.left - box.right < 0.8 * height and abs(word.box.middle - words[-1].box.middle) < 0.4 * height
            for word in page.words
        )

    @cached_property
    def _domains(self) -> str:
        """The names of web sites and mail servers on the pages."""
        return " ".join("".join(folded(one)) for one in _DOMAIN.findall(self._text))

    @cached_property
    def _line_height(self) -> float:
        heights = sorted(word.box.height for page in self.reading.pages for word in page.words)
        return (heights[len(heights) // 2] if heights else 0.0) or 10.0

    def _ink(self, one: Evidence) -> list[Word]:
        """The words in a value's box."""
        page, box = self._pages.get(one.page or 0), one.box
        if page is None or box is None:
            return []
        return [
            word
            for word in page.words
            if box.left - 1 <= (word.box.left + word.box.right) / 2 <= box.right + 1
            and box.top - 1 <= word.box.middle <= box.bottom + 1
        ]

    def _value(self, path: str) -> object:
        head, *rest = path.split(".")
        value = getattr(self.draft.record, head, None)
        return getattr(value[int(rest[0])], rest[1], None) if rest and isinstance(value, tuple) else value

    def _others(self, one: Evidence) -> float:
        """The mean confidence of the document's other values: a page that is read badly is read badly everywhere."""
        sure = [other.confidence for other in self.draft.evidence if other is not one and "." not in other.path]
        return sum(sure) / len(sure) if sure else 0.5

    def _agrees(self, name: str, text: str) -> bool:
        """Whether a name is that of the document's web site or mail server."""
        if name != "supplier_name" or not self._domains:
            return False
        return any(len(part) > 3 and (part in text or text in part) for part in self._domains.split())

    def _rivals(self, value: object) -> int:
        """How many other values of the same kind the document gives to other fields."""
        kind = Decimal if isinstance(value, Decimal) else dt.date if isinstance(value, dt.date) else None
        if kind is None:
            return 0
        values = (getattr(self.draft.record, name) for name in type(self.draft.record).model_fields)
        return len({one for one in values if isinstance(one, kind) and one != value})


def _agreement(words: Sequence[Word]) -> tuple[float, float, float]:
    """Whether a second engine looked at the words, the share of signs that it read the same, words that it read else.

    Of 77 lines of names and addresses on receipts none was misread where two engines agreed, six of 35 where not.
    """
    pairs = [("".join(folded(one.text)), "".join(folded(one.second))) for one in words if one.second is not None]
    pairs = [one for one in pairs if one[0]]
    signs = sum(len(own) for own, _ in pairs)
    if not signs:
        return 0.0, 0.5, -1.0
    missed = sum(min(Levenshtein.distance(own, other), len(own)) for own, other in pairs)
    return 1.0, 1.0 - missed / signs, -float(min(sum(own != other for own, other in pairs), 6))


def _check(name: str, value: object) -> float:
    """1 when the check digits are right, -1 when they are wrong, 0 where there are none."""
    if not isinstance(value, str):
        return 0.0
    if name == "supplier_iban" and value[:2].isalpha():
        return 1.0 if IBAN(compact(value), allow_invalid=True).is_valid else -1.0
    if name in {"supplier_tax_id", "customer_tax_id"}:
        return 1.0 if valid_tax_id(value) else -1.0
    return 0.0

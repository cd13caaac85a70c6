"""How a document writes its amounts and dates: shown to people in its own way, handed on in the normal form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.model.draft import Draft

COMMA = frozenset({"AT", "BE", "BR", "DE", "DK", "ES", "FI", "FR", "IT", "LU", "NL", "NO", "PL", "PT", "SE"})
"""Countries that write 1.234,50 (CLDR)."""
MONTH_FIRST = frozenset({"US"})
_DAY = re.compile(r"([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{2,4})")
_MONEY = re.compile(r"(?:^|[._])(?:total|amount|due|prepaid|pay|wages|tax)(?:$|_)")
"""Fields of money, which nobody writes with three decimals."""
_ENDS = re.compile(r"[0-9]([.,])[0-9]{2}\b")


@dataclass(frozen=True, slots=True)
class Locale:
    """One document's way."""

    comma: bool
    """Decimal comma."""
    day_first: bool
    separator: str
    """Between day, month and year."""

    def shown(self, value: object) -> str:
        """A value as the document would write it."""
        if isinstance(value, Decimal):
            text = f"{value:,f}"
            return text.translate(str.maketrans(",.", ".,")) if self.comma else text
        if isinstance(value, dt.date):
            parts = [f"{value:%d}", f"{value:%m}", f"{value:%Y}"]
            return self.separator.join(parts if self.day_first else [parts[1], parts[0], parts[2]])
        return "" if value is None else str(value)

    @property
    def day_pattern(self) -> str:
        """How a day is written, for the person."""
        return self.separator.join(("dd", "mm", "yyyy") if self.day_first else ("mm", "dd", "yyyy"))

    def normal(self, path: str, text: str, kind: str) -> str:
        """What was typed in the document's way, in the form that corrections take. Raises AskAPerson."""
        text = text.strip()
        if kind == "day" and (found := _DAY.fullmatch(text)) and len(found[1]) < 3:
            first, second, year = int(found[1]), int(found[3]), int(found[4])
            day, month = (first, second) if self.day_first else (second, first)
            try:
                return dt.date(year + 2000 if year < 100 else year, month, day).isoformat()
            except ValueError:
                message = f"{path}: {text} is not a day of the calendar; days are written {self.day_pattern} here"
                raise AskAPerson(message) from None
        if kind == "amount":
            group, point = (".", ",") if self.comma else (",", ".")
            grouped = re.fullmatch(rf"-?[0-9]{{1,3}}(?:\{group}[0-9]{{3}})+(?:\{point}[0-9]+)?", text)
            if _MONEY.search(path) and re.fullmatch(rf"-?[1-9][0-9]{{0,2}}\{point}[0-9]{{3}}", text):
                written = self.shown(Decimal("1234.00"))
                message = f"{path}: {text} can be read in two ways; a thousand is written like {written} here"
                raise AskAPerson(message)
            if grouped or re.fullmatch(rf"-?[0-9]+(?:\{point}[0-9]+)?", text):
                return text.replace(group, "").replace(point, ".")
            if re.fullmatch(r"-?[0-9]+[.,][0-9]{1,2}", text):
                written = self.shown(Decimal("1234.50"))
                message = f"{path}: {text} is not how this document writes amounts; write it like {written}"
                raise AskAPerson(message)
        return text


def locale_of(draft: Draft | None, country: str) -> Locale:
    """The document's own way, by what is printed on it; else its client's country's."""
    comma, day_first = country in COMMA, country not in MONTH_FIRST
    separator = "." if country in {"DE", "AT"} else "/"
    if draft is not None:
        ends = {found[1] for raw in _raws(draft) if (found := _ENDS.search(raw))}
        comma = ends == {","} if len(ends) == 1 else comma
        for one in draft.evidence:
            value = getattr(draft.record, one.path, None)
            found = _DAY.search(one.raw) if isinstance(value, dt.date) else None
            if found and isinstance(value, dt.date) and len(found[1]) < 3:
                separator = found[2]
                if value.day != value.month:
                    day_first = int(found[1]) == value.day
    return Locale(comma, day_first, separator)


def _raws(draft: Draft) -> Iterable[str]:
    money = ("_total", "amount_due", "unit_price", "prepaid")
    return (one.raw for one in draft.evidence if one.path.endswith(money) and one.source.value in {"text", "ocr"})

"""Vendor memory: what people confirmed on earlier papers of a vendor, as one more witness for the next one.

A remembered place gives a value that the rules missed, settles a doubt and strengthens what it agrees with. It never
overrules what arithmetic proves, says nothing about bank accounts, and gives no number that this page does not show: a
vendor whose address or tax id is another one today must be seen.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pydantic import ValidationError

from bpo_pipeline.documents import document_type
from bpo_pipeline.documents.layout import Line, around, folded
from bpo_pipeline.extraction.found import Found
from bpo_pipeline.extraction.identifiers import identifier
from bpo_pipeline.extraction.layouts import CONSTANT, fingerprint
from bpo_pipeline.extraction.learned.proofs import proofs
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.model.draft import Draft, Evidence
from bpo_pipeline.model.memory import Anchor, Place, Remembered
from bpo_pipeline.model.reading import Reading, Source, Word

LATEST = 5
"""Papers of one vendor that still count, the latest first."""
_FADES = 0.8
"""What each earlier paper counts of the one after it."""
_ALIKE, _SURELY_ALIKE = 0.45, 0.75
"""Share of the smaller paper's words that both have: with the vendor's name or tax id on the page, and without."""
_ONE_DOUBT = 0.15
"""How often a place remembered from a single paper misleads; several that agree mislead less."""
_NUMBER = re.compile("[0-9]+")
_REACH = 14.0
"""How far a value may stand from where it stood, points."""


@dataclass(frozen=True)
class Recalled:
    """What memory says of one field."""

    found: Found
    weight: float


def remembered(draft: Draft, reading: Reading, known: Sequence[Remembered]) -> Draft:
    """The draft with what memory knows; unchanged for a vendor that nobody confirmed yet."""
    sheet = Sheet(reading, draft.document_type, ())
    said = recall(sheet, matching(sheet, known))
    if not said:
        return draft
    record = draft.record.model_dump()
    evidence = {one.path: one for one in draft.evidence}
    held = proofs(draft)
    for path, one in said.items():
        mine = evidence.get(path)
        if mine is not None and (_same(record.get(path), one.found.value) or _same_ink(mine, one.found)):
            sure = 1 - (1 - mine.confidence) * _ONE_DOUBT / max(1.0, one.weight)
            evidence[path] = replace(mine, confidence=round(min(0.9995, sure), 4))
        elif mine is None or (not held[path] and mine.confidence < one.found.confidence):
            record[path] = one.found.value
            evidence[path] = _evidence(path, one.found)
    try:
        changed = document_type(draft.document_type).record.model_validate(record)
    except ValidationError:
        return draft
    return replace(draft, record=changed, evidence=tuple(evidence.values()))


def matching(sheet: Sheet, known: Sequence[Remembered]) -> list[Remembered]:
    """The memories of this paper's vendor and design, the latest first; those that mislead are left out."""
    words = set(fingerprint(sheet.lines))
    text = "".join("".join(folded(line.text)) for line in sheet.lines)
    several = [
        one
        for one in known
        if one.layout.document_type == sheet.document_type
        and one.misses <= one.hits + 2
        and _alike(words, one) >= (_ALIKE if _named(text, one) else _SURELY_ALIKE)
    ]
    several.sort(key=lambda one: (one.at, one.memory_id), reverse=True)
    return several[:LATEST]


def _alike(words: set[str], one: Remembered) -> float:
    own = set(one.layout.words)
    return len(words & own) / max(1, min(len(words), len(own)))


def _named(text: str, one: Remembered) -> bool:
    values = (one.layout.constants.get(name, "") for name in ("supplier_name", "supplier_tax_id"))
    return any(len(part) > 3 and part in text for part in ("".join(folded(value)) for value in values))


def recall(sheet: Sheet, several: Sequence[Remembered]) -> dict[str, Recalled]:
    """Path -> what most of the memories say, the latest counting most."""
    votes: defaultdict[str, list[tuple[float, Found]]] = defaultdict(list)
    printed = _numbers(sheet)
    for rank, one in enumerate(several):
        weight = _FADES**rank * (one.hits + 1) / (one.hits + one.misses + 1)
        for path, found in _said(sheet, one, printed):
            votes[path].append((weight, found))
    result = {}
    for path, cast in votes.items():
        best = max((found for _, found in cast), key=lambda one: _support(cast, one))
        agreed = _support(cast, best)
        against = sum(weight for weight, _ in cast) - agreed
        sure = (1 - _ONE_DOUBT / max(1.0, agreed)) * agreed / (agreed + against)
        result[path] = Recalled(best.surer(sure), agreed)
    spots = Counter(one.found.box for one in result.values() if one.found.box)
    return {
        path: one for path, one in result.items() if one.found.box is None or spots[one.found.box] < 2
    }  # one amount is not two totals


def _support(cast: Sequence[tuple[float, Found]], one: Found) -> float:
    return sum(weight for weight, found in cast if _same(found.value, one.value))


def _numbers(sheet: Sheet) -> frozenset[str]:
    """The numbers that the pages show."""
    return frozenset(part for line in sheet.lines for word in line.words for part in _NUMBER.findall(word.text))


def _said(sheet: Sheet, one: Remembered, printed: frozenset[str]) -> Iterator[tuple[str, Found]]:
    fields = document_type(sheet.document_type).record.model_fields
    for path in CONSTANT:
        value = one.layout.constants.get(path)
        if path in fields and value and printed.issuperset(_NUMBER.findall(value)):
            yield path, Found(value, value, 0.0, source=Source.MEMORY)
    for anchor in one.layout.anchors:
        if anchor.path in fields and (found := at_anchor(sheet, anchor)) is not None:
            yield anchor.path, found


def at_anchor(sheet: Sheet, anchor: Anchor) -> Found | None:
    """The value that stands where it stood on the remembered paper."""
    for line, first in _labels(sheet, anchor):
        left, top = first.box.left + anchor.across, first.box.top + anchor.down
        rows = [line] if anchor.place is Place.RIGHT else sheet.lines[line.index + 1 : line.index + 4]
        for row in rows:
            found = _value(sheet, anchor.path, row, left) if row.page == line.page else None
            if found is None or found.box is None:
                continue
            amount = isinstance(found.value, Decimal)  # amounts end where they ended, not where they begin
            if abs(found.box.top - top) <= _REACH and (amount or abs(found.box.left - left) <= 4 * _REACH):
                return found
    return None


def _labels(sheet: Sheet, anchor: Anchor) -> Iterator[tuple[Line, Word]]:
    """The places where the label stands: line and first word."""
    size = len(anchor.label)
    for line in sheet.lines:
        parts = [(part, word) for word in line.words for part in folded(word.text)]
        for start in range(len(parts) - size + 1):
            if tuple(part for part, _ in parts[start : start + size]) == anchor.label:
                yield line, parts[start][1]


def _value(sheet: Sheet, path: str, line: Line, left: float) -> Found | None:
    """The value of the field's kind nearest to where it is expected in a line."""
    spots: list[tuple[float, Found]] = []
    if path.endswith(("_total", "amount_due", "prepaid")):
        spots = [
            (abs(one.box.left - left), _found(one.value, one.words, one.page))
            for one in sheet.amounts.get(line.index, ())
            if one.money
        ]
    elif path.endswith("_date"):
        spots = [
            (abs(one.box.left - left), _found(one.value, one.words, one.page))
            for one in sheet.days.get(line.index, ())
            if one.value is not None
        ]
    else:
        words = tuple(word for word in line.words if word.box.left >= left - _REACH)
        if path.endswith(("_number", "_tax_id")):
            taken = identifier(words)
            spots = [(0.0, _found(taken[0], taken[1], line.page))] if taken else []
        else:
            cell = next((one for one in line.cells if abs(one.box.left - left) <= _REACH), None)
            spots = [(0.0, _found(cell.text, cell.words, cell.page))] if cell else []
    return min(spots, key=lambda one: one[0])[1] if spots else None


def _found(value: object, words: Sequence[Word], page: int) -> Found:
    raw = " ".join(word.text for word in words)
    return Found(value, raw, 0.0, page, around(words), source=Source.MEMORY)  # type: ignore[arg-type]


def _same(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return folded(one) == folded(other)
    return one == other


def _same_ink(mine: Evidence, found: Found) -> bool:
    """Whether both read the same words in different ways: memory knows the place, the rules know how to read it."""
    return mine.page is not None and mine.page == found.page and folded(mine.raw) == folded(found.raw)


def _evidence(path: str, found: Found) -> Evidence:
    return Evidence(path, found.raw, Source.MEMORY, round(found.confidence, 4), found.page, found.box)


def judged(reading: Reading, draft: Draft, known: Sequence[Remembered]) -> Mapping[int, tuple[int, int]]:
    """For each memory that fits a confirmed paper: how many of its values were right and how many were not."""
    sheet = Sheet(reading, draft.document_type, ())
    printed = _numbers(sheet)
    result = {}
    for one in matching(sheet, known):
        said = [_same(getattr(draft.record, path, None), found.value) for path, found in _said(sheet, one, printed)]
        result[one.memory_id] = (sum(said), len(said) - sum(said))
    return result

"""Labels and values around the table of a page, and whether somebody signed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bpo_pipeline.documents.timesheet_labels import (
    APPROVAL,
    EMPLOYEE_SIGNATURE,
    header_labels,
    is_title,
    near,
    phrases,
    squeezed,
)
from bpo_pipeline.extraction.timesheets.page_table import Level
from bpo_pipeline.extraction.timesheets.spots import Mark, Spot, computed, read, spot_of
from bpo_pipeline.model.reading import Word

_LONGEST = 6
_LONG = 14
"""Letters of a label beside which OCR may err: ``Employee ID`` is no ``Employee sign``."""
_SIGNATURES = (("employee_signed", phrases(EMPLOYEE_SIGNATURE)), ("supervisor_approved", phrases(APPROVAL)))
_DATE_AFTER = frozenset({"date", "datum", "fecha", "signed", "on"})


def label_rows(words: Sequence[Word], level: Level) -> list[list[Word]]:
    """Words in rows, label and value together though one may stand a little lower; glued ones cut at the colon."""
    rows: list[list[Word]] = []
    heights: list[float] = []
    for word in sorted((part for one in words for part in _cut(one)), key=level):
        if rows and level(word) - heights[-1] <= 0.75 * max(min(rows[-1][0].box.height, word.box.height), 7.0):
            rows[-1].append(word)
        else:
            rows.append([word])
            heights.append(level(word))
    return [sorted(row, key=lambda word: word.box.left) for row in rows]


def _cut(word: Word) -> list[Word]:
    label, colon, value = word.text.partition(":")
    if not colon or not value or label[-1:].isdigit() or not any(map(str.isalpha, label)):
        return [word]
    share = (len(label) + 1) / len(word.text)
    box = word.box
    cut = box.left + share * box.width
    return [
        replace(word, text=f"{label}:", box=replace(box, right=cut)),
        replace(word, text=value, box=replace(box, left=cut)),
    ]


def spots_in(row: Sequence[Word], page: int) -> list[Spot]:
    """Labels and values of a row in turn, as the cells of a spreadsheet would have them."""
    result: list[Spot] = []
    value: list[Word] = []
    index = 0
    if is_title(" ".join(word.text for word in row)) and not any(word.text.endswith(":") for word in row):
        return [spot_of(row, page)]
    while index < len(row):
        size = _label(row, index)
        if size:
            if value:
                result.append(spot_of(value, page))
                value = []
            result.append(_as_label(row[index : index + size], page))
        else:
            value.append(row[index])
        index += size or 1
    if value:
        result.append(spot_of(value, page))
    return result


def _as_label(words: Sequence[Word], page: int) -> Spot:
    """The label as it was meant, so that the fields around tables are found alike on pages and in cells."""
    spot = spot_of(words, page)
    if squeezed(spot.text) in header_labels():
        return spot
    name = label_of(spot.text)
    meant = next((one for one, field in header_labels().items() if field == name), spot.text)
    return Spot(f"{meant}:", spot.confidence, page, spot.box)


def label_of(text: str) -> str | None:
    """The header field that a label names, letters that OCR misread included."""
    labels = header_labels()
    for one in (squeezed(text), squeezed(text.replace("#", " no "))):
        if one in labels:
            return labels[one]
    folded = squeezed(text).replace("0", "o").replace("1", "i")
    if folded in labels:
        return labels[folded]
    meant = near(folded, labels)
    return labels[meant] if meant else None


def _label(row: Sequence[Word], index: int) -> int:
    """How many words from here on are a label; one without a colon must begin a cell."""
    for size in range(min(_LONGEST, len(row) - index), 0, -1):
        text = " ".join(word.text for word in row[index : index + size])
        if label_of(text) is None or any(word.text.endswith(":") for word in row[index : index + size - 1]):
            continue
        ends = text.rstrip().endswith((":", ".", "!", ";"))
        begins = index == 0 or row[index].box.left - row[index - 1].box.right > 1.5 * row[index].box.height
        if ends or (begins and (size > 1 or index == 0)):
            return size
    return 0


def signatures(words: Sequence[Word], level: Level, page: int) -> dict[str, Mark]:
    """Whether there is ink above, or right of, each place for a signature."""
    result: dict[str, Mark] = {}
    rows = label_rows(words, level)
    for row in rows:
        index = 0
        while index < len(row):
            name, size = _place(row, index)
            if name and name not in result:
                result[name] = _signed(row[index : index + size], row, index + size, words, level, page)
            index += size or 1
    return result


def _place(row: Sequence[Word], index: int) -> tuple[str, int]:
    for size in range(min(_LONGEST, len(row) - index), 0, -1):
        text = squeezed(" ".join(word.text for word in row[index : index + size]))
        for name, known in _SIGNATURES:
            alone = size > 1 or index == 0 or row[index].box.left - row[index - 1].box.right > 20
            if alone and (text in known or (len(text) >= _LONG and near(text, known))):
                return name, size
    return "", 0


def _signed(
    label: Sequence[Word], row: Sequence[Word], after: int, words: Sequence[Word], level: Level, page: int
) -> Mark:
    left, right = label[0].box.left, label[-1].box.right
    height = max(7.0, min(word.box.height for word in label))
    at = sum(level(word) for word in label) / len(label)
    beside: list[Word] = []
    for word in row[after:]:
        if squeezed(word.text) in _DATE_AFTER or (beside and word.box.left - beside[-1].box.right > 60):
            break
        if not beside and word.box.left - right > 120:
            break
        beside.append(word)
    above = [
        word
        for word in words
        if 0.6 * height < at - level(word) < 3.6 * height
        and word.box.left < max(right, left + 180)
        and (word.box.left + word.box.right) / 2 > left - 5
    ]
    colon = label[-1].text.endswith(":")
    ink = beside if colon else [*above, *(word for word in beside if len(label) == 0)]
    ink = [word for word in ink or above if re.search(r"[^\W_]", word.text) and not word.text.endswith(":")]
    if sum(len(re.sub(r"[\W_]", "", word.text)) for word in ink) >= 2:
        return read(True, spot_of(sorted(ink, key=lambda word: word.box.left), page), 0.97)
    return computed(value=False, confidence=0.85)

"""W-2 and 1099-NEC in any arrangement, by the captions of their boxes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from bpo_pipeline.documents import document_type as kind_of
from bpo_pipeline.documents.captions import NEC_CAPTIONS, W2_CAPTIONS, Caption
from bpo_pipeline.documents.layout import Line, lines_of
from bpo_pipeline.extraction.captioned import Filled, boxes_of
from bpo_pipeline.extraction.captioned_values import (
    EIN,
    SSN,
    Written,
    amount,
    matching,
    party,
    runs,
    text,
    ticked,
    vote,
)
from bpo_pipeline.extraction.drafting import draft_of
from bpo_pipeline.extraction.form_values import amount_of
from bpo_pipeline.extraction.found import Found
from bpo_pipeline.extraction.w2_states import state_rows
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.reading import Reading, Source

CAPTIONS: Mapping[str, Sequence[Caption]] = {"w2": W2_CAPTIONS, "1099-nec": NEC_CAPTIONS}
_TITLES = {"w2": "W-2", "1099-nec": "1099-NEC"}
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_CODE = re.compile(r"([A-Z]{1,2})?[ |]*([\d.,]*\d[\d.,]*)")
_PARTIES = {
    "employer": ("employer_name", "employer_address"), "employee": ("employee_name", "employee_address"),
    "payer": ("payer_name", "payer_address"),
}  # fmt: skip
_TIN = re.compile(r"[\dXx*]{2,3}-[\dXx*]{2,7}(?:-[\dXx*]{4})?")
_PATTERNS = {"employee_ssn": SSN, "employer_ein": EIN, "payer_tin": _TIN, "recipient_tin": _TIN}
_SURE = 0.9


def captioned_draft(reading: Reading, document_type: str) -> Draft:
    """The draft of a form that is read by its captions. Raises KeyError for a type without any."""
    lines = lines_of(reading.pages)
    boxes = boxes_of(lines, CAPTIONS[document_type])
    by_name: dict[str, list[Filled]] = {}
    for one in boxes:
        by_name.setdefault(one.caption.name, []).append(one)
    fields = {"form": Found(_TITLES[document_type], _TITLES[document_type], 0.97)}
    fields.update(_year(lines))
    for name, copies in by_name.items():
        kind = copies[0].caption.kind
        if kind == "tick":
            fields[name] = Found(any(map(ticked, copies)), "", 0.7, copies[0].page, copies[0].box)
        elif kind == "code":
            fields.update(_box12(name, copies))
        elif kind != "state":
            fields.update(_one(name, kind, copies))
    fields.update(state_rows([one for one in boxes if one.caption.kind == "state"]))
    fields.update(_recipient_address(fields))
    source = Source.OCR if any(page.source is Source.OCR for page in reading.pages) else Source.TEXT
    return draft_of(kind_of(document_type), _counted(fields), reading, source)


def _one(name: str, kind: str, copies: Sequence[Filled]) -> dict[str, Found]:
    read: Callable[[Filled], Written | None] = {"amount": amount, "party": party}.get(kind, text)
    if name in _PATTERNS:
        read = matching(_PATTERNS[name])
    won = vote([one for copy in copies if (one := read(copy)) is not None])
    if won is None:
        return {}
    one, sure = won
    if name in _PARTIES:
        first, *others = one.text.split("\n")
        parts = zip(_PARTIES[name], (first, " ".join(others)), strict=True)
        return {field: one.found(part, sure - 0.1) for field, part in parts if part}
    return {name: one.found(amount_of(one.text) if kind == "amount" else one.text, sure)}


def _box12(name: str, copies: Sequence[Filled]) -> dict[str, Found]:
    """Code and amount; the frame between them may be read as a bar."""
    read = [
        Written(f"{match[1] or ''} {match[2]}", run.words, run.page)
        for copy in copies
        for run in runs(copy, 14.0)[-1:]
        if (match := _CODE.fullmatch(run.text.strip(" |.")))
    ]
    won = vote(read)
    if won is None:
        return {}
    one, sure = won
    code, _, number = one.text.partition(" ")
    found = {f"{name}.amount": Written(number, one.words, one.page).found(amount_of(number), sure)}
    return found | ({f"{name}.code": Written(code, one.words, one.page).found(code, sure)} if code else {})


def _counted(fields: dict[str, Found]) -> dict[str, Found]:
    """Rows of box 12 numbered without gaps."""
    used = sorted({path.split(".")[1] for path in fields if path.startswith("box12.")})
    return {
        f"box12.{used.index(path.split('.')[1])}.{path.split('.')[2]}" if path.startswith("box12.") else path: one
        for path, one in fields.items()
    }


def _year(lines: Sequence[Line]) -> dict[str, Found]:
    """The year printed large; of several the one that is printed most often."""
    years = [(match[1], line) for line in lines for cell in line.cells if (match := _YEAR.fullmatch(cell.text.strip()))]
    years = years or [
        (match[1], line) for line in lines for match in _YEAR.finditer(line.text) if "OMB" not in line.text
    ]
    won = vote([Written(year, (), line.page) for year, line in years])
    return {"tax_year": won[0].found(won[0].text, _SURE)} if won else {}


def _recipient_address(fields: dict[str, Found]) -> dict[str, Found]:
    """Street and city of a 1099 as one line."""
    parts = [fields[name] for name in ("street", "city") if name in fields]
    if not parts:
        return {}
    joined = " ".join(str(one.value) for one in parts)
    return {
        "recipient_address": Found(joined, joined, min(one.confidence for one in parts), parts[0].page, parts[0].box)
    }

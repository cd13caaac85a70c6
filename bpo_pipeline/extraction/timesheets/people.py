"""What the client's employee list adds to a sheet: a name that OCR misread, a department that is not printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from bpo_pipeline.documents.timesheet import Timesheet
from bpo_pipeline.model.draft import Draft, Evidence
from bpo_pipeline.model.employee import Employee
from bpo_pipeline.model.reading import Source

_ALIKE = 72.0
"""Of 100; a name that OCR garbled still is the one that its number stands for on the list."""
_SURE = 0.97


def with_employees(draft: Draft, employees: Sequence[Employee]) -> Draft:
    """The draft with number, name and department as on file, where the sheet says the same but for misread letters."""
    record = draft.record
    if not isinstance(record, Timesheet):
        return draft
    one = _match(record, employees)
    if one is None:
        return draft
    changes: dict[str, str] = {}
    for name, known in (("employee_id", one.employee_id), ("employee_name", one.name), ("department", one.department)):
        said = getattr(record, name)
        scanned = (evidence := draft.evidence_for(name)) is not None and evidence.source is Source.OCR
        garbled = bool(said) and scanned and fuzz.ratio(str(said).casefold(), known.casefold()) >= _ALIKE
        if known and said != known and (not said or garbled):
            changes[name] = known
    if not changes:
        return draft
    kept = [evidence for evidence in draft.evidence if evidence.path not in changes]
    added = [_evidence(draft, name, value) for name, value in changes.items()]
    return replace(draft, record=record.model_copy(update=changes), evidence=(*kept, *added))


def _match(record: Timesheet, employees: Sequence[Employee]) -> Employee | None:
    """The employee with the sheet's number; with a number a letter off, the one who has the sheet's name too."""
    number, name = (record.employee_id or "").casefold(), (record.employee_name or "").casefold()
    by_number = next((one for one in employees if one.employee_id.casefold() == number), None)
    if by_number is not None:
        return by_number if not name or fuzz.token_sort_ratio(name, by_number.name.casefold()) >= _ALIKE else None
    named = [one for one in employees if name and fuzz.token_sort_ratio(name, one.name.casefold()) >= 90]
    if len(named) != 1:
        return None
    return named[0] if not number or Levenshtein.distance(number, named[0].employee_id.casefold()) <= 2 else None


def _evidence(draft: Draft, name: str, value: str) -> Evidence:
    old = draft.evidence_for(name)
    if old is None:
        return Evidence(name, value, Source.MEMORY, _SURE)
    return replace(old, source=Source.MEMORY, confidence=max(_SURE, old.confidence))

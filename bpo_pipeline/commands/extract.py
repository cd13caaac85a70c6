"""``bpo extract``: read files and print what is in them, one JSON object per document."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import astuple
from functools import partial
from pathlib import Path
from typing import Any

from bpo_pipeline import extraction, qa
from bpo_pipeline.commands.pool import cores_each, over_files
from bpo_pipeline.contracts import Contract
from bpo_pipeline.documents.bank_statement import BankStatement
from bpo_pipeline.documents.form_1099 import Form1099
from bpo_pipeline.documents.pay_stub import PayStub
from bpo_pipeline.documents.people_forms import SignedForm
from bpo_pipeline.documents.remittance_advice import RemittanceAdvice
from bpo_pipeline.documents.timesheet import SheetRecord
from bpo_pipeline.documents.w2 import W2
from bpo_pipeline.errors import AskAPerson, BackOfficeError, Refused
from bpo_pipeline.flow.bubble_sheets import DOCUMENT_TYPE, marks_of, template_beside
from bpo_pipeline.flow.files import no_contract, read_file, sheet_issues
from bpo_pipeline.flow.understanding import MasterData, draft_of
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.employee import Employee, employees_from_csv
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.sandbox import Sandbox

PAPERS = (BankStatement, Form1099, PayStub, RemittanceAdvice, W2)
"""Papers that rules judge by their own figures alone."""
_UNSURE = 0.4
"""A pair without a definition is never more than a hint."""


def prediction(
    name: str,
    path: Path,
    sandbox: Sandbox,
    *,
    contract: Contract | None,
    ignore_embedded_xml: bool,
    employees: Sequence[Employee] = (),
    at_once: int = 1,
) -> dict[str, Any]:
    """What one file holds, in the shape that the scoring tool reads; a refusal says its code."""
    try:
        if template := template_beside(path):
            marks = marks_of(sandbox, path, template)
            return {"file": name, "doc_type": DOCUMENT_TYPE, "fields": marks, "line_items": []}
        reading = read_file(
            sandbox,
            path,
            ignore_embedded_xml=ignore_embedded_xml,
            languages=contract.languages if contract else (),
            forms=contract.forms if contract else (),
            at_once=at_once,
        )
        kind, draft = draft_of(reading, contract=contract, master=MasterData())
    except Refused as refusal:
        return {
            "file": name, "doc_type": None, "fields": {}, "line_items": [],
            "error": refusal.disposition.code, "sentence": refusal.disposition.sentence,
        }  # fmt: skip
    if draft is None:
        return {"file": name, "doc_type": kind.document_type, "line_items": []} | pairs(reading)
    terms = contract or no_contract()
    if isinstance(draft.record, SheetRecord):
        draft = extraction.with_employees(draft, employees)
        terms = terms.model_copy(update={"employees": (*terms.employees, *employees)})
    found = extraction.prediction(draft, name)
    if broken := [remark.rule for remark in reading.remarks if remark.rule]:
        found["rules_broken"] = broken
    if isinstance(draft.record, (SignedForm, *PAPERS)):
        found["qa_issues"] = issues(draft, reading)
    if isinstance(draft.record, SheetRecord):
        found["qa_issues"] = sheet_issues(draft, reading, contract=terms)
    return found


def pairs(reading: Reading) -> dict[str, Any]:
    """Key and value pairs of a paper of no known type, for people to look at: by key, and each with its boxes."""
    found = extraction.pairs_of(reading)
    return {
        "fields": {one.key: {"value": one.value, "confidence": _UNSURE, "page": one.page} for one in found},
        "pairs": [
            {
                "question": one.key,
                "answer": one.value,
                "page": one.page,
                "question_box": [round(side, 1) for side in astuple(one.key_box)],
                "answer_box": [round(side, 1) for side in astuple(one.value_box)],
            }
            for one in found
        ],
    }


def issues(draft: Draft, reading: Reading) -> list[str]:
    """What is wrong with a form whoever it is for, by the rules' names."""
    subject = qa.Subject(draft, reading, no_contract(), utc_now().date())
    rules = (*qa.FORM_RULES, *qa.PAPER_RULES)
    found = (one.rule for rule in rules for one in rule(subject) if one.reason is not Reason.LOW_CONFIDENCE)
    return [rule.replace("-", "_") for rule in dict.fromkeys(found)]


def employee_list(paths: Sequence[Path], named: Path | None) -> tuple[Employee, ...]:
    """The employees of the list that is *named*, else of an ``employees.csv`` beside the files.

    Raises AskAPerson for a list that can't be used.
    """
    beside = (path / "employees.csv" if path.is_dir() else path.parent / "employees.csv" for path in paths)
    path = named or next((one for one in beside if one.is_file()), None)
    if path is None:
        return ()
    try:
        return employees_from_csv(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, ArithmeticError) as problem:
        message = f"the employee list {path.name} can't be used: {problem}"
        raise AskAPerson(message) from None


def run(
    paths: list[Path],
    *,
    output: str,
    jobs: int,
    contract: Contract | None,
    ignore_embedded_xml: bool,
    employees: Path | None = None,
) -> int:
    """Print the predictions as JSON lines or as a readable list; 1 when a file could not be read."""
    status = 0
    try:
        listed = employee_list(paths, employees)
        work = partial(
            prediction, contract=contract, ignore_embedded_xml=ignore_embedded_xml, employees=listed,
            at_once=cores_each(jobs),
        )  # fmt: skip
        seen: dict[str, str] = {}
        for found in over_files(paths, work, jobs=jobs, title="Extracting"):
            note_resubmission(found, seen)
            status |= "error" in found
            if output == "jsonl":
                sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
            else:
                sys.stdout.write(readable(found))
            sys.stdout.flush()
    except BackOfficeError as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    return status


def note_resubmission(found: dict[str, Any], seen: dict[str, str]) -> None:
    """Say which earlier file of this run held the same employee's sheet of the same period."""
    fields = {name: field["value"] for name, field in found["fields"].items()}
    if "qa_issues" not in found or not fields.get("employee_id") or not fields.get("period_start"):
        return
    hours = [tuple(str(cell["value"]) for cell in row.values()) for row in found.get("rows", ())]
    key = f"{fields['employee_id']} {fields['period_start']} {fields.get('period_end')} {hours}"
    if key in seen:
        found["qa_issues"].append(f"duplicate_of:{seen[key]}")
    else:
        seen[key] = Path(found["file"]).stem


def readable(found: dict[str, Any]) -> str:
    """The prediction as lines for people: value, confidence in percent, page."""
    lines = [f"{found['file']}: {found['doc_type'] or found['error']}"]
    if "sentence" in found:
        lines.append(f"    {found['sentence']}")
    for name, field in found["fields"].items():
        where = f"page {field['page']}" if field.get("page") else field["source"]
        lines.append(f"    {name:24} {field['value']}  ({field['confidence']:.0%}, {where})")
    lines += [f"    ! {issue}" for issue in found.get("qa_issues", ())]
    for number, line in enumerate([*found["line_items"], *found.get("rows", ())], start=1):
        cells = "  ".join(str(cell["value"] if isinstance(cell, dict) else cell) for cell in line.values())
        lines.append(f"    line {number}: {cells}")
    return "\n".join(lines) + "\n"

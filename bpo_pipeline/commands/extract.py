"""``bpo extract``: read files and print what is in them, one JSON object per document."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

from bpo_pipeline import extraction, qa
from bpo_pipeline.commands.pool import over_files
from bpo_pipeline.contracts import Contract
from bpo_pipeline.documents.people_forms import SignedForm
from bpo_pipeline.errors import BackOfficeError, Refused
from bpo_pipeline.flow.files import no_contract, read_file
from bpo_pipeline.flow.understanding import MasterData, draft_of
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.sandbox import Sandbox


def prediction(
    name: str, path: Path, sandbox: Sandbox, *, contract: Contract | None, ignore_embedded_xml: bool
) -> dict[str, Any]:
    """What one file holds, in the shape that the scoring tool reads; a refusal says its code."""
    try:
        reading = read_file(
            sandbox, path, ignore_embedded_xml=ignore_embedded_xml, languages=contract.languages if contract else ()
        )
        kind, draft = draft_of(reading, contract=contract, master=MasterData())
    except Refused as refusal:
        return {
            "file": name, "doc_type": None, "fields": {}, "line_items": [],
            "error": refusal.disposition.code, "sentence": refusal.disposition.sentence,
        }  # fmt: skip
    if draft is None:
        return {"file": name, "doc_type": kind.document_type, "fields": {}, "line_items": []}
    found = extraction.prediction(draft, name)
    if broken := [remark.rule for remark in reading.remarks if remark.rule]:
        found["rules_broken"] = broken
    if isinstance(draft.record, SignedForm):
        found["qa_issues"] = issues(draft, reading)
    return found


def issues(draft: Draft, reading: Reading) -> list[str]:
    """What is wrong with a form whoever it is for, by the rules' names."""
    subject = qa.Subject(draft, reading, no_contract(), utc_now().date())
    found = (one.rule for rule in qa.FORM_RULES for one in rule(subject) if one.reason is not Reason.LOW_CONFIDENCE)
    return [rule.replace("-", "_") for rule in dict.fromkeys(found)]


def run(paths: list[Path], *, output: str, jobs: int, contract: Contract | None, ignore_embedded_xml: bool) -> int:
    """Print the predictions as JSON lines or as a readable list; 1 when a file could not be read."""
    status = 0
    try:
        work = partial(prediction, contract=contract, ignore_embedded_xml=ignore_embedded_xml)
        for found in over_files(paths, work, jobs=jobs, title="Extracting"):
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


def readable(found: dict[str, Any]) -> str:
    """The prediction as lines for people: value, confidence in percent, page."""
    lines = [f"{found['file']}: {found['doc_type'] or found['error']}"]
    if "sentence" in found:
        lines.append(f"    {found['sentence']}")
    for name, field in found["fields"].items():
        where = f"page {field['page']}" if field.get("page") else field["source"]
        lines.append(f"    {name:24} {field['value']}  ({field['confidence']:.0%}, {where})")
    for number, line in enumerate(found["line_items"], start=1):
        cells = "  ".join(str(cell["value"] if isinstance(cell, dict) else cell) for cell in line.values())
        lines.append(f"    line {number}: {cells}")
    return "\n".join(lines) + "\n"

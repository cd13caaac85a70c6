"""How sure the reading is: a required or money field that is less sure than the contract asks for goes to a person."""

from __future__ import annotations

from collections.abc import Iterator

from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reading import Source
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error, note
from bpo_pipeline.qa.paths import label, leaves
from bpo_pipeline.qa.rereading import reread_agrees
from bpo_pipeline.qa.rules.dates import either_day
from bpo_pipeline.qa.rules.gross_proof import Proof, proof_of_gross
from bpo_pipeline.qa.rules.presence import required_paths
from bpo_pipeline.qa.subject import Subject
from bpo_pipeline.qa.vendor_match import compact, same_tax_id

TYPE_MINIMUM = 0.5
"""A document type that is less likely than this is not taken for granted."""
TOTALS = ("gross_total", "net_total", "tax_total", "amount_due")
SENSITIVE = ("gross_total", "supplier_iban", "invoice_number")
"""A value of these without any evidence is never posted: nobody could trace it to the ink."""
DEFAULT_MINIMUM = 0.8
WATCHED = (*TOTALS, "supplier_iban")
"""Beside the required fields these are looked at."""
RULE = "confidence"


def field_confidence(subject: Subject) -> Iterator[Finding]:
    """A doubtful field is an error; a doubtful total that other amounts prove is only a note.

    A second reading proves the characters, not that they are the total: it settles a small doubt only.
    """
    terms = subject.contract.terms(subject.draft.document_type)
    usual = terms.minimum_confidence if terms else DEFAULT_MINIMUM
    watched = {*required_paths(subject), *WATCHED}
    proved = proof_of_gross(subject)
    for path, _ in leaves(subject.draft.record):
        evidence = subject.draft.evidence_for(path)
        minimum = subject.thresholds.get(path, usual)
        if evidence is None and path in SENSITIVE:
            sentence = f"Nothing on the document shows where the {label(path)} comes from: compare it with the page."
            yield error("evidence", path, Reason.LOW_CONFIDENCE, sentence)
        if evidence is None or path not in watched or evidence.source is Source.HUMAN or evidence.confidence >= minimum:
            continue
        two = either_day(subject, path)
        if two is not None and not two.settled:
            continue  # ``dates.day_or_month`` says so, with both readings
        sure = (
            two is not None
            or (path in TOTALS and proved is Proof.ARITHMETIC)
            or _on_file(subject, path)
            or (reread_agrees(subject, path) and (path not in TOTALS or evidence.confidence >= DEFAULT_MINIMUM))
        )
        read, asked = _told_apart(evidence.confidence, min(minimum, 1))
        sentence = f"The {label(path)} was read with {read} confidence, {asked} are asked for: " + (
            "something else on the document or on file confirms it." if sure else "compare it with the page."
        )
        yield (note if sure else error)(RULE, path, Reason.LOW_CONFIDENCE, sentence)


def _told_apart(read: float, asked: float) -> tuple[str, str]:
    """Two shares in percent, with a decimal where they would look the same without."""
    digits = 0 if f"{read:.0%}" != f"{asked:.0%}" else 1
    return f"{read:.{digits}%}", f"{asked:.{digits}%}"


def _on_file(subject: Subject, path: str) -> bool:
    """Whether the books say the same of the vendor that was recognised."""
    vendor, record = subject.vendor, subject.commercial
    if vendor is None or record is None:
        return False
    if path == "supplier_iban":
        account = compact((subject.bill.supplier_iban if subject.bill else None) or "")
        return account in map(compact, vendor.ibans)
    if path == "supplier_tax_id":
        return any(same_tax_id(record.supplier_tax_id or "", own) for own in vendor.tax_ids)
    return path == "supplier_name"


def type_confidence(subject: Subject) -> Iterator[Finding]:
    """A document that may well be of another type goes to a person; 0 means that nobody said how sure it is."""
    sure = subject.classification.confidence if subject.classification else subject.draft.type_confidence
    if 0 < sure < TYPE_MINIMUM:
        sentence = (
            f"This looks like a {subject.draft.document_type.replace('_', ' ')}, but with only {sure:.0%} confidence: "
            "say what it is."
        )
        yield error("type-confidence", "", Reason.LOW_CONFIDENCE, sentence)

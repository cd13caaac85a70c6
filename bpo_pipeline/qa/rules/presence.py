"""What must be there: the fields that each type always needs, and those that the contract asks for."""

from __future__ import annotations

from collections.abc import Iterator

from bpo_pipeline.contracts import Contract
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error, note
from bpo_pipeline.qa.paths import label, missing
from bpo_pipeline.qa.subject import Subject

_BILL = (
    ("BR-02", "invoice_number"),
    ("BR-03", "issue_date"),
    ("BR-05", "currency"),
    ("BR-06", "supplier_name"),
    ("BR-14", "gross_total"),
)
_OTHER = "required-field"
_ORDER = tuple((_OTHER, path) for path in ("purchase_order_number", "issue_date", "supplier_name"))
ALWAYS: dict[str, tuple[tuple[str, str], ...]] = {
    "invoice": _BILL,
    "credit_note": _BILL,
    "receipt": tuple((_OTHER, path) for path in ("issue_date", "currency", "supplier_name", "gross_total")),
    "purchase_order": _ORDER,
    "purchase_order_change": _ORDER,
    "timesheet": tuple((_OTHER, path) for path in ("period_start", "computed_total_hours")),
    "timesheet_batch": tuple((_OTHER, path) for path in ("period_start", "computed_total_hours")),
}
"""Document type -> (rule, path). BR-04, the type code, is the classification."""
REQUIRED_RULES = frozenset(rule for wanted in ALWAYS.values() for rule, _ in wanted) | {_OTHER}
"""The rules that say of a field that nothing can be booked without it."""

NORM_ONLY = (("BR-07", "customer_name"), ("BR-16", "line_items"))
"""EN 16931 wants these, but a paper invoice without them can be booked: a note, unless the data claims the norm."""
_PROFILES_WITHOUT_LINES = ("minimum", "basicwl")


def required_paths(subject: Subject) -> dict[str, str]:
    """Path -> rule, for the type's own required fields and the contract's."""
    return required_of(subject.draft.document_type, subject.contract)


def required_of(document_type: str, contract: Contract) -> dict[str, str]:
    """Path -> rule, for a type's own required fields and those of the contract."""
    terms = contract.terms(document_type)
    wanted = {path: rule for rule, path in ALWAYS.get(document_type, ())}
    return wanted | {path: _OTHER for path in (terms.required_fields if terms else ()) if path not in wanted}


def required_fields(subject: Subject) -> Iterator[Finding]:
    """A required field without a value goes to a person."""
    for path, rule in required_paths(subject).items():
        for one in missing(subject.draft.record, path):
            sentence = f"The {label(one)} is missing: look for it on the document and enter it."
            yield error(rule, one, Reason.EXTRACTION_INCOMPLETE, sentence)


def norm_fields(subject: Subject) -> Iterator[Finding]:
    """BR-07 and BR-16: buyer and lines; an error for e-invoices, a note for paper."""
    if subject.bill is None:
        return
    structured, required = subject.reading.structured, required_paths(subject)
    for rule, path in NORM_ONLY:
        if path in required or not any(missing(subject.bill, path)):
            continue
        whole = structured is not None and not any(one in structured.profile for one in _PROFILES_WITHOUT_LINES)
        sentence = f"The {label(path)} of the invoice is missing; EN 16931 asks for it."
        yield (error if whole else note)(rule, path, Reason.EXTRACTION_INCOMPLETE, sentence)

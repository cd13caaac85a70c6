"""From a reading to a checked draft: classify, extract, match the vendor, read money twice, check, route.

No storage in here: the pipeline, ``bpo extract`` and ``bpo screen`` all call the same function.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bpo_pipeline import classification, extraction, qa
from bpo_pipeline.contracts import Contract
from bpo_pipeline.documents import DOCUMENT_TYPES
from bpo_pipeline.documents import document_type as document_kind
from bpo_pipeline.documents.fields import CommercialRecord
from bpo_pipeline.documents.timesheet import Timesheet
from bpo_pipeline.model.draft import Classification, Draft
from bpo_pipeline.model.finding import Finding, Route
from bpo_pipeline.model.memory import Remembered
from bpo_pipeline.model.reading import Box, Reading
from bpo_pipeline.model.vendor import PurchaseOrder, Vendor

LOOKS = (300, 200, 450)
"""Dots per inch at which a field is looked at until its two readings agree."""
KNOWN = frozenset(kind.name for kind in DOCUMENT_TYPES)


@dataclass(frozen=True, slots=True)
class MasterData:
    """What the client's books know: read from its ERP or from the list in its contract."""

    vendors: tuple[Vendor, ...] = ()
    purchase_orders: tuple[PurchaseOrder, ...] | None = None
    """None where nobody can be asked."""
    memories: tuple[Remembered, ...] = ()
    """What people confirmed on earlier papers of the client's vendors."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A document as the machine understood it, and where it goes."""

    classification: Classification
    draft: Draft | None
    """None when the document type is not known."""
    vendor_id: str | None
    findings: tuple[Finding, ...]
    route: Route
    rereadings: Mapping[str, str]
    """What the second reading found, by path."""


Crop = tuple[str, int, Box]
"""Path of the field, page and box where it stands."""
Reread = Callable[[Sequence[Crop], int], Mapping[str, str]]
"""Reads crops again by OCR, rendered at so many dots per inch; path -> text."""
Duplicates = Callable[[str, str, Draft], Sequence[str]]
"""Ids of documents of that vendor with that number and the draft's amount."""


def draft_of(reading: Reading, *, contract: Contract | None, master: MasterData) -> tuple[Classification, Draft | None]:
    """Classify and extract; None for a document of no known type."""
    kind = classification.classify(reading)
    if kind.document_type not in KNOWN:
        return kind, None
    return kind, drafted(reading, kind.document_type, sure=kind.confidence, contract=contract, master=master)


def drafted(
    reading: Reading, document_type: str, *, sure: float, contract: Contract | None, master: MasterData
) -> Draft:
    """Extract, calibrate, and ask the memory of the client's vendors; *sure*: how sure the type is."""
    draft = extraction.extract(
        reading,
        document_type,
        vendors=master.vendors,
        customer_names=(contract.name,) if contract else (),
        languages=contract.languages if contract else (),
    )
    draft = replace(draft, type_confidence=sure)
    if not issubclass(document_kind(document_type).record, CommercialRecord) or reading.structured is not None:
        return extraction.with_employees(draft, contract.employees if contract else ())
    return extraction.remembered(extraction.calibrated(draft, reading), reading, master.memories)


def understand(
    reading: Reading,
    *,
    contract: Contract,
    master: MasterData,
    today: dt.date,
    reread: Reread,
    duplicates: Duplicates,
) -> Understood:
    """Classify, extract and check one reading under a contract."""
    kind, draft = draft_of(reading, contract=contract, master=master)
    if draft is None:
        findings = qa.check_without_draft(reading, kind)
        return Understood(kind, None, None, findings, qa.route(findings), {})
    return checked(
        draft,
        reading,
        kind=kind,
        contract=contract,
        master=master,
        today=today,
        rereadings=second_reading(draft, reread),
        duplicates=duplicates,
    )


def second_reading(draft: Draft, reread: Reread) -> Mapping[str, str]:
    """What OCR reads in the pictures of money, bank and identifier fields; path -> text.

    OCR errs in about one field of eighty, so a field on which the readings disagree is looked at
    again at other resolutions before it is said to disagree.
    """
    crops: list[Crop] = []
    for path in qa.fields_to_reread(draft):
        evidence = draft.evidence_for(path)
        if evidence is not None and evidence.page is not None and evidence.box is not None:
            crops.append((path, evidence.page, evidence.box))
    texts: dict[str, str] = {}
    for dots_per_inch in LOOKS:
        if not crops:
            break
        texts.update(reread(crops, dots_per_inch))
        open_paths = qa.disagreements(draft, texts)
        crops = [crop for crop in crops if crop[0] in open_paths]
    return texts


def checked(
    draft: Draft,
    reading: Reading,
    *,
    kind: Classification,
    contract: Contract,
    master: MasterData,
    today: dt.date,
    rereadings: Mapping[str, str],
    duplicates: Duplicates,
) -> Understood:
    """Check a draft, the machine's or a corrected one, under the contract."""
    match = qa.match_vendor(draft, master.vendors)
    vendor_id = match.vendor.vendor_id if match.vendor else None
    number = getattr(draft.record, "invoice_number", None)
    subject = qa.Subject(
        draft=draft,
        classification=kind,
        page_alone=_page_alone(draft, reading, contract),
        reading=reading,
        contract=contract,
        match=match,
        vendors=master.vendors,
        purchase_orders=master.purchase_orders,
        today=today,
        duplicates=_duplicates(draft, vendor_id, number, duplicates),
        rereadings=rereadings,
        thresholds=thresholds(draft.document_type, contract),
    )
    findings = qa.check(subject)
    return Understood(kind, draft, vendor_id, findings, qa.route(findings), rereadings)


def _page_alone(draft: Draft, reading: Reading, contract: Contract) -> Draft | None:
    """What is read from the page of a hybrid, as if its XML had not come along; None for all others."""
    if reading.structured is None or not any(page.words for page in reading.pages):
        return None
    return extraction.extract(
        replace(reading, structured=None),
        draft.document_type,
        customer_names=(contract.name,),
        languages=contract.languages,
    )


def thresholds(document_type: str, contract: Contract) -> Mapping[str, float]:
    """The least confidence of each field that is calibrated, from the error that the contract allows."""
    terms = contract.terms(document_type)
    if terms is None or not issubclass(document_kind(document_type).record, CommercialRecord):
        return {}
    allowed = terms.allowed_error
    return extraction.thresholds(money=allowed.money, identifiers=allowed.identifiers, other=allowed.other)


def _duplicates(draft: Draft, vendor_id: str | None, number: str | None, duplicates: Duplicates) -> tuple[str, ...]:
    """Earlier documents of the same vendor and number, or sheets of the same employee for the same days."""
    if isinstance(draft.record, Timesheet):
        person, period = draft.record.employee_id or "", draft.record.period
        return tuple(duplicates(person, period, draft)) if person and period else ()
    return tuple(duplicates(vendor_id, number, draft)) if vendor_id and number else ()

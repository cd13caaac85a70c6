"""The Subject: everything a rule may look at. Rules read it and yield findings; they change nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import wraps
from typing import TypeVar

from bpo_pipeline.contracts import Contract
from bpo_pipeline.documents import DOCUMENT_TYPES, DocumentType
from bpo_pipeline.documents.fields import CommercialRecord
from bpo_pipeline.documents.invoice import Invoice
from bpo_pipeline.model.draft import Classification, Draft, Record
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reading import Reading, Source
from bpo_pipeline.model.vendor import PurchaseOrder, Vendor
from bpo_pipeline.qa.vendor_match import Match


@dataclass(frozen=True, slots=True)
class Subject:
    """A draft with all that is known about it when it is checked."""

    draft: Draft
    reading: Reading
    contract: Contract
    today: dt.date
    match: Match | None = None
    """What ``match_vendor`` or a person said; None when nobody was asked: the rules about vendors are then silent."""
    vendors: tuple[Vendor, ...] = ()
    purchase_orders: tuple[PurchaseOrder, ...] | None = None
    """The client's open orders; None when the target cannot be asked: the rules about orders are then silent."""
    duplicates: tuple[str, ...] = ()
    """Ids of earlier documents with the same vendor, number and amount; never the document's own."""
    rereadings: Mapping[str, str] = field(default_factory=dict)
    """Dotted path -> text that OCR found in the rendered picture of the field's box."""
    customer: tuple[str, ...] = ()
    """Further names under which the client is addressed, beside the contract's."""
    page_alone: Draft | None = None
    """What the page says by itself, of a document that carries its data as XML too."""
    classification: Classification | None = None
    thresholds: Mapping[str, float] = field(default_factory=dict)
    """Path -> least confidence that keeps the error which the contract allows; of fields that are calibrated."""

    @property
    def vendor(self) -> Vendor | None:
        """The vendor that the document is from, None when unknown or ambiguous."""
        return self.match.vendor if self.match else None

    @property
    def kind(self) -> DocumentType | None:
        """The document type, None for one that is not known."""
        return next((one for one in DOCUMENT_TYPES if one.name == self.draft.document_type), None)

    @property
    def posts(self) -> bool:
        """Whether an approved document of this type becomes a posting."""
        return self.kind is not None and self.kind.posts

    @property
    def commercial(self) -> CommercialRecord | None:
        """The record when it has a supplier, totals and lines."""
        record = self.draft.record
        return record if isinstance(record, CommercialRecord) else None

    @property
    def bill(self) -> Invoice | None:
        """The record when it is an invoice or a credit note."""
        record = self.draft.record
        return record if isinstance(record, Invoice) else None

    @property
    def tolerance(self) -> Decimal:
        """How far two amounts may be apart, in the document's currency."""
        return self.contract.tolerances.amount

    @property
    def currency(self) -> str:
        """ISO code for sentences, empty when the document has none."""
        record = self.commercial
        return (record.currency if record else None) or ""

    def printed(self, path: str) -> bool:
        """Whether the value was read from ink or data or typed by a person, not computed by us."""
        evidence = self.draft.evidence_for(path)
        return evidence is not None and evidence.source is not Source.DERIVED

    def by_person(self, path: str) -> bool:
        """Whether a person typed or confirmed the value."""
        evidence = self.draft.evidence_for(path)
        return evidence is not None and evidence.source is Source.HUMAN


R = TypeVar("R", bound=Record)
Rule = Callable[[Subject], Iterator[Finding]]
"""A rule looks at a subject and yields what it has to say; it never raises."""


def about(kind: type[R]) -> Callable[[Callable[[R], Iterator[Finding]]], Rule]:
    """Make a rule of what is to be said about records of one kind; it is silent about all others."""

    def rule_of(say: Callable[[R], Iterator[Finding]]) -> Rule:
        @wraps(say)
        def rule(subject: Subject) -> Iterator[Finding]:
            if isinstance(subject.draft.record, kind):
                yield from say(subject.draft.record)

        return rule

    return rule_of

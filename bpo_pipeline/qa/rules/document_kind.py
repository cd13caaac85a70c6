"""What the file is: a known type, one that the contract covers, and one document only."""

from __future__ import annotations

from collections.abc import Iterator

from bpo_pipeline.model.draft import Classification
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error, note
from bpo_pipeline.qa.subject import Subject

_NOTES = frozenset({Reason.PERMISSION_DENIED})
"""A file that forbids copying is still the client's own document; everything else that reading remarks is an error."""


def type_covered(subject: Subject) -> Iterator[Finding]:
    """The type is known, and the client's contract covers it."""
    name = subject.draft.document_type.replace("_", " ")
    if subject.kind is None:
        yield unknown_type()
    elif subject.contract.terms(subject.draft.document_type) is None:
        covered = ", ".join(one.type.replace("_", " ") for one in subject.contract.documents)
        sentence = f"This is a {name}; the contract covers {covered} only: forward it, or add the type to the contract."
        yield error("type-covered", "", Reason.TYPE_NOT_IN_CONTRACT, sentence)


def one_document(subject: Subject) -> Iterator[Finding]:
    """A file that holds several documents is cut by a person."""
    if subject.classification:
        yield from several_documents(subject.classification)


def reading_remarks(subject: Subject) -> Iterator[Finding]:
    """What reading noticed: hidden text, differing page counts, annotations, later updates."""
    yield from remarks(subject.reading)


def unknown_type() -> Finding:
    """The finding of a document that no type fits."""
    return error(
        "type-known", "", Reason.UNKNOWN_TYPE, "No document type fits this file: say what it is, or reject it."
    )


def several_documents(classification: Classification) -> Iterator[Finding]:
    """The finding of a file in which more than one document begins."""
    if len(classification.first_pages) > 1:
        pages = ", ".join(map(str, classification.first_pages))
        sentence = f"{len(classification.first_pages)} documents begin in this file (pages {pages}): split it."
        yield error("one-document", "", Reason.SEVERAL_DOCUMENTS, sentence)


def remarks(reading: Reading) -> Iterator[Finding]:
    """The reading's remarks as findings; one with an unknown code still goes to a person."""
    for remark in reading.remarks:
        reason = Reason(remark.reason) if remark.reason in set(Reason) else Reason.EXTRACTION_INCOMPLETE
        where = f" (page {remark.page})" if remark.page else ""
        yield (note if reason in _NOTES else error)(remark.rule or "reading", "", reason, f"{remark.sentence}{where}")

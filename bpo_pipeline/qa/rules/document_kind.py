"""What the file is: a known type, one that the contract covers, and one document only."""

from __future__ import annotations

from collections.abc import Iterator

from bpo_pipeline.model.cut import ranges_from
from bpo_pipeline.model.draft import Classification
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error, note
from bpo_pipeline.qa.subject import Subject

_NOTES = frozenset({Reason.PERMISSION_DENIED})
"""A file that forbids copying is still the client's own document; everything else that reading remarks is an error."""
_MOST_CUTS = 5
"""So many cuts are explained in a sentence."""


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
    """A file that seems to hold several documents, and not beyond doubt, is cut by a person."""
    if subject.classification:
        yield from several_documents(subject.reading, subject.classification)


def reading_remarks(subject: Subject) -> Iterator[Finding]:
    """What reading noticed: hidden text, differing page counts, annotations, later updates."""
    yield from remarks(subject.reading)


def unknown_type() -> Finding:
    """The finding of a document that no type fits."""
    return error(
        "type-known", "", Reason.UNKNOWN_TYPE, "No document type fits this file: say what it is, or reject it."
    )


def several_documents(reading: Reading, classification: Classification) -> Iterator[Finding]:
    """The finding of a file in which more than one document begins: where it would be cut, and what says so."""
    cuts = classification.cuts
    if cuts and reading.pages:
        ranges = ranges_from(cuts, first=reading.pages[0].number, last=reading.pages[-1].number)
        why = " ".join(one.sentence for one in cuts[:_MOST_CUTS])
        what = "ask for them one by one" if any(one.page == one.ends for one in cuts) else "split it"
        pages = ", ".join(map(str, ranges))
        sentence = f"{len(ranges)} documents seem to be in this file (pages {pages}): {what}. {why}"
        yield error("one-document", "", Reason.SEVERAL_DOCUMENTS, sentence)


def remarks(reading: Reading) -> Iterator[Finding]:
    """The reading's remarks as findings; one with an unknown code still goes to a person."""
    for remark in reading.remarks:
        reason = Reason(remark.reason) if remark.reason in set(Reason) else Reason.EXTRACTION_INCOMPLETE
        where = f" (page {remark.page})" if remark.page else ""
        yield (note if reason in _NOTES else error)(remark.rule or "reading", "", reason, f"{remark.sentence}{where}")

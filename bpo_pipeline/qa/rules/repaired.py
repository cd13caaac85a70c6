"""What the joint assignment of amounts leaves open: several ways to add up, and misread digits that were put right."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bpo_pipeline.model.draft import DIGIT_REPAIR, SEVERAL_WAYS
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error, note
from bpo_pipeline.qa.paths import label, leaves
from bpo_pipeline.qa.rereading import MONEY_FIELDS, reread_agrees
from bpo_pipeline.qa.subject import Subject
from bpo_pipeline.qa.wording import money


def several_ways(subject: Subject) -> Iterator[Finding]:
    """Sums that several totals meet prove none of them."""
    evidence = subject.draft.evidence_for("gross_total")
    record = subject.commercial
    if evidence is None or record is None or record.gross_total is None or SEVERAL_WAYS not in evidence.rules:
        return
    sentence = (
        "The amounts on the document add up in more than one way; "
        f"{money(record.gross_total, subject.currency)} was taken for the total: compare it with the page."
    )
    yield error(SEVERAL_WAYS, "gross_total", Reason.AMOUNT_AMBIGUOUS, sentence)


def repaired_digits(subject: Subject) -> Iterator[Finding]:
    """A repaired amount is shown with what was read; one that is paid goes to a person unless it is read twice.

    Sums cannot tell a misread digit from a misprinted one: only a second look at the ink can.
    """
    for path, value in leaves(subject.draft.record):
        evidence = subject.draft.evidence_for(path)
        if evidence is None or not evidence.repaired or not isinstance(value, Decimal) or subject.by_person(path):
            continue
        sure = path not in MONEY_FIELDS or reread_agrees(subject, path)
        sentence = (
            f"The {label(path)} was read as {evidence.raw[:40]!r}; the other amounts of the document leave only "
            f"{money(value, subject.currency)}, one digit away: "
            + ("that is what was taken." if sure else "compare it with the page.")
        )
        yield (note if sure else error)(DIGIT_REPAIR, path, Reason.MATH_MISMATCH, sentence)

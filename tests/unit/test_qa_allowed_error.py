"""``allowed_error`` of a contract: the model's thresholds send a doubtful field to a person, and never let one pass."""

from __future__ import annotations

from dataclasses import replace

import pytest
from qa_builder import LINES, MATCH, TODAY, contract, draft, page, subject, with_evidence

from bpo_pipeline.flow.understanding import MasterData, Understood, checked
from bpo_pipeline.model.draft import Classification
from bpo_pipeline.model.finding import RouteKind
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa import Subject
from bpo_pipeline.qa.rules.confidence import field_confidence

SURE, DOUBTFUL = 0.9, 0.7
"""Above and below the contract's usual minimum of 0.8."""


def _slip(confidence: float, **thresholds: float) -> Subject:
    """A receipt of an unknown vendor, so that no books confirm its name, read with that confidence."""
    known = replace(subject("receipt"), thresholds=thresholds, match=replace(MATCH, vendor=None))
    return with_evidence(known, "supplier_name", confidence=confidence)


@pytest.mark.parametrize(
    ("confidence", "thresholds", "asked"),
    [
        (SURE, {}, None),
        (SURE, {"supplier_name": 0.95}, "95% are asked for"),
        (SURE, {"supplier_name": 0.85}, None),
        (SURE, {"supplier_name": 1.01}, "100% are asked for"),
        (0.957, {"supplier_name": 0.961}, "95.7% confidence, 96.1% are asked for"),
        (SURE, {"issue_date": 0.95}, None),
        (DOUBTFUL, {"supplier_name": 0.5}, None),
        (DOUBTFUL, {}, "80% are asked for"),
    ],
)
def test_the_threshold_of_a_calibrated_field_decides(
    confidence: float, thresholds: dict[str, float], asked: str | None
) -> None:
    found = [one for one in field_confidence(_slip(confidence, **thresholds)) if one.path == "supplier_name"]
    assert [asked in one.sentence for one in found if asked] == ([True] if asked else [])
    assert bool(found) is bool(asked)


def _checked(kind: str, allowed_error: float) -> Understood:
    """A document that is read well and complete, under a contract that allows so many errors."""
    return checked(
        draft(kind, confidence=SURE),
        Reading((page(*LINES),)),
        kind=Classification(kind, 0.99),
        contract=contract(
            documents=[{"type": kind, "allowed_error": dict.fromkeys(("money", "identifiers", "other"), allowed_error)}]
        ),
        master=MasterData(),
        today=TODAY,
        rereadings={},
        duplicates=lambda *_: (),
    )


def _doubted(known: Understood) -> set[str]:
    return {one.path for one in known.findings if one.rule == "confidence"}


def test_the_contract_s_allowed_error_reaches_the_route() -> None:
    """Nothing was measured to err as rarely as once in 10,000, so all that is calibrated goes to a person."""
    strict = _checked("receipt", 0.0001)
    assert {"supplier_name", "issue_date", "gross_total"} <= _doubted(strict)
    assert strict.route.kind is RouteKind.REVIEW
    assert Reason.LOW_CONFIDENCE in {one.reason for one in strict.findings}
    assert _doubted(_checked("receipt", 0.05)) < _doubted(strict)

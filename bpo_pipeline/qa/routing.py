"""Where a checked document goes: straight through, to a person and why, or refused."""

from __future__ import annotations

from collections.abc import Iterable

from bpo_pipeline.model.finding import Finding, Route, RouteKind, Severity
from bpo_pipeline.model.reasons import Reason

SERIOUSNESS: tuple[Reason, ...] = (
    # somebody may be trying to steal
    Reason.BANK_CHANGE,
    Reason.TEXT_VISUAL_MISMATCH,
    Reason.XML_VISUAL_MISMATCH,
    Reason.HIDDEN_TEXT,
    Reason.INCREMENTAL_UPDATE,
    Reason.CONFUSABLE_CHARS,
    Reason.CONTROL_CHARS,
    Reason.INSTRUCTION_TEXT,
    Reason.MARKUP_TEXT,
    Reason.FORMULA_TEXT,
    # the whole document is in question
    Reason.PAGE_COUNT_DIFFERS,
    Reason.SEVERAL_DOCUMENTS,
    Reason.UNKNOWN_TYPE,
    Reason.TYPE_NOT_IN_CONTRACT,
    Reason.POSSIBLE_DUPLICATE,
    Reason.WRONG_CUSTOMER,
    # the money is in question
    Reason.UNKNOWN_EMPLOYEE,
    Reason.NOT_APPROVED,
    Reason.HOURS_IMPLAUSIBLE,
    Reason.MISSING_PUNCH,
    Reason.PERIOD_INVALID,
    Reason.RATE_DIFFERS,
    Reason.AMOUNT_INVALID,
    Reason.CREDIT_NOTE,
    Reason.MATH_MISMATCH,
    Reason.AMOUNT_AMBIGUOUS,
    # a field is in question
    Reason.DATE_INVALID,
    Reason.DATE_AMBIGUOUS,
    Reason.PII_UNEXPECTED,
    Reason.FIELD_TOO_LONG,
    Reason.EXTRACTION_INCOMPLETE,
    Reason.UNKNOWN_VENDOR,
    Reason.UNKNOWN_PURCHASE_ORDER,
    Reason.IDENTIFIER_INVALID,
    Reason.LOW_CONFIDENCE,
)
"""Most serious first; a reason that is not listed comes last."""


def route(findings: Iterable[Finding]) -> Route:
    """Refused when a rule says so, to a person when one has an error, else straight through.

    The route carries all findings, those that decided first, and the most serious reason.
    """
    ranked = tuple(sorted(findings, key=_rank))
    for severity, kind in ((Severity.REFUSAL, RouteKind.REFUSE), (Severity.ERROR, RouteKind.REVIEW)):
        first = next((one for one in ranked if one.severity is severity), None)
        if first:
            return Route(kind, first.reason, ranked)
    return Route(RouteKind.STRAIGHT_THROUGH, None, ranked)


def _rank(finding: Finding) -> tuple[int, int]:
    severity = (Severity.REFUSAL, Severity.ERROR, Severity.NOTE).index(finding.severity)
    return severity, SERIOUSNESS.index(finding.reason) if finding.reason in SERIOUSNESS else len(SERIOUSNESS)

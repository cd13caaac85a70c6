"""How sure a value is, as what it means: how often readings like it were right, and how often the contract asks for."""

from __future__ import annotations

from dataclasses import dataclass

from bpo_pipeline.model.draft import Evidence
from bpo_pipeline.model.finding import Finding, Severity
from bpo_pipeline.model.reading import Source
from bpo_pipeline.qa import CONFIDENCE

SOURCES = {
    Source.XML: "from the e-invoice's own data",
    Source.HUMAN: "entered by a person",
    Source.DERIVED: "worked out from other values",
    Source.MEMORY: "known from earlier documents",
}
FINE = 0.985
"""From here on hundredths tell nothing apart: thousandths are counted."""
CLEAR = 0.95


@dataclass(frozen=True, slots=True)
class Sureness:
    """One value's evidence against what the quality rules ask for."""

    evidence: Evidence
    minimum: float
    """Above 1 where no reading was ever sure enough for the error that the contract allows."""
    calibrated: bool
    """Whether the confidence is a share of right values, measured by ``bpo train``; else only an order."""
    confirmed: bool
    """Whether the rules found something else that says the same."""

    @property
    def doubtful(self) -> bool:
        """Whether somebody should look at it."""
        one = self.evidence
        return one.source is not Source.HUMAN and one.confidence < self.minimum and not self.confirmed

    @property
    def meaning(self) -> str:
        """A few words under the field."""
        one = self.evidence
        if one.source in SOURCES:
            return SOURCES[one.source] + (": compare it with the page" if self.doubtful else "")
        if not self.calibrated:
            if self.doubtful:
                return "read uncertainly: compare it with the page"
            return "read clearly" if one.confidence >= CLEAR else "read well"
        said = f"right {_times(one.confidence, self._of)}"
        if one.confidence >= self.minimum:
            return said
        if self.confirmed:
            return f"{said}; something else confirms it"
        asked = f", {_number(self.minimum, self._of)} asked for" if self.minimum <= 1 else ""
        return f"{said}{asked}: compare it with the page"

    @property
    def _of(self) -> int:
        """Out of so many: a thousand where hundredths would tell nothing apart."""
        one, asked = self.evidence.confidence, self.minimum
        fine = one >= FINE or FINE <= asked <= 1 or (one < asked <= 1 and round(one, 2) == round(asked, 2))
        return 1000 if fine else 100


def confirmed(findings: tuple[Finding, ...]) -> bool:
    """Whether the rule about confidence only makes a note of a value."""
    return any(one.rule == CONFIDENCE and one.severity is Severity.NOTE for one in findings)


def _number(share: float, of: int) -> str:
    return f"{min(round(share * of), of - 1):,}"  # nothing is promised for certain


def _times(share: float, of: int) -> str:
    return f"{_number(share, of)} times in {of:,}"

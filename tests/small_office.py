"""A client's office without a stack: a file goes through intake, reading, understanding and QA, up to the decision."""

from __future__ import annotations

from dataclasses import dataclass

from bpo_pipeline.contracts import Contract
from bpo_pipeline.errors import Refused
from bpo_pipeline.flow.files import understood_alone
from bpo_pipeline.flow.understanding import MasterData, Understood
from bpo_pipeline.intake import Limits, screen_file
from bpo_pipeline.intake.receive import Parser
from bpo_pipeline.model.finding import RouteKind, Severity
from bpo_pipeline.model.reasons import ACCEPTED, Disposition, DispositionKind

GOES_ON = {DispositionKind.ACCEPT, DispositionKind.REVIEW}
"""What intake lets through: what only a person must weigh is read first and becomes a finding."""


@dataclass(frozen=True)
class End:
    """What became of a file."""

    straight: bool
    """It would be posted without a person."""
    reasons: frozenset[str]
    """Why not: of the door, or of every finding that asks for a person."""
    sentences: tuple[str, ...] = ()
    known: Understood | None = None

    def value(self, path: str) -> str:
        """A value that was understood, as text; empty when there is none."""
        draft = self.known.draft if self.known else None
        return str(getattr(draft and draft.record, path, None) or "")


def end_of(sandbox: Parser, name: str, content: bytes, *, contract: Contract, master: MasterData) -> End:
    """Take one file as far as the decision whether it goes straight through."""
    screened = screen_file(sandbox, name=name, content=content, limits=Limits())
    if screened.disposition.kind not in GOES_ON:
        return _stopped(screened.disposition)
    try:
        _, known = understood_alone(sandbox, content, screened, contract=contract, master=master)
    except Refused as refusal:
        return _stopped(refusal.disposition)
    asking = [one for one in known.route.findings if one.severity is not Severity.NOTE]
    if screened.disposition != ACCEPTED and not known.route.findings:
        return _stopped(screened.disposition)
    return End(
        straight=known.route.kind is RouteKind.STRAIGHT_THROUGH,
        reasons=frozenset(one.reason.value for one in asking),
        sentences=tuple(one.sentence for one in asking),
        known=known,
    )


def _stopped(disposition: Disposition) -> End:
    reason = disposition.reason.value if disposition.reason else ""
    return End(straight=False, reasons=frozenset({reason}), sentences=(disposition.sentence,))

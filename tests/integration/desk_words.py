"""What the desk's tests say to it: a desk on a real database with made-up rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from conftest import Clock
from store_words import ACME, invoice, posting

from bpo_pipeline.contracts import Contract, load_contract
from bpo_pipeline.errors import WrongContract
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.finding import Finding, Severity
from bpo_pipeline.model.ledger import Case, NewPosting
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.review import Checked, Desk
from bpo_pipeline.settings import PROJECT
from bpo_pipeline.store import Store


@dataclass
class Rules:
    """Stands for qa: says what the test tells it, or that the total is not 119.00."""

    says: list[Finding] = field(default_factory=list)

    def __call__(self, case: Case, draft: Draft) -> Checked:
        found = list(self.says)
        if draft.record.gross_total != Decimal("119.00"):  # type: ignore[attr-defined]
            found.append(
                Finding("BR-CO-15", "gross_total", Severity.ERROR, Reason.MATH_MISMATCH, "The total is not 119.00.")
            )
        return Checked(tuple(found), "V1")


def apply_corrections(draft: Draft, corrections: Mapping[str, str]) -> Draft:
    values = draft.record.model_dump() | {path: value or None for path, value in corrections.items()}
    return replace(draft, record=type(draft.record).model_validate(values))


def plan(case: Case, draft: Draft, vendor_id: str | None) -> Sequence[NewPosting]:
    total = draft.record.gross_total  # type: ignore[attr-defined]
    return [posting(case.document.document_id, total=str(total), over_limit=total > 1000)]


def understand_as(case: Case, document_type: str) -> tuple[Draft, Checked]:
    return replace(invoice(), document_type=document_type, type_confidence=1.0), Checked((), "V1")


def contract(client: str = ACME, **more: object) -> Contract:
    sample = load_contract(Path(PROJECT) / "dags" / "contracts" / "nordlicht.yaml")
    return sample.model_copy(update={"client": client, **more})


def contract_of(client: str) -> Contract:
    if client != ACME:
        message = f"there is no contract {client}.yaml"
        raise WrongContract(message)
    return contract()


def desk_on(store: Store, clock: Clock, rules: Rules | None = None) -> Desk:
    return Desk(store, rules or Rules(), apply_corrections, plan, clock, understand_as, contract_of)

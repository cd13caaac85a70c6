"""What the review functions are told: the checks, the corrections and the postings of each client's contract."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bpo_pipeline.extraction import apply_corrections
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.postings import planned_postings
from bpo_pipeline.flow.processing import twins
from bpo_pipeline.flow.understanding import checked
from bpo_pipeline.model.draft import Classification, Draft
from bpo_pipeline.model.ledger import Case, NewPosting, utc_now
from bpo_pipeline.reading import reading_from_json
from bpo_pipeline.review import Checked, Desk
from bpo_pipeline.store import Store


def desk_of(store: Store, parts_of: Callable[[str], Parts]) -> Desk:
    """A desk at which documents of all clients can be decided."""

    def check(case: Case, draft: Draft) -> Checked:
        document = case.document
        parts = parts_of(document.client)
        reading = reading_from_json(parts.vault.get_json(document.client, document.sha256, "reading"))
        known = checked(
            draft,
            reading,
            kind=Classification(draft.document_type, draft.type_confidence),
            contract=parts.contract,
            master=parts.master(),
            today=utc_now().date(),
            rereadings=parts.vault.get_json(document.client, document.sha256, "rereadings"),
            duplicates=twins(parts, document.document_id),
        )
        return Checked(known.findings, known.vendor_id)

    def plan(case: Case, draft: Draft, vendor_id: str | None) -> Sequence[NewPosting]:  # noqa: ARG001 - the target is asked for the vendor
        return planned_postings(parts_of(case.document.client).contract, case.document, draft)

    return Desk(store=store, check=check, apply_corrections=apply_corrections, plan_postings=plan)

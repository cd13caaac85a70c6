"""What the review functions are told: the checks, the corrections and the postings of each client's contract."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from bpo_pipeline import qa
from bpo_pipeline.classification import classify
from bpo_pipeline.errors import AskAPerson, TryAgain
from bpo_pipeline.extraction import apply_corrections
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.postings import planned_postings
from bpo_pipeline.flow.processing import twins
from bpo_pipeline.flow.readings import kept_reading, kept_rereadings
from bpo_pipeline.flow.remembering import remember
from bpo_pipeline.flow.second_reading import rereader
from bpo_pipeline.flow.splitting import cut
from bpo_pipeline.flow.understanding import KNOWN, checked, drafted, second_reading
from bpo_pipeline.model.cut import Cut
from bpo_pipeline.model.document import Document
from bpo_pipeline.model.draft import Classification, Draft
from bpo_pipeline.model.ledger import Case, NewPosting, utc_now
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.reading import reading_from_json
from bpo_pipeline.review import Checked, Desk
from bpo_pipeline.store import NotThere, Store


def desk_of(store: Store, parts_of: Callable[[str], Parts]) -> Desk:
    """A desk at which documents of all clients can be decided."""

    def check(case: Case, draft: Draft) -> Checked:
        document = case.document
        parts = parts_of(document.client)
        reading = kept_reading(parts.vault, case)
        known = checked(
            draft,
            reading,
            kind=Classification(draft.document_type, draft.type_confidence, cuts=_cuts(reading)),
            contract=parts.contract,
            master=parts.master(),
            today=utc_now().date(),
            rereadings=kept_rereadings(parts.vault, case, draft.document_type),
            duplicates=twins(parts, document.document_id),
        )
        missing = tuple(one for one in known.findings if one.rule in qa.REQUIRED_RULES and one.path)
        return Checked(known.findings, known.vendor_id, missing)

    def plan(case: Case, draft: Draft, vendor_id: str | None) -> Sequence[NewPosting]:  # noqa: ARG001 - the target is asked for the vendor
        return planned_postings(parts_of(case.document.client).contract, case.document, draft)

    def understand_as(case: Case, document_type: str) -> tuple[Draft, Checked]:
        draft = drafted_as(parts_of(case.document.client), case.document, document_type)
        return draft, check(case, draft)

    def learn(case: Case, draft: Draft, vendor_id: str | None, actor: str) -> None:
        with suppress(TryAgain):  # the document is decided; a memory that is away loses one lesson
            remember(parts_of(case.document.client), case, draft, vendor_id=vendor_id, actor=actor)

    def text_of(case: Case) -> str:
        reading = kept_reading(parts_of(case.document.client).vault, case)
        return " ".join(word.text for page in reading.pages for word in page.words)

    def pages_of(case: Case) -> int:
        try:
            return len(kept_reading(parts_of(case.document.client).vault, case).pages)
        except NotThere:
            return 0

    return Desk(
        store=store,
        check=check,
        apply_corrections=apply_corrections,
        plan_postings=plan,
        understand_as=understand_as,
        contract_of=lambda client: parts_of(client).contract,
        text_of=text_of,
        pages_of=pages_of,
        cut=lambda case, ranges: cut(parts_of(case.document.client), case.document, ranges),
        learn=learn,
    )


def _cuts(reading: Reading) -> tuple[Cut, ...]:
    """Where a document begins within the file: correcting a field makes no single document of it."""
    return classify(reading).cuts if len(reading.pages) > 1 else ()


def drafted_as(parts: Parts, document: Document, document_type: str) -> Draft:
    """The document's draft when a person says what type it is; money is read a second time as always."""
    if document_type not in KNOWN:
        message = f"document type {document_type!r} is not known; known are {', '.join(sorted(KNOWN))}"
        raise AskAPerson(message)
    reading = reading_from_json(parts.vault.get_json(parts.client, document.sha256, "reading"))
    draft = drafted(reading, document_type, sure=1.0, contract=parts.contract, master=parts.master())
    reread = rereader(
        parts.sandbox(),
        lambda: parts.vault.get_original(parts.client, document.sha256),
        media_type=document.media_type,
        reading=reading,
    )
    parts.vault.put_json(parts.client, document.sha256, "rereadings", dict(second_reading(draft, reread)))
    return draft

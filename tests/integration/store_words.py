"""What the store's tests put into it: arrivals, drafts, postings and acknowledgements, made up."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bpo_pipeline.documents.invoice import Invoice
from bpo_pipeline.model.document import Document, content_hash, document_id, short_key
from bpo_pipeline.model.draft import Draft, Evidence
from bpo_pipeline.model.ledger import Arrival, NewPosting
from bpo_pipeline.model.posting import Acknowledgement, posting_key
from bpo_pipeline.model.reading import Box, Source
from bpo_pipeline.model.reasons import ACCEPTED, Disposition
from bpo_pipeline.model.states import State
from bpo_pipeline.store import Store

ACME = "acme"
MORNING = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)
Found = tuple[Arrival, Document, Disposition]


def found(
    content: str = "one",
    *,
    client: str = ACME,
    key: str = "incoming/one.pdf",
    at: dt.datetime = MORNING,
    disposition: Disposition = ACCEPTED,
    container: bool = False,
) -> Found:
    """What intake hands to ``receive`` for one object."""
    sha256 = content_hash(content.encode())
    identity = document_id(client, sha256)
    arrival = Arrival(
        arrival_id=short_key("arrival", client, key, sha256, at.isoformat()),
        client=client,
        key=key,
        sha256=sha256,
        size=len(content),
        received_at=at,
        document_id=identity,
        container=container,
    )
    document = Document(identity, client, sha256, len(content), "application/pdf", key, at)
    return arrival, document, disposition


def invoice(number: str = "INV-7", gross: str = "119.00", currency: str = "EUR") -> Draft:
    """A draft with evidence, as extraction hands it in."""
    record = Invoice(invoice_number=number, gross_total=Decimal(gross), currency=currency, supplier_name="Büro \x00 AG")
    evidence = (Evidence("gross_total", gross, Source.TEXT, 0.98, 1, Box(1, 2, 3.5, 4)),)
    return Draft("invoice", 0.97, record, evidence, {"pdfplumber": "0.11"})


def posting(document: str, *, target: str = "tryton", total: str = "119.00", over_limit: bool = False) -> NewPosting:
    """A posting as the planner makes it."""
    return NewPosting(
        key=posting_key(ACME, document, target, "bill"),
        target=target,
        body_hash=content_hash(total.encode()),
        total=Decimal(total),
        currency="EUR",
        needs_approval=over_limit,
    )


def acknowledgement(
    key: str, *, number: str = "4711", total: str = "119.00", target: str = "tryton"
) -> Acknowledgement:
    """The target's own word."""
    return Acknowledgement(key, target, number, Decimal(total), "EUR", MORNING, attachment=True)


def received(store: Store, content: str = "one", *, client: str = ACME) -> str:
    """The id of a document that was received."""
    return store.receive([found(content, client=client, key=f"incoming/{content}.pdf")])[0].document_id


def read(store: Store, content: str = "one", *, client: str = ACME) -> str:
    """The id of a document that was read."""
    identity = received(store, content, client=client)
    attempt = store.begin(identity, "read", expect=frozenset({State.RECEIVED}))
    assert attempt is not None
    assert store.move(identity, State.READ, attempt=attempt)
    return identity


def drafted(
    store: Store,
    content: str = "one",
    *,
    to: State = State.READY,
    targets: tuple[str, ...] = ("tryton",),
    over_limit: bool = False,
    draft: Draft | None = None,
    vendor_id: str | None = None,
) -> str:
    """The id of a document that was drafted and went on to *to*."""
    identity = read(store, content)
    attempt = store.begin(identity, "understand", expect=frozenset({State.READ}))
    assert attempt is not None
    state = store.save_draft(
        identity,
        attempt=attempt,
        draft=draft or invoice(number=f"INV-{content}"),
        findings=(),
        vendor_id=vendor_id,
        to=to,
        postings=[posting(identity, target=one, over_limit=over_limit) for one in targets] if to is State.READY else (),
    )
    held = over_limit and to is State.READY
    assert state is (State.ON_HOLD if held else to)
    return identity

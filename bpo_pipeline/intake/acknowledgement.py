"""The acknowledgement: what the client is told about one file, in its outbox, and told again as it moves on."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from bpo_pipeline.model.document import Document
from bpo_pipeline.model.ledger import Arrival
from bpo_pipeline.model.reasons import Disposition, DispositionKind, Reason
from bpo_pipeline.model.states import State


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PostedTo(_Part):
    """Where the document was posted."""

    target: str = Field(description="tryton, ubl, csv ...")
    number: str = Field(description="The target's own number, read back from it.")


class Acknowledgement(_Part):
    """What became of one file that was put into the inbox, or of one file inside a mail or archive."""

    schema_version: Literal[1] = 1
    arrival_id: str = Field(description="The same for the same object, however often it is received.")
    document_id: str = Field(description="The same for the same bytes of the same client.")
    client: str
    key: str = Field(description="Object key; for a file inside a mail or archive: <key>!<number>/<name>.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0, description="Bytes.")
    media_type: str = Field(description="Found by content, never by name.")
    received_at: AwareDatetime = Field(description="UTC.")
    duplicate: bool = Field(default=False, description="The same bytes had arrived before.")
    container: bool = Field(
        default=False, description="A mail or archive; its files have acknowledgements of their own."
    )
    parent: str | None = Field(default=None, description="Arrival id of the mail or archive that it was in.")
    disposition: DispositionKind = Field(description="What the check at the door said.")
    reason: Reason | None = Field(default=None, description="Why, unless it was accepted.")
    sentence: str = Field(default="", description="The reason in words that can be acted on.")
    state: State = Field(description="Where the document stands at updated_at.")
    updated_at: AwareDatetime = Field(description="UTC.")
    postings: tuple[PostedTo, ...] = Field(default=(), description="Empty until posted.")


def acknowledge(
    *,
    arrival: Arrival,
    document: Document,
    disposition: Disposition,
    updated_at: dt.datetime,
    postings: tuple[PostedTo, ...] = (),
) -> Acknowledgement:
    """The acknowledgement of an arrival as its document stands now; *disposition* may be a later one."""
    return Acknowledgement(
        arrival_id=arrival.arrival_id,
        document_id=arrival.document_id,
        client=arrival.client,
        key=arrival.key,
        sha256=arrival.sha256,
        size=arrival.size,
        media_type=document.media_type,
        received_at=arrival.received_at,
        duplicate=arrival.duplicate,
        container=arrival.container,
        parent=arrival.parent,
        disposition=disposition.kind,
        reason=disposition.reason,
        sentence=disposition.sentence,
        state=document.state,
        updated_at=updated_at,
        postings=postings,
    )

"""The acknowledgement: what the client is told about one file, in its outbox, and told again as it moves on."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from bpo_pipeline.model.reasons import DispositionKind, Reason
from bpo_pipeline.model.states import State


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PostedTo(_Part):
    """Where the document was posted."""

    target: str = Field(description="tryton, ubl, csv ...")
    number: str = Field(description="The target's own number, read back from it.")
    total: Decimal = Field(description="Gross total as the target has it.")
    currency: str = Field(description="ISO 4217.")
    posted_at: AwareDatetime = Field(description="UTC.")


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
    disposition: DispositionKind = Field(description="Goes on, waits for a person, is refused, or was set apart.")
    reason: Reason | None = Field(default=None, description="Why, unless it was accepted.")
    sentence: str = Field(default="", description="The reason in words that can be acted on.")
    state: State | None = Field(description="Where the document stands at updated_at; null for a mail or archive.")
    updated_at: AwareDatetime = Field(description="UTC.")
    postings: tuple[PostedTo, ...] = Field(default=(), description="Empty until posted.")

"""Receive one object of an inbox: judged, opened where it is a mail or an archive, and named by its content."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake.keys import judge_inbox_key
from bpo_pipeline.intake.limits import Limits
from bpo_pipeline.intake.screen import Screened, refuse_at_the_door, screen_arguments, screened_from_json
from bpo_pipeline.intake.sniff import BINARY
from bpo_pipeline.model.document import Document, content_hash, document_id, short_key
from bpo_pipeline.model.ledger import Arrival
from bpo_pipeline.model.reasons import ACCEPTED, Disposition, DispositionKind, Reason
from bpo_pipeline.model.states import State

_STATES = {
    DispositionKind.ACCEPT: State.RECEIVED,
    DispositionKind.REVIEW: State.IN_REVIEW,
    DispositionKind.REJECT: State.REJECTED,
    DispositionKind.QUARANTINE: State.QUARANTINED,
}


class Answer(Protocol):
    """What a sandboxed task gave."""

    @property
    def value(self) -> Any:
        """The JSON value."""

    @property
    def blobs(self) -> tuple[bytes, ...]:
        """The binary parts."""


class Parser(Protocol):
    """Runs a task on foreign bytes where they can do no harm; ``sandbox.Sandbox`` is one.

    It must know the tasks ``screen`` and ``members`` (see ``intake.TASKS``).
    """

    def run(
        self, task: str, content: bytes, *, arguments: dict[str, Any] | None = None, wall_seconds: float | None = None
    ) -> Answer:
        """The answer. Raises Refused."""


@dataclass(frozen=True, slots=True)
class Received:
    """One arrival with its document, what becomes of it, and its bytes."""

    document: Document
    arrival: Arrival
    disposition: Disposition
    screened: Screened
    content: bytes


def receive(
    *,
    client: str,
    key: str,
    etag: str,
    content: bytes,
    sandbox: Parser,
    limits: Limits,
    received_at: dt.datetime,
) -> tuple[Received, ...]:
    """Take one inbox object: the object first, then the files inside it, each with its own disposition.

    Gives nothing for a folder marker. The same object gives the same ids however often it is received.
    Raises TryAgain when no sandbox can be had; every fault of the file itself is a disposition.
    """
    verdict = judge_inbox_key(key, limits)
    if verdict.disposition is None:
        return ()
    arrival_id = short_key("arrival", client, key, etag)
    delivery = _Delivery(client, received_at, sandbox, limits)
    if verdict.disposition.kind is not DispositionKind.ACCEPT:
        screened = Screened(verdict.disposition, BINARY)
        return (delivery.one(_File(key, verdict.name, content, arrival_id), screened),)
    return delivery.take(_File(key, verdict.name, content, arrival_id), depth=0)


def receive_parts(
    whole: Document, arrival: Arrival, parts: Sequence[tuple[str, bytes]], *, sandbox: Parser, limits: Limits
) -> tuple[Received, ...]:
    """Take the documents that a file was cut into, each checked like a file that arrived; name and bytes of each.

    They came when the file came, so the clock of the turnaround goes on. The same parts give the same ids.
    """
    delivery = _Delivery(whole.client, arrival.received_at, sandbox, limits)
    parent = (whole.document_id, arrival.arrival_id)
    return tuple(
        delivery.take(_member(arrival.key, arrival.arrival_id, number, name, content, parent), depth=0)[0]
        for number, (name, content) in enumerate(parts, start=1)
    )


@dataclass(frozen=True, slots=True)
class _File:
    key: str
    name: str
    content: bytes
    arrival_id: str
    parent: tuple[str, str] | None = None
    """Ids of document and arrival of what it was taken from."""


def _member(key: str, arrival_id: str, number: int, name: str, content: bytes, parent: tuple[str, str] | None) -> _File:
    member_id = short_key("arrival", arrival_id, str(number), content_hash(content))
    return _File(f"{key}!{number}/{name}", name, content, member_id, parent)


@dataclass(frozen=True, slots=True)
class _Delivery:
    client: str
    received_at: dt.datetime
    sandbox: Parser
    limits: Limits

    def take(self, file: _File, *, depth: int) -> tuple[Received, ...]:
        """The file itself and, for a container that was accepted, the files inside."""
        screened = screen_file(self.sandbox, name=file.name, content=file.content, limits=self.limits)
        inside: list[tuple[str, bytes]] = []
        if screened.container and screened.disposition == ACCEPTED:
            if depth >= self.limits.archive_depth:
                sentence = "The archive is packed inside too many others. Please send the documents themselves."
                disposition = Disposition(DispositionKind.QUARANTINE, Reason.ARCHIVE_BOMB, sentence)
                screened = Screened(disposition, screened.media_type)
            else:
                screened, inside = self._open(file, screened)
        itself = self.one(file, screened)
        found = [itself]
        for number, (name, content) in enumerate(inside, start=1):
            parent = (itself.document.document_id, itself.arrival.arrival_id)
            member = _member(file.key, file.arrival_id, number, name, content, parent)
            found += self.take(member, depth=depth + 1)
        return tuple(found)

    def one(self, file: _File, screened: Screened) -> Received:
        """One arrival and its document."""
        key, content, parent = file.key, file.content, file.parent
        sha256 = content_hash(content)
        identity = document_id(self.client, sha256)
        document = Document(
            document_id=identity,
            client=self.client,
            sha256=sha256,
            size=len(content),
            media_type=screened.media_type,
            key=key,
            received_at=self.received_at,
            state=_STATES[screened.disposition.kind],
            parent=parent[0] if parent else None,
        )
        arrival = Arrival(
            arrival_id=file.arrival_id,
            client=self.client,
            key=key,
            sha256=sha256,
            size=len(content),
            received_at=self.received_at,
            document_id=identity,
            container=screened.container and screened.disposition == ACCEPTED,
            parent=parent[1] if parent else None,
        )
        return Received(document, arrival, screened.disposition, screened, content)

    def _open(self, file: _File, screened: Screened) -> tuple[Screened, list[tuple[str, bytes]]]:
        try:
            answer = self.sandbox.run("members", file.content, arguments=screen_arguments(file.name, self.limits))
        except Refused as refused:
            return Screened(refused.disposition, screened.media_type), []
        return screened, list(zip(map(str, answer.value), answer.blobs, strict=True))


def screen_file(sandbox: Parser, *, name: str, content: bytes, limits: Limits) -> Screened:
    """The safety check of one file, in the sandbox; never raises for what the file is or does."""
    refusal = refuse_at_the_door(content, limits)
    if refusal is not None:
        return Screened(refusal, BINARY)
    try:
        answer = sandbox.run("screen", content, arguments=screen_arguments(name, limits))
        return screened_from_json(answer.value)
    except Refused as refused:
        return Screened(refused.disposition, BINARY)
    except ValueError:
        sentence = "The file breaks the program that reads it; it was set apart."
        return Screened(Disposition(DispositionKind.QUARANTINE, Reason.PARSER_CRASH, sentence), BINARY)

"""The check that each run makes before it ends: documents in are documents through, to review, refused or waiting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.model.states import State

ZERO = Decimal(0)
WORDS: tuple[tuple[State, str], ...] = (
    (State.READY, "through"),
    (State.POSTED, "posted"),
    (State.IN_REVIEW, "to review"),
    (State.ON_HOLD, "on hold"),
    (State.REJECTED, "refused"),
    (State.QUARANTINED, "quarantined"),
    (State.SPLIT, "split"),
    (State.RECEIVED, "not read"),
    (State.READ, "not understood"),
    (State.DRAFTED, "not routed"),
)
"""State -> how a run's summary says it, in this order."""


@dataclass(frozen=True, slots=True)
class ChunkOutcome:
    """What one chunk says it did."""

    planned: int
    """Documents that it was given."""
    states: Mapping[str, int]
    """State value -> how many of them stand there now."""
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    """Currency -> sum of the amounts that it worked on; empty where it knows none."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did, and what does not tie."""

    documents_in: int
    states: Mapping[str, int]
    amounts: Mapping[str, Decimal]
    differences: tuple[str, ...]

    @property
    def ties(self) -> bool:
        """Whether everything that went in came out."""
        return not self.differences

    @property
    def sentence(self) -> str:
        """``1000 in, 963 through, 37 to review``; what does not tie follows."""
        parts = [f"{self.documents_in} in", *(f"{self.states[s]} {word}" for s, word in WORDS if self.states.get(s))]
        return ", ".join(parts) + "".join(f"; {one}" for one in self.differences)

    def require(self) -> RunSummary:
        """The summary itself when it ties.

        Raises AskAPerson, saying by how much it does not.
        """
        if not self.ties:
            message = f"the run does not tie: {self.sentence}"
            raise AskAPerson(message)
        return self


def tie_chunks(
    chunks: Sequence[ChunkOutcome], *, documents_in: int, amounts_in: Mapping[str, Decimal] | None = None
) -> RunSummary:
    """Add up the chunks of a run and compare them with what the run was given.

    *amounts_in* is the sum per currency that was given to the chunks, where that is known beforehand (posting).
    """
    states: Counter[str] = Counter()
    amounts: dict[str, Decimal] = {}
    for chunk in chunks:
        states.update(chunk.states)
        for currency, amount in chunk.amounts.items():
            amounts[currency] = amounts.get(currency, ZERO) + amount
    found = (*_documents(chunks, documents_in), *_amounts(amounts, amounts_in))
    return RunSummary(documents_in, dict(states), amounts, found)


def _documents(chunks: Sequence[ChunkOutcome], documents_in: int) -> Iterator[str]:
    planned = sum(one.planned for one in chunks)
    if planned != documents_in:
        yield f"{documents_in} documents were given, the chunks took {planned}: {abs(documents_in - planned)} apart"
    for number, chunk in enumerate(chunks, start=1):
        done = sum(chunk.states.values())
        if done != chunk.planned:
            apart = abs(chunk.planned - done)
            yield f"chunk {number} took {chunk.planned} documents and accounts for {done}: {apart} apart"
        unknown = sorted(set(chunk.states) - {state.value for state in State})
        if unknown:
            yield f"chunk {number} names states that do not exist: {', '.join(unknown)}"


def _amounts(amounts: Mapping[str, Decimal], amounts_in: Mapping[str, Decimal] | None) -> Iterator[str]:
    if amounts_in is None:
        return
    for currency in sorted({*amounts, *amounts_in}):
        given, done = amounts_in.get(currency, ZERO), amounts.get(currency, ZERO)
        if given != done:
            yield f"{given} {currency} were given, the chunks account for {done}: {abs(given - done)} {currency} apart"

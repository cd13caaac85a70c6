"""Merging: what a person typed on an old version beside what others made of the document since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bpo_pipeline.model.draft import values_of
from bpo_pipeline.model.ledger import Case, Decision
from bpo_pipeline.review.desk import Desk, load


@dataclass(frozen=True, slots=True)
class MergeLine:
    """One field that the person typed, or that somebody else changed since."""

    path: str
    before: str
    """As it stood when the person loaded it."""
    mine: str | None
    """What the person typed; None when they left it alone."""
    theirs: str | None
    """What somebody else put in since; None when nobody did."""
    by: str = ""
    """Who did."""

    @property
    def conflict(self) -> bool:
        """Whether both changed it, to different values."""
        return self.mine is not None and self.theirs is not None and self.mine.strip() != self.theirs.strip()


@dataclass(frozen=True, slots=True)
class Merge:
    """Both sides of a refused save; nothing is lost and nothing is overwritten."""

    case: Case
    """As it stands now; what is sent next names its version."""
    lines: tuple[MergeLine, ...]
    since: tuple[Decision, ...]
    """What others decided since the version that the person saw."""


def merge(desk: Desk, client: str, document_id: str, *, corrections: Mapping[str, str], version: int) -> Merge:
    """What was typed on *version*, field by field beside what changed since. Raises AskAPerson."""
    case = load(desk, client, document_id)
    decisions = desk.store.decisions(client, document_id)
    since = tuple(one for one in decisions if one.version >= version)
    theirs: dict[str, str] = {}
    before: dict[str, str] = {}
    who: dict[str, str] = {}
    for one in since:
        for path, value in one.corrections.items():
            theirs[path], who[path] = value, one.actor
            before.setdefault(path, one.before.get(path, ""))
    now = {} if case.draft is None else values_of(case.draft.record)
    lines = tuple(
        MergeLine(path, before.get(path, now.get(path, "")), corrections.get(path), theirs.get(path), who.get(path, ""))
        for path in sorted({*corrections, *theirs})
    )
    return Merge(case, lines, since)

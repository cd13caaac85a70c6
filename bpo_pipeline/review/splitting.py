"""Splitting: a person says which pages belong together; each range becomes a document that goes through the stages."""

from __future__ import annotations

import re
from itertools import pairwise

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.model.cut import Pages
from bpo_pipeline.model.ledger import Case, Decision, DecisionKind
from bpo_pipeline.model.states import State
from bpo_pipeline.review.desk import Desk, decided_on, load
from bpo_pipeline.review.holding import require_not_at_gate

MOST = 500
FIELD = "pages"
"""Under this path the ranges stand in the decision."""
RANGE = re.compile(r"(\d{1,5})(?:\s*[-\u2013]\s*(\d{1,5}))?")


def split(
    desk: Desk, client: str, document_id: str, *, ranges: str, actor: str, version: int, comment: str = ""
) -> Case:
    """Cut a parked file into documents by ranges of its pages, such as ``1-2, 3``; the file itself ends as split.

    Nothing is lost on the way: pages that belong to none of the documents need a comment that says why. Twice is once.
    Raises AskAPerson for ranges that cannot be meant, NotAllowed at the gate or for a file without pages, StaleVersion.
    """
    case = load(desk, client, document_id)
    pages = desk.pages_of(case)
    wanted = ranges_in(ranges, pages)
    left_out = sorted(set(range(1, pages + 1)) - {page for one in wanted for page in range(one.first, one.last + 1)})
    if left_out and not comment.strip():
        message = f"no document has page {', '.join(map(str, left_out))}: add it, or say in the comment why not"
        raise AskAPerson(message)
    told = ", ".join(map(str, wanted))
    now = desk.clock()
    decision = Decision(document_id, DecisionKind.SPLIT, actor, now, version, {FIELD: told}, comment)
    case, taken = decided_on(desk, client, decision, case)
    if taken:
        return case
    require_not_at_gate(case)
    sentence = f"Cut into {len(wanted)} documents (pages {told}); each has its own answer."
    cut = desk.store.decide(decision, to=State.SPLIT, sentence=sentence, cut=desk.cut(case, wanted))
    return cut or load(desk, client, document_id)


def ranges_in(text: str, pages: int) -> tuple[Pages, ...]:
    """The ranges that a person typed, ``1-2, 3``, in the order of the pages.

    Raises AskAPerson, saying what is wrong, for fewer than two, for pages that the file does not have or two have.
    """
    found = [_range(one, pages) for one in re.split(r"[,;\n]+", text) if one.strip()]
    if not 2 <= len(found) <= MOST:
        message = f"give the pages of at least two documents, such as 1-2, 3; this file has {pages} pages"
        raise AskAPerson(message)
    ordered = sorted(found, key=lambda one: one.first)
    for one, later in pairwise(ordered):
        if later.first <= one.last:
            message = f"page {later.first} cannot be in two documents (pages {one} and {later})"
            raise AskAPerson(message)
    return tuple(ordered)


def _range(text: str, pages: int) -> Pages:
    match = RANGE.fullmatch(text.strip())
    if match is None:
        message = f"{text.strip()[:40]!r} is no range of pages: write it like 1-2 or 3"
        raise AskAPerson(message)
    first, last = int(match[1]), int(match[2] or match[1])
    if not 1 <= first <= last <= pages:
        message = f"pages {text.strip()} are not in this file: it has {pages}"
        raise AskAPerson(message)
    return Pages(first, last)

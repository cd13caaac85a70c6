"""Decisions of people, and starting documents again by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bpo_pipeline.errors import AskAPerson, NotAllowed, StaleVersion
from bpo_pipeline.model.desk import CutOut, Question, QuestionState
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.ledger import Case, Decision, DecisionKind, NewPosting
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.store.autosaves import forget
from bpo_pipeline.store.claims import require_unclaimed
from bpo_pipeline.store.database import Database, lock_document
from bpo_pipeline.store.desk_schema import ClaimRow
from bpo_pipeline.store.drafts import is_bank_field, put_draft, to_case, value_at
from bpo_pipeline.store.keyings import void_keying
from bpo_pipeline.store.lifecycle import ON_THEIR_WAY, enter, make_ready, postings_of, withdraw
from bpo_pipeline.store.personal import closed, draft_in
from bpo_pipeline.store.questions import add_question, close_question
from bpo_pipeline.store.schema import DecisionRow, DocumentRow
from bpo_pipeline.store.splits import ids_by_pages, replace_by
from bpo_pipeline.store.text import fingerprint
from bpo_pipeline.store.truths import corrected, keep_truth

DECIDABLE = frozenset({State.IN_REVIEW, State.ON_HOLD})
RESTARTABLE = frozenset({State.IN_REVIEW, State.ON_HOLD, State.REJECTED, State.QUARANTINED})
NAMES = {
    DecisionKind.CORRECT: "corrected",
    DecisionKind.APPROVE: "approved",
    DecisionKind.REJECT: "rejected",
    DecisionKind.HOLD: "held",
    DecisionKind.RESUME: "resumed",
    DecisionKind.RETYPE: "retyped",
    DecisionKind.ASK: "asked",
    DecisionKind.SPLIT: "split",
}
KEEPS_CLAIM = frozenset({DecisionKind.CORRECT, DecisionKind.RESUME, DecisionKind.RETYPE})
"""Whoever decided one of these goes on working on the document."""
EDITS = frozenset({DecisionKind.CORRECT, DecisionKind.RETYPE})


@dataclass(frozen=True, slots=True)
class Reprocessed:
    """Which documents start again, and why the others do not."""

    restarted: tuple[str, ...]
    kept: dict[str, str]
    """Document id -> sentence."""


class Decisions(Database):
    """Applying a person's word, once."""

    def decide(
        self,
        decision: Decision,
        *,
        to: State,
        draft: Draft | None = None,
        findings: Sequence[Finding] = (),
        vendor_id: str | None = None,
        postings: Sequence[NewPosting] = (),
        reason: Reason | str | None = None,
        sentence: str = "",
        overridden: Sequence[str] = (),
        question: Question | None = None,
        cut: Sequence[CutOut] = (),
    ) -> Case | None:
        """Store the decision, what it changes, its postings and its event in one transaction.

        With *draft*, draft, findings and vendor are replaced. *overridden* are the rules that the
        person set aside. *cut* are the documents that take this one's place. Gives the document as it is then, None
        when this very decision was applied before. Raises StaleVersion when somebody else was first, with what they
        left, Claimed while somebody else works on it, NotAllowed when the document does not wait for a person.
        """
        mark = _mark(decision)
        with self.transaction() as session:
            row = lock_document(session, decision.document_id)
            if _applied_before(session, row, decision, mark):
                return None
            if row.state not in DECIDABLE:
                message = f"document {row.document_id} is {row.state.value}: only a parked document can be decided"
                raise NotAllowed(message)
            now, name = self._clock(), NAMES[decision.kind]
            _settle_claim(session, row, decision, now)
            session.add(_decision_row(row, decision, mark))
            session.flush()  # the trigger for four eyes looks at the document as it was decided on
            void_keying(session, row.document_id, now)
            close_question(session, row.document_id, QuestionState.WITHDRAWN, now)
            if question is not None:
                add_question(session, question)
            if draft is not None:
                put_draft(row, draft, findings, vendor_id)
            if decision.kind in EDITS:
                row.last_editor = decision.actor
                row.four_eyes = row.four_eyes or any(is_bank_field(path) for path in decision.corrections)
            row.version = decision.version + 1
            # fences off any worker that still holds an attempt
            row.attempt += 1
            data = {"decision": mark, "version": decision.version, "draft": row.draft_hash}
            if overridden:
                data["overridden"] = sorted(overridden)
            if to is State.READY:
                keep_truth(session, row, now)
                make_ready(session, row, postings, at=now, name=name, actor=decision.actor, data=data)
                return to_case(row)
            if to in {State.REJECTED, State.SPLIT}:
                _nothing_sent(session, row)
                withdraw(session, row, sentence=f"the document was {to.value}")
            who = decision.actor
            if cut:
                data["parts"] = ids_by_pages(cut)
            enter(session, row, to, at=now, name=name, actor=who, reason=reason, sentence=sentence, data=data)
            replace_by(session, row, cut, actor=who, at=now)
            return to_case(row)

    def decisions(self, client: str, document_id: str) -> list[Decision]:
        """What people decided on a document, first one first."""
        query = select(DecisionRow).where(DecisionRow.client == client, DecisionRow.document_id == document_id)
        with self.transaction() as session:
            return [
                Decision(
                    document_id=row.document_id,
                    kind=row.kind,
                    actor=row.actor,
                    at=row.at,
                    version=row.version,
                    corrections={path: str(value) for path, value in corrections.items()},
                    comment=row.comment,
                    before={path: str(value) for path, value in before.items()},
                )
                for row in session.scalars(query.order_by(DecisionRow.decision_id))
                for corrections, before in [corrected(row)]
            ]

    def reprocess(self, document_ids: Sequence[str], *, actor: str, dry_run: bool) -> Reprocessed:
        """Send parked or ended documents through the stages again; only tells what would happen on a dry run.

        Never one that was posted, or of which a posting was or may have been sent. Each document is
        a transaction of its own.
        """
        restarted: list[str] = []
        kept: dict[str, str] = {}
        for document_id in dict.fromkeys(document_ids):
            try:
                with self.transaction() as session:
                    row = lock_document(session, document_id)
                    if row.state not in RESTARTABLE:
                        message = f"it is {row.state.value}"
                        raise NotAllowed(message)
                    _nothing_sent(session, row)
                    if not dry_run:
                        withdraw(session, row, sentence="the document was processed again")
                        row.attempt += 1
                        row.version += 1
                        row.last_editor = None
                        row.four_eyes = row.needs_call_back = False
                        void_keying(session, document_id, self._clock())
                        close_question(session, document_id, QuestionState.WITHDRAWN, self._clock())
                        enter(session, row, State.RECEIVED, at=self._clock(), name="reprocessed", actor=actor)
                restarted.append(document_id)
            except AskAPerson as problem:
                kept[document_id] = str(problem)
        return Reprocessed(tuple(restarted), kept)


def _mark(decision: Decision) -> str:
    """Two decisions with the same mark are the same decision, sent twice."""
    return fingerprint(
        [
            decision.document_id,
            decision.kind.value,
            decision.actor,
            decision.version,
            decision.corrections,
            decision.comment,
        ]
    )


def _applied_before(session: Session, row: DocumentRow, decision: Decision, mark: str) -> bool:
    query = select(DecisionRow).where(DecisionRow.document_id == row.document_id)
    known = session.scalar(query.where(DecisionRow.version == decision.version))
    if known is not None and known.fingerprint == mark:
        return True
    if known is not None or row.version != decision.version:
        who = "" if known is None else f" by {known.actor}"
        message = (
            f"document {row.document_id} was changed{who} since it was loaded "
            f"(version {decision.version}, now {row.version}): load it again"
        )
        raise StaleVersion(message, to_case(row))
    return False


def _settle_claim(session: Session, row: DocumentRow, decision: Decision, now: dt.datetime) -> None:
    """Make sure that nobody else works on it; a decision that is the last word frees it and what was typed."""
    claim = session.get(ClaimRow, row.document_id)
    require_unclaimed(claim, decision.actor, now)
    if decision.kind in KEEPS_CLAIM:
        forget(session, row.document_id, actor=decision.actor, up_to=decision.version)
        return
    if claim is not None:
        session.delete(claim)
    if decision.kind in {DecisionKind.APPROVE, DecisionKind.REJECT, DecisionKind.SPLIT}:
        forget(session, row.document_id)


def _decision_row(row: DocumentRow, decision: Decision, mark: str) -> DecisionRow:
    draft = draft_in(row)
    return DecisionRow(
        document_id=row.document_id,
        client=row.client,
        kind=decision.kind,
        actor=decision.actor,
        at=decision.at,
        version=decision.version,
        corrections=closed(row, "corrections", dict(decision.corrections)),
        before=closed(row, "before", {path: value_at(draft, path) for path in decision.corrections}),
        comment=decision.comment,
        fingerprint=mark,
    )


def _nothing_sent(session: Session, row: DocumentRow) -> None:
    for one in postings_of(session, row):
        if one.state in ON_THEIR_WAY:
            message = f"document {row.document_id}: its posting in {one.target} is {one.state.value}; reverse it there"
            raise NotAllowed(message)

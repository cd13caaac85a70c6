"""Working on documents: attempts with their fencing token, moves, and the draft that a stage hands in."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bpo_pipeline.errors import NotAllowed
from bpo_pipeline.model.desk import KeyingPurpose, NewKeying
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.ledger import NewPosting
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import NEXT, State
from bpo_pipeline.store.database import Database, lock_document
from bpo_pipeline.store.drafts import draft_hash, put_draft
from bpo_pipeline.store.keyings import open_keying
from bpo_pipeline.store.lifecycle import PIPELINE, enter, make_ready
from bpo_pipeline.store.schema import DocumentRow

NOT_A_RIVAL = (State.REJECTED, State.QUARANTINED, State.SPLIT)
"""Documents in these states were never paid and will not be, so they are nobody's duplicate."""


class Documents(Database):
    """State changes of documents; each is compared-and-set with the attempt number as fencing token."""

    def begin(self, document_id: str, stage: str, *, expect: AbstractSet[State], limit: int = 3) -> int | None:
        """Count an attempt before anything foreign is touched, and give its number.

        None when the document is not in one of the states *expect* (another worker was first), or when
        *limit* attempts of this stage began and never came back: then it is quarantined, because the
        file takes its workers down. An attempt comes back by ``move``, ``save_draft`` or ``give_back``.
        Two workers may be lost by chance on an innocent file (a restart, a full memory); three are the file.
        """
        with self.transaction() as session:
            row = lock_document(session, document_id)
            if row.state not in expect:
                return None
            used = row.tries if row.tries_stage == stage else 0
            row.attempt += 1
            if used >= limit:
                to = State.QUARANTINED if State.QUARANTINED in NEXT[row.state] else State.IN_REVIEW
                sentence = f"The {stage} stage ended without an answer {used} times on this file; it was set apart."
                data = {"stage": stage, "tries": used}
                now = self._clock()
                enter(session, row, to, at=now, reason=Reason.PARSER_CRASH, sentence=sentence, data=data)
                return None
            row.tries, row.tries_stage = used + 1, stage
            return row.attempt

    def give_back(self, document_id: str, *, attempt: int) -> None:
        """Say that an attempt ended without the file being to blame (S3 or the ERP was away): it does not count."""
        with self.transaction() as session:
            row = lock_document(session, document_id)
            if row.attempt == attempt and row.tries > 0:
                row.tries -= 1

    def move(
        self,
        document_id: str,
        to: State,
        *,
        attempt: int,
        reason: Reason | str | None = None,
        sentence: str = "",
        actor: str = PIPELINE,
        data: dict[str, Any] | None = None,
    ) -> bool:
        """Change the state as the holder of an attempt; False when another one has begun since.

        *data* holds codes, ids and counts only. Moving to where it stands already changes nothing.
        Raises NotAllowed for a move that ``NEXT`` does not know, and to posted: that is what ``settle`` does.
        """
        with self.transaction() as session:
            row = lock_document(session, document_id)
            if row.attempt != attempt:
                return False
            if row.state is to:
                return True
            if to not in NEXT[row.state] or to is State.POSTED:
                message = f"document {document_id} is {row.state.value} and cannot be moved to {to.value}"
                raise NotAllowed(message)
            now = self._clock()
            enter(session, row, to, at=now, reason=reason, sentence=sentence, actor=actor, data=data)
            return True

    def save_draft(
        self,
        document_id: str,
        *,
        attempt: int,
        draft: Draft,
        findings: Sequence[Finding],
        vendor_id: str | None,
        to: State,
        reason: Reason | str | None = None,
        sentence: str = "",
        postings: Sequence[NewPosting] = (),
        keying: NewKeying | None = None,
    ) -> State | None:
        """Store draft, findings and postings and move the document, in one transaction.

        Gives the state it is in now, or None when another attempt has begun since. A document that
        was to go straight through, but of which another worker has stored a twin (vendor, number and
        amount) in the meantime, goes to a person instead. Ready with nothing to post is posted. With
        *keying* a document that goes straight through is keyed blind: those of the sample meanwhile, others first.
        """
        with self.transaction() as session:
            row = lock_document(session, document_id)
            if row.attempt != attempt:
                return None
            if row.state not in {State.READ, State.DRAFTED}:
                if row.draft_hash == draft_hash(draft):
                    return row.state  # the answer to the first call was lost: what was stored then stands
                message = f"document {document_id} is {row.state.value}: a draft is stored after reading"
                raise NotAllowed(message)
            now = self._clock()
            put_draft(row, draft, findings, vendor_id)
            data = {
                "document_type": draft.document_type,
                "draft": row.draft_hash,
                "rules": sorted({finding.rule for finding in findings}),
                "versions": dict(draft.versions),
            }
            if to is State.DRAFTED:
                enter(session, row, to, at=now, reason=reason, sentence=sentence, data=data)
                return to
            enter(session, row, State.DRAFTED, at=now, data=data)
            if to not in NEXT[State.DRAFTED]:
                message = f"a draft cannot become {to.value}"
                raise NotAllowed(message)
            if to is State.READY:
                twins = rivals(session, row)
                if not twins and keying is not None:
                    open_keying(session, row, keying, now)
                if not twins and (keying is None or keying.purpose is KeyingPurpose.SAMPLE):
                    make_ready(session, row, postings, at=now)
                    return row.state
                if not twins:
                    to, sentence = State.IN_REVIEW, "The contract has fields of this document keyed a second time."
                    enter(session, row, to, at=now, reason=Reason.SECOND_KEYING, sentence=sentence)
                    return to
                to, reason = State.IN_REVIEW, Reason.POSSIBLE_DUPLICATE
                sentence = f"Same vendor, number and amount as document {twins[0]}, which arrived at the same time."
            enter(session, row, to, at=now, reason=reason, sentence=sentence)
            return to


def rivals(session: Session, row: DocumentRow) -> Sequence[str]:
    """Other live documents of the client with the same vendor, number and gross total."""
    if row.vendor_id is None or row.number_normal is None or row.gross is None:
        return ()
    return session.scalars(
        select(DocumentRow.document_id)
        .where(
            DocumentRow.client == row.client,
            DocumentRow.vendor_id == row.vendor_id,
            DocumentRow.number_normal == row.number_normal,
            DocumentRow.gross == row.gross,
            DocumentRow.document_id != row.document_id,
            DocumentRow.state.not_in(NOT_A_RIVAL),
        )
        .order_by(DocumentRow.received_at)
    ).all()

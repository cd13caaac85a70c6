"""Questions to the client: one open at a time per document; the answer reopens it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from bpo_pipeline.model.desk import Question, QuestionState
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.store.database import Database, lock_document
from bpo_pipeline.store.desk_schema import QuestionRow
from bpo_pipeline.store.lifecycle import enter

ANSWERED = "The client has answered the question."


class Questions(Database):
    """What was asked, what still has to be written to the outbox, and what came back."""

    def questions(self, client: str, document_id: str) -> list[Question]:
        """All questions about a document, first one first."""
        query = select(QuestionRow).where(QuestionRow.client == client, QuestionRow.document_id == document_id)
        with self.transaction() as session:
            return [_question(row) for row in session.scalars(query.order_by(QuestionRow.asked_at))]

    def questions_to_write(self, client: str, *, limit: int = 500) -> list[Question]:
        """Open questions that do not lie in the client's outbox yet."""
        query = select(QuestionRow).where(
            QuestionRow.client == client,
            QuestionRow.state == QuestionState.OPEN,
            QuestionRow.written_at.is_(None),
        )
        with self.transaction() as session:
            return [_question(row) for row in session.scalars(query.order_by(QuestionRow.asked_at).limit(limit))]

    def mark_question_written(self, question_id: str) -> None:
        """Note that it lies in the outbox; writing it again would have done no harm."""
        with self.transaction() as session:
            row = session.get(QuestionRow, question_id, with_for_update=True)
            if row is not None and row.written_at is None:
                row.written_at = self._clock()

    def question(self, client: str, question_id: str) -> Question | None:
        """One question of a client, None when it has no such."""
        with self.transaction() as session:
            row = session.get(QuestionRow, question_id)
            return None if row is None or row.client != client else _question(row)

    def answer_question(self, client: str, question_id: str, *, answer: str, key: str, sha256: str = "") -> bool:
        """Keep the client's answer and give the same document back to review; False when it is not open.

        In one transaction, so that an answer taken twice reopens once.
        """
        found = self.question(client, question_id)
        if found is None:
            return False
        with self.transaction() as session:
            document = lock_document(session, found.document_id)
            row = session.get(QuestionRow, question_id, with_for_update=True)
            if row is None or row.state is not QuestionState.OPEN:
                return False
            now = self._clock()
            row.state, row.closed_at, row.answer = QuestionState.ANSWERED, now, answer
            row.answer_key, row.answer_sha256 = key, sha256
            if document.state is State.ON_HOLD and document.reason == Reason.AWAITING_CLIENT:
                document.attempt += 1
                document.version += 1
                enter(
                    session,
                    document,
                    State.IN_REVIEW,
                    at=now,
                    name="answered",
                    actor=f"client:{client}",
                    reason=Reason.CLIENT_ANSWERED,
                    sentence=ANSWERED,
                    data={"question": question_id},
                )
            return True


def add_question(session: Session, question: Question) -> None:
    """Put a question into the table, in the transaction of the decision to ask."""
    session.add(
        QuestionRow(
            question_id=question.question_id,
            document_id=question.document_id,
            client=question.client,
            asked_by=question.asked_by,
            asked_at=question.asked_at,
            fields=list(question.fields),
            question=question.question,
            state=QuestionState.OPEN,
            answer="",
            answer_key="",
        )
    )
    session.flush()


def close_question(session: Session, document_id: str, state: QuestionState, at: dt.datetime) -> None:
    """Close the open question of a document, if there is one."""
    query = select(QuestionRow).where(QuestionRow.document_id == document_id, QuestionRow.state == QuestionState.OPEN)
    for row in session.scalars(query.with_for_update()):
        row.state, row.closed_at = state, at
    session.flush()


def _question(row: QuestionRow) -> Question:
    return Question(
        question_id=row.question_id,
        document_id=row.document_id,
        client=row.client,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        fields=tuple(row.fields),
        question=row.question,
        state=row.state,
        written_at=row.written_at,
        closed_at=row.closed_at,
        answer=row.answer,
        answer_key=row.answer_key,
        answer_sha256=row.answer_sha256,
    )

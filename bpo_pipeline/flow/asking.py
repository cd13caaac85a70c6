"""Questions to the client: they leave as files in its outbox, and the reply in its inbox reopens the document."""

from __future__ import annotations

import json
import logging
import textwrap

from bpo_pipeline.errors import Refused
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.intake.answers import question_of
from bpo_pipeline.model.desk import Question, QuestionState
from bpo_pipeline.model.ledger import Case
from bpo_pipeline.store import ObjectInfo

log = logging.getLogger(__name__)
FOLDER = "questions/"
ANSWERS = "incoming/answers/"
TAKEN = "taken/answers/"
MOST_BYTES = 256 * 1024


def write_questions(parts: Parts) -> int:
    """Write what was asked to the client's outbox, as JSON and as a letter; a file is written again rather than lost.

    Gives how many questions were written.
    """
    written = 0
    for question in parts.store.questions_to_write(parts.client):
        case = parts.store.case(parts.client, question.document_id)
        if case is None:
            continue
        bucket, key = parts.contract.outbox_bucket, f"{FOLDER}{question.question_id}"
        body = json.dumps(as_json(question, case), indent=2, ensure_ascii=False).encode()
        parts.buckets.put(bucket, f"{key}.json", body, "application/json")
        parts.buckets.put(bucket, f"{key}.txt", letter(question, case, parts.contract.name).encode(), "text/plain")
        parts.store.mark_question_written(question.question_id)
        written += 1
    if written:
        log.info("stage=ask client=%s questions=%d", parts.client, written)
    return written


def take_answer(parts: Parts, info: ObjectInfo) -> bool:
    """Take a reply to one of our open questions; False for any other object, which is received like a document.

    The answer is stored before the object is moved aside, so that a crash in between takes it twice, once.
    Raises TryAgain when S3 or the database are away.
    """
    question_id = question_of(info.key)
    question = None if question_id is None else parts.store.question(parts.client, question_id)
    if question is None or question.state is QuestionState.WITHDRAWN or info.size > MOST_BYTES:
        return False
    if question.state is QuestionState.ANSWERED and question.answer_key != info.key:
        return False
    bucket = parts.contract.inbox_bucket
    content = parts.buckets.get(bucket, info.key, limit_bytes=MOST_BYTES, etag=info.etag)
    try:
        said = parts.sandbox().run("answer", content).value["answer"]
    except Refused:
        return False
    if question.state is QuestionState.ANSWERED and question.answer != said:
        return False
    parts.store.answer_question(parts.client, question.question_id, answer=said, key=info.key)
    parts.buckets.move(bucket, info.key, f"{TAKEN}{question.question_id}/{info.key.rsplit('/', 1)[-1]}", etag=info.etag)
    return True


def as_json(question: Question, case: Case) -> dict[str, object]:
    """The question for a machine: what it is about, and under which key the reply is expected."""
    return {
        "question_id": question.question_id,
        "document_id": question.document_id,
        "file": case.document.key,
        "sha256": case.document.sha256,
        "asked_at": question.asked_at.isoformat(),
        "fields": list(question.fields),
        "question": question.question,
        "reply_to": f"{ANSWERS}{question.question_id}.json",
        "reply_like": {"answer": "..."},
    }


def letter(question: Question, case: Case, name: str) -> str:
    """The question for a person, in lines of 78 characters."""
    about = f" (about: {', '.join(question.fields)})" if question.fields else ""
    asked = "\n".join(textwrap.fill(line, 78) for line in question.question.splitlines())
    return f"""{name}

{question.asked_at:%Y-%m-%d}

A question about your file {case.document.key.rsplit("/", 1)[-1]}{about}
received on {case.document.received_at:%Y-%m-%d}, document {question.document_id}

{asked}

Please write your answer into a text file named
    {question.question_id}.txt
and put it into your inbox under
    {ANSWERS}
We go on with this document as soon as it is there.
"""

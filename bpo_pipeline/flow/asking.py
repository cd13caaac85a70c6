"""Questions to the client: they leave as files in its outbox, and the reply in its inbox reopens the document."""

from __future__ import annotations

import json
import logging

from bpo_pipeline.errors import Refused
from bpo_pipeline.flow.files import read_content
from bpo_pipeline.flow.letters import letter
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.intake import Limits, screen_file
from bpo_pipeline.intake.answers import LONGEST, PAGES, question_of
from bpo_pipeline.model.desk import Question, QuestionState
from bpo_pipeline.model.document import content_hash
from bpo_pipeline.model.ledger import Case
from bpo_pipeline.model.reasons import DispositionKind, Reason
from bpo_pipeline.store import ObjectInfo

log = logging.getLogger(__name__)
FOLDER = "questions/"
ANSWERS = "incoming/answers/"
TAKEN = "taken/answers/"
MOST_BYTES = 256 * 1024
"""Of a reply as text."""
WORDLESS = "The answer is on the attached pages."


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
        text = letter(question, case, name=parts.contract.name, language=parts.contract.letter_language, folder=ANSWERS)
        parts.buckets.put(bucket, f"{key}.txt", text.encode(), "text/plain")
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
    if question is None or question.state is QuestionState.WITHDRAWN:
        return False
    if question.state is QuestionState.ANSWERED and question.answer_key != info.key:
        return False
    bucket, pages = parts.contract.inbox_bucket, info.key.endswith(PAGES)
    most = Limits().file_bytes if pages else MOST_BYTES
    if info.size > most:
        return False
    content = parts.buckets.get(bucket, info.key, limit_bytes=most, etag=info.etag)
    try:
        said = _on_pages(parts, info.key, content) if pages else _in_text(parts, content)
    except Refused:
        return False
    if question.state is QuestionState.ANSWERED and question.answer != said:
        return False
    sha256 = content_hash(content)
    parts.vault.put_original(parts.client, sha256, content, "application/pdf" if pages else "text/plain")
    parts.store.answer_question(parts.client, question.question_id, answer=said, key=info.key, sha256=sha256)
    parts.buckets.move(bucket, info.key, f"{TAKEN}{question.question_id}/{info.key.rsplit('/', 1)[-1]}", etag=info.etag)
    return True


def _in_text(parts: Parts, content: bytes) -> str:
    said: str = parts.sandbox().run("answer", content).value["answer"]
    return said


def _on_pages(parts: Parts, key: str, content: bytes) -> str:
    """The words on the pages, which the person sees beside the file. Raises Refused for one that is not safe."""
    screened = screen_file(parts.sandbox(), name=key.rsplit("/", 1)[-1], content=content, limits=Limits())
    if screened.disposition.kind in {DispositionKind.REJECT, DispositionKind.QUARANTINE}:
        raise Refused(Reason.NOT_A_DOCUMENT, "The reply is not a PDF that can be opened safely.")
    languages = parts.contract.languages
    reading = read_content(parts.sandbox(), content, screened, ignore_embedded_xml=True, languages=languages)
    words = " ".join(word.text for page in reading.pages for word in page.words)
    return words[:LONGEST] or WORDLESS


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

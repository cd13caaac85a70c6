"""Questions to the client: out as files, back as a file, the same document goes on, and the clock stood still."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from conftest import Clock
from desk_words import contract, desk_on
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName
from reportlab.pdfgen.canvas import Canvas
from store_words import ACME, drafted

from bpo_pipeline import review
from bpo_pipeline.app import new_sandbox
from bpo_pipeline.errors import AskAPerson, NotAllowed
from bpo_pipeline.flow.asking import take_answer, write_questions
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.receiving import receive_objects, waiting
from bpo_pipeline.flow.truth import truth_rows
from bpo_pipeline.flow.understanding import MasterData
from bpo_pipeline.model.desk import QuestionState, QueueFilter
from bpo_pipeline.model.reading import Box, Page, Reading, Source, Word
from bpo_pipeline.model.states import State
from bpo_pipeline.reading import reading_to_json
from bpo_pipeline.review import Desk
from bpo_pipeline.store import Buckets, Store, Vault

pytestmark = pytest.mark.integration
ALL = QueueFilter(clients=(ACME,))


@pytest.fixture
def desk(store: Store, clock: Clock) -> Desk:
    return desk_on(store, clock)


@pytest.fixture
def parts(store: Store, vault: Vault, buckets: Buckets, new_bucket: Callable[[], str]) -> Iterator[Parts]:
    with new_sandbox() as sandbox:
        yield Parts(
            contract=contract(inbox=new_bucket(), outbox=new_bucket()),
            store=store,
            vault=vault,
            buckets=buckets,
            sandbox=lambda: sandbox,
            targets=dict,
            master=MasterData,
        )


@pytest.fixture
def document(store: Store) -> str:
    return drafted(store, to=State.IN_REVIEW)


def asked(desk: Desk, document: str) -> str:
    for _ in range(2):
        review.ask(desk, ACME, document, question="Which order is it?", fields=["gross_total"], actor="eva", version=1)
    (question,) = review.questions(desk, ACME, document)
    return question.question_id


def test_a_question_leaves_and_its_answer_reopens_the_same_document(
    desk: Desk, store: Store, document: str, parts: Parts, clock: Clock
) -> None:
    question = asked(desk, document)
    case = store.case(ACME, document)
    assert case is not None
    assert (case.document.state, case.reason) == (State.ON_HOLD, "awaiting_client")
    assert (write_questions(parts), write_questions(parts)) == (1, 0)
    body = parts.buckets.find(parts.contract.outbox_bucket, f"questions/{question}.json")
    letter = parts.buckets.find(parts.contract.outbox_bucket, f"questions/{question}.txt")
    assert body is not None
    assert letter is not None
    assert b"Which order is it?" in letter
    reply_to = json.loads(body)["reply_to"]

    assert review.queue(desk, ALL)[0].due_at is None
    clock.pass_seconds(7200)
    parts.buckets.put(parts.contract.inbox_bucket, reply_to, b'{"answer": "Order 4711."}', "application/json")
    counts = [receive_objects(parts, waiting(parts)) for _ in range(2)]

    assert counts == [{"answer": 1}, {}]
    (closed,) = review.questions(desk, ACME, document)
    assert (closed.state, closed.answer) == (QuestionState.ANSWERED, "Order 4711.")
    case = store.case(ACME, document)
    assert case is not None
    assert (case.document.state, case.reason, case.version) == (State.IN_REVIEW, "client_answered", 3)
    assert [event.name for event in store.events(ACME, document_id=document)][-2:] == ["asked", "answered"]
    clock.pass_seconds(60)
    assert review.queue(desk, ALL)[0].due_at == case.document.received_at + dt.timedelta(hours=26)


def answered_with(parts: Parts, question: str, ending: str, content: bytes) -> dict[str, int]:
    key = f"incoming/answers/{question}.{ending}"
    parts.buckets.put(parts.contract.inbox_bucket, key, content, "application/octet-stream")
    return receive_objects(parts, waiting(parts))


def pdf(text: str, *, script: bool = False) -> bytes:
    target = BytesIO()
    canvas = Canvas(target, invariant=1)
    canvas.drawString(72, 700, text)
    if script:
        canvas.setViewerPreference("DisplayDocTitle", "true")
        canvas._doc.Catalog.OpenAction = PDFDictionary({"S": PDFName("JavaScript"), "JS": "(app.alert\\(1\\))"})
    canvas.save()
    return target.getvalue()


def test_an_answer_on_paper_reopens_the_document_with_the_file_attached(
    desk: Desk, store: Store, document: str, parts: Parts, clock: Clock
) -> None:
    paper = pdf("It is order 4711.")
    counts = answered_with(parts, asked(desk, document), "pdf", paper)

    assert counts == {"answer": 1}
    (closed,) = review.questions(desk, ACME, document)
    assert (closed.state, closed.answer) == (QuestionState.ANSWERED, "It is order 4711.")
    assert parts.vault.get_original(ACME, closed.answer_sha256) == paper
    case = store.case(ACME, document)
    assert case is not None
    assert (case.document.state, case.reason) == (State.IN_REVIEW, "client_answered")
    review.reject(desk, ACME, document, sentence="It was cancelled.", actor="ada", version=case.version)
    assert store.ended_before(ACME, clock.now + dt.timedelta(days=1)) == [case.document.sha256, closed.answer_sha256]


def test_an_answer_that_runs_a_script_is_set_apart_like_any_such_file(desk: Desk, document: str, parts: Parts) -> None:
    counts = answered_with(parts, asked(desk, document), "pdf", pdf("Open me.", script=True))

    assert counts == {"quarantine": 1}
    (still,) = review.questions(desk, ACME, document)
    assert still.state is QuestionState.OPEN


@pytest.mark.parametrize(
    ("letters", "says"), [("", "Eine Frage zu Ihrer Datei"), ("en", "A question about your file"), ("de", "20.11.2026")]
)
def test_the_letter_is_in_the_clients_language(
    desk: Desk, document: str, parts: Parts, letters: str, says: str
) -> None:
    asked(desk, document)
    write_questions(replace(parts, contract=parts.contract.model_copy(update={"letters": letters})))

    (key,) = [
        one.key
        for one in parts.buckets.list_inbox(parts.contract.outbox_bucket, prefix="questions/")
        if one.key.endswith(".txt")
    ]
    letter = parts.buckets.find(parts.contract.outbox_bucket, key) or b""
    assert says in letter.decode()
    assert "Which order is it?" in letter.decode()


def test_an_answer_taken_twice_reopens_once(desk: Desk, store: Store, document: str, parts: Parts) -> None:
    question = asked(desk, document)
    key = f"incoming/answers/{question}.txt"
    for _ in range(2):  # the object was not moved aside before a crash
        parts.buckets.put(parts.contract.inbox_bucket, key, b"Yes.", "text/plain")
        info = parts.buckets.info(parts.contract.inbox_bucket, key)
        assert info is not None
        assert take_answer(parts, info)

    assert [event.name for event in store.events(ACME, document_id=document)].count("answered") == 1


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{", b'{"answer": 3}', b"x" * 300_000])
def test_a_reply_that_cannot_be_read_is_answered_like_any_bad_file(
    desk: Desk, store: Store, document: str, parts: Parts, content: bytes
) -> None:
    key = f"incoming/answers/{asked(desk, document)}.json"
    parts.buckets.put(parts.contract.inbox_bucket, key, content, "application/json")

    counts = receive_objects(parts, waiting(parts))

    assert "answer" not in counts
    assert sum(counts.values()) == 1
    case = store.case(ACME, document)
    assert case is not None
    assert case.document.state is State.ON_HOLD


def test_another_clients_question_is_nobodys(desk: Desk, document: str, parts: Parts) -> None:
    key = f"incoming/answers/{asked(desk, document)}.txt"
    other = replace(parts, contract=contract("other", inbox=parts.contract.inbox, outbox=parts.contract.outbox))
    parts.buckets.put(parts.contract.inbox_bucket, key, b"Yes.", "text/plain")
    info = parts.buckets.info(parts.contract.inbox_bucket, key)
    assert info is not None

    assert not take_answer(other, info)


def test_deciding_meanwhile_withdraws_the_question(desk: Desk, document: str) -> None:
    asked(desk, document)
    review.correct(desk, ACME, document, corrections={"gross_total": "120"}, actor="eva", version=2)

    (question,) = review.questions(desk, ACME, document)
    assert question.state is QuestionState.WITHDRAWN


def test_an_empty_question_and_one_about_what_waits_at_the_gate_are_refused(
    desk: Desk, store: Store, document: str
) -> None:
    with pytest.raises(AskAPerson, match="needs a sentence"):
        review.ask(desk, ACME, document, question=" ", actor="eva", version=1)
    gate = drafted(store, "two", over_limit=True)
    with pytest.raises(NotAllowed, match="second person"):
        review.ask(desk, ACME, gate, question="Why?", actor="eva", version=1)


def test_what_people_put_right_is_the_clients_truth_and_can_be_taken_back(
    desk: Desk, store: Store, document: str
) -> None:
    review.correct(
        desk, ACME, document, corrections={"gross_total": "120", "invoice_number": "9"}, actor="eva", version=1
    )
    review.correct(desk, ACME, document, corrections={"gross_total": "119.00"}, actor="ben", version=2)
    assert store.truths(ACME) == []
    review.approve(desk, ACME, document, actor="zoe", version=3)

    (truth,) = store.truths(ACME)
    assert (truth.path, truth.machine, truth.value, truth.actor) == ("invoice_number", "INV-one", "9", "eva")
    assert store.truths("other") == []
    assert store.withdraw_truth("other", [truth.truth_id], actor="zoe") == 0
    assert [store.withdraw_truth(ACME, [truth.truth_id], actor="zoe") for _ in range(2)] == [1, 0]
    assert store.truths(ACME) == []
    assert [one.withdrawn_by for one in store.truths(ACME, withdrawn=True)] == ["zoe"]


def test_the_truth_is_exported_as_training_reads_it(desk: Desk, store: Store, document: str, parts: Parts) -> None:
    case = store.case(ACME, document)
    assert case is not None
    page = Page(1, 595.0, 842.0, (Word("Total", Box(1, 2, 3, 4), 0.9),), Source.OCR)
    parts.vault.put_json(ACME, case.document.sha256, "reading", reading_to_json(Reading((page,))))
    review.correct(desk, ACME, document, corrections={"invoice_number": "9"}, actor="eva", version=1)
    review.approve(desk, ACME, document, actor="eva", version=2)

    (row,) = truth_rows(parts)

    assert (row["id"], row["words"], row["boxes_xyxy"]) == (document, ["Total"], [[1, 2, 3, 4]])
    assert (row["vendor_key"], row["fields"]["invoice_number"]) == ("V1", "9")
    assert [(one["machine"], one["value"]) for one in row["corrections"]] == [("INV-one", "9")]
    store.withdraw_truth(ACME, [row["corrections"][0]["truth_id"]], actor="zoe")
    assert list(truth_rows(parts)) == []

"""One inbox object gives its arrival, its document and what is inside, each with one disposition."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from intake_files import EICAR, mail, pdf, zipped
from pydantic import ValidationError

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake import Limits, Received, receive
from bpo_pipeline.intake.acknowledgement import Acknowledgement, PostedTo
from bpo_pipeline.intake.screen import Output, members, screen
from bpo_pipeline.model.document import content_hash, document_id
from bpo_pipeline.model.reasons import DispositionKind, Reason
from bpo_pipeline.model.states import State

NOW = dt.datetime(2026, 11, 22, 8, 30, tzinfo=dt.UTC)
GOOD, OTHER = pdf(), pdf(b"0 0 m 9 9 l S")


class Here:
    """Runs the tasks in this process, through JSON as the sandbox does."""

    def run(
        self, task: str, content: bytes, *, arguments: dict[str, Any] | None = None, wall_seconds: float | None = None
    ) -> Output:
        found = {"screen": screen, "members": members}[task](content, arguments or {})
        return Output(json.loads(json.dumps(found.value)), found.blobs)


class Crashing:
    """A sandbox whose child dies on every file."""

    def run(
        self, task: str, content: bytes, *, arguments: dict[str, Any] | None = None, wall_seconds: float | None = None
    ) -> Output:
        raise Refused(Reason.PARSER_CRASH, "It broke.", DispositionKind.QUARANTINE)


class Lying(Here):
    """A sandbox whose child was taken over and answers what it likes."""

    def run(
        self, task: str, content: bytes, *, arguments: dict[str, Any] | None = None, wall_seconds: float | None = None
    ) -> Output:
        return Output({"disposition": "accept, trust me"})


def received(key: str, content: bytes, sandbox: Any = None) -> tuple[Received, ...]:
    """What one object becomes."""
    return receive(
        client="acme", key=key, etag="e1", content=content, sandbox=sandbox or Here(), limits=Limits(), received_at=NOW
    )


def codes(found: tuple[Received, ...]) -> list[str]:
    """The dispositions, in order."""
    return [one.disposition.code for one in found]


def test_a_good_file_is_one_document_named_by_its_content() -> None:
    (one,) = received("incoming/a.pdf", GOOD)
    assert one.document.document_id == document_id("acme", content_hash(GOOD))
    assert one.document.state is State.RECEIVED
    assert one.document.media_type == "application/pdf"
    assert one.arrival.key == "incoming/a.pdf"
    assert one.content == GOOD


def test_receiving_twice_is_receiving_once() -> None:
    packed = mail([("a.pdf", GOOD), ("b.zip", zipped([("c.pdf", OTHER)]))])
    assert received("incoming/a.eml", packed) == received("incoming/a.eml", packed)


def test_the_same_bytes_under_another_key_are_another_arrival_of_the_same_document() -> None:
    (first,), (second,) = received("incoming/a.pdf", GOOD), received("incoming/b.pdf", GOOD)
    assert first.arrival.arrival_id != second.arrival.arrival_id
    assert first.document.document_id == second.document.document_id


def test_a_folder_marker_is_nothing() -> None:
    assert received("incoming/", b"") == ()


def test_a_bad_key_is_set_apart_without_opening_the_file() -> None:
    (one,) = received("incoming/../x.pdf", GOOD, sandbox=Crashing())
    assert (one.disposition.code, one.document.state) == ("quarantine:bad_key", State.QUARANTINED)


@pytest.mark.parametrize(("content", "expected"), [(b"", "reject:empty_file"), (b"x" * (51 << 20), "reject:too_large")])
def test_what_needs_no_parser_is_refused_at_the_door(content: bytes, expected: str) -> None:
    (one,) = received("incoming/a.pdf", content, sandbox=Crashing())
    assert (one.disposition.code, one.document.state) == (expected, State.REJECTED)


def test_a_mail_becomes_its_documents() -> None:
    outer, first, second = received("incoming/m.eml", mail([("a.pdf", GOOD), ("b.pdf", OTHER)]))
    assert outer.arrival.container
    assert codes((first, second)) == ["accept", "accept"]
    assert first.arrival.parent == outer.arrival.arrival_id
    assert first.document.parent == outer.document.document_id
    assert (first.arrival.key, second.arrival.key) == ("incoming/m.eml!1/a.pdf", "incoming/m.eml!2/b.pdf")


def test_the_same_file_twice_in_one_archive_is_two_arrivals() -> None:
    _, first, second = received("incoming/z.zip", zipped([("a.pdf", GOOD), ("b.pdf", GOOD)]))
    assert first.arrival.arrival_id != second.arrival.arrival_id
    assert first.document.document_id == second.document.document_id


def test_one_bad_member_does_not_stop_the_others() -> None:
    found = received("incoming/z.zip", zipped([("a.pdf", GOOD), ("b.pdf", b"not a PDF"), ("c.pdf", OTHER)]))
    assert codes(found) == ["accept", "accept", "reject:type_mismatch", "accept"]


def test_an_archive_in_an_archive_is_opened_and_a_third_is_not() -> None:
    two = zipped([("b.zip", zipped([("c.pdf", GOOD)]))])
    assert codes(received("incoming/z.zip", two)) == ["accept", "accept", "accept"]
    assert codes(received("incoming/z.zip", zipped([("a.zip", two)]))) == ["quarantine:archive_bomb"]
    assert codes(received("incoming/m.eml", mail([("a.zip", two)]))) == ["quarantine:archive_bomb"]


def test_malware_in_an_archive_sets_the_whole_archive_apart() -> None:
    found = received("incoming/z.zip", zipped([("a.pdf", GOOD), ("x.com", EICAR)]))
    assert codes(found) == ["quarantine:malware"]
    assert not found[0].arrival.container


@pytest.mark.parametrize("sandbox", [Crashing(), Lying()])
def test_a_child_that_dies_or_lies_quarantines_its_file_only(sandbox: Any) -> None:
    assert codes(received("incoming/a.pdf", GOOD, sandbox)) == ["quarantine:parser_crash"]
    assert codes(received("incoming/a.pdf", GOOD)) == ["accept"]


def acknowledged(one: Received, **more: Any) -> Acknowledgement:
    """The acknowledgement of what was received."""
    return Acknowledgement(
        arrival_id=one.arrival.arrival_id,
        document_id=one.document.document_id,
        client="acme",
        key=one.arrival.key,
        sha256=one.document.sha256,
        size=one.document.size,
        media_type=one.document.media_type,
        received_at=one.document.received_at,
        disposition=one.disposition.kind,
        reason=one.disposition.reason,
        sentence=one.disposition.sentence,
        updated_at=NOW,
        **{"state": one.document.state, **more},
    )


def test_an_acknowledgement_says_what_arrived_and_later_where_it_was_posted() -> None:
    (one,) = received("incoming/a.pdf", GOOD)
    posting = PostedTo(target="tryton", number="2026/17", total=Decimal("1284.50"), currency="USD", posted_at=NOW)
    first, later = acknowledged(one), acknowledged(one, state=State.POSTED, postings=(posting,))
    assert (first.state, first.postings, first.size) == (State.RECEIVED, (), len(GOOD))
    assert later.arrival_id == first.arrival_id
    assert Acknowledgement.model_validate_json(later.model_dump_json()) == later
    assert json.loads(later.model_dump_json())["postings"][0]["total"] == "1284.50"


def test_an_acknowledgement_without_a_time_zone_or_with_a_wrong_hash_is_refused() -> None:
    (one,) = received("incoming/a.pdf", b"")
    told = acknowledged(one)
    assert (told.disposition, told.reason) == (DispositionKind.REJECT, Reason.EMPTY_FILE)
    for wrong in ({"received_at": "2026-11-22T08:30:00"}, {"sha256": "A" * 64}, {"secret": "x"}):
        with pytest.raises(ValidationError):
            Acknowledgement.model_validate(told.model_dump() | wrong)

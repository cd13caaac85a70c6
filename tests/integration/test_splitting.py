"""Splitting a file that holds two invoices, by the machine when the cut is certain and else by a person.

Each document goes its own way, the file is kept, and the counts still tie.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from desk_words import contract
from store_words import ACME

from bpo_pipeline import review
from bpo_pipeline.app import new_sandbox
from bpo_pipeline.errors import StaleVersion
from bpo_pipeline.flow.acknowledging import acknowledge
from bpo_pipeline.flow.closing import control
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.processing import read, understand_all
from bpo_pipeline.flow.receiving import receive_objects, waiting
from bpo_pipeline.flow.reviewing import desk_of
from bpo_pipeline.flow.understanding import MasterData
from bpo_pipeline.generator.awkward import AWKWARD, Order
from bpo_pipeline.generator.seeds import seeded
from bpo_pipeline.model.ledger import Case, utc_now
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from bpo_pipeline.review import Desk
from bpo_pipeline.store import Buckets, Store, Vault

pytestmark = pytest.mark.integration
DAY_ONE = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Office:
    """A client's parts and a desk on them."""

    parts: Parts
    desk: Desk

    def work(self) -> None:
        """What intake and processing do."""
        receive_objects(self.parts, waiting(self.parts))
        ids = self.parts.store.ids(ACME, states=[State.RECEIVED])
        read(self.parts, ids)
        understand_all(self.parts, ids)
        acknowledge(self.parts)

    def case(self, identity: str) -> Case:
        found = self.parts.store.case(ACME, identity)
        assert found is not None
        return found

    def differences(self) -> tuple[str, ...]:
        return control(self.parts, utc_now().date(), utc_now().date()).differences


@pytest.fixture
def office(store: Store, vault: Vault, buckets: Buckets, new_bucket: Callable[[], str]) -> Iterator[Office]:
    with new_sandbox() as sandbox:
        parts = Parts(
            contract=contract(inbox=new_bucket(), outbox=new_bucket()),
            store=store,
            vault=vault,
            buckets=buckets,
            sandbox=lambda: sandbox,
            targets=dict,
            master=MasterData,
        )
        yield Office(parts, desk_of(store, lambda _: parts))


def delivered(office: Office, case: str) -> str:
    """Let the office work on a file of that case; gives its key."""
    order = Order(seeded(3, "split"), "nordlicht", utc_now().date(), 900, "incoming/")
    one = AWKWARD[case](order)[0]
    office.parts.buckets.put(office.parts.contract.inbox_bucket, one.key, one.content, "application/pdf")
    office.work()
    return one.key


@pytest.fixture
def file(office: Office) -> str:
    """The id of a parked file that holds two invoices and a letter that may belong to the first."""
    delivered(office, "two_invoices_and_a_letter")
    (case,) = office.parts.store.parked(ACME)
    assert Reason.SEVERAL_DOCUMENTS in {one.reason for one in case.findings}
    return case.document.document_id


def test_a_file_is_split_once_and_each_part_is_a_document_of_its_own(office: Office, file: str) -> None:
    store, whole = office.parts.store, office.case(file)
    for _ in range(2):
        review.split(office.desk, ACME, file, ranges="3, 1-2", actor="eva", version=whole.version)

    assert office.case(file).document.state is State.SPLIT
    parts = store.cut_out(ACME, file)
    assert [one.document.key.rsplit("/", 1)[-1] for one in parts] == ["pages-1-2.pdf", "pages-3.pdf"]
    assert {one.document.parent for one in parts} == {file}
    assert {one.document.received_at for one in parts} == {whole.document.received_at}, "the clock goes on"
    (event,) = [one for one in store.events(ACME, document_id=file) if one.name == "split"]
    assert (event.actor, event.data["parts"]) == (
        "eva",
        {"1-2": parts[0].document.document_id, "3": parts[1].document.document_id},
    )
    assert store.verify_chain(ACME) == []

    office.work()
    numbers = [getattr(office.case(one.document.document_id).draft.record, "invoice_number", None) for one in parts]  # type: ignore[union-attr]
    assert len(set(numbers)) == 2
    assert all(numbers)
    for one in parts:
        told = {finding.reason for finding in office.case(one.document.document_id).findings}
        assert not told & {Reason.SEVERAL_DOCUMENTS, Reason.POSSIBLE_DUPLICATE}


def test_counts_tie_the_client_is_told_and_the_trail_leads_there_and_back(office: Office, file: str) -> None:
    assert office.differences() == ()
    review.split(office.desk, ACME, file, ranges="1-2,3", actor="eva", version=office.case(file).version)
    office.work()

    report = control(office.parts, utc_now().date(), utc_now().date())
    assert report.differences == ()
    assert [(day.files, day.containers) for day in report.days] == [(2, 1)]
    told = office.parts.store.told(ACME, received_from=office.case(file).document.received_at)
    assert [(one.arrival.container, one.state) for one in told if one.arrival.parent is None] == [(True, None)]
    assert len([one for one in told if one.arrival.parent is not None]) == 2
    assert office.parts.store.acknowledgements_due(ACME) == []

    trail = review.trail(office.desk, ACME, file)
    part = review.trail(office.desk, ACME, trail.parts[0].document.document_id)
    assert trail.intact
    assert part.whole is not None
    assert part.whole.document.document_id == file


def test_two_people_cannot_split_the_same_file_also_after_a_correction(office: Office, file: str) -> None:
    version = office.case(file).version
    review.correct(office.desk, ACME, file, corrections={"payment_terms": "net"}, actor="eva", version=version)
    version = office.case(file).version
    assert Reason.SEVERAL_DOCUMENTS in {one.reason for one in office.case(file).findings}, "it holds two as before"
    review.split(office.desk, ACME, file, ranges="1-2,3", actor="eva", version=version)
    with pytest.raises(StaleVersion):
        review.split(office.desk, ACME, file, ranges="1-2,3", actor="ben", version=version)


@pytest.mark.parametrize(
    ("case", "pages"), [("two_invoices_in_one_pdf", ["1", "2"]), ("batch_with_separators", ["1", "3"])]
)
def test_the_machine_cuts_where_nothing_speaks_against_it_and_says_why(
    office: Office, case: str, pages: list[str]
) -> None:
    key = delivered(office, case)
    store = office.parts.store
    (told,) = [one for one in store.told(ACME, received_from=DAY_ONE) if one.arrival.key == key]
    whole = office.case(told.arrival.document_id)
    assert whole.document.state is State.SPLIT
    assert told.arrival.container
    assert f"pages {', '.join(pages)}" in whole.sentence
    assert "another number" in whole.sentence

    parts = store.cut_out(ACME, whole.document.document_id)
    (event,) = [one for one in store.events(ACME, document_id=whole.document.document_id) if one.name == "split"]
    assert event.actor == "pipeline"
    assert event.data["parts"] == dict(zip(pages, [one.document.document_id for one in parts], strict=True))
    assert "number" in event.data["signs"][pages[1]]
    assert [one.draft is not None for one in parts] == [True, True], "they were worked on at once"
    assert not {finding.reason for one in parts for finding in one.findings} & {Reason.SEVERAL_DOCUMENTS}
    assert len({getattr(one.draft and one.draft.record, "invoice_number", None) for one in parts}) == 2
    assert office.differences() == ()
    assert store.verify_chain(ACME) == []
    assert review.trail(office.desk, ACME, whole.document.document_id).intact
    assert store.acknowledgements_due(ACME) == []

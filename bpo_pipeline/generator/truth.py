"""What a generated document truly says: one JSON line per file, in the format of labelled invoice corpora.

A field that is not in ``fields`` is not claimed: it is not printed on that page, or not carried by that XML.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path

from bpo_pipeline.generator.blocks import Text, put_into_words, shows_due_date
from bpo_pipeline.generator.commerce import Paper
from bpo_pipeline.generator.layouts import LAYOUTS
from bpo_pipeline.generator.pdf import design
from bpo_pipeline.model.document import content_hash


@dataclass(frozen=True, slots=True)
class Truth:
    """The exact contents of one file."""

    id: str
    file: str
    """Path relative to the folder of ``truth.jsonl``."""
    doc_type: str
    client: str
    vendor_id: str
    """The vendor's number in the client's books; empty when they do not know it."""
    language: str
    country: str
    digital: bool
    """Whether there is a text layer or structured data."""
    vendor_key: str
    template: str
    """Design of the page, or the XML's syntax."""
    form: str
    case: str
    """Name of the awkward case, ``clean`` for a good document."""
    embedded_xml: bool
    fields: dict[str, str]
    line_items: tuple[dict[str, str], ...]
    line_items_complete: bool
    accept_also: dict[str, list[str]] = field(default_factory=dict)
    """Other right values of a field."""
    source: str = "generated"
    sha256: str = ""

    def to_json(self) -> str:
        """The document's line in ``truth.jsonl``."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def write_truth(path: Path, truths: Iterable[Truth]) -> None:
    """Write one line per document."""
    path.write_text("".join(f"{one.to_json()}\n" for one in truths), encoding="utf-8")


def truth_of(
    paper: Paper, *, file: str, form: str, content: bytes, text: Text | None = None, case: str = "clean",
    known_vendor: bool = True,
) -> Truth:  # fmt: skip
    """The truth of a document in one form; *text* where the printed text was changed after ``put_into_words``."""
    structured = form in {"ubl", "cii"}
    text = text or put_into_words(paper)
    return Truth(
        id=Path(file).stem,
        file=file,
        doc_type=paper.doc_type,
        client=paper.customer.client,
        vendor_id=paper.vendor.vendor_id if known_vendor else "",
        language=text.words.language,
        country=paper.vendor.country,
        digital=not form.startswith("scan"),
        vendor_key=paper.vendor.name.casefold().replace(" ", ""),
        template=form if structured else design(paper)[0],
        form=form,
        case=case,
        embedded_xml=form == "facturx",
        fields=_fields(paper, text, structured=structured),
        line_items=_structured_lines(paper) if structured else _printed_lines(paper, text),
        line_items_complete=True,
        accept_also={"supplier_address": [_postal_first(paper)]},
        sha256=content_hash(content),
    )


def nothing_true(*, file: str, client: str, content: bytes, case: str, doc_type: str = "unknown") -> Truth:
    """The truth of a file that holds no document, e.g. an empty one or an archive."""
    return Truth(
        id=Path(file).stem, file=file, doc_type=doc_type, client=client, vendor_id="", language="", country="",
        digital=True, vendor_key="", template="", form="other", case=case, embedded_xml=False, fields={},
        line_items=(), line_items_complete=False, sha256=content_hash(content),
    )  # fmt: skip


def _fields(paper: Paper, text: Text, *, structured: bool) -> dict[str, str]:
    supplier = text.receiver if paper.doc_type == "purchase_order" else text.sender
    slip = not structured and LAYOUTS[design(paper)[0]].receipt
    values: dict[str, str] = {
        "issue_date": paper.issue_date.isoformat(),
        "currency": paper.currency,
        "supplier_name": supplier.name,
        "supplier_address": supplier.address,
        "supplier_tax_id": paper.vendor.tax_id,
        "customer_name": paper.customer.name,
        "net_total": str(paper.net_total),
        "gross_total": str(paper.gross_total),
        "purchase_order_number": paper.number if paper.doc_type == "purchase_order" else paper.order_number,
        "payment_terms": text.terms,
    }
    if paper.doc_type != "purchase_order":
        values["invoice_number"] = paper.number
        values["preceding_invoice_number"] = paper.preceding_number
    if paper.taxed:
        values["tax_total"] = str(paper.tax_total)
    if paper.due_date and (structured or shows_due_date(paper)):
        values["due_date"] = paper.due_date.isoformat()
    if not slip:
        values["customer_tax_id"] = paper.customer.tax_id
    if text.bank and not slip:
        values["supplier_iban"] = paper.vendor.account
        values["supplier_bic"] = paper.vendor.bic
    for name, amount in (
        ("discount_total", paper.discount), ("shipping_total", paper.shipping), ("tip_total", paper.tip)
    ):  # fmt: skip
        if amount:
            values[name] = str(amount)
    if structured:
        values["amount_due"] = str(paper.gross_total)
    return {name: value for name, value in values.items() if value}


def _printed_lines(paper: Paper, text: Text) -> tuple[dict[str, str], ...]:
    columns = LAYOUTS[design(paper)[0]].columns
    rows = []
    for line in paper.lines:
        row = {
            "description": line.description,
            "quantity": _plain(line.quantity),
            "unit_price": _plain(line.unit_price),
            "line_total": str(line.line_total),
        }
        if "sku" in columns:
            row["sku"] = line.sku
        if "unit" in columns or (line.unit != "C62" and not LAYOUTS[design(paper)[0]].receipt):
            row["unit"] = text.words.unit(line.unit)
        if "tax_rate" in columns and text.tax_table:
            row["tax_rate"] = _plain(line.tax_rate)
        rows.append(row)
    return tuple(rows)


def _structured_lines(paper: Paper) -> tuple[dict[str, str], ...]:
    return tuple(
        {
            "description": line.description,
            "sku": line.sku,
            "quantity": _plain(line.quantity),
            "unit": line.unit,
            "unit_price": _plain(line.unit_price),
            "tax_rate": _plain(line.tax_rate),
            "line_total": str(line.line_total),
        }
        for line in paper.lines
    )


def _postal_first(paper: Paper) -> str:
    """The address with the post code before the city, as XML readers join it."""
    return f"{paper.vendor.street}, {paper.vendor.postal_code} {paper.vendor.city}"


def _plain(value: Decimal) -> str:
    return format(value, "f")

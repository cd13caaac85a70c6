"""The screen of a bare file looks at its content, and is silent about what only a client's books can say."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from intake_files import pdf, stream
from reportlab.pdfgen.canvas import Canvas

from bpo_pipeline.app import TASKS
from bpo_pipeline.flow.files import screen_whole


class Answer(NamedTuple):
    value: Any
    blobs: tuple[bytes, ...] = ()


class Here:
    """Runs the tasks in this very process."""

    def run(
        self, task: str, content: bytes, *, arguments: dict[str, Any] | None = None, wall_seconds: float | None = None
    ) -> Answer:
        if task == "reread":
            return Answer({})
        module, _, function = TASKS[task].partition(":")
        return Answer(getattr(import_module(module), function)(content, arguments or {}).value)


def invoice(path: Path, currency: str = "USD", total: str = "1,284.50", date: str = "2026-10-05") -> Path:
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=True)
    for number, line in enumerate((
        "Northfield Paper Supply LLC",
        "INVOICE",
        "Invoice number: INV-20417",
        f"Invoice date: {date}",
        "Copy paper A4, carton     1     1,200.00     1,200.00",
        "Subtotal 1,200.00",
        "Sales tax 84.50",
        f"Total due: {currency} {total}",
    )):  # fmt: skip
        canvas.drawString(60, 760 - 24 * number, line)
    canvas.save()
    return path


def code(path: Path) -> str:
    return screen_whole(Here(), path).code


@pytest.mark.parametrize("currency", ["USD", "EUR"])
def test_a_plain_invoice_is_accepted_in_any_currency(tmp_path: Path, currency: str) -> None:
    assert code(invoice(tmp_path / "a.pdf", currency)) == "accept"


def test_a_total_that_is_no_number_goes_to_a_person(tmp_path: Path) -> None:
    assert code(invoice(tmp_path / "a.pdf", total="NaN")) == "review:amount_invalid"


def test_a_date_that_does_not_exist_goes_to_a_person(tmp_path: Path) -> None:
    assert code(invoice(tmp_path / "a.pdf", date="2026-02-31")) == "review:date_invalid"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_table_is_judged_by_its_cells(tmp_path: Path, encoding: str) -> None:
    good, bad = tmp_path / "a.csv", tmp_path / "b.csv"
    good.write_bytes("employee,hours\nAnn,38\n".encode(encoding))
    bad.write_bytes("employee,hours\n=HYPERLINK(A1),38\n".encode(encoding))

    assert code(good) == "accept"
    assert code(bad) == "review:formula_text"


def test_what_the_safety_check_refuses_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(catalogue=b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"))

    assert code(path).startswith("quarantine:")


def test_a_page_with_nothing_on_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(body=stream(b"1 1 1 rg 0 0 612 792 re f")))

    assert code(path) == "reject:no_text"

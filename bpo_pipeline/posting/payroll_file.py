"""Import files of payroll processors: what ``adp``, ``paychex``, ``gusto`` and ``payroll_csv`` have in common.

A file is made from a released batch in one go and read back before it leaves: employees, minutes and amounts must be
those of the batch. Cells are written so that no spreadsheet takes them for a formula; a value that would need that is
refused where the vendor allows letters and digits only.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Protocol

from bpo_pipeline.model.payroll import ControlTotals, PayLine, PayrollBatch, minutes_of, totals_of
from bpo_pipeline.model.payroll_terms import PayrollFile
from bpo_pipeline.posting import to_a_person

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file ready to be delivered."""

    name: str
    content: bytes
    totals: ControlTotals
    content_type: str = "text/csv; charset=utf-8"


class PayrollTarget(Protocol):
    """One processor's layout."""

    usual_name: str

    def render(self, batch: PayrollBatch, terms: PayrollFile) -> bytes:
        """The file. Raises Refused for what the layout cannot hold."""
        ...

    def read_back(self, content: bytes, terms: PayrollFile) -> Iterable[PayLine]:
        """The lines as the file says them, with our pay codes."""
        ...


def make_file(batch: PayrollBatch, terms: PayrollFile, target: PayrollTarget) -> ImportFile:
    """Write the file and prove that its totals are those of the batch.

    Raises Refused with a sentence for the payroll manager: a pay code that the contract does not name, a value that
    the layout cannot hold, totals that do not tie.
    """
    if not batch.lines:
        raise to_a_person(f"payroll batch {batch.batch_id} has no lines; nothing was written")
    unknown = sorted({line.pay_code for line in batch.lines} - set(terms.pay_codes))
    if unknown:
        codes = ", ".join(unknown)
        raise to_a_person(f"the contract does not say what pay code {codes} is called in the {terms.kind} file")
    content = target.render(batch, terms)
    written = totals_of(target.read_back(content, terms))
    if written != batch.totals:
        raise to_a_person(
            f"the {terms.kind} file does not tie with batch {batch.batch_id}: "
            f"{written.employees} employees, {written.hours_text} h, {written.amount} in the file, "
            f"{batch.totals.employees} employees, {batch.totals.hours_text} h, {batch.totals.amount} in the batch"
        )
    pattern = terms.file_name or target.usual_name
    name = pattern.format(
        company_code=terms.company_code, batch_id=terms.batch_id or batch.batch_id, last_day=batch.last_day.isoformat()
    )
    return ImportFile(name, content, written)


def to_csv(rows: Iterable[Sequence[str]], *, header: Sequence[str]) -> bytes:
    """RFC 4180 in plain UTF-8 without a byte order mark, which payroll processors take for a part of the header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def from_csv(content: bytes) -> list[dict[str, str]]:
    """The rows by column."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))


def code_cell(text: str, pattern: str, what: str) -> str:
    """A cell that holds a code of the vendor's alphabet. Raises Refused, naming what is wrong."""
    if not re.fullmatch(pattern, text, re.ASCII):
        raise to_a_person(f"{what} {text!r} does not fit the import file (allowed: {pattern})")
    return text


def number_cell(value: Decimal, *, low: Decimal, high: Decimal, what: str, places: int = 2) -> str:
    """A number with that many decimals. Raises Refused when it would be rounded or is out of the vendor's range."""
    smallest = Decimal(1).scaleb(-places)
    if value != value.quantize(smallest) or not low <= value <= high:
        raise to_a_person(f"{what} {value} does not fit the import file ({low} to {high}, {places} decimals)")
    return format(value.quantize(smallest), "f")


def number_back(text: str) -> Decimal:
    """A number as it stands in a file of ours."""
    try:
        if _NUMBER.fullmatch(text):
            return Decimal(text)
    except InvalidOperation:
        pass
    raise to_a_person(f"the import file holds {text!r} where a number belongs; it was not sent")


def hours_back(text: str) -> int:
    """The minutes that hours with two decimals stand for."""
    return minutes_of(number_back(text))

"""ADP Workforce Now paydata (EPI): ``PRcccEPI.csv``, where ccc is the company code.

The first three columns are fixed (Co Code, Batch ID, File #); the company's own EPI header decides which others there
are, so the file has only those columns that the contract's pay codes need. ``Hours 3`` and ``Earnings 3`` (4, 5) are
pairs: the company's code, at once followed by its amount. An employee may have several rows: one for each department
and rate, and another when a pair is taken already.

Source: "Importing Paydata" as the export specifications of Sundial, isolved and Time Portal give it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from bpo_pipeline.model.payroll import PayLine, PayrollBatch
from bpo_pipeline.model.payroll_terms import PayrollFile
from bpo_pipeline.posting import to_a_person
from bpo_pipeline.posting.payroll_file import code_cell, from_csv, hours_back, number_back, number_cell, to_csv

FIXED = ("Co Code", "Batch ID", "File #", "Temp Dept", "Temp Rate")
PLAIN = ("Reg Hours", "O/T Hours", "Reg Earnings", "O/T Earnings")
PAIRS = re.compile(r"(Hours [34]|Earnings [345]):(.*)", re.DOTALL)
# 0-79 or a letter; 40, 50, 60 and 61 are ADP's own
PAIR_CODE = r"(?!(?:40|50|60|61)$)(?:[A-Z][A-Z0-9]?|[0-7]?[0-9])"
LOW, HIGH = Decimal("-40500.00"), Decimal("99999.99")
SMALLEST_FILE_NUMBER = 51


class Adp:
    """Paydata for ADP Workforce Now."""

    usual_name = "PR{company_code}EPI.csv"

    def render(self, batch: PayrollBatch, terms: PayrollFile) -> bytes:
        """The file. Raises Refused for a company code, file number or code that ADP does not take."""
        places = {code: _place(place) for code, place in terms.pay_codes.items()}
        header = (*FIXED, *_columns(places.values()))
        company = code_cell(terms.company_code.ljust(3, "_"), r"[A-Z0-9_]{3}", "company code")
        number = code_cell(terms.batch_id or batch.batch_id, r"[A-Za-z0-9]{1,25}", "batch id")
        rows = []
        for cells in _rows(batch.lines, places, terms.employee_prefix):
            values = {**cells, "Co Code": company, "Batch ID": number}
            rows.append([values.get(column, "") for column in header])
        return to_csv(rows, header=header)

    def read_back(self, content: bytes, terms: PayrollFile) -> Iterator[PayLine]:
        """The lines as the file says them."""
        codes = {_place(place): code for code, place in terms.pay_codes.items()}
        for row in from_csv(content):
            for (slot, own), code in codes.items():
                value = row.get(f"{slot} Amount", "") if own and row.get(f"{slot} Code") == own else row.get(slot, "")
                if not value:
                    continue
                if "Hours" in slot:
                    yield PayLine(row["File #"], code, minutes=hours_back(value))
                else:
                    yield PayLine(row["File #"], code, amount=number_back(value))


def _place(text: str) -> tuple[str, str]:
    """Column and, for a pair, the company's code."""
    if text in PLAIN:
        return text, ""
    found = PAIRS.fullmatch(text)
    if found is None:
        raise to_a_person(f"pay code place {text!r} is none of ADP's: {', '.join(PLAIN)}, Hours 3:X, Earnings 3:X")
    return found[1], code_cell(found[2], PAIR_CODE, f"{found[1]} code")


def _columns(places: Iterable[tuple[str, str]]) -> list[str]:
    slots = {slot for slot, _ in places}
    plain = [slot for slot in PLAIN if slot in slots]
    pairs = sorted(slots - set(PLAIN), key=lambda slot: (slot.startswith("Earnings"), slot))
    return [*plain, *(f"{slot} {part}" for slot in pairs for part in ("Code", "Amount"))]


def _rows(lines: Iterable[PayLine], places: dict[str, tuple[str, str]], prefix: str) -> list[dict[str, str]]:
    """Fill each employee's rows; a slot that is taken opens another row."""
    rows: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for line in lines:
        slot, own = places[line.pay_code]
        if ("Hours" in slot) is (line.minutes is None):
            raise to_a_person(f"pay code {line.pay_code!r} goes to {slot}, which does not fit a line of its kind")
        value = line.hours if line.amount is None else line.amount
        cell = number_cell(value, low=LOW, high=HIGH, what=slot)
        cells = {f"{slot} Code": own, f"{slot} Amount": cell} if own else {slot: cell}
        department = code_cell(line.department, r"(|[A-Za-z0-9]{3}|[A-Za-z0-9]{6})", "department")
        rate = "" if line.rate is None else number_cell(line.rate, low=Decimal(0), high=HIGH, what="rate", places=4)
        key = (_file_number(line.employee_id.removeprefix(prefix)), department, rate)
        group = rows.setdefault(key, [])
        free = next((row for row in group if not cells.keys() & row.keys()), None)
        if free is None:
            free = {"File #": key[0], "Temp Dept": department, "Temp Rate": rate}
            group.append(free)
        free.update(cells)
    return [row for group in rows.values() for row in group]


def _file_number(employee_id: str) -> str:
    """ADP's employee file number: six digits, 51 and up."""
    if not re.fullmatch(r"\d{1,6}", employee_id, re.ASCII) or int(employee_id) < SMALLEST_FILE_NUMBER:
        raise to_a_person(f"employee id {employee_id!r} is no ADP file number (000051 to 999999)")
    return employee_id.zfill(6)

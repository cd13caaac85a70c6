"""Papers that are known by the captions only they have together: W-2, 1099-NEC, pay stub, bank statement, remittance.

Each needs a number of its own words; a title alone is no proof, and a word alone less so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bpo_pipeline.documents.layout import Line, folded
from bpo_pipeline.documents.remittance_labels import TITLES as REMITTANCE_TITLES
from bpo_pipeline.documents.remittance_labels import column_of as remittance_column
from bpo_pipeline.documents.statement_labels import column_of as statement_column
from bpo_pipeline.model.draft import Classification
from bpo_pipeline.model.reading import Sheet

_TOP = 14
"""Lines from the top of the first page among which a title stands."""
_STATEMENT_COLUMNS = frozenset({"deposit", "withdrawal", "balance", "amount"})
_SEARCHED = 40


@dataclass(frozen=True, slots=True)
class _Paper:
    """Phrases of which so many must be printed; without any of the ``titles`` two more."""

    name: str
    least: int
    titles: tuple[str, ...]
    phrases: tuple[str, ...]


_PAPERS: tuple[_Paper, ...] = (
    _Paper("w2", 5, ("wage and tax statement", "w 2"), (
        "wages tips other comp", "federal income tax withheld", "social security wages", "social security tax withheld",
        "medicare wages and tips", "medicare tax withheld", "social security tips", "allocated tips",
        "dependent care benefits", "nonqualified plans", "locality name", "statutory employee")),
    _Paper("1099-nec", 3, ("1099 nec",), (
        "nonemployee compensation", "payer s tin", "recipient s tin", "federal income tax withheld",
        "state payer s state no", "recipient s name", "state income")),
    _Paper("payslip", 4, ("pay stub", "payslip", "pay slip", "earnings statement", "statement of earnings",
                          "payroll stub", "paystub", "pay statement", "pay advice", "earnings summary"), (
        "gross pay", "net pay", "gross earnings", "total earnings", "pay date", "pay period", "period ending",
        "check date", "year to date", "ytd", "deductions", "federal income tax", "medicare", "social security tax",
        "withholding", "pay begin date", "regular", "overtime", "take home", "fica")),
    _Paper("bank_statement", 4, ("bank statement", "account statement", "statement of account", "checking account",
                                 "kontoauszug", "releve de compte", "statement period", "account summary",
                                 "savings account", "rekeningafschrift", "extracto de cuenta"), (
        "opening balance", "beginning balance", "closing balance", "ending balance", "previous balance",
        "new balance", "withdrawals", "deposits", "account number", "statement period", "total deposits",
        "total withdrawals", "balance", "debits", "credits", "transaction", "iban", "alter saldo", "neuer saldo",
        "paid in", "paid out", "buchung", "valuta", "saldo", "service fees", "daily balance")),
)  # fmt: skip


def classify_papers(lines: Sequence[Line]) -> Classification | None:
    """One of these papers, None when the page is none of them."""
    if not lines:
        return None
    text = " ".join("".join(folded(cell.text)) for line in lines for cell in line.cells)
    top = [line for line in lines if line.page == lines[0].page][:_TOP]
    titles = {"".join(folded(cell.text)) for line in top for cell in line.cells}
    for paper in _PAPERS:
        found = sum("".join(folded(one)) in text for one in paper.phrases)
        titled = any("".join(folded(one)) in text for one in paper.titles)
        if paper.name == "bank_statement" and not any(_is_statement_heading(line) for line in lines):
            continue
        if found >= paper.least + (0 if titled else 2):
            return Classification(paper.name, 0.97 if titled else 0.85)
    if titles & {"".join(folded(one)) for one in REMITTANCE_TITLES} and any(map(_is_remittance_heading, lines)):
        return Classification("remittance_advice", 0.97)
    return None


def classify_statement_sheets(sheets: Sequence[Sheet]) -> Classification | None:
    """A bank's table: a day, an amount or a balance, and what the booking was; None for another table."""
    for sheet in sheets:
        for row in sheet.rows[:_SEARCHED] if not sheet.hidden else ():
            kinds = {kind for cell in row.cells if cell and (kind := statement_column(cell)) is not None}
            money = kinds & {"amount", "deposit", "withdrawal"}
            if "date" in kinds and money and kinds & {"description", "balance", "counterparty", "remittance"}:
                return Classification("bank_statement", 0.96 if len(kinds) >= 4 else 0.88)
    return None


def _is_statement_heading(line: Line) -> bool:
    kinds = {kind for cell in line.cells if (kind := statement_column(cell.text)) is not None}
    kinds |= {kind for word in line.words if (kind := statement_column(word.text)) is not None} if kinds else set()
    return "date" in kinds and bool(kinds & _STATEMENT_COLUMNS) and len(kinds) >= 3


def _is_remittance_heading(line: Line) -> bool:
    kinds = {kind for cell in line.cells if (kind := remittance_column(cell.text)) is not None}
    return "invoice_number" in kinds and len(kinds) >= 3

"""The same account as a printed statement over several pages, as camt.053, as OFX and as a bank's CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from xml.sax.saxutils import escape

from bpo_pipeline.generator.papers.paper import OfficePaper, address, money, new_sheet, person

_WHAT = ("Card purchase Rite Market", "Direct deposit payroll", "Check 1042", "Online transfer to savings",
         "Electric company autopay", "Customer payment INV-2041", "ATM withdrawal", "Wire from Cedar")  # fmt: skip
_ROWS_A_PAGE = 22
_BANK = "First Harbor Bank"


@dataclass(frozen=True, slots=True)
class _Line:
    date: dt.date
    text: str
    amount: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class _Account:
    number: str
    holder: str
    opening: Decimal
    lines: tuple[_Line, ...]

    @property
    def closing(self) -> Decimal:
        return self.opening + sum((one.amount for one in self.lines), Decimal(0))


def statement(rng: Random, name: str, fault: str = "", *, form: str = "pdf") -> OfficePaper:
    """A statement as ``pdf``, ``xml`` (camt.053), ``ofx`` or ``csv``.

    The fault is ``running-balance``, ``statement-balance`` or none.
    """
    day, opening = dt.date(2026, rng.randint(1, 5), 1), money(rng, 500, 9000)
    lines, balance = [], opening
    for number in range(rng.randint(12, 40)):
        amount = money(rng, 5, 900) * (1 if rng.random() < 0.4 else -1)
        balance += amount
        text = rng.choice(_WHAT)
        shown = balance + (3 if fault == "running-balance" and number == 4 else 0)
        lines.append(_Line(day + dt.timedelta(days=number * 27 // 40), text, amount, shown))
    account = _Account(str(rng.randint(10**9, 10**10 - 1)), person(rng), opening, tuple(lines))
    closing = account.closing + (25 if fault == "statement-balance" else 0)
    fields = {"account_number": account.number, "opening_balance": str(opening), "closing_balance": str(closing),
              "period_start": str(day), "period_end": str(day + dt.timedelta(days=27))}  # fmt: skip
    if form == "csv":
        fields = {}
    elif form == "ofx":
        del fields["opening_balance"]
    if form == "pdf":
        fields |= {"account_holder": account.holder, "bank_name": _BANK}
    rows = tuple(_row(one, balances=form in {"pdf", "csv"}) for one in lines)
    content = _WRITERS[form](account, closing, rng)
    return OfficePaper(name, content, "bank_statement", fields, rows, planted=fault)


def _row(one: _Line, *, balances: bool) -> dict[str, str]:
    side = "deposit" if one.amount > 0 else "withdrawal"
    row = {"date": str(one.date), "description": one.text, side: str(abs(one.amount))}
    return {**row, "balance": str(one.balance)} if balances else row


def _pdf(account: _Account, closing: Decimal, rng: Random) -> bytes:
    page = new_sheet("Statement")
    street, city = address(rng)
    first, last = account.lines[0].date, account.lines[0].date + dt.timedelta(days=27)
    page.text(40, 50, _BANK, size=17, bold=True)
    page.text(380, 50, "Account Statement", size=14, bold=True)
    page.text(330, 80, f"Account number: {account.number}", size=10)
    page.text(330, 96, f"Statement period: {first:%m/%d/%Y} to {last:%m/%d/%Y}", size=10)
    page.lines(40, 90, (account.holder, street, city), size=10, leading=14)
    for place, (label, value) in enumerate((("Beginning balance", account.opening), ("Ending balance", closing))):
        page.text(40, 160 + 16 * place, label, size=10)
        page.text(260, 160 + 16 * place, f"${value:,.2f}", size=10, align="right")
    page.on_new_page = lambda: 60.0
    y = _heading(page.text, 210.0)
    for number, one in enumerate(account.lines):
        if number and number % _ROWS_A_PAGE == 0:
            y = _heading(page.text, page.next_page())
        y += 18
        page.text(40, y, f"{one.date:%m/%d/%Y}", size=10)
        page.text(120, y, one.text, size=10)
        page.text(395 if one.amount > 0 else 480, y, f"{abs(one.amount):,.2f}", size=10, align="right")
        page.text(570, y, f"{one.balance:,.2f}", size=10, align="right")
    return page.finish()


def _heading(write: Callable[..., None], y: float) -> float:
    for x, text in ((40, "Date"), (120, "Description"), (345, "Deposits"), (417, "Withdrawals"), (528, "Balance")):
        write(x, y, text, size=10, bold=True)
    return y


def _camt(account: _Account, closing: Decimal, _rng: Random) -> bytes:
    first, last = account.lines[0].date, account.lines[0].date + dt.timedelta(days=27)
    entries = "".join(
        f'<Ntry><Amt Ccy="USD">{abs(one.amount)}</Amt><CdtDbtInd>{_side(one.amount)}</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>{one.date}</Dt></BookgDt><AddtlNtryInf>{escape(one.text)}</AddtlNtryInf></Ntry>"
        for one in account.lines
    )
    balances = "".join(
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="USD">{abs(amount)}</Amt>'
        f"<CdtDbtInd>{_side(amount)}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
        for code, amount, day in (("OPBD", account.opening, first), ("CLBD", closing, last))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        f"<BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr><Stmt><Id>S1</Id><FrToDt><FrDtTm>{first}T00:00:00</FrDtTm>"
        f"<ToDtTm>{last}T23:59:59</ToDtTm></FrToDt><Acct><Id><Othr><Id>{account.number}</Id></Othr></Id>"
        f"<Ccy>USD</Ccy></Acct>{balances}{entries}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _side(amount: Decimal) -> str:
    return "DBIT" if amount < 0 else "CRDT"


def _ofx(account: _Account, closing: Decimal, _rng: Random) -> bytes:
    first, last = account.lines[0].date, account.lines[0].date + dt.timedelta(days=27)
    lines = "".join(
        f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{one.date:%Y%m%d}<TRNAMT>{one.amount}<FITID>{number}"
        f"<NAME>{escape(one.text)}</STMTTRN>\n"
        for number, one in enumerate(account.lines)
    )
    return (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\n"
        "OLDFILEUID:NONE\nNEWFILEUID:NONE\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STMTRS><CURDEF>USD<BANKACCTFROM>"
        f"<BANKID>121099999<ACCTID>{account.number}<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>"
        f"<DTSTART>{first:%Y%m%d}<DTEND>{last:%Y%m%d}\n{lines}</BANKTRANLIST><LEDGERBAL><BALAMT>{closing}"
        f"<DTASOF>{last:%Y%m%d}</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    ).encode("ascii")


def _csv(account: _Account, _closing: Decimal, rng: Random) -> bytes:
    american = rng.random() < 0.5
    lines = ["Date,Description,Amount,Running Bal."] if american else ["Buchungstag;Buchungstext;Betrag;Saldo"]
    for one in account.lines:
        amounts = [f"{one.amount:.2f}", f"{one.balance:.2f}"]
        if american:
            lines.append(",".join((f"{one.date:%m/%d/%Y}", one.text, *amounts)))
        else:
            lines.append(";".join((f"{one.date:%d.%m.%Y}", one.text, *(text.replace(".", ",") for text in amounts))))
    return "".join(f"{line}\n" for line in lines).encode()


_WRITERS: dict[str, Callable[[_Account, Decimal, Random], bytes]] = {
    "pdf": _pdf, "xml": _camt, "ofx": _ofx, "csv": _csv
}  # fmt: skip
FORMS: Sequence[str] = tuple(_WRITERS)

"""What the bank says afterwards: pain.002 status, camt.053 statement, camt.054 notice, Nacha return. In the sandbox.

A line is matched by our payment id alone, which each of the formats carries back: EndToEndId, or the individual
identification number of a returned ACH entry. Lines without an id of ours are not about a payment of ours.

Source: ISO 20022 (external codes of status reason); Nacha Operating Rules, returns (addenda 99) and NOC (addenda 98).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from achkit import parse
from achkit.fields import AchError
from lxml import etree

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.payment import BankAnswer, Outcome
from bpo_pipeline.model.reasons import DispositionKind, Reason

BAD_STATUS = frozenset({"RJCT", "CANC"})
COLUMNS = 94
RETURN_ADDENDA, CHANGE_ADDENDA = "99", "98"
NOT_PROVIDED = frozenset({"", "NOTPROVIDED"})


def bank_answers(content: bytes, _arguments: dict[str, Any]) -> tuple[list[dict[str, str]], tuple[bytes, ...]]:
    """``read_answers`` as the sandbox hands it over (no blobs); ``answer_of`` gives it back."""
    values = [
        {
            "payment_id": one.payment_id,
            "outcome": one.outcome.value,
            "amount": str(one.amount),
            "code": one.code,
            "booked_on": one.booked_on.isoformat() if one.booked_on else "",
        }
        for one in read_answers(content)
    ]
    return values, ()


def answer_of(values: dict[str, str]) -> BankAnswer:
    """An answer that came out of the sandbox. Raises ValueError when it is none."""
    booked = values["booked_on"]
    return BankAnswer(
        payment_id=values["payment_id"],
        outcome=Outcome(values["outcome"]),
        amount=Decimal(values["amount"]),
        code=values["code"],
        booked_on=dt.date.fromisoformat(booked) if booked else None,
    )


def read_answers(content: bytes) -> list[BankAnswer]:
    """All lines of a status, statement or return file that are about payments.

    Raises Refused for what is none of these.
    """
    if content.lstrip()[:1] == b"<":
        return _iso20022(content)
    try:
        return _nacha(parse(_records(content.decode("ascii"))))
    except (UnicodeDecodeError, AchError, ValueError, KeyError, TypeError):
        raise _strange() from None


def _iso20022(content: bytes) -> list[BankAnswer]:
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, safe)
    except etree.XMLSyntaxError:
        raise _strange() from None
    for one in root.iter():
        if isinstance(one.tag, str):
            one.tag = etree.QName(one).localname
    try:
        if root.find("CstmrPmtStsRpt") is not None:
            return [*_whole_file(root), *(answer for one in root.iter("TxInfAndSts") if (answer := _status(one)))]
        if root.find("BkToCstmrStmt") is not None or root.find("BkToCstmrDbtCdtNtfctn") is not None:
            return [answer for entry in root.iter("Ntry") for answer in _booked(entry)]
    except (InvalidOperation, ValueError):
        raise _strange() from None
    raise _strange()


def _whole_file(root: Any) -> list[BankAnswer]:
    """A file that the bank refused as a whole: ``*`` and its message id stand for all payments in it.

    Our files hold one payment information block, so a refused block is a refused file.
    """
    message_id = root.findtext(".//OrgnlGrpInfAndSts/OrgnlMsgId", "").strip()
    parts = [(one, one.findtext("GrpSts", "")) for one in root.iter("OrgnlGrpInfAndSts")]
    parts += [(one, one.findtext("PmtInfSts", "")) for one in root.iter("OrgnlPmtInfAndSts")]
    return [
        BankAnswer(f"*{message_id}", Outcome.RETURNED, Decimal(0), _code(one, "StsRsnInf"))
        for one, status in parts
        if message_id and status.strip() in BAD_STATUS
    ]


def _status(one: Any) -> BankAnswer | None:
    payment_id = one.findtext("OrgnlEndToEndId", "").strip()
    status = one.findtext("TxSts", "").strip()
    if payment_id in NOT_PROVIDED:
        return None
    amount = Decimal(one.findtext("OrgnlTxRef/Amt/InstdAmt", "0"))
    outcome = Outcome.RETURNED if status in BAD_STATUS else Outcome.ACCEPTED
    return BankAnswer(payment_id, outcome, amount, _code(one, "StsRsnInf"))


def _booked(entry: Any) -> list[BankAnswer]:
    """Our own debits are settled; a credit with a return reason, or the reversal of a debit, came back."""
    day = entry.findtext("BookgDt/Dt") or (entry.findtext("BookgDt/DtTm") or "")[:10]
    booked = dt.date.fromisoformat(day) if day else None
    came_in = entry.findtext("CdtDbtInd", "") == "CRDT"
    answers = []
    details = list(entry.iter("TxDtls"))
    for one in details:
        payment_id = one.findtext("Refs/EndToEndId", "").strip()
        if payment_id in NOT_PROVIDED:
            continue
        code = _code(one, "RtrInf")
        back = came_in and (bool(code) or entry.findtext("RvslInd", "") == "true")
        if came_in and not back:
            continue
        alone = entry.findtext("Amt", "0") if len(details) == 1 else "0"
        amount = Decimal(one.findtext("Amt") or one.findtext("AmtDtls/TxAmt/Amt") or alone)
        answers.append(BankAnswer(payment_id, Outcome.RETURNED if back else Outcome.SETTLED, amount, code, booked))
    return answers


def _code(one: Any, part: str) -> str:
    return (one.findtext(f"{part}/Rsn/Cd") or one.findtext(f"{part}/Rsn/Prtry") or "").strip()[:35]


def _records(text: str) -> str:
    """Rows of 94 columns: banks leave out line ends, editors leave out blanks at the end of a line."""
    rows = text.splitlines()
    if len(rows) == 1:
        rows = [rows[0][start : start + COLUMNS] for start in range(0, len(rows[0]), COLUMNS)]
    return "\n".join(row.ljust(COLUMNS) for row in rows)


def _nacha(file: dict[str, Any]) -> list[BankAnswer]:
    answers = []
    for batch in file["batches"]:
        for entry in batch["entries"]:
            for addenda in entry["addenda"]:
                outcome = {RETURN_ADDENDA: Outcome.RETURNED, CHANGE_ADDENDA: Outcome.CHANGE}.get(addenda["type"])
                if outcome is not None and entry["id_number"]:
                    amount = Decimal(entry["amount_cents"]) / 100
                    answers.append(BankAnswer(entry["id_number"], outcome, amount, addenda["info"][:3]))
    return answers


def _strange() -> Refused:
    sentence = "This is no status (pain.002), statement (camt.053) or ACH return file."
    return Refused(Reason.POSTING_REFUSED, sentence, DispositionKind.REVIEW)

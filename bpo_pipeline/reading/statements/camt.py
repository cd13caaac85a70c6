"""camt.053, the bank's statement to its customer (ISO 20022, camt.053.001.02 to .08 and later, by local names).

A booking of several payments (a batch, ``TxDtls``) becomes one line per payment where each says its amount.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reading import Remark, Structured
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.reading.einvoice.xml import parse
from bpo_pipeline.reading.statements.lines import MOST_LINES, Values, amount_of, empty, several

_ROOT = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:(camt\.053\.001\.\d\d)\}Document")
_OPENING, _CLOSING = ("OPBD", "PRCD", "OPAV"), ("CLBD", "CLAV")
"""Balance codes, the booked one first; PRCD is the last statement's closing balance."""


def is_camt(root_tag: str) -> bool:
    """Whether an XML root (``{namespace}name``) is a camt.053's."""
    return _ROOT.fullmatch(root_tag) is not None


def read_camt(content: bytes) -> tuple[Structured, tuple[Remark, ...]]:
    """The first account's statement. Raises Refused: xml_dtd, corrupt, no_text, unsupported_type."""
    root = parse(content)
    profile = _ROOT.fullmatch(str(root.tag))
    if profile is None:
        raise Refused(Reason.UNSUPPORTED_TYPE, "The XML is no camt.053 bank statement.")
    statements = _all(root, "BkToCstmrStmt/Stmt")
    if not statements:
        raise empty()
    found = Values()
    _header(found, statements[0])
    _lines(found, statements[0])
    return found.structured("camt.053", profile[1]), several(len(statements))


def _header(found: Values, statement: etree._Element) -> None:
    _put(found, "statement_number", statement, "ElctrncSeqNb", "LglSeqNb", "Id")
    _put(found, "account_number", statement, "Acct/Id/IBAN", "Acct/Id/Othr/Id")
    _put(found, "currency", statement, "Acct/Ccy")
    _put(found, "account_holder", statement, "Acct/Ownr/Nm")
    _put(found, "bank_name", statement, "Acct/Svcr/FinInstnId/Nm")
    _put(found, "bank_id", statement, "Acct/Svcr/FinInstnId/BICFI", "Acct/Svcr/FinInstnId/BIC")
    _put(found, "period_start", statement, "FrToDt/FrDtTm", "FrToDt/FrDt", days=True)
    _put(found, "period_end", statement, "FrToDt/ToDtTm", "FrToDt/ToDt", days=True)
    balances = {_text(_one(one, "Tp/CdOrPrtry/Cd")): one for one in _all(statement, "Bal")}
    for field, day, codes in (
        ("opening_balance", "period_start", _OPENING), ("closing_balance", "period_end", _CLOSING)
    ):  # fmt: skip
        balance = next((balances[code] for code in codes if code in balances), None)
        if balance is None:
            continue
        amount = _one(balance, "Amt")
        sign = -1 if _text(_one(balance, "CdtDbtInd")) == "DBIT" else 1
        found.put(field, str(sign * amount_of(_text(amount))), amount)
        found.put("currency", amount.get("Ccy") if amount is not None else None, amount)
        _put(found, day, balance, "Dt/Dt", "Dt/DtTm", days=True)


def _lines(found: Values, statement: etree._Element) -> None:
    number = 0
    for entry in _all(statement, "Ntry"):
        details = _all(entry, "NtryDtls/TxDtls")
        parts = [amount_of(_text(one)) for detail in details if (one := _amount(detail)) is not None]
        apart = len(details) > 1 and len(parts) == len(details) and sum(parts) == amount_of(_text(_one(entry, "Amt")))
        for detail in details if apart else [*details[:1], None][:1]:
            if number >= MOST_LINES:
                raise Refused(Reason.TOO_MANY_CELLS, f"The statement has more than {MOST_LINES} lines.")
            _line(found, f"rows.{number}", entry, detail, own_amount=apart)
            number += 1


def _line(found: Values, path: str, entry: etree._Element, detail: etree._Element | None, *, own_amount: bool) -> None:
    amount = _amount(detail) if own_amount and detail is not None else _one(entry, "Amt")
    direction = detail if own_amount and detail is not None and _text(_one(detail, "CdtDbtInd")) else entry
    came_in = _text(_one(direction, "CdtDbtInd")) == "CRDT"
    found.put(f"{path}.{'deposit' if came_in else 'withdrawal'}", str(amount_of(_text(amount))), amount)
    _put(found, f"{path}.date", entry, "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", days=True)
    _put(found, f"{path}.value_date", entry, "ValDt/Dt", "ValDt/DtTm", days=True)
    _put(found, f"{path}.reference", entry, "AcctSvcrRef", "NtryRef")
    if detail is not None:
        end_to_end = _one(detail, "Refs/EndToEndId")
        if _text(end_to_end) != "NOTPROVIDED":
            found.put(f"{path}.end_to_end_id", _text(end_to_end), end_to_end)
        party = "Dbtr" if came_in else "Cdtr"
        _put(found, f"{path}.counterparty", detail, f"RltdPties/{party}/Nm", f"RltdPties/{party}/Pty/Nm")
        account = f"RltdPties/{party}Acct/Id"
        _put(found, f"{path}.counterparty_account", detail, f"{account}/IBAN", f"{account}/Othr/Id")
        notes = [*_all(detail, "RmtInf/Ustrd"), *_all(detail, "RmtInf/Strd/CdtrRefInf/Ref")]
        found.put(f"{path}.remittance", " ".join(_text(one) for one in notes), notes[0] if notes else None)
        _put(found, f"{path}.check_number", detail, "Refs/ChqNb")
        _put(found, f"{path}.return_code", detail, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry")
    _put(found, f"{path}.description", entry, "AddtlNtryInf")
    found.put(f"{path}.description", found.values.get(f"{path}.remittance") or found.values.get(f"{path}.counterparty"))


def _amount(detail: etree._Element) -> etree._Element | None:
    return next(iter([*_all(detail, "Amt"), *_all(detail, "AmtDtls/TxAmt/Amt")]), None)


def _put(found: Values, path: str, start: etree._Element, *paths: str, days: bool = False) -> None:
    for one in paths:
        element = _one(start, one)
        if text := _text(element):
            found.put(path, text[:10] if days else text, element)
            return


def _one(start: etree._Element, path: str) -> etree._Element | None:
    return next(iter(_all(start, path)), None)


def _all(start: etree._Element, path: str) -> Sequence[etree._Element]:
    """All elements on a path of local names: banks mix the versions' namespaces."""
    return start.xpath("./" + "/".join(f"*[local-name()='{name}']" for name in path.split("/")))  # type: ignore[return-value]


def _text(element: etree._Element | None) -> str:
    return " ".join(str(element.xpath("string()")).split()) if element is not None else ""
